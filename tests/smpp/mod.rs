//! SMPP against a message centre that is ours: letter for letter, whatever
//! joins the parts, whatever goes wrong on the line. `truth.rs` does it with
//! one that is not ours.

pub mod centre;
mod faults;
mod foreign;
mod heard;
mod kannel;
mod line;
pub mod read;
mod tls;
mod truth;

use std::collections::BTreeSet;

use loa::channels::tape::Tape;
use loa::domain::content::Content;
use loa::domain::language::Lang;
use loa::domain::notice::{Notice, Urgency};
use loa::domain::person::Way;
use loa::domain::sms;
use rusmpp::CommandStatus;

use self::centre::{Centre, Fate, PASSWORD};
use self::read::shown;
use crate::support::app::{Node, TestApp, limits, until};
use crate::support::config::read;
use crate::support::notice::content;

/// Marks and a newline: several parts of UTF-16.
pub const ACCENTED: &str = "Lũ ống đang về bản Nậm Pồ & Huổi Púng!\nBà con ở ven suối đi ngay lên nhà văn hóa: \
    19h + 30' là muộn. Mang ≤ 5 kg, 100% người già, trẻ nhỏ đi trước … – \"{name}\" nhớ dắt hàng xóm?";
/// Nothing outside the GSM alphabet, and what takes two places of it.
pub const PLAIN: &str =
    "UBND xa: gia lua giong 7€ [loai 1]; a~b|c^d @ $ _ \\ 100% à é ù Ω. Hoi truong ban.";

/// An office whose one gateway is a message centre, by this block.
pub async fn office(port: u16, more: &str) -> TestApp {
    office_of(block(port, PASSWORD, more)).await
}

/// The same by a block of one's own.
pub async fn office_of(block: String) -> TestApp {
    let push = Tape::new("push", limits(Way::Push));
    TestApp::boot_with(push, |config| {
        config.channel = read(block).unwrap().channel;
        config.deliver.retry_percent = 1;
        config.deliver.receipt_horizon_seconds = 4;
    })
    .await
}

/// A block for a centre on this machine.
pub fn block(port: u16, password: &str, more: &str) -> String {
    format!(
        r#"
        [[channel]]
        kind = "smpp"
        name = "centre"
        host = "127.0.0.1"
        port = {port}
        system_id = "loa"
        password = "{password}"
        source = {{ address = "UBNDXA" }}
        per_second = 100000
        window = 50
        price_vnd = 350
        simulated = true
        {more}
        "#
    )
}

/// A notice of this text.
pub fn saying(office: &TestApp, urgency: Urgency, text: &str) -> Content {
    let mut content = content(&office.app, urgency);
    let texts = content.texts.get_mut(&Lang::vi()).unwrap();
    texts.short = Some(text.to_owned());
    content
}

/// What the person of this number is to read.
fn wanted(notice: &Notice, text: &str, i: usize) -> String {
    format!("{text} KT:{}", notice.code).replace("{name}", &format!("Người {i}"))
}

const PEOPLE: usize = 300;

#[tokio::test]
async fn whatever_joins_the_parts_a_phone_shows_what_was_written() {
    for more in [
        "",
        "long = \"sar\"",
        "long = \"payload\"",
        "bind = \"two_lines\"\nslots = 2",
        "id_base = \"hex\"\nreceipt_id_base = \"decimal\"",
    ] {
        let centre = Centre::open(|_, _| Fate::Deliver, more.contains("decimal")).await;
        let office = office(centre.port, more).await;
        office.villagers(PEOPLE).await;
        for text in [ACCENTED, PLAIN] {
            let before = centre.taken().len();
            let (notice, coverage) = office.send(saying(&office, Urgency::Routine, text)).await;
            assert_eq!(coverage.counts.delivered, 300, "{more}: {coverage:?}");
            let shown = shown(&centre.taken()[before..]);
            assert_eq!(shown.len(), PEOPLE);
            for i in 1..=PEOPLE {
                let wanted = wanted(&notice, text, i);
                let parts = match more {
                    "long = \"payload\"" => 1,
                    _ => sms::measure(&wanted).parts,
                };
                assert_eq!(shown[&format!("84912{i:06}")], [(wanted, parts)], "{more}");
            }
        }
    }
}

#[tokio::test]
async fn every_part_says_what_the_standard_wants() {
    let centre = Centre::open(|_, _| Fate::Deliver, false).await;
    let office = office(centre.port, "").await;
    office.villagers(1).await;
    office.send(saying(&office, Urgency::Routine, PLAIN)).await;
    office
        .send(saying(&office, Urgency::Routine, ACCENTED))
        .await;
    for (place, one) in centre.taken().into_iter().enumerate() {
        let part = one.sent;
        let (class, coding) = if place == 0 { (0x00, 0) } else { (0x40, 8) };
        assert_eq!(u8::from(part.esm_class), class);
        assert_eq!(u8::from(part.data_coding), coding);
        assert_eq!(u8::from(part.registered_delivery), 1);
        assert_eq!(
            (
                u8::from(part.source_addr_ton),
                u8::from(part.source_addr_npi)
            ),
            (5, 0)
        );
        assert_eq!(
            (u8::from(part.dest_addr_ton), u8::from(part.dest_addr_npi)),
            (1, 1)
        );
        assert_eq!(part.source_addr.as_str(), "UBNDXA");
        assert_eq!(part.destination_addr.as_str(), "84912000001");
        // The notice may be sent for six hours: a little less is left.
        let validity = part.validity_period.as_str();
        assert!(validity.starts_with("0000000559"), "{validity}");
        assert!(validity.ends_with("000R") && validity.len() == 16);
        assert!(part.short_message().as_ref().len() <= 160);
    }
}

/// Of twenty parts one each way: put off, refused, late, and taken by a centre
/// that hangs up.
fn unruly(place: usize, to: &str) -> Fate {
    if to.ends_with('7') {
        return Fate::Refuse(CommandStatus::EsmeRinvdstadr);
    }
    match place % 20 {
        3 => Fate::Refuse(CommandStatus::EsmeRthrottled),
        7 => Fate::Refuse(CommandStatus::EsmeRsyserr),
        11 => Fate::Late,
        13 => Fate::Lose,
        19 if place % 400 == 199 => Fate::HangUp,
        _ => Fate::Deliver,
    }
}

#[tokio::test]
async fn an_unruly_centre_gets_everything_once_and_everything_ends() {
    let centre = Centre::open(unruly, false).await;
    let office = office(centre.port, "").await;
    office.villagers(1000).await;
    let text = "UBND xa: gia lua giong moi, hoi truong ban.";
    let (notice, coverage) = office.send(saying(&office, Urgency::Routine, text)).await;
    let counts = coverage.counts;
    assert_eq!(counts.total(), 1000, "{counts:?}");
    // A tenth has a number that the centre refuses.
    assert!(counts.failed >= 100, "{counts:?}");
    let taken = centre.taken();
    let told: BTreeSet<&str> = taken.iter().map(|one| one.to.as_str()).collect();
    assert_eq!(told.len(), taken.len(), "somebody was told twice");
    assert!(centre.binds() > 1, "it never hung up");
    // What is called delivered or undelivered was taken; what is unknown is
    // what was under way when a line broke.
    assert!(
        counts.delivered <= i64::try_from(told.len()).unwrap(),
        "{counts:?}"
    );
    assert!(
        counts.unknown <= i64::try_from(50 * centre.binds()).unwrap(),
        "{counts:?}"
    );
    assert_eq!(shown(&taken)["84912000001"][0].0, wanted(&notice, text, 1));
}

#[tokio::test]
async fn a_long_message_of_which_a_part_is_put_off_goes_on_with_that_part() {
    // Every third part is put off the first time.
    let centre = Centre::open(
        |place, _| match place {
            1 | 2 => Fate::Refuse(CommandStatus::EsmeRmsgqful),
            _ => Fate::Deliver,
        },
        false,
    )
    .await;
    let office = office(centre.port, "").await;
    office.villagers(1).await;
    let (notice, coverage) = office
        .send(saying(&office, Urgency::Routine, ACCENTED))
        .await;
    assert_eq!(coverage.counts.delivered, 1);
    let shown = shown(&centre.taken());
    assert_eq!(shown["84912000001"][0].0, wanted(&notice, ACCENTED, 1));
}

#[tokio::test]
async fn a_centre_that_does_not_let_us_in_is_told_to_officers_and_tried_again() {
    let centre = Centre::open(|_, _| Fate::Deliver, false).await;
    let wrong = block(centre.port, "wrong", "");
    let push = Tape::new("push", limits(Way::Push));
    let office = TestApp::boot_with(push, |config| {
        config.channel = read(wrong).unwrap().channel;
    })
    .await;
    office.villagers(3).await;
    let notice = office
        .approved(saying(&office, Urgency::Routine, PLAIN))
        .await;
    let node = Node::start(&office.app);
    until(async || {
        let alerts = office.app.store.alerts().await.unwrap();
        alerts.iter().any(|alert| alert.gateway == "centre")
    })
    .await;
    node.stop().await;
    let gateway = office.app.gateways.named("centre").unwrap();
    let why = gateway.check().await.unwrap_err();
    assert!(why.contains("SMPP 0xE"), "{why}");
    // Nothing was given up.
    assert_eq!(office.coverage(&notice).await.counts.failed, 0);
    assert_eq!(centre.handed(), 0);
}
