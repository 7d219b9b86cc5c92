//! The program is away while a notice's time runs out.

use std::time::Duration;

use jiff::SignedDuration;
use loa::clock::{Clock, SystemClock};
use loa::domain::delivery::State;
use loa::domain::notice::Urgency;

use super::campaigns::is_long;
use super::gateway::rule::{Dialect, Rule};
use super::office::{Office, Setup};
use super::verdict::{Terms, judge};
use crate::support::app::{LONG, until};

/// Messages that the gateway may have in hand.
const WINDOW: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waited_out_an_outage_does_not_leave_after_its_time() {
    let urgencies = [Urgency::Flash, Urgency::Routine];
    for urgency in &urgencies[..if is_long() { 2 } else { 1 }] {
        let mut office = Office::approved(setup(*urgency)).await;
        office.gateway.hold_from(60);
        office.serve("");
        office.until(|gateway| gateway.held() == WINDOW).await;
        office.kill().await;
        office.gateway.let_go(|_| false);
        let heard = office.gateway.heard();
        let (send_by, _) = office.limits().await;
        until(async || SystemClock.now().as_microsecond() > send_by).await;

        office.serve("");
        assert!(office.is_settled_within(LONG).await, "{}", office.figures());
        assert!(office.stop().await.success());

        assert_eq!(office.gateway.heard(), heard, "sent after its time");
        let terms = Terms {
            expired: true,
            ..Terms::default()
        };
        let verdict = judge(&office, terms).await;
        assert!(!verdict.is_red(), "{verdict}");
        let expired = verdict.ends.get(&State::Expired).copied().unwrap_or(0);
        assert_eq!(expired, office.contacts - heard, "{verdict}");
    }
}

fn setup(urgency: Urgency) -> Setup {
    Setup {
        people: 400,
        urgency,
        window: WINDOW,
        send_within: SignedDuration::from_secs(12),
        rule: Rule {
            seed: 13,
            dialect: Dialect::Form,
            faults: 0,
            early: 0,
            latest: Duration::ZERO,
        },
    }
}
