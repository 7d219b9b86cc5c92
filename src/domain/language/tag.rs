//! A language as text: in addresses, files, the database and on the wire.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Lang;
use crate::domain::say::{Said, Saying};

/// A tag that names no language of the table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLang {
    /// The language is known in one or more scripts and the tag chose none.
    #[error("language tag `{tag}` lacks its script, write one of: {known}")]
    NoScript {
        /// What was given.
        tag: String,
        /// The full tags, comma between.
        known: String,
    },
    /// Not a language of the table.
    #[error("language tag `{tag}` is not in data/languages.csv")]
    Unknown {
        /// What was given.
        tag: String,
    },
}

impl Said for BadLang {
    fn said(&self) -> Saying {
        match self {
            Self::NoScript { tag, known } => Saying::new("language-no-script")
                .with("tag", tag)
                .with("known", known),
            Self::Unknown { tag } => Saying::new("language-unknown").with("tag", tag),
        }
    }
}

impl Lang {
    /// The language of a tag, in capitals or not, as long as it is whole.
    pub fn parse(tag: &str) -> Result<Self, BadLang> {
        let found = Self::all().find(|lang| lang.as_str().eq_ignore_ascii_case(tag));
        found.ok_or_else(|| {
            let stem = format!("{}-", tag.to_ascii_lowercase());
            let tags = Self::all().map(Self::as_str);
            let known: Vec<_> = tags.filter(|known| known.starts_with(&stem)).collect();
            let tag = tag.to_owned();
            if known.is_empty() {
                BadLang::Unknown { tag }
            } else {
                BadLang::NoScript {
                    tag,
                    known: known.join(", "),
                }
            }
        })
    }
}

impl FromStr for Lang {
    type Err = BadLang;

    fn from_str(tag: &str) -> Result<Self, BadLang> {
        Self::parse(tag)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Vietnamese: what is spoken to someone who has not said.
impl Default for Lang {
    fn default() -> Self {
        Self::vi()
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn lang(tag: &str) -> Lang {
        tag.parse().unwrap()
    }

    #[test]
    fn a_tag_without_its_script_is_refused_with_the_choice() {
        let refused = "blt".parse::<Lang>().unwrap_err();
        assert_eq!(
            refused,
            BadLang::NoScript {
                tag: "blt".into(),
                known: "blt-Tavt, blt-Latn".into()
            }
        );
        assert_eq!(
            "ctu-Latn".parse::<Lang>(),
            Err(BadLang::Unknown {
                tag: "ctu-Latn".into()
            })
        );
        assert_eq!(lang("BLT-tavt").as_str(), "blt-Tavt");
    }

    #[test]
    fn a_language_is_its_tag_in_json_also_as_a_key() {
        let texts: BTreeMap<Lang, &str> = [(lang("hmn-Latn-VN"), "…"), (Lang::vi(), "lũ")].into();
        let json = serde_json::to_string(&texts).unwrap();
        assert_eq!(json, r#"{"vi":"lũ","hmn-Latn-VN":"…"}"#);
        let back: BTreeMap<Lang, String> = serde_json::from_str(&json).unwrap();
        assert_eq!(back.len(), 2);
        assert!(serde_json::from_str::<Lang>("\"blt\"").is_err());
    }
}
