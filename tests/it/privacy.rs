//! No number, chat id or name stands anywhere in the clear: not in the
//! database, not in its journal, not in a job, a receipt or a log. Canaries are
//! put in by every door the program has, and then every byte is searched.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use data_encoding::{BASE64, HEXLOWER, HEXUPPER};
use loa::store::Keys;
use ring::digest;
use serde_json::Value;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use tokio::net::TcpListener;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::commands::{Office, Ran, finished, notice_file, started};
use crate::support::app::{COMMUNE, until};

/// A person nobody else is called like: name, numbers, chat id.
struct Canary {
    name: &'static str,
    phones: &'static [&'static str],
    zalo: Option<&'static str>,
}

/// Delivered; refused by the gateway in words that name the number; answered
/// by a page of errors; cut off; two numbers in a cell; Zalo.
const CANARIES: [Canary; 6] = [
    Canary {
        name: "Giàng Kanari Páo",
        phones: &["0912345678"],
        zalo: None,
    },
    Canary {
        name: "Sùng Hoàngyến Mỷ",
        phones: &["0987654312"],
        zalo: None,
    },
    Canary {
        name: "Vàng Chimsẻ Chứ",
        phones: &["0356781294"],
        zalo: None,
    },
    Canary {
        name: "Lường Sơnca Ỉn",
        phones: &["0703918264"],
        zalo: None,
    },
    Canary {
        name: "Chảo Vẹtxanh Tả",
        phones: &["0868273645", "0325817396"],
        zalo: None,
    },
    Canary {
        name: "Hờ Bồcâu Dê",
        phones: &[],
        zalo: Some("7318264950617283945"),
    },
];

/// What the stranger says: others' names and numbers, as people do.
fn canary_words() -> String {
    format!(
        "Toi+la+Gi%C3%A0ng+Kanari+P%C3%A1o+so+{}",
        CANARIES[0].phones[0]
    )
}

/// Somebody who is on no list and writes all the same.
const STRANGER: &str = "0938172645";
const TOKEN: &str = "cai-nay-chi-tong-dai-biet";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_number_chat_id_or_name_is_found_in_any_byte_that_is_kept_or_logged() {
    let gateway = Gateway::open().await;
    let office = furnished(&gateway).await;
    let notice = send(&office).await;

    let port = free_port();
    let server = started(serve(&office, port, "loa.key"), &office.path("serve.log"));
    until(async || answers(port).await).await;
    until(async || settled(&office, &notice).await).await;
    people_write(port, &canary_words()).await;
    // Three are answered: the third person and the stranger, who both asked.
    until(async || gateway.count("answered") >= 2).await;

    // While it runs there is a journal beside the database; after it there may be none.
    let needles = needles();
    search(&office, &needles, "while it runs").await;
    terminate(server).await;
    search(&office, &needles, "after it ended").await;

    let log = std::fs::read_to_string(office.path("serve.log")).unwrap();
    assert!(log.contains("DEBUG"), "it logged as told");
    // The search finds what is there: a code of the notice is no secret.
    let haystack = stored(&office).await;
    assert!(haystack.iter().any(|(_, text)| text.contains(&notice)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_forgotten_is_gone_and_the_ledger_still_adds_up() {
    let gateway = Gateway::open().await;
    let office = furnished(&gateway).await;
    let notice = send(&office).await;
    let port = free_port();
    let server = started(serve(&office, port, "loa.key"), &office.path("serve.log"));
    until(async || answers(port).await).await;
    until(async || settled(&office, &notice).await).await;
    people_write(port, "Toi+hoi+lich+tiem").await;
    until(async || gateway.count("answered") >= 2).await;
    terminate(server).await;
    let before = coverage(&office, &notice).await;

    for canary in &CANARIES {
        let (address, channel) = match canary.zalo {
            Some(id) => (id, "zalo"),
            None => (canary.phones[0], "sms"),
        };
        let forgotten = office
            .loa(&["person", "forget", address, "--channel", channel])
            .await;
        assert!(forgotten.said().contains("Đã xóa 1 người"), "{forgotten:?}");
        for (address, channel) in canary
            .phones
            .iter()
            .map(|phone| (*phone, "sms"))
            .chain(canary.zalo.map(|id| (id, "zalo")))
        {
            let gone = office
                .loa(&["person", "show", address, "--channel", channel])
                .await;
            assert!(gone.refusal().contains("Không có ai"), "{gone:?}");
        }
    }
    let after = coverage(&office, &notice).await;
    for key in ["people", "no_contact", "deliveries", "cost_vnd"] {
        assert_eq!(before[key], after[key], "{key}");
    }
    let outcomes = |coverage: &Value| -> Vec<i64> {
        [
            "delivered",
            "accepted",
            "failed",
            "expired",
            "stopped",
            "unknown",
            "waiting",
        ]
        .map(|key| coverage[key].as_i64().unwrap())
        .to_vec()
    };
    assert_eq!(outcomes(&before), outcomes(&after));
    assert_eq!(
        outcomes(&after).iter().sum::<i64>(),
        after["deliveries"].as_i64().unwrap()
    );

    // Not even with the key in hand is anything of them left.
    for table in ["people", "contacts", "serves"] {
        assert_eq!(rows_in(&office, table).await, 0, "{table}");
    }
    let keys = Keys::open_or_make(&office.path("loa.key")).unwrap();
    let opened: Vec<(String, String)> = inbox(&office)
        .await
        .into_iter()
        .map(|(id, body)| {
            // What was read may be kept empty, or not at all.
            let body = if body.is_empty() {
                body
            } else {
                keys.open(id, &body).unwrap()
            };
            (format!("the sealed call {id}"), latin(&body))
        })
        .collect();
    // The stranger is on no list: there was nobody to forget.
    let forgotten: Vec<(String, String)> = needles()
        .into_iter()
        .filter(|(what, _)| !what.starts_with(STRANGER))
        .collect();
    let found = hits(&opened, &forgotten);
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn a_database_opens_with_its_own_key_only() {
    let office = Office::new("").await;
    office.furnish().await;
    let mode = |name: &str| {
        std::fs::metadata(office.path(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode("loa.key"), 0o600);
    let before = image(&office).await;
    Keys::open_or_make(&office.path("other.key")).unwrap();

    for role in [
        &["serve"][..],
        &["worker"],
        &["doctor"],
        &["notice", "list"],
    ] {
        let mut command = office.command(role);
        command.env("LOA_KEY_FILE", "other.key");
        let refused = finished(command).await;
        let said = format!("{}{}", refused.out, refused.err);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(
            said.contains("LOA_KEY_FILE") && said.contains("other.key"),
            "what to do is said: {refused:?}"
        );
    }
    assert_eq!(before, image(&office).await, "the database is untouched");

    // The right key still opens it.
    assert!(office.loa(&["migrate"]).await.code == 0);
}

#[tokio::test]
async fn a_lost_key_is_said_and_not_made_anew() {
    let office = Office::new("").await;
    office.furnish().await;
    std::fs::rename(office.path("loa.key"), office.path("backup.key")).unwrap();
    let refused = office.loa(&["notice", "list"]).await;
    assert!(refused.refusal().contains("loa.key"), "{refused:?}");
    assert!(
        !office.path("loa.key").exists(),
        "a new key beside an old database is a trap: the right one is restored over it or not at all"
    );
    std::fs::rename(office.path("backup.key"), office.path("loa.key")).unwrap();
    office.loa(&["notice", "list"]).await.said();
}

#[tokio::test]
async fn a_key_that_others_can_read_or_that_is_none_is_refused() {
    let office = Office::new("").await;
    office.loa(&["migrate"]).await.said();
    let key = office.path("loa.key");
    for mode in [0o640, 0o604, 0o644, 0o660] {
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(mode)).unwrap();
        let refused = office.loa(&["migrate"]).await;
        assert!(refused.refusal().contains("chmod 600"), "{refused:?}");
    }
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    office.loa(&["migrate"]).await.said();

    let secret = std::fs::read_to_string(&key).unwrap();
    for wrong in ["", "0123", &secret[1..], "not a key at all\n"] {
        std::fs::write(&key, wrong).unwrap();
        let refused = office.loa(&["migrate"]).await;
        assert!(refused.refusal().contains("loa.key"), "{refused:?}");
        assert!(
            wrong.trim().is_empty() || !refused.err.contains(wrong.trim()),
            "what stands in the file is not shown"
        );
    }
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let needles = needles();
    let wide: Vec<u8> = "0912345678"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let json = BASE64.encode(br#"{"to":"+84912345678"}"#);
    let hashed = digest::digest(&digest::SHA256, b"+84912345678");
    for planted in [
        b"x0912345678x".as_slice(),
        b"+84 912 345 678",
        b"0912.345.678",
        b"09 1234 5678",
        b"%2B84912345678",
        &wide,
        b"3039313233343536373800",
        json.as_bytes(),
        hashed.as_ref(),
        b"7318264950617283945",
        "GIÀNG KANARI PÁO".as_bytes(),
        b"giang kanari pao",
        br"Gi\u00e0ng Kanari P\u00e1o",
    ] {
        let kept = [("planted".to_owned(), latin(planted))];
        assert!(!hits(&kept, &needles).is_empty(), "{}", latin(planted));
    }
    let clean = [("clean".to_owned(), latin(b"0911111111 delivered 200"))];
    assert!(hits(&clean, &needles).is_empty());
}

/// An office with the canaries on its list, put there by `loa people import`.
async fn furnished(gateway: &Gateway) -> Office {
    let office = Office::new(&gateway.config()).await;
    let mut list = "Họ và tên,SĐT,Kênh,Địa chỉ nhận tin,Thôn/bản,Tiếng\n".to_owned();
    for canary in &CANARIES {
        let (channel, address) = canary.zalo.map_or(("", ""), |id| ("zalo", id));
        writeln!(
            list,
            "{},{},{channel},{address},Nậm Pố 1,Mông",
            canary.name,
            canary.phones.join(" - ")
        )
        .unwrap();
    }
    // A row that is refused has a number too.
    list += "En Donglua,0936 172 84x,,,Nậm Pố 1,Mông\n";
    office.write("danh-sach.csv", &list);
    for (name, role) in [("Lò Văn An", "author"), ("Vàng Thị Bình", "approver")] {
        logged(
            &office,
            &["officer", "add", name, "--area", COMMUNE, "--role", role],
        )
        .await;
    }
    let args = ["people", "import", "danh-sach.csv", "--area", COMMUNE];
    let ran = logged(&office, &args).await;
    assert!(ran.out.contains("Thêm mới 6 người"), "{ran:?}");
    office
}

/// Has the notice written and approved; `loa serve` will send it. Its code.
async fn send(office: &Office) -> String {
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét tối nay"));
    let args = [
        "notice",
        "send",
        "lu.toml",
        "--as",
        "Lò Văn An",
        "--approved-by",
        "Vàng Thị Bình",
        "--json",
    ];
    let sent = logged(office, &args).await;
    sent.json()["code"].as_str().unwrap().to_owned()
}

/// Runs a command at the chattiest level an operator would use, and keeps what
/// it said for the search.
async fn logged(office: &Office, args: &[&str]) -> Ran {
    let mut command = office.command(args);
    command.env("RUST_LOG", "debug");
    let ran = finished(command).await;
    assert_eq!(ran.code, 0, "{ran:?}");
    let all = format!("{}\n{}\n", ran.out, ran.err);
    let path = office.path("commands.log");
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(path, before + &all).unwrap();
    ran
}

fn serve(office: &Office, port: u16, key: &str) -> tokio::process::Command {
    let mut command = office.command(&["serve"]);
    command
        .env("LOA_LISTEN", format!("127.0.0.1:{port}"))
        .env("LOA_KEY_FILE", key)
        .env("RUST_LOG", "debug");
    command
}

/// What phones send back, by the hook, as a gateway passes it on; and calls
/// that are not the gateway's.
async fn people_write(port: u16, words: &str) {
    let third = CANARIES[2].phones[0];
    let calls = [
        format!("/hooks/fake?k={TOKEN}&from={third}&text=HUY"),
        format!(
            "/hooks/fake?k={TOKEN}&from=%2B84{}&text={words}",
            &STRANGER[1..]
        ),
    ];
    for call in &calls {
        assert_eq!(called(port, call).await, 200, "{call}");
    }
    for (call, status) in [
        (format!("/hooks/fake?k=wrong&from={third}&text=HUY"), 401),
        (format!("/hooks/nobody?from={third}&text=HUY"), 404),
        (format!("/hooks/fake?k={TOKEN}&from={third}"), 400),
        (format!("/hooks/fake?d={third}&h=0&s=1"), 401),
        // No person: heard, and kept nowhere.
        (format!("/hooks/fake?k={TOKEN}&from={third}x&text=HUY"), 200),
        (format!("/x/{COMMUNE}/vi/n/{third}"), 404),
        (format!("/?q={third}"), 200),
    ] {
        assert_eq!(called(port, &call).await, status, "{call}");
    }
}

async fn settled(office: &Office, notice: &str) -> bool {
    let now = coverage(office, notice).await;
    let n = |key: &str| now[key].as_i64().unwrap();
    // One is delivered on each of its three numbers, Zalo is taken, one is
    // refused; the page of errors and the cut line are unclear for a minute.
    (n("deliveries"), n("delivered"), n("accepted"), n("failed")) == (7, 3, 1, 1)
}

async fn coverage(office: &Office, notice: &str) -> Value {
    office.loa(&["coverage", notice, "--json"]).await.json()
}

/// The gateway, which echoes numbers wherever a real one might.
struct Gateway {
    address: String,
    calls: Arc<Mutex<BTreeMap<&'static str, u32>>>,
}

#[derive(Clone)]
struct Carrier {
    calls: Arc<Mutex<BTreeMap<&'static str, u32>>>,
}

impl Gateway {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let calls = Arc::default();
        let carrier = Carrier {
            calls: Arc::clone(&calls),
        };
        let routes = Router::new()
            .route("/send", get(carry))
            .route(
                "/zalo",
                axum::routing::post(async || r#"{"error":0,"data":{"message_id":"z1"}}"#),
            )
            .with_state(carrier);
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { address, calls }
    }

    fn count(&self, what: &str) -> u32 {
        self.calls.lock().unwrap().get(what).copied().unwrap_or(0)
    }

    /// By GET, so that numbers stand in the addresses that libraries log.
    fn config(&self) -> String {
        let address = &self.address;
        format!(
            r#"
[[channel]]
kind = "http-sms"
name = "fake"
carries = "sms"
simulated = true
per_second = 100

[channel.request]
method = "GET"
url = "http://{address}/send"
query = {{ to = "{{to_84}}", text = "{{text}}", dlr = "{{hook}}&s=1" }}

[[channel.reply]]
status = 200
json = {{ "/code" = "0" }}
outcome = "accepted"
id = "/id"

[[channel.reply]]
status = 200
json = {{ "/code" = "99" }}
outcome = "bad_recipient"
code = "/message"

[channel.receipt]
reference = "d"
status = "s"
states = {{ "1" = "delivered" }}

[channel.inbound]
token = "{TOKEN}"
from = "from"
text = "text"

[[channel]]
kind = "http-sms"
name = "zalo"
carries = "zalo"
simulated = true
per_second = 100

[channel.request]
url = "http://{address}/zalo"
json = {{ recipient = {{ user_id = "{{to}}" }}, message = {{ text = "{{text}}" }} }}

[[channel.reply]]
json = {{ "/error" = "0" }}
outcome = "accepted"
id = "/data/message_id"
"#
        )
    }
}

async fn carry(
    State(carrier): State<Carrier>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let to = &query["to"];
    let is = |canary: usize| {
        CANARIES[canary]
            .phones
            .iter()
            .any(|phone| to[2..] == phone[1..])
    };
    // An answer to somebody who wrote has no receipt worth asking for.
    if !query["text"].contains("KHAN") {
        *carrier.calls.lock().unwrap().entry("answered").or_default() += 1;
        return r#"{"code":0,"id":"a1"}"#.into_response();
    }
    if is(1) {
        let message = format!(
            r#"{{"code":99,"message":"Phone not valid: {to} (0{})"}}"#,
            &to[2..]
        );
        return message.into_response();
    }
    if is(2) {
        return (StatusCode::BAD_GATEWAY, format!("upstream refused {to}")).into_response();
    }
    if is(3) {
        // Promises more than it gives, and hangs up.
        let body = futures::stream::iter([
            Ok(axum::body::Bytes::from(format!(
                "{{\"code\":0,\"to\":\"{to}"
            ))),
            Err(std::io::Error::other("cut off")),
        ]);
        return axum::body::Body::from_stream(body).into_response();
    }
    let reply = format!(r#"{{"code":0,"id":"{}","to":"{to}"}}"#, Uuid::new_v4());
    let (hook, to) = (query["dlr"].clone(), to.clone());
    tokio::spawn(async move {
        let (address, path) = hook
            .strip_prefix("http://")
            .unwrap()
            .split_once('/')
            .unwrap();
        let port = address.rsplit(':').next().unwrap().parse().unwrap();
        let path = format!("/{path}&msisdn={to}&name=Gi%C3%A0ng+Kanari+P%C3%A1o");
        while called(port, &path).await != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    reply.into_response()
}

/// A plain call; its status, or 0 where nobody answers.
async fn called(port: u16, path: &str) -> u16 {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let Ok(mut line) = tokio::net::TcpStream::connect(("127.0.0.1", port)).await else {
        return 0;
    };
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    if line.write_all(request.as_bytes()).await.is_err() {
        return 0;
    }
    let mut reply = Vec::new();
    line.read_to_end(&mut reply).await.ok();
    let status = reply
        .get(9..12)
        .and_then(|digits| std::str::from_utf8(digits).ok());
    status.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

async fn answers(port: u16) -> bool {
    called(port, "/readyz").await == 200
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Asks a process to end in order, and waits for it.
async fn terminate(mut child: tokio::process::Child) {
    let id = child.id().unwrap().to_string();
    let told = std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status();
    assert!(told.unwrap().success());
    let ended = tokio::time::timeout(Duration::from_secs(30), child.wait()).await;
    assert!(ended.expect("it did not end").unwrap().success());
}

/// Every way in which something we must not keep could be written down: what
/// it is called here, and the characters to look for.
fn needles() -> Vec<(String, String)> {
    let mut needles = Vec::new();
    let mut add = |what: &str, form: &str, bytes: &[u8]| {
        needles.push((format!("{what}, {form}"), latin(bytes)));
    };
    let phones = CANARIES
        .iter()
        .flat_map(|canary| canary.phones)
        .chain([&STRANGER]);
    for phone in phones {
        // 0912…, 84912…, +84912… and 912… all hold the nine digits.
        let nine = &phone[1..];
        for (form, text) in numbers(nine) {
            in_letterings(phone, &form, &text, &mut add);
        }
        for whole in [
            (*phone).to_owned(),
            format!("84{nine}"),
            format!("+84{nine}"),
            nine.to_owned(),
        ] {
            // A hash without a key is undone by trying all numbers.
            for (form, algorithm) in [
                ("SHA-1", &digest::SHA1_FOR_LEGACY_USE_ONLY),
                ("SHA-256", &digest::SHA256),
                ("SHA-512", &digest::SHA512),
            ] {
                let hash = digest::digest(algorithm, whole.as_bytes());
                let start = &hash.as_ref()[..16];
                add(phone, form, start);
                add(phone, form, HEXLOWER.encode(start).as_bytes());
            }
        }
    }
    for canary in &CANARIES {
        if let Some(id) = canary.zalo {
            in_letterings(id, "chat id", id, &mut add);
        }
        let names = [
            canary.name.to_owned(),
            canary.name.nfd().collect(),
            loa::domain::text::fold(canary.name),
        ];
        for name in &names {
            in_letterings(canary.name, "name", name, &mut add);
            // The middle name alone is told from all others too.
            let middle = name.split(' ').nth(1).unwrap();
            in_letterings(canary.name, "middle name", middle, &mut add);
        }
    }
    needles
}

/// Nine digits as people and programs write them.
fn numbers(nine: &str) -> Vec<(String, String)> {
    let mut forms = vec![("plain".to_owned(), nine.to_owned())];
    for cuts in [
        &[3, 6][..],
        &[2, 5],
        &[2, 4, 6],
        &[3, 5, 7],
        &[1, 3, 5, 7],
        &[2, 5, 7],
        &[1, 5],
    ] {
        for mark in [" ", ".", "-", "\u{a0}", "%20", "+"] {
            let mut text = String::new();
            for (at, digit) in nine.chars().enumerate() {
                if cuts.contains(&at) {
                    text += mark;
                }
                text.push(digit);
            }
            forms.push((format!("cut by {mark:?}"), text));
        }
    }
    forms
}

/// A text in the letterings and encodings in which it could lie in a file.
fn in_letterings(what: &str, form: &str, text: &str, add: &mut impl FnMut(&str, &str, &[u8])) {
    let mut one = |lettering: &str, bytes: &[u8]| add(what, &format!("{form}, {lettering}"), bytes);
    one("UTF-8", text.as_bytes());
    let units: Vec<u16> = text.encode_utf16().collect();
    let wide = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        units.iter().flat_map(|unit| to_bytes(*unit)).collect()
    };
    one("UTF-16LE", &wide(u16::to_le_bytes));
    one("UTF-16BE", &wide(u16::to_be_bytes));
    one("hex", HEXLOWER.encode(text.as_bytes()).as_bytes());
    one("HEX", HEXUPPER.encode(text.as_bytes()).as_bytes());
    one("upper case", text.to_uppercase().as_bytes());
    let percent: String = text
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    one("in an address", percent.as_bytes());
    let escaped: String = text
        .encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            _ => format!("\\u{unit:04x}"),
        })
        .collect();
    one("in JSON", escaped.as_bytes());
    // Base64 depends on where in its three bytes the text begins; what the
    // neighbours have a part in is left out.
    for before in 0..3 {
        let padded = [&vec![b'0'; before], text.as_bytes()].concat();
        let whole = &padded[..padded.len() / 3 * 3];
        let encoded = BASE64.encode(whole);
        let first = if before == 0 { 0 } else { 4 };
        // Four letters alone are found in any file by chance.
        if encoded.len() - first >= 8 {
            one("Base64", &encoded.as_bytes()[first..]);
        }
    }
}

/// Bytes as characters, so that any of them can be searched as text.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

async fn search(office: &Office, needles: &[(String, String)], when: &str) {
    let found = hits(&stored(office).await, needles);
    assert!(found.is_empty(), "{when}: {found:#?}");
}

fn hits(haystacks: &[(String, String)], needles: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (place, text) in haystacks {
        for (what, needle) in needles {
            if let Some(at) = text.find(needle.as_str()) {
                let from = text[..at]
                    .char_indices()
                    .rev()
                    .nth(60)
                    .map_or(0, |(at, _)| at);
                let around: String = text[from..]
                    .chars()
                    .take(140)
                    .filter(|c| !c.is_control())
                    .collect();
                found.push(format!("{place}: {what}: …{around}…"));
            }
        }
    }
    found
}

/// Everything that is kept: files in the folder but for what we put there
/// ourselves, and, on PostgreSQL, every row of every table.
async fn stored(office: &Office) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for file in std::fs::read_dir(office.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !["danh-sach.csv", "loa.toml", "lu.toml"].contains(&&*name) {
            all.push((name, latin(&std::fs::read(&path).unwrap())));
        }
    }
    if office.database.url.starts_with("postgres") {
        let mut connection = PgConnection::connect(&office.database.url).await.unwrap();
        let tables: Vec<(String, String)> = sqlx::query_as(
            "SELECT table_schema::text, table_name::text FROM information_schema.tables
             WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        assert!(
            tables.iter().any(|(schema, _)| schema == "apalis"),
            "{tables:?}"
        );
        for (schema, table) in tables {
            let statement = format!("SELECT t::text FROM \"{schema}\".\"{table}\" t");
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(statement))
                .fetch_all(&mut connection)
                .await
                .unwrap();
            let mut text = rows.join("\n");
            // Bytes are shown in hexadecimal; they are searched as bytes too.
            let bytes: Vec<u8> = rows.iter().flat_map(|row| unhexed(row)).collect();
            text = latin(text.as_bytes()) + "\n" + &latin(&bytes);
            all.push((format!("{schema}.{table}"), text));
        }
    } else {
        assert!(
            all.iter().any(|(name, _)| name == "loa.db"),
            "no database was searched"
        );
    }
    all
}

/// The bytes of every `\x…` in a row as PostgreSQL writes it.
fn unhexed(row: &str) -> Vec<u8> {
    row.split("\\x")
        .skip(1)
        .flat_map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
            HEXLOWER
                .decode(&digits.as_bytes()[..digits.len() / 2 * 2])
                .unwrap_or_default()
        })
        .collect()
}

/// Every row of every table, and the tables themselves.
async fn image(office: &Office) -> Vec<String> {
    let mut rows = Vec::new();
    if office.database.url.starts_with("postgres") {
        for (table, text) in stored(office).await {
            if table.contains('.') && !std::path::Path::new(&table).exists() {
                rows.extend(text.lines().map(|row| format!("{table}: {row}")));
            }
        }
        rows.retain(|row| !row.contains(".csv: ") && !row.contains(".key: "));
    } else {
        let mut connection = sqlite(office).await;
        let tables: Vec<(String, String)> = sqlx::query_as(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        for (table, sql) in tables {
            let columns: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')"
            )))
            .fetch_all(&mut connection)
            .await
            .unwrap();
            let statement = format!("SELECT {} FROM \"{table}\"", columns.join(" || '|' || "));
            let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(statement))
                .fetch_all(&mut connection)
                .await
                .unwrap();
            rows.push(sql);
            rows.extend(found.into_iter().map(|row| format!("{table}: {row}")));
        }
    }
    assert!(rows.len() > 20, "{rows:?}");
    rows.sort();
    rows
}

/// The sealed calls of the inbox.
async fn inbox(office: &Office) -> Vec<(Uuid, Vec<u8>)> {
    let statement = "SELECT id, body FROM inbox";
    if office.database.url.starts_with("postgres") {
        let mut connection = PgConnection::connect(&office.database.url).await.unwrap();
        sqlx::query_as(statement)
            .fetch_all(&mut connection)
            .await
            .unwrap()
    } else {
        let mut connection = sqlite(office).await;
        sqlx::query_as(statement)
            .fetch_all(&mut connection)
            .await
            .unwrap()
    }
}

async fn rows_in(office: &Office, table: &str) -> i64 {
    let statement = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    if office.database.url.starts_with("postgres") {
        let mut connection = PgConnection::connect(&office.database.url).await.unwrap();
        sqlx::query(statement)
            .fetch_one(&mut connection)
            .await
            .unwrap()
            .get(0)
    } else {
        let mut connection = sqlite(office).await;
        sqlx::query(statement)
            .fetch_one(&mut connection)
            .await
            .unwrap()
            .get(0)
    }
}

async fn sqlite(office: &Office) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(office.path("loa.db"))
        .read_only(true)
        .connect()
        .await
        .unwrap()
}
