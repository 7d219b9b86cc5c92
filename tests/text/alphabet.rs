//! The letters of each language, as `data/languages.csv` says.

use std::ops::RangeInclusive;

use crate::support::dice::Dice;

/// Blocks that the file calls by their names.
const BLOCKS: [(&str, &[RangeInclusive<u32>]); 6] = [
    ("Latin", &[0x61..=0x7A, 0x41..=0x5A, 0xC0..=0xFF]),
    ("Latin Extended-A/B", &[0x100..=0x24F]),
    ("Latin Extended Additional", &[0x1E00..=0x1EFF]),
    ("combining marks", &[0x300..=0x36F]),
    (
        "CJK",
        &[0x4E00..=0x9FFF, 0x3001..=0x303F, 0x20000..=0x2A6DF],
    ),
    ("Arabic", &[0x600..=0x6FF, 0x750..=0x77F]),
];

/// A language and its letters.
pub struct Alphabet {
    pub tag: String,
    ranges: Vec<RangeInclusive<u32>>,
    /// Letters that the file writes out, with their marks.
    words: Vec<String>,
}

impl Alphabet {
    /// Those of every row.
    pub fn all() -> Vec<Self> {
        let file = include_str!("../../data/languages.csv");
        let mut rows = csv::Reader::from_reader(file.as_bytes());
        let all: Vec<Self> = rows.records().map(|row| Self::of(&row.unwrap())).collect();
        assert!(all.len() > 30);
        all
    }

    fn of(row: &csv::StringRecord) -> Self {
        let (tag, endonym, block) = (&row[0], &row[2], &row[5]);
        let mut ranges = Vec::new();
        for (name, blocks) in BLOCKS {
            if block.contains(name) {
                ranges.extend(blocks.iter().cloned());
            }
        }
        for range in block.split("U+").skip(1) {
            let end = range.find(|c: char| !c.is_ascii_hexdigit() && c != '-');
            let (from, to) = range[..end.unwrap_or(range.len())].split_once('-').unwrap();
            let code = |code| u32::from_str_radix(code, 16).unwrap();
            ranges.push(code(from)..=code(to));
        }
        assert!(!ranges.is_empty(), "{tag}: {block}");
        let written = [endonym, block].map(|cell| cell.split([' ', ',', ';', '+', '/', '(', ')']));
        let words = written
            .into_iter()
            .flatten()
            .filter(|word| !word.is_ascii());
        Self {
            tag: tag.to_owned(),
            ranges,
            words: words.map(str::to_owned).collect(),
        }
    }

    /// One letter or word of it.
    pub fn letter(&self, dice: &mut Dice) -> String {
        if !self.words.is_empty() && dice.percent(20) {
            return self.words[dice.below(self.words.len())].clone();
        }
        let range = &self.ranges[dice.below(self.ranges.len())];
        any_of(range, dice).to_string()
    }
}

/// A character of a range.
pub fn any_of(range: &RangeInclusive<u32>, dice: &mut Dice) -> char {
    let many = usize::try_from(range.end() - range.start() + 1).unwrap();
    let code = range.start() + u32::try_from(dice.below(many)).unwrap();
    char::from_u32(code).unwrap_or('ơ')
}
