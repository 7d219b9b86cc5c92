//! What becomes of a delivery after a gateway's answer, and when it is tried
//! again.

use std::time::Duration;

use jiff::Timestamp;

use super::delivery::{Outcome, State, answered};
use super::notice::Urgency;
use super::turn::turn;

/// The longest a gateway may ask a warning of danger to life to wait.
const LONGEST_FOR_FLASH: Duration = Duration::from_secs(60);
/// The longest it may ask anything to wait.
const LONGEST: Duration = Duration::from_secs(3600);
/// A message that could not be put together so often is set aside.
pub const CRASHES: i32 = 3;

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
    Duration::from_secs(steps[index]).mul_f64(jitter.clamp(0.0, 1.0))
}

/// One try that was answered, and what bears on what comes next.
#[derive(Debug, Clone, Copy)]
pub struct Tried {
    /// The answer.
    pub outcome: Outcome,
    /// How much depends on it.
    pub urgency: Urgency,
    /// Tries before this one.
    pub tries: u32,
    /// Refusals of its content before this one.
    pub refusals: i32,
    /// Times before this one that it could not be put together.
    pub crashes: i32,
    /// Gateways that serve its way.
    pub gateways: usize,
    /// An earlier try may have arrived.
    pub in_doubt: bool,
    /// How long the gateway asks us to wait.
    pub retry_after: Option<Duration>,
    /// When the answer came.
    pub now: Timestamp,
    /// Nothing leaves at or after this.
    pub send_by: Timestamp,
}

/// What becomes of a delivery after a gateway's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Its state now.
    pub state: State,
    /// When to try again, for [`State::RetryWait`].
    pub next_at: Option<Timestamp>,
    /// Refusals of its content so far.
    pub refusals: i32,
    /// Times so far that it could not be put together.
    pub crashes: i32,
}

impl Tried {
    /// The row's next state, with its time. What could only be tried again at
    /// or after `send_by` expires at once, or stays unknown. `stretch` lengthens or shortens the
    /// waits of the rule; 1 leaves them as they are.
    pub fn settle(&self, jitter: f64, stretch: f64) -> Settled {
        let refusals = self.refusals + i32::from(self.outcome == Outcome::BadContent);
        let crashes = self.crashes + i32::from(self.outcome == Outcome::Poison);
        let settled = |state, next_at| Settled {
            state,
            next_at,
            refusals,
            crashes,
        };
        let state = match self.outcome {
            Outcome::Poison if crashes >= CRASHES => State::Quarantined,
            Outcome::BadContent if turn(self.urgency, refusals, self.gateways).is_some() => {
                State::RetryWait
            }
            outcome => answered(outcome),
        };
        if state != State::RetryWait {
            return settled(state, None);
        }
        let next = self
            .now
            .saturating_add(self.wait(jitter).mul_f64(stretch))
            .unwrap_or(self.send_by);
        if next >= self.send_by {
            let end = if self.in_doubt {
                State::UnknownFinal
            } else {
                State::Expired
            };
            return settled(end, None);
        }
        settled(state, Some(next))
    }

    fn wait(&self, jitter: f64) -> Duration {
        match (self.outcome, self.urgency) {
            // Another form or another gateway is asked: there is nothing to wait for.
            (Outcome::BadContent, Urgency::Flash) => Duration::ZERO,
            (Outcome::Throttled, urgency) => {
                let longest = if urgency == Urgency::Flash {
                    LONGEST_FOR_FLASH
                } else {
                    LONGEST
                };
                let asked = self.retry_after.map(|asked| asked.min(longest));
                // Not all at the very moment the gateway named.
                asked.unwrap_or_default() + backoff(urgency, 0, jitter)
            }
            (_, urgency) => backoff(urgency, self.tries, jitter),
        }
    }
}
