//! The texts that a gateway's carriers have registered, and whether another
//! text is one of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::sms;
use super::template::{BadTemplate, Template, Values, tidy};

/// How far a carrier is with a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Its text may leave.
    Approved,
    /// The carrier has not decided yet.
    Waiting,
    /// The carrier does not want it.
    Refused,
}

impl Decision {
    /// Its word in catalogues and in the Fluent keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Waiting => "waiting",
            Self::Refused => "refused",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Approved, Self::Waiting, Self::Refused]
            .into_iter()
            .find(|decision| decision.as_str() == word)
    }
}

/// One template, as its carrier knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The carrier's number of it.
    pub id: String,
    /// How far the carrier is with it.
    pub state: Decision,
    /// Its text.
    pub template: Template,
}

/// All that is registered for one gateway, in the order of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue(Vec<Registered>);

/// Why no registered text may leave for this one: what comes first is closest
/// to leaving.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Untaken {
    /// It would be taken without its marks.
    Marked {
        /// The template.
        id: String,
    },
    /// A parameter says more letters than the carrier allows.
    TooLong {
        /// The template.
        id: String,
        /// The most letters of a parameter.
        longest: usize,
    },
    /// The carrier has not decided yet.
    Waiting {
        /// The template.
        id: String,
    },
    /// The carrier has refused the template.
    Refused {
        /// The template.
        id: String,
    },
    /// It is none of the registered texts.
    Unknown,
}

impl Untaken {
    /// Its word, by which the Fluent messages choose.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Marked { .. } => "marked",
            Self::TooLong { .. } => "long",
            Self::Waiting { .. } => "waiting",
            Self::Refused { .. } => "refused",
            Self::Unknown => "unknown",
        }
    }

    /// The template that is close, if any is.
    pub fn template(&self) -> Option<&str> {
        match self {
            Self::Marked { id }
            | Self::TooLong { id, .. }
            | Self::Waiting { id }
            | Self::Refused { id } => Some(id),
            Self::Unknown => None,
        }
    }

    /// The most letters of a parameter, where that is what is passed; else 0.
    pub fn longest(&self) -> usize {
        match self {
            Self::TooLong { longest, .. } => *longest,
            _ => 0,
        }
    }
}

/// What is wrong with a catalogue, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCatalogue {
    /// It is not written as a catalogue is: line, what is wrong.
    #[error("line {0}: {1}")]
    Syntax(usize, String),
    /// It has no template.
    #[error(
        "it has no [[template]]: leave `templates` out of the gateway's block where it takes any text"
    )]
    Empty,
    /// A template without an id: its place.
    #[error("the [[template]] number {0} has no `id`: write the carrier's number of it")]
    NoId(usize),
    /// An id stands there twice.
    #[error("template \"{0}\" stands there twice: remove one, or give it its own id")]
    Twice(String),
    /// A state that is none: id, state.
    #[error(
        "template \"{0}\": `state` is \"{1}\" and must be \"approved\", \"waiting\" or \"refused\""
    )]
    State(String, String),
    /// A text that is no template.
    #[error("template \"{0}\": {1}")]
    Text(String, BadTemplate),
}

/// The file of a catalogue.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    template: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    id: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    state: String,
    longest: Option<usize>,
    marks: Option<bool>,
}

impl Catalogue {
    /// Reads a catalogue's file.
    pub fn read(file: &str) -> Result<Self, BadCatalogue> {
        let text = file.trim_start_matches('\u{FEFF}');
        let file: File = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.unwrap_or_default().matches('\n').count() + 1;
            BadCatalogue::Syntax(line, error.message().replace('\n', " "))
        })?;
        if file.template.is_empty() {
            return Err(BadCatalogue::Empty);
        }
        let mut ids = BTreeSet::new();
        let mut registered = Vec::with_capacity(file.template.len());
        for (place, entry) in (1..).zip(file.template) {
            let one = entry.register(place)?;
            if !ids.insert(one.id.clone()) {
                return Err(BadCatalogue::Twice(one.id));
            }
            registered.push(one);
        }
        Ok(Self(registered))
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Registered> {
        self.0.iter()
    }

    /// The approved template that a text is, and what it says in its parameters.
    pub fn taken(&self, text: &str) -> Option<(&Registered, Values)> {
        self.find(&tidy(text), Decision::Approved)
    }

    /// As [`Catalogue::taken`], or else the template that the carrier may yet
    /// approve.
    pub fn nearest(&self, text: &str) -> Option<(&Registered, Values)> {
        let text = tidy(text);
        [Decision::Approved, Decision::Waiting, Decision::Refused]
            .into_iter()
            .find_map(|state| self.find(&text, state))
    }

    /// As [`Catalogue::taken`], with the closest reason where a text is none of
    /// the approved ones.
    pub fn judge(&self, text: &str) -> Result<(&Registered, Values), Untaken> {
        let text = tidy(text);
        if let Some(taken) = self.find(&text, Decision::Approved) {
            return Ok(taken);
        }
        let bare = tidy(&sms::plain(&text));
        let reasons = self.iter().filter_map(|one| one.reason(&text, &bare));
        Err(reasons.min().unwrap_or(Untaken::Unknown))
    }

    fn find(&self, text: &str, state: Decision) -> Option<(&Registered, Values)> {
        self.iter()
            .filter(|one| one.state == state)
            .find_map(|one| Some((one, one.template.read(text)?)))
    }
}

impl Entry {
    fn register(self, place: usize) -> Result<Registered, BadCatalogue> {
        let id = self.id.trim().to_owned();
        if id.is_empty() {
            return Err(BadCatalogue::NoId(place));
        }
        let Some(state) = Decision::parse(&self.state) else {
            return Err(BadCatalogue::State(id, self.state));
        };
        match Template::parse(&self.text, self.longest, self.marks) {
            Ok(template) => Ok(Registered {
                id,
                state,
                template,
            }),
            Err(bad) => Err(BadCatalogue::Text(id, bad)),
        }
    }
}

impl Registered {
    /// Why a text that is not taken is nevertheless close to this template.
    /// `bare` is the text without its marks.
    fn reason(&self, text: &str, bare: &str) -> Option<Untaken> {
        let (id, template) = (self.id.clone(), &self.template);
        let is_text = || template.read(text).is_some();
        match self.state {
            Decision::Approved if template.is_too_long(text) => Some(Untaken::TooLong {
                id,
                longest: template.longest().unwrap_or_default(),
            }),
            Decision::Approved if text != bare && template.read(bare).is_some() => {
                Some(Untaken::Marked { id })
            }
            Decision::Waiting if is_text() => Some(Untaken::Waiting { id }),
            Decision::Refused if is_text() => Some(Untaken::Refused { id }),
            _ => None,
        }
    }
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
