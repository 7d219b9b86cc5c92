//! A node that stands still for longer than its lease, while another takes its
//! work over: when it wakes, its answers are late, and change nothing.

use std::time::Duration;

use jiff::SignedDuration;
use loa::domain::notice::Urgency;

use super::campaigns::is_long;
use super::gateway::rule::{Dialect, Rule};
use super::ledger::{flight, is_free, is_held_open};
use super::office::{Office, Setup};
use super::verdict::{Terms, Verdict, judge};
use crate::support::app::{LONG, until};
use crate::support::office::terminate;

/// Messages that the gateway may have in hand.
const WINDOW: usize = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_wakes_after_its_lease_changes_nothing_and_sends_nothing() {
    let urgencies = [Urgency::Routine, Urgency::Flash];
    for urgency in &urgencies[..if is_long() { 2 } else { 1 }] {
        let verdict = frozen(*urgency, "").await;
        assert!(!verdict.is_red(), "{urgency:?}: {verdict}");
        assert!(verdict.uncertain > 0, "{verdict}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mark_that_is_committed_after_the_lease_is_still_somebodys_business() {
    let mut office = Office::approved(setup(Urgency::Routine)).await;
    if !office.database.on_a_server() {
        // Who stands still in the middle of a write keeps a file to itself.
        return;
    }
    // It stops between its mark and the commit, then before the first byte.
    let points = "mark.before_commit=1*sleep(3000)->off;submit.before_write=sleep(600000)";
    office.serve(points);
    until(async || is_held_open(&office.database).await).await;
    office.signal("-STOP").await;
    office.until_leases_end().await;
    let other = office.serve_beside("").await;
    // It has the first one's place, and has looked for what was left behind.
    office.until(|gateway| gateway.heard() > WINDOW).await;
    office.until_swept().await;

    office.signal("-CONT").await;
    until(async || !is_held_open(&office.database).await).await;
    office.kill_beside().await;
    assert!(office.is_settled_within(LONG).await, "{}", office.figures());
    terminate(other).await;
    let verdict = judge(&office, Terms::default()).await;
    assert!(!verdict.is_red(), "{verdict}");
}

/// Freezes one of two nodes with a full window of messages that are taken,
/// answered and confirmed while it stands still. `planted` are fail points.
pub async fn frozen(urgency: Urgency, planted: &str) -> Verdict {
    let mut office = Office::approved(setup(urgency)).await;
    office.gateway.hold_from(100);
    office.serve(planted);
    office.until(|gateway| gateway.held() == WINDOW).await;
    freeze(&office).await;
    let held = flight(&office.database).await.submitting;

    // The answers wait at its door, the receipts go to the other.
    office.gateway.let_go(|_| true);
    let other = office.serve_beside(planted).await;
    office.until_none_is_submitting(&held).await;
    assert!(office.is_settled_within(LONG).await, "{}", office.figures());
    let heard = office.gateway.heard();

    office.signal("-CONT").await;
    // It writes down what it has, or tries to, before it ends.
    assert!(office.stop().await.success());
    terminate(other).await;
    let mut verdict = judge(&office, Terms::default()).await;
    if office.gateway.heard() > heard {
        verdict
            .faults
            .push("the node that woke sent something".to_owned());
    }
    verdict
}

/// Makes it stand still at a moment at which it holds no lock of the database.
pub async fn freeze(office: &Office) {
    until(async || {
        office.signal("-STOP").await;
        if is_free(&office.database).await {
            return true;
        }
        office.signal("-CONT").await;
        false
    })
    .await;
}

fn setup(urgency: Urgency) -> Setup {
    Setup {
        people: 400,
        urgency,
        window: WINDOW,
        send_within: SignedDuration::from_hours(6),
        rule: Rule {
            seed: 11,
            dialect: Dialect::Form,
            faults: 0,
            early: 0,
            latest: Duration::ZERO,
        },
    }
}
