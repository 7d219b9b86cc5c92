//! Three workers on one account: one is killed, one stands still for longer
//! than its lease and wakes; the third does the work of all.

use std::time::Duration;

use jiff::SignedDuration;
use loa::domain::notice::Urgency;

use super::frozen::freeze;
use super::gateway::rule::{Dialect, Rule};
use super::ledger::flight;
use super::office::{Office, Setup};
use super::verdict::{Terms, judge};
use crate::support::app::{LONG, until};
use crate::support::office::terminate;

/// Messages that the gateway may have in hand, of all three together.
const WINDOW: usize = 60;

/// Its connections, one for each worker.
const SLOTS: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_three_workers_one_dies_and_one_sleeps_and_the_third_does_their_work() {
    for urgency in [Urgency::Routine, Urgency::Flash] {
        three(urgency).await;
    }
}

async fn three(urgency: Urgency) {
    let mut office = Office::approved(setup(urgency)).await;
    share_the_account(&office);
    office.gateway.hold_from(1_000);
    let pages = office.beside(&["serve", "--web-only"]).await;
    let mut killed = office.beside(&["worker"]).await;
    let third = office.beside(&["worker"]).await;
    office.work();
    until(async || office.slots_held().await == SLOTS).await;
    office.until(|gateway| gateway.held() == WINDOW).await;

    let held = flight(&office.database).await.submitting;
    assert!(held.len() >= WINDOW, "{}", held.len());
    freeze(&office).await;
    killed.start_kill().unwrap();
    killed.wait().await.unwrap();
    // What two of three had in hand is in doubt before any receipt can tell.
    let doubtful = WINDOW / SLOTS * 2;
    until(async || office.doubted().await.len() >= doubtful).await;
    office.gateway.let_go(|_| true);
    office.until_none_is_submitting(&held).await;
    assert!(office.is_settled_within(LONG).await, "{}", office.figures());
    let heard = office.gateway.heard();

    office.signal("-CONT").await;
    // It writes down what it has, or tries to, before it ends.
    assert!(office.stop().await.success());
    terminate(third).await;
    terminate(pages).await;
    let verdict = judge(&office, Terms::default()).await;
    assert!(!verdict.is_red(), "{urgency:?}: {verdict}");
    assert!(verdict.uncertain >= doubtful, "{verdict}");
    assert_eq!(office.gateway.heard(), heard, "the one that woke sent");
    assert_eq!(office.slots_held().await, 0, "all is given back");
}

/// One account, three connections.
fn share_the_account(office: &Office) {
    let file = office.path("loa.toml");
    let words = std::fs::read_to_string(&file).unwrap();
    let shared = words.replace(
        &format!("window = {WINDOW}"),
        &format!("window = {WINDOW}\nslots = {SLOTS}"),
    );
    assert_ne!(words, shared);
    std::fs::write(file, shared).unwrap();
}

fn setup(urgency: Urgency) -> Setup {
    Setup {
        people: 4_000,
        urgency,
        window: WINDOW,
        send_within: SignedDuration::from_hours(6),
        rule: Rule {
            seed: 3,
            dialect: Dialect::Form,
            faults: 0,
            early: 0,
            latest: Duration::ZERO,
        },
    }
}
