//! One row of the ledger: its states, who may move it, what happens next.
//!
//! The heart of the product's promise. `submitting` is written before the
//! first byte leaves; what was between that and its answer when a process died
//! is `uncertain`, never `due` again by itself.

use serde::{Deserialize, Serialize};

use super::notice::Urgency;
pub use super::outcome::{Outcome, ReceiptStatus};

/// Where a delivery stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// Written by a planner whose notice may not send yet.
    Planned,
    /// Waits for a pump.
    Due,
    /// In a chunk that a pump holds. Lives on the chunk, not on the row.
    Claimed,
    /// The next byte may leave, or has left.
    Submitting,
    /// The gateway has it.
    Accepted,
    /// To be tried again later.
    RetryWait,
    /// Nobody knows whether the gateway has it.
    Uncertain,
    /// The phone has it.
    Delivered,
    /// The gateway gave up.
    Undelivered,
    /// It can not be delivered on this way.
    Failed,
    /// Its time passed.
    Expired,
    /// The notice was stopped.
    Cancelled,
    /// The person wants none, or is forgotten.
    Suppressed,
    /// It stayed uncertain.
    UnknownFinal,
    /// It brought a process down three times.
    Quarantined,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 15] = [
        Self::Planned,
        Self::Due,
        Self::Claimed,
        Self::Submitting,
        Self::Accepted,
        Self::RetryWait,
        Self::Uncertain,
        Self::Delivered,
        Self::Undelivered,
        Self::Failed,
        Self::Expired,
        Self::Cancelled,
        Self::Suppressed,
        Self::UnknownFinal,
        Self::Quarantined,
    ];

    /// The word officers see it under.
    pub fn reported(self) -> Reported {
        match self {
            Self::Delivered => Reported::Delivered,
            Self::Accepted => Reported::Accepted,
            Self::Undelivered | Self::Failed | Self::Quarantined => Reported::Failed,
            Self::Expired => Reported::Expired,
            Self::Cancelled | Self::Suppressed => Reported::Stopped,
            Self::Uncertain | Self::UnknownFinal => Reported::Unknown,
            Self::Planned | Self::Due | Self::Claimed | Self::Submitting | Self::RetryWait => {
                Reported::Waiting
            }
        }
    }

    /// Whether nothing but a late truth can change it.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Delivered
                | Self::Undelivered
                | Self::Failed
                | Self::Expired
                | Self::Cancelled
                | Self::Suppressed
                | Self::UnknownFinal
                | Self::Quarantined
        )
    }

    /// Reads the word of the database.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The word of the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Due => "due",
            Self::Claimed => "claimed",
            Self::Submitting => "submitting",
            Self::Accepted => "accepted",
            Self::RetryWait => "retry_wait",
            Self::Uncertain => "uncertain",
            Self::Delivered => "delivered",
            Self::Undelivered => "undelivered",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Suppressed => "suppressed",
            Self::UnknownFinal => "unknown_final",
            Self::Quarantined => "quarantined",
        }
    }
}

/// A delivery as the office sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// The phone confirmed it.
    Delivered,
    /// The gateway took it; no receipt (yet).
    Accepted,
    /// It could not be delivered.
    Failed,
    /// It was too late.
    Expired,
    /// The office or the person stopped it.
    Stopped,
    /// It may or may not have arrived.
    Unknown,
    /// It is still on its way.
    Waiting,
}

/// Something that can happen to a delivery, named with who may do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Planner: its notice may send.
    Release,
    /// Pump: took the chunk.
    Claim,
    /// Pump: about to write.
    Mark,
    /// Pump: the gateway answered.
    Answer(Outcome),
    /// Reconciler: the holder of the lease is gone.
    LeaseLost,
    /// Sweeper: the wait is over.
    Retry,
    /// Receipts.
    Receipt(ReceiptStatus),
    /// Reconciler: send the one extra copy that `flash` allows.
    Resend,
    /// Reconciler: hand it over under the same name once more, to a gateway
    /// that takes the same name twice for one message.
    AskAgain,
    /// An officer: send it to those of whom nobody knows.
    SendAgain,
    /// Reconciler: no one will ever know. Of what waits for another try, where
    /// an earlier one may have arrived.
    GiveUp,
    /// Sweeper: `send_by` passed.
    Expire,
    /// Sweeper: the notice was stopped.
    Cancel,
    /// The person wants none, or is forgotten.
    Suppress,
    /// Three crashes.
    Quarantine,
    /// The database was put back from an older copy: what it knows of as
    /// waiting may have left since.
    Restored,
}

/// The move is not in the table. State and event are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a delivery in state {0:?} cannot take {1:?}")]
pub struct Illegal(pub State, pub Event);

/// The whole table: the state after an event. A receipt that changes nothing
/// leaves the state as it is; any other move outside the table is refused.
pub fn transition(state: State, event: Event, urgency: Urgency) -> Result<State, Illegal> {
    use State as S;
    let next = match (state, event) {
        (S::Planned, Event::Release)
        | (S::RetryWait, Event::Retry)
        | (S::Claimed, Event::LeaseLost) => S::Due,
        (S::Due, Event::Claim) => S::Claimed,
        (S::Claimed, Event::Mark) => S::Submitting,
        (S::Submitting, Event::Answer(outcome)) => answered(outcome),
        (S::Submitting, Event::LeaseLost)
        | (
            S::Planned | S::Due | S::Claimed | S::Submitting | S::RetryWait | S::Uncertain,
            Event::Restored,
        ) => S::Uncertain,
        (S::Uncertain, Event::Resend) if urgency == Urgency::Flash => S::Due,
        (S::Uncertain, Event::AskAgain) | (S::Uncertain | S::UnknownFinal, Event::SendAgain) => {
            S::Due
        }
        // What waits to be handed over again may have arrived before.
        (S::Due | S::Claimed | S::RetryWait | S::Uncertain, Event::GiveUp) => S::UnknownFinal,
        (S::Planned | S::Due | S::Claimed | S::RetryWait, Event::Expire) => S::Expired,
        (S::Planned | S::Due | S::Claimed | S::RetryWait, Event::Cancel) => S::Cancelled,
        (S::Planned | S::Due | S::Claimed | S::RetryWait, Event::Suppress) => S::Suppressed,
        (S::Due | S::Claimed | S::Submitting | S::Uncertain | S::RetryWait, Event::Quarantine) => {
            S::Quarantined
        }
        (state, Event::Receipt(status)) => receipted(state, status),
        _ => return Err(Illegal(state, event)),
    };
    Ok(next)
}

pub(super) fn answered(outcome: Outcome) -> State {
    match outcome {
        Outcome::Accepted => State::Accepted,
        Outcome::NotSent
        | Outcome::Throttled
        | Outcome::TransientRejected
        | Outcome::Auth
        | Outcome::Poison => State::RetryWait,
        Outcome::Ambiguous => State::Uncertain,
        Outcome::BadRecipient | Outcome::BadContent => State::Failed,
    }
}

/// The truth wins: "delivered" overrides every other end, nothing overrides
/// "delivered". Receipts may come in any order and any number of times.
fn receipted(state: State, status: ReceiptStatus) -> State {
    use State as S;
    match (state, status) {
        (_, ReceiptStatus::Delivered) => S::Delivered,
        (
            S::Submitting | S::Accepted | S::Uncertain | S::UnknownFinal,
            ReceiptStatus::Undelivered,
        ) => S::Undelivered,
        (S::Submitting | S::Uncertain | S::UnknownFinal, ReceiptStatus::Accepted) => S::Accepted,
        (state, _) => state,
    }
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
