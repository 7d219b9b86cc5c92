//! What gateways answer, and what their receipts say.

use serde::{Deserialize, Serialize};

/// What a gateway's answer means for us: not what happened, but what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The gateway has it.
    Accepted,
    /// Provably nothing was written: no connection, no name, no bind.
    NotSent,
    /// Slow down.
    Throttled,
    /// Refused for now; provably not taken.
    TransientRejected,
    /// It may have been taken. Any answer we do not know is this.
    Ambiguous,
    /// This recipient cannot be reached on this way.
    BadRecipient,
    /// This text is refused.
    BadContent,
    /// Our credentials or our credit are refused.
    Auth,
    /// We could not even put it together: nothing was written.
    Poison,
}

impl Outcome {
    /// Its word in the attempts table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NotSent => "not_sent",
            Self::Throttled => "throttled",
            Self::TransientRejected => "transient_rejected",
            Self::Ambiguous => "ambiguous",
            Self::BadRecipient => "bad_recipient",
            Self::BadContent => "bad_content",
            Self::Auth => "auth",
            Self::Poison => "poison",
        }
    }

    /// Whether the gateway failed us, rather than this message.
    pub fn is_trouble(self) -> bool {
        matches!(
            self,
            Self::NotSent | Self::TransientRejected | Self::Ambiguous | Self::Auth
        )
    }

    /// Whether the gateway may charge for it.
    pub fn may_cost(self) -> bool {
        matches!(self, Self::Accepted | Self::Ambiguous)
    }
}

/// What a receipt says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ReceiptStatus {
    /// The phone has it.
    Delivered,
    /// The network gave up.
    Undelivered,
    /// The network has it.
    Accepted,
    /// Still under way: worth keeping, changes nothing.
    Underway,
}
