//! The cells of one line, asked for by what they mean.

use super::cell::{Cell, Line};
use super::column::Column;
use super::fault::{Fault, quoted};
use super::header::Header;
use super::{BadRow, Mended, dates};

/// The longest cell that is read, in bytes.
const LONGEST_CELL: usize = 1024;

/// The cells of one line by what they mean, and what is wrong with them.
pub(super) struct Reading<'a> {
    header: &'a Header,
    pub(super) line: &'a Line,
    pub(super) faults: Vec<Fault>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(header: &'a Header, line: &'a Line) -> Self {
        Self {
            header,
            line,
            faults: Vec::new(),
        }
    }

    /// The row, or what is wrong with it.
    pub(super) fn verdict<T>(self, row: T) -> Result<T, BadRow> {
        let (line, columns) = (self.line, self.header.columns.len());
        let cells = line.cells.len();
        let shifted = line.filled().any(|(at, _)| at >= columns) || !self.faults.is_empty();
        // In a text file a delimiter too many moves all cells behind it, and what
        // is said of each of them would only lead astray.
        let why = if self.header.strict && cells > columns && shifted {
            vec![Fault::MoreCells { cells, columns }]
        } else {
            self.faults
        };
        let number = line.number;
        if why.is_empty() {
            Ok(row)
        } else {
            Err(BadRow { number, why })
        }
    }

    /// What stands in a column, as it is kept.
    pub(super) fn text(&mut self, wanted: Column) -> Option<String> {
        let (at, cell) = self.cell(wanted)?;
        let column = || self.header.name(at);
        let fault = match cell {
            Cell::Broken(_) => Fault::BrokenFormula { column: column() },
            cell if too_long(cell) => Fault::CellTooLong { column: column() },
            cell => {
                let text = cell.clean();
                if !text.contains('\u{FFFD}') {
                    return Some(text).filter(|text| !text.is_empty());
                }
                Fault::Garbled { column: column() }
            }
        };
        self.faults.push(fault);
        None
    }

    /// An area's code, and whether it was put right.
    pub(super) fn area(&mut self, mended: &mut Vec<Mended>) -> Option<String> {
        let area = self.text(Column::Area)?;
        let whole = with_zeros(&area);
        if whole.is_some() {
            mended.push(Mended::AreaZeros);
        }
        Some(whole.unwrap_or(area))
    }

    /// A word of the house for what stands in a column.
    pub(super) fn word(
        &mut self,
        wanted: Column,
        known: impl Fn(&str) -> Option<&'static str>,
        fault: impl Fn(String) -> Fault,
    ) -> Option<&'static str> {
        let text = self.text(wanted)?;
        let word = known(&text);
        if word.is_none() {
            self.faults.push(fault(quoted(&text)));
        }
        word
    }

    pub(super) fn day(&mut self, wanted: Column) -> Option<String> {
        if let Some((_, Cell::Number(serial))) = self.cell(wanted)
            && let Some(day) = dates::of_serial(*serial)
        {
            return Some(day);
        }
        let text = self.text(wanted)?;
        let day = dates::day(&text);
        if day.is_none() {
            self.faults.push(Fault::Date(quoted(&text)));
        }
        day
    }

    /// The cell of a column. Where a cell was merged over several rows its text
    /// holds for all of them, but a name is of one person.
    fn cell(&self, wanted: Column) -> Option<(usize, &'a Cell)> {
        let (at, _) = self.header.read().find(|(_, column)| *column == wanted)?;
        match self.line.cells.get(at)? {
            Cell::Above(_)
                if matches!(wanted, Column::Name | Column::FamilyName | Column::Address) =>
            {
                None
            }
            Cell::Above(above) => Some((at, above)),
            cell => Some((at, cell)),
        }
    }
}

/// A five-digit code that lost its leading zeros in a spreadsheet. One or two
/// digits are left: they may be a province's code.
fn with_zeros(area: &str) -> Option<String> {
    let digits = area.strip_suffix(".0").unwrap_or(area);
    let short = (3..5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    short.then(|| format!("{digits:0>5}"))
}

/// Whether a cell is longer than anything that belongs in one.
pub(super) fn too_long(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.len() > LONGEST_CELL)
}
