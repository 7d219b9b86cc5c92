//! The harness proves itself: with a fault in the program, one of those that
//! send a message twice or lose it, its verdict is red, and for that reason.
//! Without, the same campaigns are green.

use std::time::Duration;

use jiff::SignedDuration;
use loa::domain::notice::Urgency;

use super::campaign::{Act, Campaign};
use super::frozen::frozen;
use super::gateway::rule::{Dialect, Rule};
use super::office::Setup;
use super::verdict::Verdict;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_fault_the_same_campaign_is_green() {
    let verdict = with("").await;
    assert!(!verdict.is_red(), "{verdict}");
    assert!(verdict.uncertain > 0, "the kill was in nobody's way");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mark_after_the_send_is_found() {
    let verdict = with("bug.mark_after_send=return").await;
    assert!(verdict.twice > 0, "{verdict}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resend_of_what_is_uncertain_is_found() {
    let verdict = with("bug.resend_uncertain=return").await;
    assert!(verdict.twice > 0, "{verdict}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_sweeper_is_found() {
    let verdict = with("bug.no_sweeper=return").await;
    assert!(verdict.lost > 0, "{verdict}");
    assert!(says(&verdict, "not at its end"), "{verdict}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_that_is_lost_when_it_is_early_is_found() {
    let verdict = with("bug.early_receipt_lost=return").await;
    assert!(
        says(&verdict, "do not know that their receipt"),
        "{verdict}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_fence_is_found() {
    let verdict = frozen(Urgency::Routine, "bug.no_fence=return").await;
    assert!(
        says(&verdict, "do not know that their receipt"),
        "{verdict}"
    );
}

/// One kill in the middle of a routine notice, some of whose receipts are early.
async fn with(planted: &'static str) -> Verdict {
    let setup = Setup {
        people: 400,
        urgency: Urgency::Routine,
        window: 50,
        send_within: SignedDuration::from_hours(6),
        rule: Rule {
            seed: 5,
            dialect: Dialect::Form,
            faults: 0,
            early: 30,
            latest: Duration::ZERO,
        },
    };
    let kill = Act::Kill {
        after: 120,
        later: Duration::ZERO,
    };
    let campaign = Campaign {
        setup,
        acts: vec![kill],
        planted,
        patience: Duration::from_secs(if planted.contains("no_sweeper") {
            8
        } else {
            60
        }),
    };
    campaign.run().await.verdict
}

fn says(verdict: &Verdict, words: &str) -> bool {
    verdict.faults.iter().any(|fault| fault.contains(words))
}
