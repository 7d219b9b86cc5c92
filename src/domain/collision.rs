//! Words that read as another once their marks are gone: `data/without-marks.csv`
//! and what an office adds to it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use super::language::Lang;
use super::text::{has_marks, nfc, unaccent};

/// A word of a text that its readers may take for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Collision {
    /// The word as it stands in the text, in small letters.
    pub written: String,
    /// What is left of it without marks.
    pub plain: String,
    /// What it may be read as.
    pub read_as: Vec<String>,
}

/// The lists of all languages.
#[derive(Debug, Clone)]
pub struct Collisions {
    /// By language and by what the words are without marks.
    groups: BTreeMap<(Lang, String), Group>,
    /// The most words any entry has.
    longest: usize,
}

/// Words that are one without marks.
#[derive(Debug, Clone, Default)]
struct Group {
    /// It matters when one of these is misread.
    words: Vec<String>,
    /// These may be read instead.
    also: Vec<String>,
}

/// A list that cannot be used, and the line that is at fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct BadCollisions {
    /// Counted from 1, the heading among them.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

/// A row: words are set apart by `/`. `why` is for those who keep the list.
#[derive(Deserialize)]
struct Row {
    tag: String,
    words: String,
    also: String,
}

impl Collisions {
    /// The list that is built in, and one of the same kind beside it.
    pub fn shipped_and(more: &str) -> Result<Self, BadCollisions> {
        let mut all = Self {
            groups: BTreeMap::new(),
            longest: 0,
        };
        all.add(include_str!("../../data/without-marks.csv"))?;
        all.add(more)?;
        Ok(all)
    }

    fn add(&mut self, file: &str) -> Result<(), BadCollisions> {
        let mut rows = csv::Reader::from_reader(file.trim_start_matches('\u{FEFF}').as_bytes());
        let headings = rows.headers().map_err(|error| bad(&error))?.clone();
        let mut record = csv::StringRecord::new();
        while rows.read_record(&mut record).map_err(|error| bad(&error))? {
            let row: Row = record
                .deserialize(Some(&headings))
                .map_err(|error| bad(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            self.take(&row).map_err(|why| BadCollisions { line, why })?;
        }
        Ok(())
    }

    fn take(&mut self, row: &Row) -> Result<(), String> {
        let lang: Lang = row.tag.trim().parse().map_err(|_| {
            let tag = row.tag.trim();
            format!("no language has the tag \"{tag}\"")
        })?;
        let (words, also) = (words(&row.words), words(&row.also));
        let Some(plain) = words.first().map(|word| unaccent(word)) else {
            return Err("no word".to_owned());
        };
        let mut all = words.iter().chain(&also);
        if let Some(stranger) = all.find(|word| unaccent(word) != plain) {
            return Err(format!(
                "\"{stranger}\" without marks is not \"{plain}\", so nobody takes one for the other"
            ));
        }
        if words.len() + also.len() < 2 {
            return Err(format!("nothing to take \"{plain}\" for"));
        }
        self.longest = self.longest.max(plain.split(' ').count());
        let group = self.groups.entry((lang, plain)).or_default();
        group.words.extend(words);
        group.also.extend(also);
        Ok(())
    }

    /// The words of a text that may be misread without marks, each once, in
    /// order. Of a text that has marks, those of which `plain`, what its readers
    /// would get, still has the letters: an author may have chosen others. Of
    /// one that has none, those that stand for two or more words that matter.
    pub fn find(&self, lang: Lang, text: &str, plain: &str) -> Vec<Collision> {
        let text = nfc(text).to_lowercase();
        let bare = !has_marks(&text);
        let mut left = String::from(" ");
        for run in runs(&unaccent(plain).to_lowercase()) {
            left.extend(run.iter().flat_map(|word| [*word, " "]));
            left.push_str("\n ");
        }
        let (mut found, mut met) = (Vec::new(), BTreeSet::new());
        for run in runs(&text) {
            let mut at = 0;
            while at < run.len() {
                let (step, collision) = self.at(lang, &run[at..], bare);
                at += step;
                found.extend(collision.filter(|one| {
                    left.contains(&format!(" {} ", one.plain)) && met.insert(one.written.clone())
                }));
            }
        }
        found
    }

    /// The longest entry that begins here, and how many words it has.
    fn at(&self, lang: Lang, words: &[&str], bare: bool) -> (usize, Option<Collision>) {
        for length in (1..=self.longest.min(words.len())).rev() {
            let written = words[..length].join(" ");
            let plain = unaccent(&written);
            let Some(group) = self.groups.get(&(lang, plain.clone())) else {
                continue;
            };
            let read_as = group.read_as(&written, bare);
            if !read_as.is_empty() {
                let collision = Collision {
                    written,
                    plain,
                    read_as,
                };
                return (length, Some(collision));
            }
        }
        (1, None)
    }
}

impl Group {
    /// What a word of it may be read as; nothing where it does not matter.
    fn read_as(&self, written: &str, bare: bool) -> Vec<String> {
        let mut others = match (bare, self.words.iter().any(|word| word == written)) {
            (true, _) if self.words.len() > 1 => self.words.clone(),
            (false, true) => [&self.words[..], &self.also[..]].concat(),
            _ => return Vec::new(),
        };
        if !bare {
            others.retain(|word| word != written);
        }
        let mut met = BTreeSet::new();
        others.retain(|word| met.insert(word.clone()));
        others
    }
}

fn words(cell: &str) -> Vec<String> {
    cell.split('/')
        .map(|word| nfc(word.trim()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

fn bad(error: &csv::Error) -> BadCollisions {
    BadCollisions {
        line: error.position().map_or(1, csv::Position::line),
        why: error.to_string(),
    }
}

/// The words of a text, apart wherever more than blanks lies between.
fn runs(text: &str) -> Vec<Vec<&str>> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c) && !c.is_whitespace())
        .map(|run| run.split_whitespace().collect())
        .filter(|run: &Vec<&str>| !run.is_empty())
        .collect()
}

#[cfg(test)]
#[path = "collision_tests.rs"]
mod tests;
