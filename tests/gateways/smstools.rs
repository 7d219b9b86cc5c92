//! docs/gateways/smstools.md against folders in which a test plays the tool.

use std::sync::atomic::Ordering;

use loa::domain::delivery::{Outcome, ReceiptStatus};
use loa::domain::sms::codec::utf16;

use super::folders::{Modem, receipt, written};
use crate::support::app::until;

const FIRST: &str = "0197a3c0000070008000000000000001-1";
const SECOND: &str = "0197a3c0000070008000000000000002-1";

fn modem() -> Modem {
    let page = include_str!("../../docs/gateways/smstools.md");
    let folders = ["outgoing", "sent", "failed", "report", "incoming"];
    Modem::new(page, "/var/spool/sms", &folders)
}

/// What the tool makes of a file that left.
fn leaves(modem: &Modem, reference: &str, ids: &str) {
    let outgoing = modem.path(&format!("outgoing/loa-{reference}"));
    let text = std::fs::read_to_string(&outgoing).unwrap();
    let (head, body) = text.split_once("\n\n").unwrap();
    let sent = format!("{head}\nModem: GSM1\nSent: 26-11-27 13:00:00\n{ids}IMSI: 45201\n\n{body}");
    modem.put(&format!("sent/loa-{reference}"), sent);
    std::fs::remove_file(outgoing).unwrap();
}

fn report(from: &str, id: u8, status: &str) -> String {
    format!(
        "From: {from}\nFrom_TOA: 91 international, ISDN/telephone\nReceived: 26-11-27 13:00:09\n\
         Subject: GSM1\nAlphabet: ISO\nLength: 99\n\nSMS STATUS REPORT\nMessage_id: {id}\n\
         Discharge_timestamp: 26-11-27 13:00:08\nStatus: {status}\n"
    )
}

#[tokio::test]
async fn a_message_is_a_whole_file_that_the_tool_may_take() {
    let modem = modem();
    modem.channel.check().await.unwrap();
    modem
        .hand_over(
            FIRST,
            "0912345678",
            "Lu\u{0303} ve\u{0302}\u{0300}\n\nTo: 1",
        )
        .await;
    assert_eq!(modem.names("outgoing"), [format!("loa-{FIRST}")]);
    let path = modem.path(&format!("outgoing/loa-{FIRST}"));
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "To: 84912345678\nAlphabet: UTF-8\nAutosplit: 3\nReport: yes\nValidity: 60 min\n\n\
         Lũ về\n\nTo: 1"
    );
    let mode = std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o660);

    std::fs::remove_dir_all(modem.path("outgoing")).unwrap();
    let nowhere = modem.send(SECOND, "0912345678", "Lũ về").await;
    assert_eq!(nowhere.outcome, Outcome::NotSent, "{nowhere:?}");
    let fault = modem.channel.check().await.unwrap_err();
    assert!(fault.contains("outgoing"), "{fault}");
}

#[tokio::test]
async fn what_the_tool_and_the_network_say_is_news_of_the_right_message() {
    use ReceiptStatus::{Accepted, Delivered, Undelivered, Underway};
    let modem = modem().listen();
    modem.hand_over(FIRST, "0912345678", "Một").await;
    modem.hand_over(SECOND, "0987654321", "Hai").await;
    leaves(&modem, FIRST, "Message_id: 117 118 .\n");
    leaves(&modem, SECOND, "Message_id: 117\n");
    let accepted = [
        receipt(FIRST, None, Accepted),
        receipt(SECOND, None, Accepted),
    ];
    modem.hears(&accepted).await;

    // A number of the modem is another message at another phone, and a report
    // may come into either folder.
    modem.put(
        "report/GSM1.a",
        report("84987654321", 117, "48,Still trying"),
    );
    modem.hears(&[receipt(SECOND, None, Underway)]).await;
    modem.put(
        "report/GSM1.b",
        report("84987654321", 117, "0,Ok,short message received by the SME"),
    );
    modem.put("incoming/GSM1.c", report("84912345678", 118, "70,Error"));
    modem
        .hears(&[
            receipt(SECOND, None, Delivered),
            receipt(FIRST, Some("118"), Undelivered),
        ])
        .await;
    modem.put("report/GSM1.d", report("84912345678", 117, "0,Ok"));
    modem.hears(&[receipt(FIRST, Some("117"), Delivered)]).await;
    // Nothing of a number and a text is left lying about.
    modem.holds("sent/waiting", &[]).await;
    modem.holds("report", &[]).await;
    modem.holds("incoming", &[]).await;

    modem.put(
        &format!("failed/loa-{SECOND}"),
        "To: 84987654321\nFail_reason: x\n\nHai",
    );
    modem.hears(&[receipt(SECOND, None, Undelivered)]).await;
    modem.holds("failed", &[]).await;
    modem.close().await;
}

#[tokio::test]
async fn what_is_not_stored_stays_where_it_is() {
    let modem = modem().listen();
    modem.heard.deaf.store(true, Ordering::SeqCst);
    modem.hand_over(FIRST, "0912345678", "Một").await;
    leaves(&modem, FIRST, "");
    modem.put(
        "incoming/GSM1.a",
        "From: 84912345678\nAlphabet: UTF-8\n\nTC",
    );
    until(async || modem.heard.asked.load(Ordering::SeqCst)).await;
    assert_eq!(modem.names("sent"), [format!("loa-{FIRST}")]);
    assert_eq!(modem.names("incoming"), ["GSM1.a"]);
    modem.heard.deaf.store(false, Ordering::SeqCst);
    let all = [
        receipt(FIRST, None, ReceiptStatus::Accepted),
        written("0912345678", "TC"),
    ];
    modem.hears(&all).await;
    modem.holds("incoming", &[]).await;
    modem.holds("sent", &[]).await;
    modem.close().await;
}

#[tokio::test]
async fn what_people_write_is_read_in_every_alphabet_and_the_rest_is_set_aside() {
    let modem = modem().listen();
    // The tool makes a file empty, and fills it.
    modem.put("incoming/GSM1.part", "");
    modem.put(
        "incoming/GSM1.1",
        "From: 84912345678\nAlphabet: UTF-8\nLength: 7\n\nTiếng Mông\n",
    );
    modem.put(
        "incoming/GSM1.2",
        b"From: 84912345679\nAlphabet: ISO\n\nca f\xE9",
    );
    let ucs2 = [&b"From: 84912345670\nAlphabet: UCS2\n\n"[..], &utf16("Lũ")].concat();
    modem.put("incoming/GSM1.3", ucs2);
    // Whose these are, and what the tool keeps for itself.
    modem.put("incoming/GSM1-concatenated", "05 00 03 1A 02 01 0691");
    modem.put(
        "sent/of-somebody-else",
        "To: 84912345678\nMessage_id: 3\n\nx",
    );
    modem
        .hears(&[
            written("0912345678", "Tiếng Mông"),
            written("0912345679", "ca fé"),
            written("0912345670", "Lũ"),
        ])
        .await;
    modem.put(
        "incoming/GSM1.4",
        "From: Viettel\nAlphabet: UTF-8\n\nMua ngay",
    );
    modem.put(
        "incoming/GSM1.5",
        b"From: 84912345678\nAlphabet: binary\n\n\x00\xff",
    );
    modem.put("incoming/GSM1.6", b"\xff\xfe nothing of ours");
    modem.put("incoming/GSM1.7", vec![b'a'; 100_000]);
    let aside = ["GSM1.4", "GSM1.5", "GSM1.6", "GSM1.7", "GSM1.part"];
    until(async || modem.path("incoming/aside").is_dir()).await;
    modem.holds("incoming/aside", &aside).await;
    modem
        .holds("incoming", &["GSM1-concatenated", "aside"])
        .await;
    assert_eq!(modem.names("sent"), ["of-somebody-else"]);

    // A report on nothing that we sent waits a little for its message, in vain.
    modem.put("report/GSM1.8", report("84912345678", 9, "0,Ok"));
    until(async || modem.path("report/aside/GSM1.8").is_file()).await;
    modem.hears(&[]).await;
    modem.close().await;
}
