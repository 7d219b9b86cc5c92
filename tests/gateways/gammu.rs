//! docs/gateways/gammu.md against folders in which a test plays the tool.

use std::sync::atomic::Ordering;

use loa::domain::delivery::{Outcome, ReceiptStatus};
use loa::domain::sms::codec::utf16;

use super::folders::{Modem, receipt, written};
use crate::support::app::until;

const FIRST: &str = "0197a3c0000070008000000000000001-1";
const SECOND: &str = "0197a3c0000070008000000000000002-1";

fn modem() -> Modem {
    let page = include_str!("../../docs/gateways/gammu.md");
    let folders = ["outbox", "sent", "error", "inbox"];
    Modem::new(page, "/var/spool/gammu", &folders)
}

fn file(reference: &str, number: &str) -> String {
    format!("OUTC0_0_{reference}_{number}_loa.txt")
}

/// A text as the tool writes and reads it.
fn unicode(text: &str) -> Vec<u8> {
    [&[0xFE, 0xFF][..], &utf16(text)].concat()
}

#[tokio::test]
async fn number_and_reference_stand_in_the_name_and_the_text_in_the_file() {
    let modem = modem();
    modem.channel.check().await.unwrap();
    assert!(!modem.channel.confirms());
    modem
        .hand_over(FIRST, "0912345678", "Lu\u{0303} ve\u{0302}\u{0300} 😀")
        .await;
    let name = file(FIRST, "+84912345678");
    assert_eq!(modem.names("outbox"), [name.as_str()]);
    let content = std::fs::read(modem.path("outbox").join(&name)).unwrap();
    assert_eq!(content, unicode("Lũ về 😀"));

    std::fs::remove_dir_all(modem.path("outbox")).unwrap();
    let nowhere = modem.send(SECOND, "0912345678", "Lũ về").await;
    assert_eq!(nowhere.outcome, Outcome::NotSent, "{nowhere:?}");
    let fault = modem.channel.check().await.unwrap_err();
    assert!(fault.contains("outbox"), "{fault}");
}

#[tokio::test]
async fn what_left_and_what_did_not_is_told_and_its_file_removed() {
    let modem = modem().listen();
    modem.heard.deaf.store(true, Ordering::SeqCst);
    let moved = |from: &str, to: &str, name: &str| {
        let (from, to) = (modem.path(from).join(name), modem.path(to).join(name));
        std::fs::rename(from, to).unwrap();
    };
    modem.hand_over(FIRST, "0912345678", "Một").await;
    modem.hand_over(SECOND, "0912345679", "Hai").await;
    moved("outbox", "sent", &file(FIRST, "+84912345678"));
    moved("outbox", "error", &file(SECOND, "+84912345679"));
    modem.put(
        "sent/OUTC20261127_130000_00_+84912345678_sms0.txt",
        "of somebody else",
    );
    until(async || modem.heard.asked.load(Ordering::SeqCst)).await;
    assert_eq!(modem.names("sent").len(), 2);
    modem.heard.deaf.store(false, Ordering::SeqCst);
    modem
        .hears(&[
            receipt(FIRST, None, ReceiptStatus::Accepted),
            receipt(SECOND, None, ReceiptStatus::Undelivered),
        ])
        .await;
    let theirs = "OUTC20261127_130000_00_+84912345678_sms0.txt";
    modem.holds("sent", &[theirs]).await;
    modem.holds("error", &[]).await;
    modem.close().await;
}

#[tokio::test]
async fn what_people_write_is_joined_and_the_rest_is_set_aside() {
    let modem = modem();
    let put = |name: &str, content: Vec<u8>| modem.put(&format!("inbox/{name}"), content);
    put(
        "IN20261127_130000_00_+84912345678_00.txt",
        unicode("Tôi muốn hỏi "),
    );
    put(
        "IN20261127_130000_00_+84912345678_01.txt",
        unicode("về giống lúa"),
    );
    put("IN20261127_130001_00_+84912345679_00.txt", b"TC".to_vec());
    put("IN20261127_130002_00_Viettel_00.txt", unicode("Mua ngay"));
    put("IN20261127_130003_00_+84912345678_00.bin", vec![1, 2]);
    put("IN20261127_130004_00_+84912345678_00.txt", vec![0xC3]);
    put("cua-ai.txt", b"?".to_vec());
    let modem = modem.listen();
    modem
        .hears(&[
            written("0912345678", "Tôi muốn hỏi về giống lúa"),
            written("0912345679", "TC"),
        ])
        .await;
    until(async || modem.path("inbox/aside").is_dir()).await;
    let aside = [
        "IN20261127_130002_00_Viettel_00.txt",
        "IN20261127_130003_00_+84912345678_00.bin",
        "IN20261127_130004_00_+84912345678_00.txt",
        "cua-ai.txt",
    ];
    modem.holds("inbox/aside", &aside).await;
    modem.holds("inbox", &["aside"]).await;
    modem.close().await;
}
