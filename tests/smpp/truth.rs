//! Against a message centre that is not ours, which reads every part by its own
//! decoder: each message arrives once, letter for letter, its parts in order,
//! and all its receipts are applied.

use std::time::Instant;

use loa::domain::notice::{Notice, Urgency};
use loa::domain::sms;

use super::foreign::{Foreign, shown};
use super::{office, saying};

/// The longest text a notice may have, in parts.
pub const MOST_PARTS: usize = 7;
/// Letters of both alphabets, with what takes two places; and the
/// `data_coding` they travel in.
pub const TEXTS: [(&str, u8); 2] = [
    ("Gia lua 7€ [loai 1]; a~b|c^d @ $ _ 100% à é ù Ω. ", 0),
    ("Lũ ống đang về bản Nậm Pồ & Huổi Púng!\n≤ 5 kg … ", 8),
];

/// How many messages are sent: `LOA_TEST_SMPP_MESSAGES`, in the long form
/// 100,000.
pub fn messages() -> usize {
    let asked = std::env::var("LOA_TEST_SMPP_MESSAGES").ok();
    asked.map_or(2100, |asked| asked.parse().unwrap())
}

/// A text that takes so many parts with any name of the village.
pub fn text(letters: &str, parts: usize) -> String {
    let fits = |text: &str| sms::measure(&filled(text, "KT:WWWWWW", 99_999)).parts <= parts;
    let mut text = "{name}: ".to_owned();
    for letter in letters.chars().cycle() {
        let longer = format!("{text}{letter}");
        if !fits(&longer) {
            return text.trim_end().to_owned();
        }
        text = longer;
    }
    text
}

/// What the person of this number is to read.
fn filled(text: &str, code: &str, i: usize) -> String {
    let name = format!("Người {i}");
    // A text without marks stays so, whatever a reader is called.
    let name = if sms::is_gsm7(text) {
        sms::plain(&name)
    } else {
        name
    };
    format!("{text} {code}").replace("{name}", &name)
}

fn wanted(notice: &Notice, text: &str, i: usize) -> String {
    filled(text, &format!("KT:{}", notice.code), i)
}

/// Checks that each of so many phones shows this text of a notice, once, and
/// that it took as many parts as it must.
pub async fn check(centre: &Foreign, notice: &Notice, text: &str, people: usize, coding: u8) {
    let wanted: Vec<String> = (1..=people).map(|i| wanted(notice, text, i)).collect();
    let parts = wanted.iter().map(|text| sms::measure(text).parts).sum();
    let did = centre.did(parts).await;
    assert_eq!(did.len(), parts, "something came twice");
    assert!(did.iter().all(|part| part.coding == coding));
    let mut shown = shown(did.iter());
    for (i, text) in (1..).zip(wanted) {
        let phone = shown.remove(&format!("84912{i:06}")).unwrap();
        assert_eq!(phone, [text]);
    }
    assert!(shown.is_empty());
}

#[tokio::test]
async fn a_centre_that_is_not_ours_reads_every_letter_and_all_receipts_are_applied() {
    let Some(centre) = Foreign::open("{}").await else {
        return;
    };
    let people = messages().div_ceil(2 * MOST_PARTS);
    let office = office(centre.port, "").await;
    office.villagers(people).await;
    let started = Instant::now();
    for parts in 1..=MOST_PARTS {
        for (letters, coding) in TEXTS {
            let text = text(letters, parts);
            let (notice, coverage) = office.send(saying(&office, Urgency::Routine, &text)).await;
            let counts = coverage.counts;
            assert_eq!(usize::try_from(counts.delivered), Ok(people), "{counts:?}");
            check(&centre, &notice, &text, people, coding).await;
        }
    }
    let (all, seconds) = (people * 2 * MOST_PARTS, started.elapsed().as_secs_f64());
    eprintln!("{all} messages of 1 to {MOST_PARTS} parts, every letter read, in {seconds:.1} s");
}
