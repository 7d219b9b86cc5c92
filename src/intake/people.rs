//! What a line of a list says of a person.

use crate::domain::phone::Phone;
use crate::domain::text::fold;

use super::cell::{Cell, Line};
use super::column::Column;
use super::fault::Fault;
use super::header::Header;
use super::layout::{self, Place};
use super::mended::Mended;
use super::numbers::{self, Found};
use super::reading::{Reading, too_long};
use super::{BadRow, Row, words};

/// Turns lines into people, and remembers what the lines above say of them.
#[derive(Debug, Default)]
pub(super) struct People {
    /// The village the rows belong to, by the section they stand in.
    village: Option<String>,
    /// The former commune, likewise.
    old_commune: Option<String>,
    /// Signatures have been seen: what follows is no list.
    ended: bool,
}

impl People {
    /// The person of a line; `None` if the line is of nobody.
    pub(super) fn of(&mut self, header: &Header, line: &Line) -> Option<Result<Row, BadRow>> {
        let number = line.number;
        if let Some(fault) = &line.fault {
            return Some(Err(BadRow {
                number,
                why: vec![fault.clone()],
            }));
        }
        if header.is_said_again(line) {
            self.ended = false;
            return None;
        }
        let found = phones(header, line);
        if found.phones.is_empty() && self.is_of_nobody(header, line) {
            return None;
        }
        self.ended = false;
        let mut reading = Reading::new(header, line);
        let row = self.row(&mut reading, found);
        Some(reading.verdict(row))
    }

    /// Whether a line without a phone is of nobody; sections are remembered.
    fn is_of_nobody(&mut self, header: &Header, line: &Line) -> bool {
        let heads = |at| match header.column(at) {
            None | Some(Column::Name | Column::FamilyName | Column::Ignored(_)) => true,
            Some(_) => false,
        };
        match layout::place(line, heads) {
            Place::Village(village) => self.village = Some(village),
            Place::OldCommune(commune) => {
                self.old_commune = Some(commune);
                self.village = None;
            }
            Place::Total => {}
            // "1 | Chủ tịch UBND | …" is somebody all the same.
            Place::End if !is_counted(line) => self.ended = true,
            Place::Somebody if self.ended && !is_counted(line) => {}
            Place::Somebody | Place::End => {
                return !header.read().any(|(at, _)| is_filled(line, at));
            }
        }
        true
    }

    fn row(&self, reading: &mut Reading<'_>, found: Found) -> Row {
        let Found {
            mut phones,
            mut mended,
            faults,
        } = found;
        let name = [reading.text(Column::FamilyName), reading.text(Column::Name)];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let channel = reading.word(Column::Channel, words::channel, Fault::Channel);
        let mut address = reading.text(Column::Address);
        // The address of an SMS is the phone.
        if phones.is_empty() && matches!(channel, None | Some("sms")) {
            let phone = address
                .as_deref()
                .and_then(|address| Phone::parse(address).ok());
            address = address.filter(|_| phone.is_none());
            phones.extend(phone);
        }
        let reachable = !phones.is_empty() || address.is_some();
        if !reachable && faults.is_empty() {
            match channel {
                Some(channel) => reading.faults.push(Fault::NoAddress(channel)),
                None if name.is_empty() && reading.faults.is_empty() => {
                    reading.faults.push(Fault::Nobody);
                }
                None => {}
            }
        }
        reading.faults.extend(faults);
        let home = reading
            .text(Column::Home)
            .and_then(|home| layout::village_in(&home));
        let area = reading.area(&mut mended);
        if reading
            .text(Column::Agreed)
            .is_some_and(|answer| is_no(&answer))
        {
            reading.faults.push(Fault::NotAgreed);
        }
        Row {
            number: reading.line.number,
            name,
            phones,
            channel: channel.map(str::to_owned),
            address,
            language: reading
                .word(Column::Language, words::language, Fault::Language)
                .map(str::to_owned),
            village: reading
                .text(Column::Village)
                .or(home)
                .or_else(|| self.village.clone()),
            old_commune: reading
                .text(Column::OldCommune)
                .or_else(|| self.old_commune.clone()),
            area,
            role: reading
                .word(Column::Role, words::role, Fault::Role)
                .map(str::to_owned),
            consent_by: reading.text(Column::ConsentBy),
            consent_at: reading.day(Column::ConsentAt),
            mended,
        }
    }
}

/// All phones of a line.
fn phones(header: &Header, line: &Line) -> Found {
    let mut found = Found::default();
    for (at, _) in header.read().filter(|(_, column)| *column == Column::Phone) {
        match line.cells.get(at) {
            Some(cell) if too_long(cell) => {
                found.faults.push(Fault::CellTooLong {
                    column: header.name(at),
                });
            }
            Some(Cell::Broken(_)) => {
                found.faults.push(Fault::BrokenFormula {
                    column: header.name(at),
                });
            }
            Some(cell) => numbers::read(cell, &mut found),
            None => {}
        }
    }
    if !found.phones.is_empty() {
        // One of several columns has a number; what is wrong in the others is told.
        for fault in std::mem::take(&mut found.faults) {
            match fault {
                Fault::Phone(why) => found.mend(Mended::LeftOut(why)),
                fault => found.faults.push(fault),
            }
        }
    }
    found
}

fn is_filled(line: &Line, at: usize) -> bool {
    line.cells.get(at).is_some_and(Cell::is_filled)
}

/// Whether a line begins with its number in the list.
fn is_counted(line: &Line) -> bool {
    line.filled()
        .next()
        .is_some_and(|(_, cell)| cell.clean().parse::<u32>().is_ok())
}

fn is_no(answer: &str) -> bool {
    words::listed(
        "khong|ko|k|no|0|khong dong y|tu choi|chua dong y|chua",
        &fold(answer),
    )
}
