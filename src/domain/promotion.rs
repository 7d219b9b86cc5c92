//! Advertising by message, as Decree 91/2020/NĐ-CP allows it: when, how often,
//! to whom, and with which word in front. A loan, a fair, a price or a training
//! may be read as advertising though an office sends it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::notice::{Content, Topic, Urgency};
use super::person::{Address, Way};
use super::phone::{BadPhone, Phone};
use super::quiet::{Quiet, TimeOfDay};
use super::subtopic;

/// What a person's consent to advertising is called where consents are kept.
pub const PURPOSE: &str = "promotional";

/// The hours in which the decree lets advertising leave.
const LAW_FROM: TimeOfDay = TimeOfDay::of_minutes(7 * 60);
const LAW_TO: TimeOfDay = TimeOfDay::of_minutes(22 * 60);
/// Messages that it lets a number have within 24 hours.
const LAW_A_DAY: u32 = 3;
/// The words it wants in front.
const LABELS: [&str; 2] = ["[QC]", "[AD]"];

/// `[promotional]`: the decree's rules, or stricter ones.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// The first minute of the day in which advertising may leave.
    pub from: TimeOfDay,
    /// The first in which it may not.
    pub to: TimeOfDay,
    /// Messages a number may have within 24 hours.
    pub a_day: u32,
    /// What each SMS begins with.
    pub label: String,
    /// The file with the numbers that nobody may advertise to.
    pub do_not_call: Option<PathBuf>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            from: LAW_FROM,
            to: LAW_TO,
            a_day: LAW_A_DAY,
            label: LABELS[0].to_owned(),
            do_not_call: None,
        }
    }
}

/// A rule that is weaker than the decree's, or none at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weak {
    /// Its key in the configuration.
    pub key: &'static str,
    /// What is written there.
    pub value: String,
    /// What the decree wants, in words for an operator.
    pub wanted: &'static str,
}

impl Rules {
    /// The first rule that is weaker than the decree's.
    pub fn weak(&self) -> Option<Weak> {
        let weak = |key, value: &dyn ToString, wanted| {
            let value = value.to_string();
            Some(Weak { key, value, wanted })
        };
        if self.from < LAW_FROM {
            let wanted =
                "07:00 or later: Decree 91/2020/NĐ-CP lets no advertising leave before 07:00";
            return weak("promotional.from", &self.from, wanted);
        }
        if self.to > LAW_TO {
            let wanted =
                "22:00 or earlier: Decree 91/2020/NĐ-CP lets no advertising leave after 22:00";
            return weak("promotional.to", &self.to, wanted);
        }
        if self.from >= self.to {
            let wanted = "later than promotional.from, and not after 22:00";
            return weak("promotional.to", &self.to, wanted);
        }
        if !(1..=LAW_A_DAY).contains(&self.a_day) {
            let wanted =
                "1, 2 or 3: Decree 91/2020/NĐ-CP lets a number have 3 advertisements in 24 hours";
            return weak("promotional.a_day", &self.a_day, wanted);
        }
        if !LABELS.contains(&self.label.as_str()) {
            let wanted =
                "\"[QC]\" or \"[AD]\": Decree 91/2020/NĐ-CP wants it in front of advertising";
            return weak("promotional.label", &self.label, wanted);
        }
        None
    }

    /// The hours in which no advertising leaves, whatever depends on it.
    pub fn night(&self) -> Quiet {
        Quiet {
            from: self.to,
            to: self.from,
            urgent: true,
        }
    }
}

/// Why a notice cannot be advertising: it must arrive, by night too, and with
/// those who agreed to no advertising.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MustArrive {
    /// Life is in danger.
    Flash,
    /// It warns: of a disaster, a disease, a fraud.
    Warning,
}

/// Whether a notice must arrive with everybody it is for, and why.
pub fn must_arrive(content: &Content) -> Option<MustArrive> {
    let warns = content.subtopic.as_deref().is_some_and(subtopic::warns);
    let pressing = content.urgency == Urgency::Urgent
        && matches!(content.topic, Topic::Health | Topic::Security);
    match content.urgency {
        Urgency::Flash => Some(MustArrive::Flash),
        _ if warns || pressing || content.risk_level.is_some() => Some(MustArrive::Warning),
        _ => None,
    }
}

/// Why somebody gets no advertising. Of several reasons the greater is told:
/// it stands nearer to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// They have not agreed to it.
    NoConsent,
    /// Their number is on the list of those that nobody may advertise to.
    DoNotCall,
    /// They have had, or will have, as many as a day allows.
    Enough,
}

/// How a contact stands to advertising.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whoever has it agreed to advertising.
    pub agreed: bool,
    /// It is on the list of those that nobody may advertise to.
    pub listed: bool,
    /// Advertisements it had within 24 hours, with those under way to it.
    pub had: i64,
}

impl Standing {
    /// Why it gets no advertising; `None` where it may.
    pub fn bars(self, a_day: u32) -> Option<LeftOut> {
        if self.listed {
            Some(LeftOut::DoNotCall)
        } else if !self.agreed {
            Some(LeftOut::NoConsent)
        } else {
            (self.had >= i64::from(a_day)).then_some(LeftOut::Enough)
        }
    }
}

/// How many people get no advertising, by reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LeftOuts {
    /// They have not agreed to it.
    pub no_consent: i64,
    /// Their number is on the list.
    pub do_not_call: i64,
    /// They had as many as a day allows.
    pub enough: i64,
}

impl LeftOuts {
    /// Counts one more.
    pub fn add(&mut self, why: LeftOut) {
        *match why {
            LeftOut::NoConsent => &mut self.no_consent,
            LeftOut::DoNotCall => &mut self.do_not_call,
            LeftOut::Enough => &mut self.enough,
        } += 1;
    }

    /// All of them.
    pub fn total(&self) -> i64 {
        self.no_consent + self.do_not_call + self.enough
    }
}

/// The numbers that nobody may advertise to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoNotCall(Vec<Phone>);

/// A line of the list that is no number: which, from 1, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct BadLine {
    /// The line.
    pub line: usize,
    /// What is wrong with it.
    pub why: BadPhone,
}

impl DoNotCall {
    /// Reads a list: a number on each line, however it is spelt. Blank lines
    /// and those that begin with `#` say nothing; a fixed line takes no text
    /// message anyway.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let text = text.trim_start_matches('\u{FEFF}');
        let mut phones = Vec::new();
        for (line, written) in (1..).zip(text.lines()) {
            let written = written.trim();
            if written.is_empty() || written.starts_with('#') {
                continue;
            }
            match Phone::parse(written) {
                Ok(phone) => phones.push(phone),
                Err(BadPhone::Landline) => {}
                Err(why) => return Err(BadLine { line, why }),
            }
        }
        phones.sort_unstable();
        phones.dedup();
        Ok(Self(phones))
    }

    /// Whether an address is on it.
    pub fn holds(&self, address: &Address) -> bool {
        !self.0.is_empty()
            && address.way() == Way::Sms
            && Phone::parse(address.expose())
                .is_ok_and(|phone| self.0.binary_search(&phone).is_ok())
    }
}

#[cfg(test)]
#[path = "promotion_tests.rs"]
mod tests;
