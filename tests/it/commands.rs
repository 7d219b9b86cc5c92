//! The command line as a new user types it: the real program, as a process of
//! its own, in an empty folder.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use loa::clock::{Clock, SystemClock};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::support::app::{COMMUNE, LONG};
use crate::support::database::Database;

/// What a command came to.
#[derive(Debug)]
pub struct Ran {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Standard output as JSON; the command must have succeeded.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Standard output; the command must have succeeded.
    pub fn said(&self) -> &str {
        assert_eq!(self.code, 0, "{self:?}");
        &self.out
    }

    /// What was said instead of a result: one line, in plain words, without
    /// the innards of the program.
    pub fn refusal(&self) -> &str {
        assert!(self.code == 1 && self.out.is_empty(), "{self:?}");
        let sentence = self.err.trim_end();
        assert!(
            sentence.starts_with("loa: ") && !sentence.contains('\n'),
            "not one sentence: {self:?}"
        );
        for innards in ["panicked", "Error {", "Some(", "(code:", "RUST_BACKTRACE"] {
            assert!(!sentence.contains(innards), "{sentence}");
        }
        sentence
    }
}

/// A folder of a new user, with the program at hand.
pub struct Office {
    pub folder: TempDir,
    /// Only on PostgreSQL is it configured; SQLite needs nothing.
    pub database: Database,
}

impl Office {
    /// An empty folder, and `loa.toml` with these words.
    pub async fn new(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::new(&folder).await;
        let office = Self { folder, database };
        office.write("loa.toml", config);
        office
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file into the folder.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// The program, about to be run in the folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loa"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            // A door of its own for each: nobody here listens on 8080.
            .env("LOA_LISTEN", "127.0.0.1:0")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if !self.database.url.starts_with("sqlite:") {
            command.env("LOA_DATABASE_URL", &self.database.url);
        }
        command
    }

    /// Runs the program to its end.
    pub async fn loa(&self, args: &[&str]) -> Ran {
        finished(self.command(args)).await
    }

    /// An author, an approver, a list of villages and one of people.
    pub async fn furnish(&self) {
        for (name, role) in [("Lò Văn An", "author"), ("Vàng Thị Bình", "approver")] {
            let added = self
                .loa(&["officer", "add", name, "--area", COMMUNE, "--role", role])
                .await;
            assert!(added.said().contains(name));
        }
        self.write("thon.csv", VILLAGES);
        self.write("nguoi.csv", PEOPLE);
        self.loa(&["villages", "import", "thon.csv", "--area", COMMUNE])
            .await
            .said();
        self.loa(&["people", "import", "nguoi.csv", "--area", COMMUNE])
            .await
            .said();
    }
}

/// Runs a command to its end; one that hangs is a failure.
pub async fn finished(mut command: Command) -> Ran {
    let output = tokio::time::timeout(LONG, command.output())
        .await
        .expect("the command did not end")
        .unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Starts a command that goes on; its standard error goes to a file.
pub fn started(mut command: Command, log: &Path) -> Child {
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(log)
        .unwrap();
    command.stdout(Stdio::null()).stderr(log).spawn().unwrap()
}

/// A gateway that writes to `tin.jsonl`, and does not wait three days for
/// receipts it will not send.
pub const TAPE: &str = r#"
[deliver]
receipt_horizon_seconds = 1

[[channel]]
kind = "tape"
name = "tape"
carries = "sms"
path = "tin.jsonl"
"#;

const VILLAGES: &str = "area,name,old_commune,households,people
03163,Nậm Pố 1,Mường Nhé,45,210
03163,Huổi Lụ,Nậm Kè,60,312
";

const PEOPLE: &str = "Họ và tên,SĐT,Thôn/bản,Tiếng,Vai trò
Giàng A Páo,0912000101,Nậm Pố 1,Mông,Người có uy tín
Sùng Thị Mỷ,0912000102,Nậm Pố 1,Mông,Người dân
Lò Văn Bản,0912000103,Huổi Lụ,Thái,Trưởng bản
Hờ A Dê,,Huổi Lụ,Mông,Người dân
";

/// A notice file that is fit to be sent for the next hours.
pub fn notice_file(title: &str) -> String {
    let now = SystemClock.now();
    let hours = |n| crate::support::app::hours_after(now, n);
    format!(
        r#"title = "{title}"
topic = "security"
urgency = "flash"
issuer = "UBND xã Mường Toong"
document = "12/TB-UBND"
sample = true
areas = ["{COMMUNE}"]
send_by = "{}"
valid_from = "{now}"
valid_to = "{}"

[texts.vi]
short = "KHAN: Toi nay mua rat to, nguy co lu quet. Nha ven suoi di ngay."
full = "KHẨN CẤP. Tối nay mưa rất to, nguy cơ lũ quét. Nhà ven suối đi ngay. Gọi 112."
"#,
        hours(6),
        hours(12)
    )
}

const SEND: [&str; 8] = [
    "notice",
    "send",
    "lu.toml",
    "--as",
    "Lò Văn An",
    "--approved-by",
    "Vàng Thị Bình",
    "--json",
];

#[tokio::test]
async fn a_notice_sent_in_one_go_is_accounted_for_to_the_last_person() {
    let office = Office::new(TAPE).await;
    office.furnish().await;
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét tối nay"));
    let sent = office.loa(&[&SEND[..], &["--wait"]].concat()).await;
    let coverage = sent.json();
    assert!(sent.err.is_empty(), "{}", sent.err);

    let n = |key: &str| {
        coverage[key]
            .as_i64()
            .unwrap_or_else(|| panic!("no number `{key}` in {coverage}"))
    };
    let outcomes = [
        "delivered",
        "accepted",
        "failed",
        "expired",
        "stopped",
        "unknown",
        "waiting",
    ];
    assert_eq!((n("people"), n("no_contact"), n("deliveries")), (4, 1, 3));
    assert_eq!(
        outcomes.iter().map(|key| n(key)).sum::<i64>(),
        n("deliveries")
    );
    assert_eq!((n("accepted"), n("waiting"), n("cost_vnd")), (3, 0, 0));
    assert!(coverage["notice"].is_string());
    let villages = coverage["villages"].as_array().unwrap();
    assert_eq!(villages.len(), 2);
    for village in villages {
        for key in ["households", "people", "reached"] {
            assert!(village[key].is_i64(), "no `{key}` in {village}");
        }
        let evidence = village["evidence"].as_object().unwrap();
        assert!(!evidence.is_empty() && evidence.values().all(Value::is_i64));
    }

    let tape = std::fs::read_to_string(office.path("tin.jsonl")).unwrap();
    assert_eq!(tape.lines().count(), 3);
    assert!(tape.contains("KHAN: Toi nay mua rat to") && !tape.contains("0912"));

    // The same, asked for afterwards, in each form.
    let id = coverage["notice"].as_str().unwrap();
    assert_eq!(
        office.loa(&["coverage", id, "--json"]).await.json(),
        coverage
    );
    let csv = office.loa(&["coverage", id, "--csv"]).await;
    let lines: Vec<&str> = csv.said().lines().collect();
    assert!(lines[0].starts_with("area,village,old_commune,households,people,"));
    assert_eq!(lines.len(), 3);
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with(r#""03163","Nậm Pố 1","Mường Nhé",45,210,"#)),
        "{lines:?}"
    );
    let table = office.loa(&["coverage", id]).await;
    assert!(table.said().contains("Nậm Pố 1") && table.said().contains("Trong diện nhận tin"));
}

#[tokio::test]
async fn what_is_delivered_to_nobody_yet_does_not_make_the_program_hang() {
    // As it comes: a gateway that sends no receipts at all.
    let office = Office::new(&TAPE.replace("receipt_horizon_seconds = 1", "")).await;
    office.furnish().await;
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét tối nay"));
    let sent = office.loa(&[&SEND[..], &["--wait"]].concat()).await;
    assert_eq!(sent.json()["accepted"], 3);
}

#[tokio::test]
async fn a_dry_run_writes_nothing_and_sends_nothing() {
    let office = Office::new(TAPE).await;
    office.furnish().await;
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét tối nay"));
    let shown = office
        .loa(&[
            "notice",
            "send",
            "lu.toml",
            "--as",
            "Lò Văn An",
            "--dry-run",
        ])
        .await;
    assert!(
        shown.said().contains("KHAN: Toi nay mua rat to"),
        "{shown:?}"
    );
    assert!(
        shown
            .said()
            .contains("Mới chỉ xem thử: chưa ghi, chưa gửi gì.")
    );
    let json = office.loa(&[&SEND[..], &["--dry-run"]].concat()).await;
    assert_eq!(json.json()["dry_run"], true);
    assert_eq!(
        office.loa(&["notice", "list", "--json"]).await.json(),
        serde_json::json!([])
    );
    let tape = std::fs::read_to_string(office.path("tin.jsonl")).unwrap();
    assert_eq!(tape, "");
}

#[tokio::test]
async fn two_officers_take_a_notice_through_its_life_step_by_step() {
    let office = Office::new(TAPE).await;
    office.furnish().await;
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét tối nay"));
    office.write("lu2.toml", &notice_file("Nguy cơ lũ quét đêm nay"));
    let written = office
        .loa(&["notice", "new", "lu.toml", "--as", "Lò Văn An", "--json"])
        .await
        .json();
    let code = written["code"].as_str().unwrap();
    assert_eq!(written["state"], "draft");

    let shown = office.loa(&["notice", "show", code]).await;
    assert!(
        shown.said().contains("KHAN: Toi nay mua rat to"),
        "{shown:?}"
    );
    assert!(shown.said().contains("Xã Mường Toong") || shown.said().contains("Mường Toong"));
    let preview = office.loa(&["notice", "preview", code]).await;
    assert!(
        preview
            .said()
            .contains("Trước khi gửi: 4 người, 3 tin (3 phần tin)"),
        "{preview:?}"
    );
    let edited = office
        .loa(&[
            "notice",
            "edit",
            code,
            "lu2.toml",
            "--as",
            "Lò Văn An",
            "--json",
        ])
        .await
        .json();
    assert_ne!(edited["hash"], written["hash"]);

    // What was read before the edit is not what would be approved.
    let old = written["hash"].as_str().unwrap();
    let approve = ["notice", "approve", code, "--as", "Vàng Thị Bình"];
    let stale = office.loa(&[&approve[..], &["--hash", old]].concat()).await;
    assert!(stale.refusal().contains("vừa được người khác sửa"));
    let approved = office.loa(&[&approve[..], &["--json"]].concat()).await;
    assert_eq!(approved.json()["state"], "approved");
    let list = office.loa(&["notice", "list"]).await;
    assert!(list.said().contains(code) && list.said().contains("đã duyệt"));

    let by = ["--as", "Lò Văn An"];
    for (deed, state) in [("pause", "tạm dừng"), ("resume", "đã duyệt")] {
        let moved = office
            .loa(&[&["notice", deed, code][..], &by].concat())
            .await;
        assert!(moved.said().contains(state), "{moved:?}");
    }
    let stopped = office
        .loa(&["notice", "stop", code, "--as", "Lò Văn An"])
        .await;
    assert!(stopped.said().contains("đã dừng hẳn"), "{stopped:?}");
    let again = office
        .loa(&["notice", "approve", code, "--as", "Vàng Thị Bình"])
        .await;
    assert!(
        again
            .refusal()
            .contains("Không duyệt được thông báo đã dừng hẳn")
    );
}

#[tokio::test]
async fn areas_are_found_without_marks_and_machines_can_read_them() {
    let office = Office::new("").await;
    let found = office.loa(&["areas", "muong", "toong"]).await;
    assert!(found.said().contains(COMMUNE) && found.said().contains("Mường Toong"));
    let json = office
        .loa(&["areas", "muong", "toong", "--json"])
        .await
        .json();
    assert!(
        json.as_array()
            .unwrap()
            .iter()
            .any(|area| area["code"] == COMMUNE),
        "{json}"
    );
    let provinces = office.loa(&["areas", "--json"]).await.json();
    assert_eq!(provinces.as_array().unwrap().len(), 34);
    let none = office.loa(&["areas", "xyz", "qwerty"]).await;
    assert!(none.refusal().contains("Không có tỉnh, xã nào"));
    // Looking something up needs no database and leaves none behind.
    assert!(!office.path("loa.db").exists() && !office.path("loa.key").exists());
}

#[tokio::test]
async fn the_doctor_names_what_is_left_to_do_until_nothing_is() {
    let office = Office::new("").await;
    assert!(
        office
            .loa(&["migrate"])
            .await
            .said()
            .contains("đúng phiên bản")
    );
    let ill = office.loa(&["doctor"]).await;
    assert_eq!(ill.code, 1, "{ill:?}");
    assert!(
        ill.out.contains("✗ people") && ill.out.contains("✗ gateways"),
        "{ill:?}"
    );
    assert!(ill.err.contains("2 việc cần làm"), "{ill:?}");

    office.write("loa.toml", TAPE);
    office.furnish().await;
    let sound = office.loa(&["doctor"]).await;
    assert!(sound.said().contains("✓ key") && !sound.said().contains('✗'));
    assert!(sound.said().contains("MÔ PHỎNG"));
    let json = office.loa(&["doctor", "--json"]).await.json();
    assert!(
        json.as_array()
            .unwrap()
            .iter()
            .all(|line| line["sound"] == true)
    );
    let english = office.loa(&["doctor", "--lang", "en"]).await;
    assert!(english.said().contains("SIMULATED"), "{english:?}");
}

#[tokio::test]
async fn whatever_is_wrong_is_said_in_one_sentence() {
    let office = Office::new(TAPE).await;
    office.furnish().await;
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét tối nay"));
    let bad = notice_file("Nguy cơ").replace("topic = \"security\"", "topic = \"secrity\"");
    office.write("sai.toml", &bad);
    let elsewhere = notice_file("Nguy cơ").replace(COMMUNE, "99999");
    office.write("xa.toml", &elsewhere);
    let new = |file, name| vec!["notice", "new", file, "--as", name];
    let send = |file, by| {
        vec![
            "notice",
            "send",
            file,
            "--as",
            "Lò Văn An",
            "--approved-by",
            by,
        ]
    };
    let cases: [(Vec<&str>, &[&str]); 12] = [
        (
            new("lu.toml", "Không Ai"),
            &["Không có cán bộ nào tên “Không Ai”"],
        ),
        (new("mất.toml", "Lò Văn An"), &["Không đọc được mất.toml"]),
        (
            new("xa.toml", "Lò Văn An"),
            &["Không có tỉnh, xã nào mang mã 99999"],
        ),
        (
            send("lu.toml", "Lò Văn An"),
            &["Lò Văn An đã soạn hoặc sửa"],
        ),
        (send("lu.toml", "Không Ai"), &["Không có cán bộ nào"]),
        (
            vec!["notice", "show", "ZZZZZZ"],
            &["Không có thông báo “ZZZZZZ”"],
        ),
        (vec!["coverage", "ZZZZZZ"], &["Không có thông báo “ZZZZZZ”"]),
        (
            vec!["notice", "stop", "ZZZZZZ", "--as", "Lò Văn An"],
            &["Không có thông báo “ZZZZZZ”"],
        ),
        (
            vec!["officer", "add", "X", "--area", "00000", "--role", "author"],
            &["Không có tỉnh, xã nào mang mã 00000"],
        ),
        (
            vec![
                "officer",
                "add",
                "Lò Văn An",
                "--area",
                COMMUNE,
                "--role",
                "author",
            ],
            &["Đã có cán bộ tên “Lò Văn An”"],
        ),
        (
            vec!["person", "show", "0912999999"],
            &["Không có ai trong danh sách"],
        ),
        (
            vec!["person", "show", "113"],
            &["Địa chỉ này không dùng được cho tin nhắn SMS"],
        ),
    ];
    for (args, wanted) in cases {
        let ran = office.loa(&args).await;
        for words in wanted {
            assert!(ran.refusal().contains(words), "{args:?}: {ran:?}");
        }
    }

    // A slip in a notice file is found by its line.
    let slip = office.loa(&new("sai.toml", "Lò Văn An")).await;
    assert!(slip.code == 1 && slip.err.contains("sai.toml") && slip.err.contains("line 2"));
    // None of these left a notice behind.
    let drafts = office.loa(&["notice", "list", "--json"]).await.json();
    assert_eq!(drafts, serde_json::json!([]));
    assert_eq!(
        std::fs::read_to_string(office.path("tin.jsonl")).unwrap(),
        ""
    );
}

#[tokio::test]
async fn a_slip_in_the_configuration_is_found_before_anything_starts() {
    let cases = [
        (
            "[[channel]]\nkind = \"tape\"\nname = \"T A\"\ncarries = \"sms\"\n",
            "T A",
        ),
        ("databse_url = \"sqlite:x.db\"\n", "databse_url"),
        ("[deliver]\nlease_seconds = \"soon\"\n", "lease_seconds"),
        ("[[channel]]\nkind = \"tap\"\n", "tap"),
        ("[log\n", "line 1"),
    ];
    for (config, wanted) in cases {
        let office = Office::new(config).await;
        let ran = office.loa(&["doctor"]).await;
        let all = format!("{}{}", ran.out, ran.err);
        assert!(ran.code == 1 && all.contains(wanted), "{config}: {ran:?}");
        assert!(!office.path("loa.db").exists(), "{config}");
    }
    let office = Office::new("").await;
    let missing = office.loa(&["--config", "khong-co.toml", "migrate"]).await;
    assert!(missing.refusal().contains("khong-co.toml"));
    let strange = office.loa(&["--lang", "xx", "areas"]).await;
    assert!(strange.refusal().contains("`xx`"));
}
