//! A look into an `.xls` file before it is read: how many cells its sheets span.
//!
//! The reader of the format lays every sheet out as a full rectangle, so two
//! cells in far corners of a small file would take gigabytes. Facts: [MS-XLS].

use super::container::{Container, number};
use super::fault::Unreadable;

/// The most cells the rectangles around all sheets may span together, some 50
/// bytes each.
const CELLS: u64 = 4_000_000;
/// A sheet has at most so many cells (65,536 rows of 256).
const SHEET: u64 = 65_536 * 256;
/// The largest file, in megabytes; all of it is held in memory.
const LARGEST: u64 = 32;

/// Records that hold a cell, all of which begin with its row and column.
const CELL_RECORDS: [u16; 8] = [
    0x0006, 0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x00BD,
];
const SEVERAL_NUMBERS: u16 = 0x00BD;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const LOCKED: u16 = 0x002F;
const SHEET_AT: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;

/// Refuses what is not an old workbook, is locked, or spans too much.
pub(super) fn inspect(bytes: &[u8]) -> Result<(), Unreadable> {
    if bytes.len() as u64 > LARGEST * 1024 * 1024 {
        return Err(Unreadable::TooLarge { megabytes: LARGEST });
    }
    let container = Container::open(bytes).ok_or(Unreadable::Damaged)?;
    // A locked .xlsx is wrapped in the same kind of container.
    if container.entry("EncryptedPackage").is_some() {
        return Err(Unreadable::Encrypted);
    }
    let book = container
        .entry("Workbook")
        .or_else(|| container.entry("Book"));
    let book = book.ok_or(Unreadable::NotAList("binary"))?;
    let stream = container.stream(book).ok_or(Unreadable::Damaged)?;
    let mut sheets = Vec::new();
    for (kind, data) in records(&stream).take_while(|(kind, _)| *kind != END) {
        match kind {
            LOCKED if number(data, 0, 2) != Some(0) => return Err(Unreadable::Encrypted),
            SHEET_AT => sheets.push(number(data, 0, 4).ok_or(Unreadable::Damaged)?),
            _ => {}
        }
    }
    let (mut cells, mut walked) = (0, 0);
    for at in sheets {
        let sheet = usize::try_from(at).ok().and_then(|at| stream.get(at..));
        let sheet = sheet.ok_or(Unreadable::Damaged)?;
        cells += span(sheet, &mut walked)?;
        if cells > CELLS {
            return Err(Unreadable::Unpacks {
                megabytes: CELLS / 20_000,
            });
        }
        // Sheets that share their bytes would be read once for each.
        if walked > 2 * stream.len() {
            return Err(Unreadable::Damaged);
        }
    }
    Ok(())
}

/// How many cells the rectangle around a sheet's cells has.
fn span(sheet: &[u8], walked: &mut usize) -> Result<u64, Unreadable> {
    let mut around: Option<(u64, u64, u64, u64)> = None;
    let mut depth = 0_u32;
    for (kind, data) in records(sheet) {
        *walked += data.len() + 4;
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            DIMENSIONS => refuse_dimensions(data)?,
            _ if CELL_RECORDS.contains(&kind) && depth <= 1 => {
                let (Some(row), Some(column)) = (number(data, 0, 2), number(data, 2, 2)) else {
                    return Err(Unreadable::Damaged);
                };
                let last = match kind {
                    SEVERAL_NUMBERS => data.len().checked_sub(2).and_then(|at| number(data, at, 2)),
                    _ => Some(column),
                };
                let last = last
                    .filter(|last| *last >= column)
                    .ok_or(Unreadable::Damaged)?;
                let (top, bottom, left, right) = around.unwrap_or((row, row, column, last));
                around = Some((
                    top.min(row),
                    bottom.max(row),
                    left.min(column),
                    right.max(last),
                ));
            }
            _ => {}
        }
    }
    Ok(around.map_or(0, |(top, bottom, left, right)| {
        (bottom - top + 1) * (right - left + 1)
    }))
}

/// Room is made for as many cells as this record says before one is read.
fn refuse_dimensions(data: &[u8]) -> Result<(), Unreadable> {
    let width = if data.len() == 10 { 2 } else { 4 };
    let at = |slot: usize, width: usize| number(data, slot, width);
    let dimensions = at(0, width)
        .zip(at(width, width))
        .zip(at(2 * width, 2).zip(at(2 * width + 2, 2)));
    let ((top, bottom), (_, right)) = dimensions.ok_or(Unreadable::Damaged)?;
    let empty = bottom == 0 || right == 0;
    if !empty && (bottom <= top || (bottom - top).saturating_mul(right) > SHEET) {
        return Err(Unreadable::Damaged);
    }
    Ok(())
}

/// Records one after the other: a kind, a length, and so many bytes.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let kind = u16::try_from(number(rest, 0, 2)?).ok()?;
        let length = usize::try_from(number(rest, 2, 2)?).ok()?;
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &[u8] = include_bytes!("../../tests/fixtures/lists/thon-ban.xls");

    /// The book with the bytes behind the first `mark` replaced.
    fn with(mark: &[u8], offset: usize, bytes: &[u8]) -> Vec<u8> {
        let mut book = BOOK.to_vec();
        let at = book.windows(mark.len()).position(|window| window == mark);
        let at = at.expect("the mark is in the book") + offset;
        book[at..at + bytes.len()].copy_from_slice(bytes);
        book
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_book_as_excel_saved_it_passes() {
        assert!(inspect(BOOK).is_ok());
    }

    #[test]
    fn a_cell_in_a_far_corner_is_refused_before_room_is_made_for_it() {
        // The first text cell moves to the last row and column.
        let corner = with(&[0xFD, 0, 10, 0], 4, &[0xFF, 0xFF, 0xFF, 0]);
        let refused = inspect(&corner);
        assert!(matches!(refused, Err(Unreadable::Unpacks { .. })));
    }

    #[test]
    fn a_sheet_that_says_it_is_larger_than_any_is_refused() {
        let dimensions = [0, 2, 14, 0];
        for bytes in [
            [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
            [9, 0, 0, 0, 1, 0, 0, 0],
        ] {
            let boast = with(&dimensions, 4, &bytes);
            assert!(matches!(inspect(&boast), Err(Unreadable::Damaged)));
        }
    }

    #[test]
    fn a_locked_book_is_told_from_a_damaged_one() {
        let wrapped = with(&utf16("Workbook"), 0, &utf16("EncryptedPackage"));
        assert!(matches!(inspect(&wrapped), Err(Unreadable::Encrypted)));
        // The code page's record becomes that of a password.
        let locked = with(&[0x42, 0, 2, 0], 0, &[0x2F, 0]);
        assert!(matches!(inspect(&locked), Err(Unreadable::Encrypted)));
        let other = with(&utf16("Workbook"), 0, &utf16("WordDocu"));
        assert!(matches!(
            inspect(&other),
            Err(Unreadable::NotAList("binary"))
        ));
    }
}
