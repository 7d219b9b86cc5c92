//! Lists of people and of villages, read from a file as communes really keep
//! them: with titles, totals and signatures, two numbers in a cell, numbers a
//! spreadsheet has shortened, letters of an old font, villages as headings.
//!
//! Nothing here stores or sends anything. Rows are given one by one and memory
//! stays flat, whatever the file; what was wrong and what was put right is said
//! of each row, so that a clerk can mend the list and read it again.
//!
//! Read in this order: `table` the way through any file; `open` which kind it is;
//! `encoding`, `text` and `records`, or `package`, `biff` and `workbook`, how it
//! becomes lines of cells; `header`, `numbering`, `column` and `vocabulary` what the cells mean;
//! `letters` and `tcvn3` old letterings; `people` and `villages` what a line says,
//! with `layout`, `numbers` and `words` for its parts. `invoice` stands apart: a
//! carrier's, of a few lines.
//!
//! Ethnicity is never read, not even to be thrown away later: its column is
//! recognised, left alone, and named in the report.

mod biff;
mod cell;
mod column;
mod container;
mod dates;
mod encoding;
mod fault;
#[cfg(test)]
mod fault_tests;
mod header;
mod invoice;
mod layout;
mod letters;
mod mended;
mod numbering;
mod numbers;
mod open;
mod package;
mod people;
mod reading;
mod records;
mod spelling;
mod table;
mod tcvn3;
mod text;
mod villages;
mod vocabulary;
mod words;
mod workbook;

use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;

use crate::domain::phone::Phone;
use crate::domain::say::{Said, Saying};

pub use self::column::{Column, Why};
pub use self::encoding::Encoding;
pub use self::fault::{Fault, Unreadable};
pub use self::invoice::read_invoice;
pub use self::mended::{Ignored, Mended};

/// A person as a list has them. All text is composed (NFC), on one line, and
/// without invisible characters. `Debug` hides the address, as the phones do
/// themselves.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The row in the spreadsheet or the line in the text file, from 1.
    pub number: u64,
    /// The name; empty if only a phone is known.
    pub name: String,
    /// The phones, each once, in the order they are written.
    pub phones: Vec<Phone>,
    /// `sms`, `zalo`, `telegram` or `push`.
    pub channel: Option<String>,
    /// The address on a channel other than SMS.
    pub address: Option<String>,
    /// A tag of `data/languages.csv`.
    pub language: Option<String>,
    /// The village, from its column, from the address, or from the heading above.
    pub village: Option<String>,
    /// The commune of before the merger of 2025.
    pub old_commune: Option<String>,
    /// The commune as it is written; a code has its five digits.
    pub area: Option<String>,
    /// `villager`, `relay`, `head` or `officer`.
    pub role: Option<String>,
    /// Who took the consent.
    pub consent_by: Option<String>,
    /// The day it was given, as `yyyy-mm-dd`.
    pub consent_at: Option<String>,
    /// What was put right.
    pub mended: Vec<Mended>,
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("number", &self.number)
            .field("name", &self.name)
            .field("phones", &self.phones)
            .field("channel", &self.channel)
            .field("address", &self.address.as_ref().map(|_| "hidden"))
            .field("language", &self.language)
            .field("village", &self.village)
            .field("old_commune", &self.old_commune)
            .field("area", &self.area)
            .field("role", &self.role)
            .field("consent_by", &self.consent_by)
            .field("consent_at", &self.consent_at)
            .field("mended", &self.mended)
            .finish()
    }
}

/// A village as a list has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VillageRow {
    /// The row in the spreadsheet or the line in the text file, from 1.
    pub number: u64,
    /// The commune as it is written; a code has its five digits.
    pub area: Option<String>,
    /// The village's name.
    pub name: String,
    /// The commune of before the merger of 2025.
    pub old_commune: Option<String>,
    /// How many households it has.
    pub households: Option<u32>,
    /// How many people live there.
    pub people: Option<u32>,
    /// What was put right.
    pub mended: Vec<Mended>,
}

/// A row that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The row in the spreadsheet or the line in the text file, from 1.
    pub number: u64,
    /// What is wrong with it, at least one thing.
    pub why: Vec<Fault>,
}

/// What was found out about a file while it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The sheet that was read, if it is a workbook.
    pub sheet: Option<String>,
    /// Where the header stands.
    pub header_line: u64,
    /// Its columns as they are written, and what they mean.
    pub columns: Vec<(String, Column)>,
    /// The lettering.
    pub encoding: Encoding,
    /// Columns that were seen and not read.
    pub ignored: Vec<Ignored>,
    /// Sheets that look like lists too and were not read.
    pub other_sheets: Vec<String>,
    /// Cells whose letters of an old font were put right.
    pub mended_cells: u64,
    /// Rows with something in them that are of nobody: headings, totals,
    /// signatures.
    pub passed_over: u64,
}

impl Opened {
    /// What a clerk should know of the file as a whole.
    pub fn remarks(&self) -> Vec<Saying> {
        let (plain, grave): (Vec<&Ignored>, Vec<&Ignored>) = self
            .ignored
            .iter()
            .partition(|ignored| ignored.why == Why::NotKept);
        let mut remarks: Vec<Saying> = grave.into_iter().map(Said::said).collect();
        if !plain.is_empty() {
            let names: Vec<&str> = plain
                .iter()
                .map(|ignored| ignored.column.as_str())
                .collect();
            remarks.push(
                Ignored {
                    column: names.join("; "),
                    why: Why::NotKept,
                }
                .said(),
            );
        }
        if !self.other_sheets.is_empty() {
            let names = self.other_sheets.join("; ");
            let read = self.sheet.clone().unwrap_or_default();
            let remark = Saying::new("intake-other-sheets").with("names", names);
            remarks.push(remark.with("read", read));
        }
        if self.mended_cells > 0 {
            remarks.push(Saying::new("intake-letters-mended").with("cells", self.mended_cells));
        }
        if self.passed_over > 0 {
            remarks.push(Saying::new("intake-passed-over").with("rows", self.passed_over));
        }
        remarks
    }
}

/// Reads a list of people and gives each row as it is read, until it is told to
/// stop. Rows may have been given when an error comes, so whoever stores them
/// does so in one transaction.
///
/// The plain form is a CSV file with the header
/// `name,phone,channel,address,language,village,old_commune,area,role,consent_by,consent_at`;
/// columns may come in any order, under Vietnamese names, and may be missing as
/// long as there are two and one of them is the name, the phone or the address.
pub fn read(
    path: &Path,
    each: &mut dyn FnMut(Result<Row, BadRow>) -> ControlFlow<()>,
) -> Result<Opened, Unreadable> {
    let mut people = people::People::default();
    let of = &mut |header: &header::Header, line: &cell::Line| people.of(header, line);
    table::read(path, column::Kind::People, of, each)
}

/// Reads a list of villages (`area,name,old_commune,households,people`) with the
/// same tolerance.
pub fn read_villages(
    path: &Path,
    each: &mut dyn FnMut(Result<VillageRow, BadRow>) -> ControlFlow<()>,
) -> Result<Opened, Unreadable> {
    let mut villages = villages::Villages::default();
    let of = &mut |header: &header::Header, line: &cell::Line| villages.of(header, line);
    table::read(path, column::Kind::Villages, of, each)
}
