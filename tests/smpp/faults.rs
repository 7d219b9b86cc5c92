//! A message centre that is not ours and does everything wrong: it breaks every
//! line again and again, puts parts off, refuses a tenth of the phones, answers
//! late. Judged by its own log.

use std::collections::BTreeMap;
use std::time::Instant;

use loa::domain::notice::Urgency;
use loa::domain::sms;

use super::centre::PASSWORD;
use super::foreign::Foreign;
use super::truth::messages;
use super::{ACCENTED, block, office_of, saying};

/// How often it breaks every line: `LOA_TEST_SMPP_DROP_MS`, in the long form
/// 5,000.
fn drop_ms() -> u64 {
    let asked = std::env::var("LOA_TEST_SMPP_DROP_MS").ok();
    asked.map_or(1500, |asked| asked.parse().unwrap())
}

#[tokio::test]
async fn whatever_a_centre_does_everything_ends_and_nothing_comes_twice() {
    let faults = format!(r#"{{"drop_ms": {}, "unruly": true}}"#, drop_ms());
    let Some(centre) = Foreign::open(&faults).await else {
        return;
    };
    let people = messages() / 4;
    // Slow enough that lines break under it.
    let block = block(centre.port, PASSWORD, "");
    let office = office_of(block.replace("= 100000", "= 400")).await;
    office.villagers(people).await;
    for text in ["UBND xa: {name}, hoi truong ban 19h.", ACCENTED] {
        let started = Instant::now();
        let (_, coverage) = office.send(saying(&office, Urgency::Routine, text)).await;
        let counts = coverage.counts;
        let count = |n: i64| usize::try_from(n).unwrap();
        assert_eq!(count(counts.total()), people, "{counts:?}");
        assert_eq!((counts.waiting, counts.accepted), (0, 0), "{counts:?}");

        let (mut whole, mut begun) = (0, 0);
        let mut got: BTreeMap<String, BTreeMap<u8, String>> = BTreeMap::new();
        for part in centre.did(0).await {
            assert_eq!(part.fate == "refused", part.to.ends_with('7'));
            if part.is_taken() {
                let number = part.place().map_or(1, |(_, _, number)| number);
                let there = got.entry(part.to).or_default().insert(number, part.text);
                assert!(there.is_none(), "a part came twice");
            }
        }
        for parts in got.values() {
            begun += 1;
            let text: String = parts.values().map(String::as_str).collect();
            whole += usize::from(parts.len() == sms::measure(&text).parts);
        }
        let seconds = started.elapsed().as_secs_f64();
        eprintln!("{begun} of {people} begun, {whole} whole, in {seconds:.1} s: {counts:?}");
        // A tenth has a number that is refused. What was under way when a line
        // broke is on a phone or on none: nobody knows, and it is called so.
        let never = people - begun;
        let surely = count(counts.failed + counts.expired);
        assert!(surely <= never, "{begun} begun: {counts:?}");
        assert!(
            never <= surely + count(counts.unknown),
            "{begun} begun: {counts:?}"
        );
        // Most refusals are heard; that of one whose line broke is not.
        assert!(count(counts.failed) >= people / 20, "{counts:?}");
        // What is called delivered is on a phone, whole.
        assert!(count(counts.delivered) <= whole, "{counts:?}");
    }
}
