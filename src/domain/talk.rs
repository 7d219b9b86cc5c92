//! A conversation by short messages, one step at a time: what somebody wrote,
//! what they were asked before, and what is to be done about it. Knows no
//! database and no clock; SMS today, bots by the same words.

use serde::{Deserialize, Serialize};

use super::area::{Area, AreaCode, Areas};
use super::id::VillageId;
use super::language::Lang;
use super::notice::Topic;
use super::say::Saying;
use super::text::fold;
use super::village::village_key;
pub use asked::{Asked, read};

mod asked;
pub mod guard;
mod places;

/// Choices that one message can hold.
const FEW: usize = 6;

/// What somebody was asked and has not answered yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pending {
    /// Which of these communes.
    Commune(Vec<AreaCode>),
    /// Which village of this commune: these were named.
    Village(AreaCode, Vec<VillageId>),
    /// Which of these languages and scripts, by tag.
    Script(Vec<String>),
}

/// A village to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its row.
    pub id: VillageId,
    /// Its name.
    pub name: String,
}

/// What is known before a message is read.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The country.
    pub areas: &'a Areas,
    /// The villages of the commune that was asked about.
    pub villages: &'a [Choice],
    /// The languages that the writer's province has turned on.
    pub languages: &'a [Lang],
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send nothing but danger to life.
    Silence,
    /// Send again.
    Return,
    /// Send of this topic, or no more.
    Topic(bool, Topic),
    /// Send advertising too, or no more.
    Advertising(bool),
    /// Write them down in this commune.
    Join(AreaCode),
    /// Write down where in it they live, where they know.
    Live(AreaCode, Option<VillageId>),
    /// Tell them in this language.
    Speak(Lang),
    /// Say what this notice is worth; whatever was asked stays asked.
    Verify(String),
    /// Say what may be asked; whatever was asked stays asked.
    Help,
    /// Say this, and remember what is asked by it.
    Say(Saying, Option<Pending>),
    /// Show it to people.
    Free,
}

/// One step.
pub fn step(pending: Option<&Pending>, text: &str, known: Known<'_>) -> Step {
    match read(text) {
        Asked::Silence => Step::Silence,
        Asked::Return => Step::Return,
        Asked::Topic(on, topic) => Step::Topic(on, topic),
        Asked::Advertising(on) => Step::Advertising(on),
        Asked::SomeTopic => Step::Say(Saying::new("sms-which-topic"), None),
        Asked::Register(words) => register(&words, known),
        Asked::Language(words) => language(&words, known),
        Asked::Verify(code) => Step::Verify(code),
        Asked::Help => Step::Help,
        Asked::Choice(number) => pending.map_or(Step::Free, |asked| chosen(asked, number)),
        Asked::Free => pending.map_or(Step::Free, |asked| named(asked, text, known)),
    }
}

/// What is asked of somebody who has just come to a commune with these
/// villages; `None` where nobody has listed any.
pub fn ask_village(commune: AreaCode, villages: &[Choice]) -> Option<(Saying, Pending)> {
    if villages.is_empty() {
        return None;
    }
    if villages.len() > FEW {
        let asked = Pending::Village(commune, Vec::new());
        return Some((Saying::new("sms-which-village"), asked));
    }
    let names = villages.iter().map(|village| village.name.as_str());
    let saying = Saying::new("sms-which-village-of").with("choices", numbered(names));
    let ids = villages.iter().map(|village| village.id).collect();
    Some((saying, Pending::Village(commune, ids)))
}

fn register(words: &str, known: Known<'_>) -> Step {
    let found = places::communes(known.areas, words);
    match found.as_slice() {
        [] => Step::Say(Saying::new("sms-no-commune").with("name", words), None),
        [one] => Step::Join(one.code.clone()),
        several => which_commune(several, known.areas),
    }
}

fn which_commune(several: &[&Area], areas: &Areas) -> Step {
    let asked = Pending::Commune(several.iter().map(|area| area.code.clone()).collect());
    let saying = if several.len() > FEW {
        Saying::new("sms-which-province").with("count", several.len())
    } else {
        let names: Vec<String> = several
            .iter()
            .map(|area| places::name(area, areas))
            .collect();
        let choices = numbered(names.iter().map(String::as_str));
        Saying::new("sms-which-commune").with("choices", choices)
    };
    Step::Say(saying, Some(asked))
}

/// Who speaks it chooses among the scripts that the province has turned on.
fn language(words: &str, known: Known<'_>) -> Step {
    let called = |lang: &Lang| {
        let word = words.strip_prefix("tieng ").unwrap_or(words);
        let names = [fold(lang.name_vi()), fold(lang.endonym())];
        let is = |name: &String| {
            let name = name.strip_prefix("tieng ").unwrap_or(name);
            name == word
                || name
                    .strip_prefix(word)
                    .is_some_and(|rest| rest.starts_with(' '))
        };
        !word.is_empty() && names.iter().any(is)
    };
    let meant: Vec<Lang> = known.languages.iter().copied().filter(called).collect();
    match meant.as_slice() {
        [] => Step::Say(Saying::new("sms-which-language"), None),
        [one] => Step::Speak(*one),
        several => {
            let names = several.iter().map(|lang| lang.name_vi());
            let saying = Saying::new("sms-which-script").with("choices", numbered(names));
            let tags = several.iter().map(|lang| lang.as_str().to_owned());
            Step::Say(saying, Some(Pending::Script(tags.collect())))
        }
    }
}

/// The answer to a question by the number of a choice. Nought: I do not know.
fn chosen(asked: &Pending, number: usize) -> Step {
    let place = number.checked_sub(1);
    let step = match asked {
        Pending::Commune(codes) => place.and_then(|n| codes.get(n).cloned()).map(Step::Join),
        Pending::Village(commune, _) if number == 0 => Some(Step::Live(commune.clone(), None)),
        Pending::Village(commune, ids) => {
            let id = place.and_then(|n| ids.get(n).copied());
            id.map(|id| Step::Live(commune.clone(), Some(id)))
        }
        Pending::Script(tags) => {
            let tag = place.and_then(|n| tags.get(n));
            tag.and_then(|tag| tag.parse().ok()).map(Step::Speak)
        }
    };
    step.unwrap_or_else(|| Step::Say(Saying::new("sms-no-such-choice"), Some(asked.clone())))
}

/// The answer to a question by a name. What answers none is for people.
fn named(asked: &Pending, text: &str, known: Known<'_>) -> Step {
    match asked {
        Pending::Commune(codes) => {
            let fits = places::narrowed(codes, text, known.areas);
            match fits.as_slice() {
                [] => Step::Free,
                [one] => Step::Join(one.code.clone()),
                several => which_commune(several, known.areas),
            }
        }
        Pending::Village(commune, _) => {
            let key = village_key(text);
            let alike: Vec<&Choice> = known
                .villages
                .iter()
                .filter(|village| {
                    let own = village_key(&village.name);
                    own.name == key.name && key.may_be(&own.name, own.kind)
                })
                .collect();
            match alike.as_slice() {
                [one] => Step::Live(commune.clone(), Some(one.id)),
                [] if fold(text).split(' ').count() > 4 => Step::Free,
                _ => Step::Say(Saying::new("sms-no-village"), Some(asked.clone())),
            }
        }
        Pending::Script(_) => Step::Free,
    }
}

/// "1 Pú Mây, 2 Nậm Xả".
fn numbered<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let numbered: Vec<String> = (1usize..)
        .zip(names)
        .map(|(number, name)| format!("{number} {name}"))
        .collect();
    numbered.join(", ")
}

#[cfg(test)]
#[path = "talk_tests.rs"]
mod tests;
