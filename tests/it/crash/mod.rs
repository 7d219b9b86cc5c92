//! `kill -9`, and what the ledger says afterwards. The program runs as the
//! process it is; the gateway it sends through lives on and forgets nothing.
#![cfg(unix)]

mod ledger;
mod office;

use std::collections::{HashMap, HashSet};

use loa::app::App;
use loa::domain::coverage::Counts;
use loa::domain::delivery::State;
use loa::hub;
use uuid::Uuid;

use self::office::{Office, WINDOW};
use crate::support::config::config;
use crate::support::gateway::{Fate, Gateway, Handed};

const PEOPLE: usize = 20_000;
/// People the planner writes down at a time.
const PAGE: usize = 2_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_a_send_nobody_is_told_twice_and_every_doubt_is_counted() {
    let mut office = Office::with(PEOPLE).await;

    // As it comes: some answers are under way, others are not written down yet.
    office.serve();
    office.until(|gateway| gateway.heard() >= 4_000).await;
    let torn = office.kill().await;
    assert!(torn.len() <= WINDOW, "{} were marked", torn.len());

    // While the window is full, and nothing in it is answered.
    office.gateway.hold_from(10_000);
    office.serve();
    office.until(|gateway| gateway.in_hand() == WINDOW).await;
    let held = office.kill().await;
    // Some of it was taken before; its receipt may have been faster than its answer.
    assert!(held.difference(&torn).count() <= WINDOW);
    let untaken = untaken(&office.gateway);
    assert!(!untaken.is_empty() && untaken.is_subset(&held));
    office.gateway.take_again_from_the_dead();

    office.serve();
    let lost: HashSet<Uuid> = torn.union(&held).copied().collect();
    office.until_none_is_submitting(&lost).await;
    office.gateway.take_late();
    office.until_completed().await;
    assert!(office.stop().await.success());

    ledger_agrees_with_gateway(&office, &lost).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_planning_the_next_one_comes_to_the_same_set() {
    let people = 6 * PAGE;
    let mut office = Office::with(people).await;

    // The first page may leave as soon as it is written.
    office.serve();
    office.until(|gateway| gateway.heard() > 0).await;
    let lost = office.kill().await;
    let (state, written) = office.planned_so_far().await;
    assert_eq!(state, "planning", "{written} rows: the kill came too late");
    assert!((PAGE..people).contains(&written), "{written} rows");

    office.serve();
    office.until_completed().await;
    assert!(office.stop().await.success());
    ledger_agrees_with_gateway(&office, &lost).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_stop_it_waits_for_its_answers_and_leaves_no_doubt() {
    let mut office = Office::with(3_000).await;
    office.gateway.hold_from(1_000);
    office.serve();
    office.until(|gateway| gateway.in_hand() == WINDOW).await;
    let heard = office.gateway.heard();

    office.ask_to_stop().await;
    office.until_closed().await;
    office.gateway.take_again();
    assert!(office.ended().await.success());

    assert_eq!(office.gateway.heard(), heard, "sent after the stop");
    assert_eq!(office.submitting().await, HashSet::new());
    assert_eq!(office.leased().await, HashSet::new());

    office.serve();
    office.until_completed().await;
    assert!(office.stop().await.success());
    ledger_agrees_with_gateway(&office, &HashSet::new()).await;
}

/// Holds every row of the ledger against the gateway's book. `lost` are the
/// rows that were between mark and record when the program was killed.
async fn ledger_agrees_with_gateway(office: &Office, lost: &HashSet<Uuid>) {
    let fates = told_once(office);
    let ledger = office.ledger().await;
    assert_eq!(ledger.len(), office.people, "{}", office.figures());

    let mut strange = Vec::new();
    let mut counts = Counts::default();
    for (id, state) in &ledger {
        let fate = fates.get(id).copied().flatten();
        let wanted = match fate {
            Some(Fate::Delivered) => State::Delivered,
            Some(Fate::Undelivered) => State::Undelivered,
            Some(Fate::Silent) if !lost.contains(id) => State::Accepted,
            // Nobody will ever know, and the office is told so.
            Some(Fate::Silent) | None => State::UnknownFinal,
        };
        counts.add(wanted, 1);
        // What never reached the gateway can only be what was lost.
        if *state != wanted || (fate.is_none() && !lost.contains(id)) {
            strange.push((id, fate, *state, wanted));
        }
    }
    assert!(strange.is_empty(), "{}\n{strange:?}", office.figures());
    every_doubt_is_counted(office, &fates, lost, counts).await;
    officers_see(office, counts).await;
}

/// What became of each delivery's message: nobody was handed two.
fn told_once(office: &Office) -> HashMap<Uuid, Option<Fate>> {
    let book = office.gateway.book();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut fates = HashMap::new();
    for handed in &book {
        *numbers.entry(&handed.to).or_default() += 1;
        fates.insert(delivery(handed), handed.fate);
    }
    numbers.retain(|_, times| *times > 1);
    assert!(numbers.is_empty(), "told twice: {numbers:?}");
    assert_eq!(fates.len(), book.len(), "a delivery went to two numbers");
    fates
}

/// What the gateway was handed, and neither took nor answered.
fn untaken(gateway: &Gateway) -> HashSet<Uuid> {
    let book = gateway.book();
    let untaken = book.iter().filter(|handed| handed.fate.is_none());
    untaken.map(delivery).collect()
}

/// The delivery that a reference names.
fn delivery(handed: &Handed) -> Uuid {
    let id = handed.reference.split('-').next().unwrap();
    id.parse().unwrap()
}

/// What was lost became uncertain, but where its receipt was faster; and what
/// no receipt resolved stays in the figures.
async fn every_doubt_is_counted(
    office: &Office,
    fates: &HashMap<Uuid, Option<Fate>>,
    lost: &HashSet<Uuid>,
    counts: Counts,
) {
    let uncertain = office.found_uncertain().await;
    let told = |id: &Uuid| {
        matches!(
            fates.get(id),
            Some(Some(Fate::Delivered | Fate::Undelivered))
        )
    };
    let unresolved: HashSet<Uuid> = lost.iter().filter(|id| !told(id)).copied().collect();
    assert!(uncertain.is_subset(lost), "{}", office.figures());
    assert!(unresolved.is_subset(&uncertain), "{}", office.figures());
    assert_eq!(counts.unknown, i64::try_from(unresolved.len()).unwrap());
    assert_eq!(counts.unknown == 0, lost.is_empty(), "{counts:?}");
    println!(
        "{} lost, {} uncertain, {} unknown; {}",
        lost.len(),
        uncertain.len(),
        unresolved.len(),
        office.figures()
    );
}

/// The seven counts, from the ledger and from the tally.
async fn officers_see(office: &Office, counts: Counts) {
    let config = config(office.folder.path(), &office.database.url);
    let app = App::build(config).await.unwrap();
    let coverage = hub::cover::cover(&app, office.notice.id).await.unwrap();
    let tally = app.store.progress(office.notice.id).await.unwrap();
    app.store.close().await;
    let people = i64::try_from(office.people).unwrap();
    assert_eq!((coverage.people, coverage.deliveries), (people, people));
    assert_eq!((coverage.counts, tally), (counts, counts));
    // Each was tried once, and what may have been taken is reckoned.
    assert_eq!(coverage.cost_vnd, 350 * people);
    assert_eq!(office.tried_once().await, office.people);
    assert_eq!((counts.total(), counts.waiting), (people, 0));
}
