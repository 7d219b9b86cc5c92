//! What a notice is, what it must have, and how it may move.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use super::content::{Audience, Content, Render, Renders, Text, content_hash};
use super::id::{NoticeId, OfficerId};

/// How much depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Can wait for morning.
    Routine,
    /// Today.
    Urgent,
    /// Danger to life: at once, on every way, at least once.
    Flash,
}

impl Urgency {
    /// The rank the ledger sorts by: flash is highest.
    pub fn class(self) -> i32 {
        match self {
            Self::Routine => 0,
            Self::Urgent => 1,
            Self::Flash => 2,
        }
    }

    /// Reads the ledger's rank.
    pub fn of_class(class: i32) -> Self {
        match class {
            2.. => Self::Flash,
            1 => Self::Urgent,
            _ => Self::Routine,
        }
    }

    /// Its word in files and in the Fluent keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Urgent => "urgent",
            Self::Flash => "flash",
        }
    }
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Policy and law.
    Policy,
    /// Health.
    Health,
    /// Education.
    Education,
    /// Science and technology.
    Scitech,
    /// Prices and the market.
    Market,
    /// Security and order, disasters among them.
    Security,
}

impl Topic {
    /// Its word in files and in the Fluent keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Health => "health",
            Self::Education => "education",
            Self::Scitech => "scitech",
            Self::Market => "market",
            Self::Security => "security",
        }
    }
}

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum NoticeState {
    /// Being written.
    Draft,
    /// Two people answer for it; its ledger is not begun.
    Approved,
    /// Its ledger is being written; what is written may already leave.
    Planning,
    /// Its ledger is whole.
    Sending,
    /// Held back by an officer.
    Paused,
    /// Nothing more will change but late receipts.
    Completed,
    /// Ended by an officer.
    Stopped,
    /// `send_by` passed.
    Expired,
    /// Given up before anybody answered for it; shown to nobody.
    Discarded,
}

impl NoticeState {
    /// Whether its deliveries may leave.
    pub fn sends(self) -> bool {
        matches!(self, Self::Planning | Self::Sending)
    }

    /// Whether it has come to its end.
    pub fn ended(self) -> bool {
        matches!(
            self,
            Self::Completed | Self::Stopped | Self::Expired | Self::Discarded
        )
    }

    /// Its word in the database and the Fluent keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Planning => "planning",
            Self::Sending => "sending",
            Self::Paused => "paused",
            Self::Completed => "completed",
            Self::Stopped => "stopped",
            Self::Expired => "expired",
            Self::Discarded => "discarded",
        }
    }

    /// The state after a deed; `None` where the deed is not possible in this
    /// state. `planned` says whether the ledger is whole.
    pub fn after(self, deed: Deed, planned: bool) -> Option<Self> {
        match (self, deed) {
            (Self::Draft, Deed::Edit) => Some(Self::Draft),
            (Self::Approved | Self::Planning | Self::Sending, Deed::Pause) => Some(Self::Paused),
            (Self::Paused, Deed::Resume) if planned => Some(Self::Sending),
            // It may be held back on one of its ways.
            (Self::Planning | Self::Sending, Deed::Resume) => Some(self),
            (Self::Sending | Self::Completed, Deed::Resend) => Some(Self::Sending),
            (Self::Draft, Deed::Approve) | (Self::Paused, Deed::Resume) => Some(Self::Approved),
            (Self::Draft, Deed::Stop) => Some(Self::Discarded),
            // What is sent or late can still be taken back: a false alarm stands
            // on pages, and people ask by its code.
            (state, Deed::Stop) if !matches!(state, Self::Stopped | Self::Discarded) => {
                Some(Self::Stopped)
            }
            _ => None,
        }
    }
}

/// What an officer can do to a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Deed {
    /// Wrote it.
    Write,
    /// Changed it.
    Edit,
    /// Answered for it.
    Approve,
    /// Held it back.
    Pause,
    /// Let it go on.
    Resume,
    /// Ended it.
    Stop,
    /// Sent it again to those of whom nobody knows whether they have it.
    Resend,
}

impl Deed {
    /// Its word in the Fluent keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Edit => "edit",
            Self::Approve => "approve",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Stop => "stop",
            Self::Resend => "resend",
        }
    }
}

/// A notice as the store keeps it.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Its name.
    pub id: NoticeId,
    /// The short code people verify it by.
    pub code: String,
    /// What was written.
    pub content: Content,
    /// What will leave.
    pub renders: Renders,
    /// The hash of both.
    pub hash: String,
    /// Where it stands.
    pub state: NoticeState,
    /// Who wrote it.
    pub author: OfficerId,
    /// Counts its changes; a writer who read an older one is refused.
    pub version: i64,
    /// When its ledger was whole.
    pub planned_at: Option<Timestamp>,
    /// When it was written.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEEDS: [Deed; 6] = [
        Deed::Edit,
        Deed::Approve,
        Deed::Pause,
        Deed::Resume,
        Deed::Stop,
        Deed::Resend,
    ];

    #[test]
    fn a_completed_notice_is_sent_to_those_nobody_knows_of_or_taken_back() {
        for deed in DEEDS {
            let wanted = match deed {
                Deed::Resend => Some(NoticeState::Sending),
                Deed::Stop => Some(NoticeState::Stopped),
                _ => None,
            };
            assert_eq!(NoticeState::Completed.after(deed, true), wanted);
        }
    }

    #[test]
    fn a_notice_that_came_too_late_can_only_be_taken_back() {
        for deed in DEEDS {
            let wanted = (deed == Deed::Stop).then_some(NoticeState::Stopped);
            assert_eq!(NoticeState::Expired.after(deed, true), wanted);
        }
    }

    #[test]
    fn what_was_taken_back_or_given_up_moves_no_more() {
        for state in [NoticeState::Stopped, NoticeState::Discarded] {
            assert!(DEEDS.iter().all(|deed| state.after(*deed, true).is_none()));
        }
    }

    #[test]
    fn nothing_is_edited_or_approved_again_after_approval() {
        for state in [
            NoticeState::Approved,
            NoticeState::Planning,
            NoticeState::Sending,
            NoticeState::Paused,
        ] {
            assert_eq!(state.after(Deed::Edit, true), None);
            assert_eq!(state.after(Deed::Approve, true), None);
            assert_eq!(state.after(Deed::Stop, true), Some(NoticeState::Stopped));
        }
    }

    #[test]
    fn a_draft_has_no_end_that_would_show_it_to_anybody() {
        assert_eq!(
            NoticeState::Draft.after(Deed::Stop, false),
            Some(NoticeState::Discarded)
        );
    }

    #[test]
    fn a_pause_in_the_middle_of_planning_resumes_planning() {
        let paused = NoticeState::Planning.after(Deed::Pause, false).unwrap();
        assert_eq!(
            paused.after(Deed::Resume, false),
            Some(NoticeState::Approved)
        );
        assert_eq!(paused.after(Deed::Resume, true), Some(NoticeState::Sending));
        assert!(!paused.sends());
    }
}
