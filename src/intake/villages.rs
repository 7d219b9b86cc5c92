//! What a line of a list says of a village.

use super::cell::{Cell, Line};
use super::column::Column;
use super::fault::{Fault, quoted};
use super::header::Header;
use super::layout::{self, Place};
use super::reading::Reading;
use super::{BadRow, VillageRow};

/// Turns lines into villages, and remembers the former commune above them.
#[derive(Debug, Default)]
pub(super) struct Villages {
    old_commune: Option<String>,
    /// Signatures have been seen: what follows is no list.
    ended: bool,
}

impl Villages {
    /// The village of a line; `None` if the line is of none.
    pub(super) fn of(
        &mut self,
        header: &Header,
        line: &Line,
    ) -> Option<Result<VillageRow, BadRow>> {
        let number = line.number;
        if let Some(fault) = &line.fault {
            return Some(Err(BadRow {
                number,
                why: vec![fault.clone()],
            }));
        }
        let read = |(at, _): (usize, Column)| line.cells.get(at).is_some_and(Cell::is_filled);
        if self.ended || header.is_said_again(line) || !header.read().any(read) {
            return None;
        }
        match layout::place(line, |_| true) {
            Place::Total => return None,
            Place::End => {
                self.ended = true;
                return None;
            }
            Place::OldCommune(commune) => {
                self.old_commune = Some(commune);
                return None;
            }
            Place::Village(_) | Place::Somebody => {}
        }
        let mut reading = Reading::new(header, line);
        let row = self.row(&mut reading);
        Some(reading.verdict(row))
    }

    fn row(&self, reading: &mut Reading<'_>) -> VillageRow {
        let mut mended = Vec::new();
        let name = reading.text(Column::Name).unwrap_or_default();
        if name.is_empty() && reading.faults.is_empty() {
            reading.faults.push(Fault::NoName);
        }
        let area = reading.area(&mut mended);
        VillageRow {
            number: reading.line.number,
            area,
            name,
            old_commune: reading
                .text(Column::OldCommune)
                .or_else(|| self.old_commune.clone()),
            households: count(reading, Column::Households),
            people: count(reading, Column::People),
            mended,
        }
    }
}

/// A whole number of zero or more: 45, "1.234", "45 hộ".
fn count(reading: &mut Reading<'_>, column: Column) -> Option<u32> {
    let text = reading.text(column)?;
    let number = text.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ');
    // A point or comma is a thousands' mark if three digits follow each.
    let mut groups = number.split(['.', ',', ' ']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (first.len() < 4 && rest.iter().all(|group| group.len() == 3));
    let count = format!("{first}{}", rest.concat())
        .parse()
        .ok()
        .filter(|_| grouped);
    if count.is_none() {
        reading.faults.push(Fault::Count(quoted(&text)));
    }
    count
}
