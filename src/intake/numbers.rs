//! The phones of one cell: one, several, or what a spreadsheet made of them.

use crate::domain::phone::{BadPhone, Phone, Written};

use super::cell::Cell;
use super::fault::Fault;
use super::mended::Mended;
use super::spelling::{Power, bare, point_zero, power, says_none, without_words};

/// What was found in the phone columns of a row.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The phones, each once, in the order they are written.
    pub(super) phones: Vec<Phone>,
    /// What was put right.
    pub(super) mended: Vec<Mended>,
    /// Why a cell gave no phone.
    pub(super) faults: Vec<Fault>,
}

impl Found {
    fn take(&mut self, (phone, written): (Phone, Written)) {
        if !self.phones.contains(&phone) {
            self.phones.push(phone);
        }
        match written {
            Written::Whole => {}
            Written::WithoutZero => self.mend(Mended::Zero),
            Written::Old => self.mend(Mended::OldNumber),
        }
    }

    /// Notes what was put right, once.
    pub(super) fn mend(&mut self, mended: Mended) {
        if !self.mended.contains(&mended) {
            self.mended.push(mended);
        }
    }
}

/// Reads a cell. A cell with several numbers of which one is good gives that
/// one and tells of the rest; a cell with none that is good is a fault.
pub(super) fn read(cell: &Cell, found: &mut Found) {
    let text = cell.raw();
    let text = bare(&text);
    if says_none(text) {
        return;
    }
    // A spreadsheet shows 8.4912E+10; read back as a number it ends in zeros.
    if matches!(cell, Cell::Number(_)) && text.len() >= 9 && text.ends_with("000000") {
        return found.faults.push(Fault::DigitsLost);
    }
    match power(text) {
        Some(Power::Whole(digits)) => {
            found.mend(Mended::Power);
            several(&digits, found);
        }
        Some(Power::Cut) => found.faults.push(Fault::DigitsLost),
        None => match point_zero(text) {
            Some(digits) => {
                found.mend(Mended::PointZero);
                several(digits, found);
            }
            None => several(text, found),
        },
    }
}

fn several(text: &str, found: &mut Found) {
    if let Ok(phone) = Phone::read(text) {
        return found.take(phone);
    }
    let Some((text, words)) = without_words(text) else {
        return found.faults.push(Fault::Phone(BadPhone::NotDigits));
    };
    let before = found.phones.len();
    let mut refused = Vec::new();
    for piece in text.split(['/', '\\', ';', ',', '|', '&', '\n', '\r']) {
        if let Err(why) = piece_of(piece, found) {
            refused.push(why);
        }
    }
    if found.phones.len() == before && !refused.is_empty() {
        return found.faults.extend(refused.into_iter().map(Fault::Phone));
    }
    if found.phones.len() > before + 1 {
        found.mend(Mended::Several);
    }
    if words {
        found.mend(Mended::Words);
    }
    for why in refused {
        found.mend(Mended::LeftOut(why));
    }
}

/// One number, or several with nothing but blanks or dashes between.
fn piece_of(piece: &str, found: &mut Found) -> Result<(), BadPhone> {
    match Phone::read(piece) {
        Ok(phone) => found.take(phone),
        Err(BadPhone::Empty) => {}
        Err(why) => {
            let groups = piece.split(|c: char| !c.is_ascii_digit() && c != '+');
            let groups: Vec<&str> = groups.filter(|group| !group.is_empty()).collect();
            let mut ways = Vec::new();
            parted(&groups, &mut Vec::new(), &mut ways);
            // Two ways to part the digits are two different persons.
            let [way] = ways.as_slice() else {
                return Err(why);
            };
            for phone in way {
                found.take(*phone);
            }
        }
    }
    Ok(())
}

/// All ways to part groups of digits into whole numbers.
fn parted(
    groups: &[&str],
    before: &mut Vec<(Phone, Written)>,
    ways: &mut Vec<Vec<(Phone, Written)>>,
) {
    /// More groups than three numbers written in fours have.
    const MOST: usize = 16;
    if groups.len() > MOST || ways.len() > 1 {
        return;
    }
    if groups.is_empty() {
        return ways.push(before.clone());
    }
    for end in 1..=groups.len() {
        let digits = groups[..end].concat();
        if digits.len() > 15 {
            return;
        }
        if let Ok(phone) = Phone::read(&digits) {
            before.push(phone);
            parted(&groups[end..], before, ways);
            before.pop();
        }
    }
}

#[cfg(test)]
mod tests;
