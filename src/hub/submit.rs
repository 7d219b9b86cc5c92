//! One message on its way: the last look, the call, and what is written of it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use ring::rand::{SecureRandom, SystemRandom};

use super::lease::Held;
use super::pace::Pace;
use super::script::{Body, Letter, Script};
use super::{hours, receive, sweep};
use crate::app::App;
use crate::channels::{Channel, Outgoing, Submitted};
use crate::crash::crash_point;
use crate::domain::delivery::{Outcome, State};
use crate::domain::notice::Urgency;
use crate::domain::price::Bounds;
use crate::domain::retry::Tried;
use crate::store::chunks::Chunk;
use crate::store::ledger::{Leaving, Recorded};

/// One message on its way.
pub struct Submit {
    pub app: App,
    pub channel: Arc<dyn Channel>,
    pub script: Arc<Script>,
    pub held: Arc<Held>,
    pub pace: Arc<Pace>,
    pub chunk: Chunk,
    pub letter: Letter,
    /// What the ledger was told of it.
    pub marked: Leaving,
}

/// What became of it, and whether the gateway was asked at all.
pub struct Answered {
    pub recorded: Recorded,
    pub asked: bool,
}

impl Submit {
    pub async fn run(self) -> Answered {
        crash_point!("submit.before_write");
        let due = &self.letter.due;
        let attempt = due.tries + 1;
        let started_at = self.app.clock.now();
        let (submitted, asked) = match self.message(attempt) {
            Ok(message) => (self.send(&message).await, true),
            Err(submitted) => (submitted, false),
        };
        crash_point!("submit.after_answer");
        let ended_at = self.app.clock.now();
        if submitted.outcome == Outcome::Throttled {
            self.pace.throttled(submitted.retry_after);
        }
        let tried = Tried {
            outcome: submitted.outcome,
            urgency: self.script.urgency,
            tries: u32::try_from(due.tries).unwrap_or(0),
            refusals: self.chunk.refusals,
            crashes: due.crashes,
            gateways: self.app.gateways.of_way(self.script.way).count(),
            in_doubt: due.in_doubt,
            retry_after: submitted.retry_after,
            now: ended_at,
            send_by: self.chunk.send_by,
        };
        let stretch = f64::from(self.app.config.deliver.retry_percent) / 100.0;
        let mut settled = tried.settle(chance(), stretch);
        if submitted.outcome == Outcome::BadContent && !asked {
            // No other form and no other gateway would make it fit.
            settled.state = if due.in_doubt {
                State::UnknownFinal
            } else {
                State::Failed
            };
            settled.next_at = None;
        }
        if settled.state == State::Uncertain {
            settled.next_at = ended_at.saturating_add(self.doubt()).ok();
        }
        let named = i32::try_from(submitted.ids.len()).unwrap_or(1);
        let parts = self.letter.parts.max(named);
        let charged = if submitted.outcome.may_cost() {
            self.script.cost(parts)
        } else {
            Bounds::default()
        };
        let recorded = Recorded {
            delivery: due.id,
            attempt,
            started_at,
            ended_at,
            outcome: submitted.outcome,
            code: submitted.code,
            settled,
            parts,
            marked_vnd: self.marked.cost_vnd,
            charged,
            ids: submitted.ids,
        };
        Answered { recorded, asked }
    }

    /// The last look before the first byte: the hour, our right, the rules.
    fn message(&self, attempt: i32) -> Result<Outgoing, Submitted> {
        let text = match &self.letter.body {
            Body::Text(text) => text.clone(),
            Body::Missing => {
                let code = "no text this way can show";
                return Err(Submitted::new(Outcome::BadContent, code));
            }
            Body::Poison => {
                let code = "it cannot be put together";
                return Err(Submitted::new(Outcome::Poison, code));
            }
        };
        if self.script.barred {
            let code = "a specimen on a real gateway";
            return Err(Submitted::new(Outcome::BadContent, code));
        }
        if self.letter.unregistered && !self.is_tried_all_the_same() {
            let code = "no registered template";
            return Err(Submitted::new(Outcome::BadContent, code));
        }
        let until = hours::shown_until(&self.app, &self.chunk);
        let left = until.duration_since(self.app.clock.now());
        let Ok(valid_for) = Duration::try_from(left) else {
            return Err(Submitted::new(Outcome::NotSent, "too late"));
        };
        if !self.held.still() {
            return Err(Submitted::new(Outcome::NotSent, "lease lost"));
        }
        let due = &self.letter.due;
        let reference = if self.channel.limits().repeatable {
            receive::lasting_reference(due.id, self.chunk.refusals)
        } else {
            receive::reference(due.id, attempt)
        };
        Ok(Outgoing {
            reference,
            to: due.address.clone(),
            text,
            valid_for,
        })
    }

    /// Whether a text that is not registered is handed over nevertheless: it
    /// warns of danger to life, or the gateway may have it already.
    fn is_tried_all_the_same(&self) -> bool {
        self.script.urgency == Urgency::Flash || (self.chunk.pinned && self.letter.due.in_doubt)
    }

    /// An adapter that panics may have written something before.
    async fn send(&self, message: &Outgoing) -> Submitted {
        AssertUnwindSafe(self.channel.send(message))
            .catch_unwind()
            .await
            .unwrap_or_else(|_panic| Submitted::new(Outcome::Ambiguous, "the adapter panicked"))
    }

    /// How long an uncertain message is left to its receipt.
    fn doubt(&self) -> Duration {
        sweep::waits(&self.app).of(self.script.urgency, self.channel.name())
    }
}

/// A number from 0 to 1, so that a thousand retries do not come at once.
fn chance() -> f64 {
    let mut bytes = [0u8; 4];
    SystemRandom::new().fill(&mut bytes).ok();
    f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
}
