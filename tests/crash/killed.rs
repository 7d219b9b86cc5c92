//! Ends at chosen moments, where the ledger's figures can be told beforehand.

use std::collections::HashSet;
use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use jiff::SignedDuration;
use loa::app::App;
use loa::domain::delivery::State;
use loa::domain::notice::Urgency;
use loa::hub;
use uuid::Uuid;

use super::gateway::rule::{Dialect, News, Rule};
use super::ledger::flight;
use super::office::{Office, Setup};
use super::verdict::{Terms, Verdict, judge};
use crate::support::app::LONG;
use crate::support::config::config;

/// Messages that the gateway may have in hand.
const WINDOW: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_a_send_nobody_is_told_twice_and_every_doubt_is_counted() {
    let mut office = Office::approved(setup(2_000)).await;

    // As it comes: some answers are under way, others are not written down yet.
    office.serve("");
    office.until(|gateway| gateway.heard() >= 300).await;
    let torn = office.kill().await.submitting;
    assert!(torn.len() <= WINDOW, "{} were marked", torn.len());

    // While the window is full, and nothing in it is answered.
    office.gateway.hold_from(office.gateway.heard() + 300);
    office.serve("");
    office.until(|gateway| gateway.held() == WINDOW).await;
    let held = office.kill().await.submitting;
    // Some of it was taken before; its receipt may have been faster than its answer.
    assert!(held.difference(&torn).count() <= WINDOW);
    // Of what was on the line, every other message had arrived.
    office
        .gateway
        .let_go(|to| to.ends_with(['0', '2', '4', '6', '8']));

    let lost: HashSet<Uuid> = torn.union(&held).copied().collect();
    office.serve("");
    office.until_none_is_submitting(&lost).await;
    let verdict = comes_to_rest(&mut office).await;
    every_doubt_is_counted(&office, &verdict, &lost).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_planning_the_next_one_comes_to_the_same_set() {
    let mut office = Office::approved(setup(2_500)).await;

    // Those who tell others are a page, and the first who do not.
    office.serve("plan.page_after_commit=1*off->return");
    let ended = office.watch(LONG, |_| false).await;
    assert_eq!(ended.and_then(|ended| ended.signal()), Some(6));
    let written = office.ledger().await.len();
    let state = office.look().await.state;
    assert_eq!(state, "planning", "{written} rows");
    assert!((1..office.contacts).contains(&written), "{written} rows");

    office.serve("");
    comes_to_rest(&mut office).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_stop_it_waits_for_its_answers_and_leaves_no_doubt() {
    let mut office = Office::approved(setup(1_000)).await;
    office.gateway.hold_from(300);
    office.serve("");
    office.until(|gateway| gateway.held() == WINDOW).await;
    let heard = office.gateway.heard();

    office.signal("-TERM").await;
    office.until_closed().await;
    office.gateway.let_go(|_| true);
    assert!(office.ended().await.success());

    assert_eq!(office.gateway.heard(), heard, "sent after the stop");
    let flight = flight(&office.database).await;
    assert_eq!((flight.submitting, flight.leased), Default::default());

    office.serve("");
    let verdict = comes_to_rest(&mut office).await;
    assert_eq!(verdict.uncertain, 0);
}

/// A gateway that does nothing wrong, and tells receipts at once.
fn setup(people: usize) -> Setup {
    Setup {
        people,
        urgency: Urgency::Urgent,
        window: WINDOW,
        send_within: SignedDuration::from_hours(6),
        rule: Rule {
            seed: 7,
            dialect: Dialect::Form,
            faults: 0,
            early: 0,
            latest: Duration::ZERO,
        },
    }
}

async fn comes_to_rest(office: &mut Office) -> Verdict {
    office.is_settled_within(LONG).await;
    assert!(office.stop().await.success());
    let verdict = judge(office, Terms::default()).await;
    assert!(!verdict.is_red(), "{verdict}");
    verdict
}

/// What was lost stays in the figures as unknown, but where a receipt has told
/// its end; and nothing else does. Officers see these very figures, and what
/// may have been taken is reckoned.
async fn every_doubt_is_counted(office: &Office, verdict: &Verdict, lost: &HashSet<Uuid>) {
    let told: HashSet<Uuid> = office
        .gateway
        .told()
        .iter()
        .filter(|told| told.news != News::Accepted)
        .map(|told| told.delivery)
        .collect();
    let unresolved: HashSet<Uuid> = lost.difference(&told).copied().collect();
    let ledger = office.ledger().await;
    let unknown: HashSet<Uuid> = ledger
        .into_iter()
        .filter(|(_, state)| *state == State::UnknownFinal)
        .map(|(id, _)| id)
        .collect();
    assert_eq!(unknown, unresolved);
    assert!(!unknown.is_empty() && office.doubted().await.is_subset(lost));

    let config = config(office.folder.path(), &office.database.url);
    let app = App::build(config).await.unwrap();
    let coverage = hub::cover::cover(&app, office.notice).await.unwrap();
    let tally = app.store.progress(office.notice).await.unwrap();
    app.store.close().await;
    let contacts = i64::try_from(office.contacts).unwrap();
    assert_eq!((coverage.deliveries, coverage.counts), (contacts, tally));
    assert_eq!(tally.unknown, i64::try_from(unknown.len()).unwrap());
    assert_eq!((tally.total(), tally.waiting), (contacts, 0));
    assert_eq!(coverage.cost_vnd, 350 * contacts, "{verdict}");
}
