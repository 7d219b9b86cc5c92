//! Who may do what: the four-eyes rule and the bounds of an office.

use serde::{Deserialize, Serialize};

use super::area::{AreaCode, Areas};
use super::id::OfficerId;
use super::notice::{Deed, Notice, Urgency};
use super::say::{Said, Saying};
use super::text::{fold, is_invisible, nfc};

/// What an officer is trusted with.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Duty {
    /// Writes notices.
    Author,
    /// Answers for what others wrote; may write too.
    Approver,
    /// Keeps the office's lists and officers; may write, not approve.
    Admin,
}

impl Duty {
    /// Its word in the database and the Fluent keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Approver => "approver",
            Self::Admin => "admin",
        }
    }
}

/// The name nobody can be entered under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a name of an officer")]
pub struct BadName;

impl Said for BadName {
    fn said(&self) -> Saying {
        Saying::new("officer-bad-name")
    }
}

/// A name as it is kept: composed, single blanks. Refused where it has no
/// letter, where it has characters nobody sees, and where letters of two
/// alphabets stand in it, for some look alike: whoever approves must be told
/// from whoever wrote.
pub fn officer_name(written: &str) -> Result<String, BadName> {
    let name = nfc(written.trim());
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let latin = |c: char| matches!(c, '\0'..='\u{2FF}' | '\u{1D00}'..='\u{1EFF}');
    let mixed = letters().any(latin) && !letters().all(latin);
    if name.chars().any(is_invisible) || letters().next().is_none() || mixed {
        return Err(BadName);
    }
    Ok(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What all spellings of an officer's name share: no marks, case, blanks.
pub fn officer_key(name: &str) -> String {
    fold(name).replace(' ', "")
}

/// One officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Their name in the ledger.
    pub id: OfficerId,
    /// Their name.
    pub name: String,
    /// What they speak for.
    pub area: AreaCode,
    /// What they are trusted with.
    pub duty: Duty,
}

/// Why an officer may not do a deed to a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Barred {
    /// Whoever wrote or edited a notice does not approve it.
    OwnNotice(String),
    /// The duty does not include approving.
    NotApprover(String),
    /// An area of the notice is outside the officer's: officer, area's name.
    OutsideArea(String, String),
    /// The notice is in a state that does not allow the deed.
    State(Deed, &'static str),
    /// A warning of danger to life is not held back: it goes out or is stopped.
    FlashIsNotPaused,
    /// Letting a restored office go on takes two.
    NeedsTwo,
}

impl Said for Barred {
    fn said(&self) -> Saying {
        match self {
            Self::OwnNotice(name) => Saying::new("barred-own-notice").with("officer", name),
            Self::NotApprover(name) => Saying::new("barred-not-approver").with("officer", name),
            Self::OutsideArea(name, area) => Saying::new("barred-outside-area")
                .with("officer", name)
                .with("area", area),
            Self::State(deed, state) => Saying::new("barred-state")
                .with("deed", deed.as_str())
                .with("state", *state),
            Self::FlashIsNotPaused => Saying::new("barred-flash-pause"),
            Self::NeedsTwo => Saying::new("barred-needs-two"),
        }
    }
}

impl Officer {
    /// Whether the officer's area holds every area of a notice.
    pub fn speaks_for(&self, codes: &[AreaCode], areas: &Areas) -> Result<(), Barred> {
        match codes.iter().find(|code| !areas.covers(&self.area, code)) {
            Some(code) => Err(Barred::OutsideArea(self.name.clone(), areas.name_of(code))),
            None => Ok(()),
        }
    }

    /// Whether the officer may do a deed to a notice that `hands` wrote or
    /// edited. Stopping is open to anyone of the area: a false alarm must not
    /// wait for the right person.
    pub fn may(
        &self,
        deed: Deed,
        notice: &Notice,
        hands: &[OfficerId],
        areas: &Areas,
    ) -> Result<(), Barred> {
        self.speaks_for(&notice.content.audience.areas, areas)?;
        if notice
            .state
            .after(deed, notice.planned_at.is_some())
            .is_none()
        {
            return Err(Barred::State(deed, notice.state.as_str()));
        }
        if deed == Deed::Pause && notice.content.urgency == Urgency::Flash {
            return Err(Barred::FlashIsNotPaused);
        }
        if deed == Deed::Approve {
            if hands.contains(&self.id) || notice.author == self.id {
                return Err(Barred::OwnNotice(self.name.clone()));
            }
            if self.duty != Duty::Approver {
                return Err(Barred::NotApprover(self.name.clone()));
            }
        }
        Ok(())
    }
}

/// Whether these officers may let a restored office send again: two of them at
/// least, each with the right to approve.
pub fn may_resume(officers: &[Officer]) -> Result<(), Barred> {
    if let Some(other) = officers.iter().find(|one| one.duty != Duty::Approver) {
        return Err(Barred::NotApprover(other.name.clone()));
    }
    match officers {
        [first, rest @ ..] if rest.iter().any(|other| other.id != first.id) => Ok(()),
        _ => Err(Barred::NeedsTwo),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_in_one_form() {
        for written in ["Lò Văn An", "  Lò  Văn\u{A0}An ", "Lo\u{300} Va\u{306}n An"] {
            assert_eq!(
                officer_name(written).as_deref(),
                Ok("Lò Văn An"),
                "{written}"
            );
        }
        assert!(officer_name("Y Bon Niê K'Đăm").is_ok());
        assert!(officer_name("ꪀꪰꪚ ꪼꪕ").is_ok());
    }

    #[test]
    fn what_is_no_name_or_looks_like_anothers_is_refused() {
        for written in [
            "",
            "  ",
            "…",
            "-",
            "1",
            "Lò\u{200B} Văn An",
            "\u{FEFF}Lò Văn An",
            "Lò\tVăn An",
            "Lò\u{202E} Văn An",
            "Lò Văn A\u{AD}n",
            "Lò Văn \u{410}n",
            "Lò Văn \u{FF21}n",
        ] {
            assert_eq!(officer_name(written), Err(BadName), "{written:?}");
        }
    }

    #[test]
    fn spellings_of_a_name_share_their_key() {
        for written in [
            "lò văn an",
            "LO VAN AN",
            "Lo Van An.",
            "LòVăn An",
            "Lo\u{300} Va\u{306}n An",
        ] {
            assert_eq!(officer_key(written), "lovanan", "{written}");
        }
        assert_ne!(officer_key("Lò Văn An 2"), officer_key("Lò Văn An"));
    }
}
