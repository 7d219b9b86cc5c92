//! No number, chat id or name stands anywhere in the clear: not in the
//! database, not in its journal, not in a job, a receipt or a log. Canaries are
//! put in by every door the program has, and then every byte is searched.

mod canaries;
mod day;
mod gateway;
mod kept;
mod keys;
mod needles;

use loa::store::Keys;

use self::canaries::{CANARIES, STRANGER, canary_words};
use self::day::{Day, coverage};
use self::kept::{inbox, rows_in, stored};
use self::needles::{hits, latin, needles};
use crate::support::office::{OUTCOMES, Office, numbers, terminate};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_number_chat_id_or_name_is_found_in_any_byte_that_is_kept_or_logged() {
    let day = Day::begin(&canary_words()).await;
    let office = &day.office;

    // While it runs there is a journal beside the database; after it there may be none.
    let needles = needles();
    search(office, &needles, "while it runs").await;
    terminate(day.server).await;
    search(office, &needles, "after it ended").await;

    let log = std::fs::read_to_string(office.path("serve.log")).unwrap();
    assert!(log.contains("DEBUG"), "it logged as told");
    // The search finds what is there: a code of the notice is no secret.
    let haystack = stored(office).await;
    assert!(haystack.iter().any(|(_, text)| text.contains(&day.notice)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_forgotten_is_gone_and_the_ledger_still_adds_up() {
    let day = Day::begin("Toi+hoi+lich+tiem").await;
    let office = &day.office;
    terminate(day.server).await;
    let before = coverage(office, &day.notice).await;

    for canary in &CANARIES {
        let (address, channel) = canary.addresses()[0];
        let forgotten = office
            .loa(&["person", "forget", address, "--channel", channel])
            .await;
        assert!(forgotten.said().contains("Đã xóa 1 người"), "{forgotten:?}");
        for (address, channel) in canary.addresses() {
            let gone = office
                .loa(&["person", "show", address, "--channel", channel])
                .await;
            assert!(gone.refusal().contains("Không có ai"), "{gone:?}");
        }
    }
    let after = coverage(office, &day.notice).await;
    let totals = ["people", "no_contact", "deliveries", "cost_vnd"];
    assert_eq!(numbers(&before, &totals), numbers(&after, &totals));
    assert_eq!(numbers(&before, &OUTCOMES), numbers(&after, &OUTCOMES));
    assert_eq!(
        numbers(&after, &OUTCOMES).iter().sum::<i64>(),
        after["deliveries"].as_i64().unwrap()
    );

    // Not even with the key in hand is anything of them left.
    for table in ["people", "contacts", "serves"] {
        assert_eq!(rows_in(office, table).await, 0, "{table}");
    }
    let keys = Keys::open_or_make(&office.path("loa.key")).unwrap();
    let opened: Vec<(String, String)> = inbox(office)
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

async fn search(office: &Office, needles: &[(String, String)], when: &str) {
    let found = hits(&stored(office).await, needles);
    assert!(found.is_empty(), "{when}: {found:#?}");
}
