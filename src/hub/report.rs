//! What an import tells of a list when it is done, and of a bad row at once.

use serde::Serialize;

use crate::domain::say::{Said, Saying};
use crate::intake::{BadRow, Mended};

/// New villages and mended rows that are named; the rest is counted.
const NAMED_VILLAGES: usize = 10;
const NAMED_ROWS: usize = 5;

/// What became of a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Rows that name somebody.
    pub rows: u64,
    /// People who were not known.
    pub added: u64,
    /// People who were, recognised by a contact.
    pub updated: u64,
    /// Rows that were refused.
    pub bad: u64,
    /// People of whom nothing says that they agreed.
    pub without_consent: u64,
    /// People whom no way reaches.
    pub without_contact: u64,
    /// Villages nobody had counted, which the list added.
    pub villages_added: u64,
    /// The first of them, as the list writes them.
    pub new_villages: Vec<String>,
    /// What was put right.
    pub mended: Vec<Mending>,
}

/// What became of a list of villages.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VillageReport {
    /// Rows that name a village.
    pub rows: u64,
    /// Villages that were not known.
    pub added: u64,
    /// Villages that were.
    pub updated: u64,
    /// Rows that were refused.
    pub bad: u64,
    /// What was put right.
    pub mended: Vec<Mending>,
}

/// One kind of thing that was put right.
#[derive(Debug, Clone, Serialize)]
pub struct Mending {
    /// What.
    pub what: Saying,
    /// In how many places.
    pub places: u64,
    /// The first rows it was done in.
    pub rows: Vec<u64>,
}

/// One refused row, as it is told while the list is read.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The row in the spreadsheet, the line in the text.
    pub row: u64,
    /// Every reason.
    pub why: Vec<Saying>,
}

impl From<BadRow> for Refused {
    fn from(bad: BadRow) -> Self {
        Self {
            row: bad.number,
            why: bad.why.iter().map(Said::said).collect(),
        }
    }
}

impl Report {
    /// Notes a village that is in no list of villages.
    pub(super) fn new_village(&mut self, name: &str, old_commune: &str) {
        self.villages_added += 1;
        if self.new_villages.len() < NAMED_VILLAGES {
            self.new_villages.push(if old_commune.is_empty() {
                name.to_owned()
            } else {
                format!("{name} ({old_commune})")
            });
        }
    }
}

/// Notes what was put right in a row.
pub(super) fn note_mended(kinds: &mut Vec<Mending>, row: u64, mended: &[Mended]) {
    for what in mended.iter().map(Said::said) {
        let at = kinds.iter().position(|kind| kind.what == what);
        let at = at.unwrap_or_else(|| {
            kinds.push(Mending {
                what,
                places: 0,
                rows: Vec::new(),
            });
            kinds.len() - 1
        });
        let kind = &mut kinds[at];
        kind.places += 1;
        if kind.rows.len() < NAMED_ROWS {
            kind.rows.push(row);
        }
    }
}
