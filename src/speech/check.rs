//! Compares the locales with the Vietnamese one, on their syntax trees: what
//! is missing, what nobody asks for, which values are named wrongly.

use std::collections::BTreeSet;

use crate::domain::{
    language::Lang,
    say::{Said, Saying},
};
use read::{Messages, read};
pub use read::{Source, lang_of};

mod read;

/// Something to put right in a locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, as `vi/sms.ftl`; for a gap or a strange folder, the folder.
    pub place: String,
    /// What is the matter.
    pub kind: FaultKind,
}

/// What may be the matter with a locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The folder's name is no tag of our table; nobody will read it.
    Folder,
    /// Not Fluent, from this line on.
    Syntax {
        /// Counted from 1.
        line: usize,
    },
    /// Letters are decomposed in this line: an SMS would cost twice as much.
    Decomposed {
        /// Counted from 1.
        line: usize,
    },
    /// The message is there twice; which one is said is chance.
    Twice {
        /// The message.
        key: String,
    },
    /// The message names other values than the Vietnamese one. A value left
    /// out would be lost to the reader; one too many is never filled in.
    Values {
        /// The message.
        key: String,
        /// Values of the Vietnamese message that this one lacks.
        lost: Vec<String>,
        /// Values that the Vietnamese message does not have.
        unknown: Vec<String>,
    },
    /// Vietnamese has the message and this language does not: it falls back.
    Missing {
        /// The message.
        key: String,
    },
    /// Vietnamese does not have the message: misspelt, or no longer used.
    Extra {
        /// The message.
        key: String,
    },
}

impl Fault {
    /// Whether this is work left rather than an error: languages other than
    /// English hold only what a named person has checked, and fall back.
    pub fn is_gap(&self) -> bool {
        matches!(self.kind, FaultKind::Missing { .. }) && self.place != Lang::en().as_str()
    }

    /// Whether words with this fault may mislead a reader, so that the file is
    /// better not used at all. Gaps and leftovers do no harm.
    pub fn spoils_the_file(&self) -> bool {
        !matches!(
            self.kind,
            FaultKind::Missing { .. } | FaultKind::Extra { .. }
        )
    }
}

impl Said for Fault {
    fn said(&self) -> Saying {
        let saying = |key| Saying::new(key).with("place", &self.place);
        match &self.kind {
            FaultKind::Folder => saying("locale-fault-folder"),
            FaultKind::Syntax { line } => saying("locale-fault-syntax").with("line", line),
            FaultKind::Decomposed { line } => saying("locale-fault-decomposed").with("line", line),
            FaultKind::Twice { key } => saying("locale-fault-twice").with("key", key),
            FaultKind::Values { key, lost, unknown } => saying("locale-fault-values")
                .with("key", key)
                .with("lost", names(lost))
                .with("unknown", names(unknown)),
            FaultKind::Missing { key } => saying("locale-fault-missing").with("key", key),
            FaultKind::Extra { key } => saying("locale-fault-extra").with("key", key),
        }
    }
}

/// Everything wrong with `sources`, which hold Vietnamese too, gaps included.
pub fn check(sources: &[Source]) -> Vec<Fault> {
    check_over(sources, &[])
}

/// As [`check`], with the files of a folder laid over those built in: their
/// messages replace, and both together must fill the language.
pub fn check_over(built_in: &[Source], laid_over: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let below = read(built_in, &mut faults);
    let above = read(laid_over, &mut faults);
    let Some(model) = below.get(&Lang::vi()) else {
        return faults;
    };
    for messages in below
        .iter()
        .filter(|(lang, _)| **lang != Lang::vi())
        .chain(&above)
    {
        compare(messages, model, &mut faults);
    }
    let languages: BTreeSet<Lang> = below.keys().chain(above.keys()).copied().collect();
    for lang in languages {
        let has = |key| {
            [&below, &above]
                .iter()
                .any(|layer| layer.get(&lang).is_some_and(|all| all.contains_key(key)))
        };
        for key in model.keys().filter(|key| !has(*key)) {
            let kind = FaultKind::Missing { key: key.clone() };
            faults.push(Fault {
                place: lang.to_string(),
                kind,
            });
        }
    }
    faults
}

fn compare((lang, messages): (&Lang, &Messages), model: &Messages, faults: &mut Vec<Fault>) {
    for (key, message) in messages {
        let mut fault = |kind| {
            faults.push(Fault {
                place: message.place.clone(),
                kind,
            });
        };
        let key = key.clone();
        match model.get(&key) {
            None if *lang == Lang::vi() => {} // laid over: new words of a new model
            None => fault(FaultKind::Extra { key }),
            Some(wanted) if wanted.values == message.values => {}
            Some(wanted) => {
                let lost = wanted.values.difference(&message.values).cloned().collect();
                let unknown = message.values.difference(&wanted.values).cloned().collect();
                fault(FaultKind::Values { key, lost, unknown });
            }
        }
    }
}

fn names(values: &[String]) -> String {
    let named: Vec<String> = values.iter().map(|value| format!("${value}")).collect();
    if named.is_empty() {
        "-".to_owned()
    } else {
        named.join(", ")
    }
}

#[cfg(test)]
mod tests;
