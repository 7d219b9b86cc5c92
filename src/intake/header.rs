//! The row that names the columns, somewhere below the titles.

use super::cell::{Cell, Line};
use super::column::{Column, Kind, Why, named};
use super::fault::{Unreadable, quoted};
use super::mended::Ignored;
use super::numbering::only_numbers;
use super::tcvn3;

/// How far down the header is looked for, in filled rows.
pub(super) const WITHIN: usize = 30;

/// What each column means.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// The header's line.
    pub(super) line: u64,
    /// The columns from the first on; `None` where the header is empty.
    pub(super) columns: Vec<Option<(String, Column)>>,
    /// Whether a cell beyond the last column means that the row is split wrongly,
    /// as in a text file. In a sheet it is a clerk's note.
    pub(super) strict: bool,
}

impl Header {
    /// The meaning of a column.
    pub(super) fn column(&self, at: usize) -> Option<Column> {
        self.columns.get(at)?.as_ref().map(|(_, column)| *column)
    }

    /// A column as the header writes it.
    pub(super) fn name(&self, at: usize) -> String {
        match self.columns.get(at) {
            Some(Some((name, _))) => name.clone(),
            _ => letter(at),
        }
    }

    /// The columns that are read.
    pub(super) fn read(&self) -> impl Iterator<Item = (usize, Column)> {
        let column = |at| self.column(at).map(|column| (at, column));
        (0..self.columns.len())
            .filter_map(column)
            .filter(|(_, c)| !matches!(c, Column::Ignored(_)))
    }

    /// The columns that are known and not read.
    pub(super) fn ignored(&self) -> Vec<Ignored> {
        let ignored = |(name, column): &(String, Column)| match column {
            Column::Ignored(why) => Some(Ignored {
                column: name.clone(),
                why: *why,
            }),
            _ => None,
        };
        self.columns.iter().flatten().filter_map(ignored).collect()
    }

    /// Whether a line says the header again, as lists printed page by page do.
    pub(super) fn is_said_again(&self, line: &Line) -> bool {
        let mut filled = 0;
        let again = line.filled().all(|(at, cell)| {
            filled += 1;
            matches!(self.columns.get(at), Some(Some((name, _))) if *name == shown(cell))
        });
        again && filled > 1
    }
}

/// Which of the lines is the header: the first that names two known columns,
/// one of which says who or how to reach them.
pub(super) fn find(lines: &[Line], kind: Kind) -> Option<usize> {
    lines
        .iter()
        .take(WITHIN)
        .position(|line| worth(line, kind) >= 2)
}

/// How many columns a line names, none if it names no one.
pub(super) fn worth(line: &Line, kind: Kind) -> usize {
    let columns = line
        .filled()
        .filter_map(|(_, cell)| named(&cell.raw(), kind));
    let columns: Vec<Column> = columns.collect();
    let anchors: &[Column] = match kind {
        Kind::People => &[Column::Name, Column::Phone, Column::Address],
        Kind::Villages => &[Column::Name],
    };
    if columns.iter().any(|column| anchors.contains(column)) {
        columns.len()
    } else {
        0
    }
}

/// Reads the header at `at` and says how many lines it takes: a second line may
/// name the parts of a merged column, and a third may only number them.
pub(super) fn read(lines: &[Line], at: usize, kind: Kind) -> Result<(Header, usize), Unreadable> {
    let mut cells = lines[at].cells.clone();
    let mut next = at + 1;
    if let Some(below) = lines
        .get(next)
        .filter(|below| names_parts(&cells, below, kind))
    {
        for (column, cell) in below.filled() {
            cells.resize(cells.len().max(column + 1), Cell::Empty);
            cells[column] = cell.clone();
        }
        next += 1;
    }
    if lines.get(next).is_some_and(only_numbers) {
        next += 1;
    }
    let mut unknown = Vec::new();
    let mut columns = Vec::with_capacity(cells.len());
    for cell in &cells {
        let column = named(&cell.raw(), kind);
        if column.is_none() && cell.is_filled() {
            unknown.push(quoted(&shown(cell)));
        }
        columns.push(column.map(|column| (shown(cell), column)));
    }
    let line = lines[at].number;
    if !unknown.is_empty() {
        return Err(Unreadable::UnknownColumns {
            line,
            names: unknown,
        });
    }
    refuse_doubles(&mut columns)?;
    Ok((
        Header {
            line,
            columns,
            strict: false,
        },
        next,
    ))
}

/// Whether a line below the header divides merged columns: all it says are
/// names of columns, and none where somebody's name or phone would stand.
fn names_parts(above: &[Cell], below: &Line, kind: Kind) -> bool {
    let mut filled = below.filled().peekable();
    filled.peek().is_some()
        && filled.all(|(at, cell)| {
            let over = above.get(at).and_then(|above| named(&above.raw(), kind));
            named(&cell.raw(), kind).is_some()
                && !matches!(over, Some(Column::Name | Column::Phone | Column::Address))
        })
}

/// One column for one thing; a person may have several phones and homes.
fn refuse_doubles(columns: &mut [Option<(String, Column)>]) -> Result<(), Unreadable> {
    for at in 1..columns.len() {
        let (before, rest) = columns.split_at_mut(at);
        let Some((second, column)) = &mut rest[0] else {
            continue;
        };
        let same = before.iter().flatten().find(|(_, before)| before == column);
        match (same, *column) {
            (None, _) | (_, Column::Phone | Column::Agreed | Column::Ignored(_)) => {}
            (_, Column::Home) => *column = Column::Ignored(Why::NotKept),
            (Some((first, _)), _) => {
                let (first, second) = (first.clone(), std::mem::take(second));
                return Err(Unreadable::TwoColumns { first, second });
            }
        }
    }
    Ok(())
}

/// A header as a person reads it.
fn shown(cell: &Cell) -> String {
    let text = cell.raw();
    match tcvn3::decode(&text) {
        Some(decoded) if super::letters::likeness(&decoded) > super::letters::likeness(&text) => {
            super::cell::clean(&decoded)
        }
        _ => super::cell::clean(&text),
    }
}

/// A column's letter in a spreadsheet: 0 is A, 26 is AA.
fn letter(mut at: usize) -> String {
    let mut name = String::new();
    loop {
        let digit = u8::try_from(at % 26).unwrap_or(0);
        name.insert(0, char::from(b'A' + digit));
        if at < 26 {
            return name;
        }
        at = at / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rows: &[&str]) -> Vec<Line> {
        let line = |(number, row): (usize, &&str)| Line {
            number: number as u64 + 1,
            cells: row
                .split('|')
                .map(|cell| Cell::from_text(cell.trim().to_owned()))
                .collect(),
            fault: None,
        };
        rows.iter().enumerate().map(line).collect()
    }

    #[test]
    fn titles_above_the_header_are_passed_over() {
        let lines = lines(&[
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "DANH SÁCH HỌ VÀ TÊN | năm 2026",
            "STT | Họ và tên | SĐT",
            "1 | Giàng A Páo | 0912000101",
        ]);
        let at = find(&lines, Kind::People).unwrap();
        let (header, next) = read(&lines, at, Kind::People).unwrap();
        assert_eq!((header.line, next), (3, 3));
        assert_eq!(header.column(1), Some(Column::Name));
        assert_eq!(header.name(2), "SĐT");
        assert_eq!(header.name(27), "AB");
    }

    #[test]
    fn a_header_of_two_lines_and_a_line_of_numbers_are_one_header() {
        let lines = lines(&[
            "TT | Họ và tên | Năm sinh | | Địa chỉ | | Số điện thoại",
            " | | Nam | Nữ | Thôn | Xã cũ | ",
            "(1) | (2) | (3) | (4) | (5) | (6) | (7)",
            "1 | Giàng A Páo | 1980 | | Nậm Pố 1 | Mường Nhé | 0912000101",
        ]);
        let (header, next) = read(&lines, 0, Kind::People).unwrap();
        assert_eq!(next, 3);
        assert_eq!(header.column(4), Some(Column::Village));
        assert_eq!(header.column(5), Some(Column::OldCommune));
        assert_eq!(header.column(6), Some(Column::Phone));
    }

    #[test]
    fn the_first_person_is_not_taken_for_a_part_of_the_header() {
        let lines = lines(&["Họ và tên | SĐT | Thôn", "Tên | 0912000101 | Bản"]);
        assert_eq!(read(&lines, 0, Kind::People).unwrap().1, 1);
    }

    #[test]
    fn unknown_columns_are_named_and_nothing_is_guessed() {
        let lines = lines(&["name | phone | shoe size | DT"]);
        let refused = read(&lines, 0, Kind::People).unwrap_err();
        assert!(
            matches!(&refused, Unreadable::UnknownColumns { line: 1, names } if *names == ["shoe size", "DT"]),
            "{refused:?}"
        );
    }

    #[test]
    fn two_columns_for_one_thing_are_refused_but_two_phones_are_not() {
        let twice = lines(&["Họ và tên | Tên chủ hộ | SĐT"]);
        assert!(matches!(
            read(&twice, 0, Kind::People),
            Err(Unreadable::TwoColumns { .. })
        ));
        let phones = lines(&["Họ và tên | SĐT 1 | SĐT 2"]);
        assert_eq!(read(&phones, 0, Kind::People).unwrap().0.read().count(), 3);
    }

    #[test]
    fn ethnicity_is_seen_and_not_read() {
        let lines = lines(&["STT | Họ và tên | Dân tộc | SĐT"]);
        let (header, _) = read(&lines, 0, Kind::People).unwrap();
        assert!(header.read().all(|(at, _)| at != 2));
        assert!(header.ignored().contains(&Ignored {
            column: "Dân tộc".into(),
            why: Why::Ethnicity
        }));
    }
}
