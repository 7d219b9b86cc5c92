//! What becomes of a delivery after a gateway's answer, and when it is tried
//! again.

use std::time::Duration;

use jiff::Timestamp;

use super::delivery::{Outcome, State, answered};
use super::notice::Urgency;

/// The wait before try number `tries + 1`, by class (reliability study §2.5),
/// with full jitter: `jitter` is a random number from 0 to 1.
pub fn backoff(urgency: Urgency, tries: u32, jitter: f64) -> Duration {
    const FLASH: &[u64] = &[1, 2, 5, 10, 20, 30];
    const URGENT: &[u64] = &[5, 15, 60, 120, 300];
    const ROUTINE: &[u64] = &[30, 120, 600, 1800, 3600, 7200, 14400];
    let steps = match urgency {
        Urgency::Flash => FLASH,
        Urgency::Urgent => URGENT,
        Urgency::Routine => ROUTINE,
    };
    let index = usize::try_from(tries)
        .unwrap_or(usize::MAX)
        .min(steps.len() - 1);
    let ceiling = Duration::from_secs(steps[index]);
    // Never below a fifth: a jitter near zero would hammer a sick gateway.
    ceiling.mul_f64(0.2 + 0.8 * jitter.clamp(0.0, 1.0))
}

/// What becomes of a delivery after a gateway's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Its state now.
    pub state: State,
    /// When to try again, for [`State::RetryWait`].
    pub next_at: Option<Timestamp>,
}

/// Turns an answer into the row's next state, with its time. What could only
/// be tried again at or after `send_by` expires at once.
pub fn settle(
    outcome: Outcome,
    urgency: Urgency,
    tries: u32,
    now: Timestamp,
    send_by: Timestamp,
    jitter: f64,
    stretch: f64,
) -> Settled {
    let state = answered(outcome);
    if state != State::RetryWait {
        return Settled {
            state,
            next_at: None,
        };
    }
    let next = now
        .saturating_add(backoff(urgency, tries, jitter).mul_f64(stretch))
        .unwrap_or(send_by);
    if next >= send_by {
        return Settled {
            state: State::Expired,
            next_at: None,
        };
    }
    Settled {
        state,
        next_at: Some(next),
    }
}
