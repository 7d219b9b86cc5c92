//! What an officer must be called for.

use serde::{Deserialize, Serialize};

/// What has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// A gateway refuses a notice's text; the notice is held back there.
    Content,
    /// A gateway refuses our name or our credit.
    Auth,
    /// A gateway does not work.
    Down,
    /// A message was set aside, for it brought the program down.
    Poison,
    /// Danger to life has passed the month's budget. In place of a gateway
    /// stands the month.
    Budget,
}

impl Kind {
    /// Its word in the Fluent keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Auth => "auth",
            Self::Down => "down",
            Self::Poison => "poison",
            Self::Budget => "budget",
        }
    }
}
