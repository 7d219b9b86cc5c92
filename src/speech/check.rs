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
mod tests {
    use super::*;

    const MODEL: &str = "frame = { $short } KT:{ $code }\ntold = Đã báo { $n ->\n    [0] chưa nhà nào\n   *[other] { $n } nhà\n}\nhelp = Gọi 112\n";

    fn source(folder: &str, text: &str) -> Source {
        Source {
            folder: folder.into(),
            name: "sms".into(),
            text: text.into(),
        }
    }

    fn faults(folder: &str, text: &str) -> Vec<FaultKind> {
        let faults = check(&[source("vi", MODEL), source(folder, text)]);
        faults.into_iter().map(|fault| fault.kind).collect()
    }

    fn values(key: &str, lost: &[&str], unknown: &[&str]) -> FaultKind {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        FaultKind::Values {
            key: key.into(),
            lost: owned(lost),
            unknown: owned(unknown),
        }
    }

    #[test]
    fn a_faithful_translation_has_no_fault() {
        assert_eq!(
            faults(
                "en",
                "frame = { $short } KT:{ $code }\ntold = Told { NUMBER($n) }\nhelp = Call 112\n"
            ),
            []
        );
    }

    #[test]
    fn gaps_and_leftovers_are_listed_and_spoil_nothing() {
        let en = "frame = { $short } KT:{ $code }\ntold = Told { $n }\nhelpp = Call 112\n";
        let found = check(&[source("vi", MODEL), source("en", en)]);
        let extra = Fault {
            place: "en/sms.ftl".into(),
            kind: FaultKind::Extra {
                key: "helpp".into(),
            },
        };
        let missing = Fault {
            place: "en".into(),
            kind: FaultKind::Missing { key: "help".into() },
        };
        assert!(!extra.spoils_the_file() && !missing.spoils_the_file() && !missing.is_gap());
        assert_eq!(found, [extra, missing]);
    }

    #[test]
    fn a_frame_that_loses_the_warning_is_found() {
        let en = "frame = Notice KT:{ $cod }\ntold = { $n }\nhelp = Call 112\n";
        assert_eq!(
            faults("en", en),
            [values("frame", &["code", "short"], &["cod"])]
        );
    }

    #[test]
    fn values_are_found_wherever_fluent_lets_them_stand() {
        let vi = "a = { $x ->\n    [one] { NUMBER($y) }\n   *[other] { -t(z: 1) } { { $w } }\n}\n    .title = { $v }\n";
        let [sources, empty] = [source("vi", vi), source("en", "a = A\n    .title = T\n")];
        let found: Vec<FaultKind> = check(&[sources, empty])
            .into_iter()
            .map(|fault| fault.kind)
            .collect();
        assert_eq!(
            found,
            [
                values("a", &["w", "x", "y"], &[]),
                values("a.title", &["v"], &[])
            ]
        );
    }

    #[test]
    fn broken_lines_decomposed_letters_doubles_and_strange_folders_are_placed() {
        let en = "frame = { $short } KT:{ $code }\ntold = { $n }\nhelp = Call 112\n";
        assert_eq!(
            faults("en", &format!("{en}oops\n")),
            [FaultKind::Syntax { line: 4 }]
        );
        assert_eq!(
            faults("en", &format!("{en}help = 113\n")),
            [FaultKind::Twice { key: "help".into() }]
        );
        let decomposed = en.replace("Call", "Ca\u{0302}ll");
        assert_eq!(
            faults("en", &decomposed),
            [FaultKind::Decomposed { line: 3 }]
        );
        for folder in ["hmong", "blt", "EN"] {
            let fault = Fault {
                place: folder.into(),
                kind: FaultKind::Folder,
            };
            assert_eq!(
                check(&[source("vi", MODEL), source(folder, en), source(folder, en)]),
                [fault]
            );
        }
    }

    #[test]
    fn files_laid_over_answer_to_the_words_built_in() {
        let over = [
            source("vi", "frame = { $short }\n"),
            source("km", "help = 112\n"),
        ];
        let found = check_over(&[source("vi", MODEL)], &over);
        let expected = [
            ("vi/sms.ftl", values("frame", &["code"], &[])),
            (
                "km",
                FaultKind::Missing {
                    key: "frame".into(),
                },
            ),
            ("km", FaultKind::Missing { key: "told".into() }),
        ];
        assert_eq!(
            found.iter().map(Fault::is_gap).collect::<Vec<_>>(),
            [false, true, true]
        );
        assert_eq!(
            found,
            expected.map(|(place, kind)| Fault {
                place: place.into(),
                kind
            })
        );
    }
}
