//! One message on its way: the last look, the call, and what is written of it.

use std::sync::Arc;
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};

use super::lease::Held;
use super::script::{Letter, Script};
use super::{receive, sweep};
use crate::app::App;
use crate::channels::{Channel, Outgoing, Submitted};
use crate::crash::crash_point;
use crate::domain::delivery::{Outcome, State};
use crate::domain::retry::{Settled, settle};
use crate::store::chunks::Chunk;
use crate::store::ledger::Recorded;

/// One message on its way.
pub struct Submit {
    pub app: App,
    pub channel: Arc<dyn Channel>,
    pub script: Arc<Script>,
    pub held: Arc<Held>,
    pub chunk: Chunk,
    pub letter: Letter,
}

impl Submit {
    pub async fn run(self) -> Recorded {
        let attempt = self.letter.due.tries + 1;
        let started_at = self.app.clock.now();
        let submitted = self.send(attempt).await;
        crash_point!("submit.after_answer");
        let ended_at = self.app.clock.now();
        let tries = u32::try_from(self.letter.due.tries).unwrap_or(0);
        let mut settled = settle(
            submitted.outcome,
            self.script.urgency,
            tries,
            ended_at,
            self.chunk.send_by,
            chance(),
            f64::from(self.app.config.deliver.retry_percent) / 100.0,
        );
        if settled.state == State::Uncertain {
            let wait = sweep::waits(&self.app).of(self.script.urgency);
            settled = Settled {
                next_at: ended_at.saturating_add(wait).ok(),
                ..settled
            };
        }
        Recorded {
            delivery: self.letter.due.id,
            attempt,
            started_at,
            ended_at,
            outcome: submitted.outcome,
            code: submitted.code,
            settled,
            parts: self
                .letter
                .parts
                .max(i32::try_from(submitted.ids.len()).unwrap_or(1)),
            saved_vnd: if submitted.outcome.may_cost() {
                0
            } else {
                self.script.cost(&self.letter)
            },
            ids: submitted.ids,
        }
    }

    /// The last look before the first byte: the hour, our right, the rules.
    async fn send(&self, attempt: i32) -> Submitted {
        let Some(text) = &self.letter.text else {
            return Submitted::new(Outcome::BadContent, "no text this way can show");
        };
        if self.script.barred {
            return Submitted::new(Outcome::BadContent, "a specimen on a real gateway");
        }
        let left = self.chunk.send_by.duration_since(self.app.clock.now());
        let Ok(valid_for) = Duration::try_from(left) else {
            return Submitted::new(Outcome::NotSent, "too late");
        };
        if !self.held.still() {
            return Submitted::new(Outcome::NotSent, "lease lost");
        }
        let message = Outgoing {
            reference: receive::reference(self.letter.due.id, attempt),
            to: self.letter.due.address.clone(),
            text: text.clone(),
            valid_for,
        };
        crash_point!("submit.before_write");
        self.channel.send(&message).await
    }
}

/// A number from 0 to 1, so that a thousand retries do not come at once.
fn chance() -> f64 {
    let mut bytes = [0u8; 4];
    SystemRandom::new().fill(&mut bytes).ok();
    f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
}
