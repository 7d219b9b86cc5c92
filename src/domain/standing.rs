//! What a notice is worth to somebody who asks today: one rule for the page
//! and for the answer to a verification code.

use jiff::Timestamp;

use super::notice::{Notice, NoticeState};

/// Where a notice that was answered for stands for its readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    InForce,
    /// Its validity is over.
    Over,
    /// The office took it back.
    Withdrawn,
}

/// Where a notice stands at `now`; `None` for what nobody has answered for,
/// which is not ours to confirm or to show.
pub fn standing(notice: &Notice, now: Timestamp) -> Option<Standing> {
    match notice.state {
        NoticeState::Draft | NoticeState::Discarded => None,
        NoticeState::Stopped => Some(Standing::Withdrawn),
        _ if notice.content.valid_to <= now => Some(Standing::Over),
        _ => Some(Standing::InForce),
    }
}
