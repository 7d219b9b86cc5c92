//! A day on which personal data goes through every door of the program.

use std::fmt::Write;

use serde_json::Value;
use tokio::process::Child;

use super::canaries::{CANARIES, STRANGER};
use super::gateway::{Gateway, TOKEN};
use crate::support::app::{COMMUNE, until};
use crate::support::http::{called, free_port};
use crate::support::notice::notice_file;
use crate::support::office::{ADD_OFFICERS, Office, Ran, SEND, finished, numbers, started};

/// An office that has sent its notice, and to which people have written back.
pub struct Day {
    pub office: Office,
    /// The notice's code.
    pub notice: String,
    /// `loa serve`, which still runs.
    pub server: Child,
}

impl Day {
    /// Goes through all of it; the stranger writes these words.
    pub async fn begin(words: &str) -> Self {
        let gateway = Gateway::open().await;
        let office = furnished(&gateway).await;
        let notice = send(&office).await;
        let port = free_port();
        let server = serve(&office, port);
        until(async || called(port, "/readyz").await == 200).await;
        until(async || settled(&office, &notice).await).await;
        people_write(port, words).await;
        // Two are answered: the third person and the stranger, who both asked.
        until(async || gateway.answered() >= 2).await;
        Self {
            office,
            notice,
            server,
        }
    }
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
    for adding in ADD_OFFICERS {
        logged(&office, &adding).await;
    }
    let args = ["people", "import", "danh-sach.csv", "--area", COMMUNE];
    let ran = logged(&office, &args).await;
    assert!(ran.out.contains("Thêm mới 6 người"), "{ran:?}");
    office
}

/// Has the notice written and approved; `loa serve` will send it. Its code.
async fn send(office: &Office) -> String {
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét tối nay"));
    let sent = logged(office, &SEND).await;
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

fn serve(office: &Office, port: u16) -> Child {
    let mut command = office.command(&["serve"]);
    command
        .env("LOA_LISTEN", format!("127.0.0.1:{port}"))
        .env("LOA_KEY_FILE", "loa.key")
        .env("RUST_LOG", "debug");
    started(command, &office.path("serve.log"))
}

async fn settled(office: &Office, notice: &str) -> bool {
    let now = coverage(office, notice).await;
    // One is delivered on each of its three numbers, Zalo is taken, one is
    // refused; the page of errors and the cut line are unclear for a minute.
    numbers(&now, &["deliveries", "delivered", "accepted", "failed"]) == [7, 3, 1, 1]
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

/// What the office is shown of a notice.
pub async fn coverage(office: &Office, notice: &str) -> Value {
    office.loa(&["coverage", notice, "--json"]).await.json()
}
