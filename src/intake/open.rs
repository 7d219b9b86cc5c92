//! Opens a file by what is in it, never by its name: `.xls` may be anything.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use super::cell::Lines;
use super::column::Kind;
use super::encoding::{self, Encoding};
use super::fault::Unreadable;
use super::records::Records;
use super::text::TextFile;
use super::workbook;

/// The largest file, in megabytes. A list of 200,000 people is some 20.
const LARGEST: u64 = 64;

/// A table in a file: the only one of a text file, or one sheet of a workbook.
pub(super) struct Table<'a> {
    /// The sheet's name.
    pub(super) sheet: Option<String>,
    /// Whether the sheet is hidden from whoever opens the workbook.
    pub(super) hidden: bool,
    /// The lettering.
    pub(super) encoding: Encoding,
    /// The lines.
    pub(super) lines: &'a mut dyn Lines,
}

/// Takes the tables of a file one after the other.
pub(super) type Take<'a> = dyn FnMut(Table<'_>) -> Result<(), Unreadable> + 'a;

/// Gives every table of a file.
pub(super) fn tables(path: &Path, kind: Kind, take: &mut Take<'_>) -> Result<(), Unreadable> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(Unreadable::NotAFile);
    }
    if metadata.len() > LARGEST * 1024 * 1024 {
        return Err(Unreadable::TooLarge { megabytes: LARGEST });
    }
    let mut file = File::open(path)?;
    let mut start = Vec::with_capacity(8);
    file.by_ref().take(8).read_to_end(&mut start)?;
    file.rewind()?;
    match start.as_slice() {
        [b'P', b'K', 3, 4, ..] => workbook::xlsx(BufReader::new(file), take),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] => workbook::xls(file, take),
        _ => text(file, kind, take),
    }
}

fn text(mut file: File, kind: Kind, take: &mut Take<'_>) -> Result<(), Unreadable> {
    let encoding = encoding::detect(&mut file)?;
    file.rewind()?;
    let mut records = Records::open(TextFile::new(file, encoding), kind)?;
    take(Table {
        sheet: None,
        hidden: false,
        encoding,
        lines: &mut records,
    })
}
