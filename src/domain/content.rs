//! What an author writes and an approver answers for.

use std::collections::BTreeMap;

use jiff::Timestamp;
use ring::digest;
use serde::{Deserialize, Serialize};

use super::area::AreaCode;
use super::language::Lang;
use super::notice::{Topic, Urgency};
use super::person::Role;

/// A notice in one language, in three forms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Heading; the notice's own where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What goes into one SMS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// `short` without its marks, as approved: what goes out when a gateway
    /// takes no other letters. Where it is not written it is derived from
    /// `short`, if nothing speaks against it ([`super::plain`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
    /// The SMS goes out without its marks, by an officer's choice.
    #[serde(default, skip_serializing_if = "is_not")]
    pub send_plain: bool,
    /// What chat and the page show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<String>,
    /// Where its recording is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_not(flag: &bool) -> bool {
    !flag
}

impl Text {
    /// The text with what was left blank taken for what was not written, and
    /// no blanks around the rest.
    #[must_use]
    pub fn without_blanks(self) -> Self {
        let written = |form: Option<String>| {
            form.map(|form| form.trim().to_owned())
                .filter(|form| !form.is_empty())
        };
        Self {
            title: written(self.title),
            short: written(self.short),
            plain: written(self.plain),
            send_plain: self.send_plain,
            full: written(self.full),
            audio: written(self.audio),
        }
    }
}

/// Whom a notice is for, as data. Never empty by construction of the checks
/// in [`super::check`]: no areas means nobody, never everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Provinces or communes.
    pub areas: Vec<AreaCode>,
    /// Only people of these roles; everybody where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
}

/// All that an author writes and an approver answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Heading.
    pub title: String,
    /// Subject.
    pub topic: Topic,
    /// Finer subject, such as `flash_flood`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtopic: Option<String>,
    /// How much depends on it.
    pub urgency: Urgency,
    /// The authority that speaks.
    pub issuer: String,
    /// Number of the document or bulletin it rests on.
    pub document: String,
    /// Disaster level 1–5 (Decision 18/2021/QĐ-TTg).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_level: Option<u8>,
    /// A specimen: it names real places and must not leave through a real
    /// gateway.
    #[serde(default)]
    pub sample: bool,
    /// It may be read as advertising: [`super::promotion`].
    #[serde(default, skip_serializing_if = "is_not")]
    pub promotional: bool,
    /// For whom.
    pub audience: Audience,
    /// By language.
    pub texts: BTreeMap<Lang, Text>,
    /// Nothing leaves at or after this.
    pub send_by: Timestamp,
    /// The page shows it from here …
    pub valid_from: Timestamp,
    /// … to here.
    pub valid_to: Timestamp,
}

/// The text of one language exactly as it will leave, but for the names that
/// are filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Render {
    /// The SMS, with its frame.
    pub sms: Option<String>,
    /// The SMS without marks, with its frame.
    pub sms_plain: Option<String>,
    /// The chat message, with its frame.
    pub chat: Option<String>,
}

/// What will leave, by language.
pub type Renders = BTreeMap<Lang, Render>;

/// SHA-256 over content and renders, in hex: what an approval is bound to.
pub fn content_hash(content: &Content, renders: &Renders) -> Result<String, serde_json::Error> {
    let canonical = serde_json::to_vec(&(content, renders))?;
    Ok(data_encoding::HEXLOWER.encode(digest::digest(&digest::SHA256, &canonical).as_ref()))
}
