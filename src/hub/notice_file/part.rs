//! The tables of a notice file, read entry by entry.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::de::value::{Error as NoWord, StrDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{KEYS, Slip, Wanted};

/// A table of the file, whose entries are taken out one by one.
pub(super) struct Part<'t> {
    text: &'t str,
    entries: BTreeMap<String, (usize, DeValue<'t>)>,
}

impl<'t> Part<'t> {
    /// A table that may have these keys and no others.
    pub(super) fn open(text: &'t str, table: DeTable<'t>, known: &[&str]) -> Result<Self, Slip> {
        let part = Self::any(text, table);
        let strange = part
            .entries
            .iter()
            .filter(|(key, _)| !known.contains(&key.as_str()))
            .min_by_key(|(_, (line, _))| *line);
        match strange {
            // A key of the notice itself, below a heading in brackets.
            Some((key, (line, _))) if KEYS.contains(&key.as_str()) => {
                Err(Slip::Below(*line, key.clone()))
            }
            Some((key, (line, _))) => Err(Slip::Strange(*line, key.clone(), known.join(", "))),
            None => Ok(part),
        }
    }

    fn any(text: &'t str, table: DeTable<'t>) -> Self {
        let entry = |(key, value): (Spanned<_>, Spanned<DeValue<'t>>)| {
            let line = line_of(text, key.span().start);
            let key: Cow<'_, str> = key.into_inner();
            (key.into_owned(), (line, value.into_inner()))
        };
        Self {
            text,
            entries: table.into_iter().map(entry).collect(),
        }
    }

    /// What a key must have.
    pub(super) fn needed<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Self, &'static str) -> Result<Option<T>, Slip>,
    ) -> Result<T, Slip> {
        read(self, key)?.ok_or(Slip::Missing(key))
    }

    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, Slip> {
        self.take(key, Wanted::Text, |value| match value {
            DeValue::String(text) => Some(text.into_owned()),
            _ => None,
        })
    }

    pub(super) fn flag(&mut self, key: &str) -> Result<bool, Slip> {
        let flag = self.take(key, Wanted::Flag, |value| value.as_bool())?;
        Ok(flag.unwrap_or_default())
    }

    pub(super) fn number(&mut self, key: &str) -> Result<Option<u8>, Slip> {
        self.take(key, Wanted::Number, |value| {
            value.as_integer()?.as_str().parse().ok()
        })
    }

    pub(super) fn list(&mut self, key: &str) -> Result<Option<Vec<String>>, Slip> {
        self.take(key, Wanted::List, |value| {
            let items = value.as_array()?.iter();
            items
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect()
        })
    }

    /// One word of a few.
    pub(super) fn word<T: DeserializeOwned>(
        &mut self,
        key: &str,
        known: &str,
    ) -> Result<Option<T>, Slip> {
        let line = self.line(key);
        let word = self.text(key)?;
        word.map(|word| of_word(line, key, &word, known))
            .transpose()
    }

    /// Words of a few.
    pub(super) fn words<T: DeserializeOwned>(
        &mut self,
        key: &str,
        known: &str,
    ) -> Result<Option<Vec<T>>, Slip> {
        let line = self.line(key);
        let words = self.list(key)?;
        words
            .map(|words| {
                let word = |word: String| of_word(line, key, &word, known);
                words.into_iter().map(word).collect()
            })
            .transpose()
    }

    /// A moment with its offset, written as TOML has it or between quotes.
    pub(super) fn moment(&mut self, key: &str) -> Result<Option<jiff::Timestamp>, Slip> {
        let line = self.line(key);
        let written = self.take(key, Wanted::Text, |value| match value {
            DeValue::Datetime(moment) => Some(moment.to_string()),
            DeValue::String(text) => Some(text.into_owned()),
            _ => None,
        })?;
        let moment = |text: String| {
            let bad = || Slip::Moment(line, key.to_owned(), text.clone());
            text.trim().parse().map_err(|_| bad())
        };
        written.map(moment).transpose()
    }

    /// The tables below a key, by their names.
    pub(super) fn tables(&mut self, key: &str) -> Result<Vec<(String, DeTable<'t>)>, Slip> {
        self.each(key, Self::table)
    }

    /// The texts below a key, by their names.
    pub(super) fn named(&mut self, key: &str) -> Result<Vec<(String, String)>, Slip> {
        self.each(key, Self::text)
    }

    fn each<T>(
        &mut self,
        key: &str,
        read: impl Fn(&mut Self, &str) -> Result<Option<T>, Slip>,
    ) -> Result<Vec<(String, T)>, Slip> {
        let Some(table) = self.table(key)? else {
            return Ok(Vec::new());
        };
        let mut part = Self::any(self.text, table);
        let names: Vec<String> = part.entries.keys().cloned().collect();
        let mut found = Vec::new();
        for name in names {
            if let Some(value) = read(&mut part, &name)? {
                found.push((name, value));
            }
        }
        Ok(found)
    }

    fn table(&mut self, key: &str) -> Result<Option<DeTable<'t>>, Slip> {
        self.take(key, Wanted::Table, |value| match value {
            DeValue::Table(table) => Some(table),
            _ => None,
        })
    }

    fn take<T>(
        &mut self,
        key: &str,
        wanted: Wanted,
        read: impl FnOnce(DeValue<'t>) -> Option<T>,
    ) -> Result<Option<T>, Slip> {
        let Some((line, value)) = self.entries.remove(key) else {
            return Ok(None);
        };
        let read = read(value).ok_or_else(|| Slip::Kind(line, key.to_owned(), wanted))?;
        Ok(Some(read))
    }

    fn line(&self, key: &str) -> usize {
        self.entries.get(key).map_or(1, |(line, _)| *line)
    }
}

fn of_word<T: DeserializeOwned>(
    line: usize,
    key: &str,
    word: &str,
    known: &str,
) -> Result<T, Slip> {
    T::deserialize(StrDeserializer::<NoWord>::new(word)).map_err(|_| Slip::Word {
        line,
        key: key.to_owned(),
        word: word.to_owned(),
        known: known.to_owned(),
    })
}

/// The line a place of a text is on.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    1 + before.filter(|byte| **byte == b'\n').count()
}
