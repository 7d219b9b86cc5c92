//! Workbooks: `.xlsx` row by row as it unpacks, `.xls` after a look at how much
//! it would take.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Cell as Found, Data, DataRef, Dimensions, ExcelDateTime, Reader, Sheet, SheetType,
    SheetVisible, Xls, XlsError, Xlsx, XlsxCellReader, XlsxError,
};

use super::cell::{Cell, Line, Lines};
use super::dates;
use super::encoding::Encoding;
use super::fault::Unreadable;
use super::open::{Table, Take};
use super::{biff, package};

/// How many columns are looked at; a stray cell far to the right is no column.
const COLUMNS: u32 = 256;

/// Gives the sheets of an `.xlsx` workbook.
pub(super) fn xlsx(mut file: BufReader<File>, take: &mut Take<'_>) -> Result<(), Unreadable> {
    let merges_matter = package::inspect(&mut file)?;
    file.rewind()?;
    let mut book: Xlsx<_> = guarded(|| Xlsx::new(file))?.map_err(xlsx_refusal)?;
    let sheets = book.sheets_metadata().to_vec();
    for sheet in sheets
        .into_iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        let merges = if merges_matter {
            guarded(|| book.merge_cells_by_sheet_name(&sheet.name))?.unwrap_or_default()
        } else {
            Vec::new()
        };
        let cells = guarded(|| book.worksheet_cells_reader(&sheet.name))?;
        let source = match cells {
            Ok(cells) => XlsxCells { cells },
            Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => continue,
            Err(error) => return Err(xlsx_refusal(error)),
        };
        let mut lines = SheetLines::new(source, &merges);
        give(sheet, &mut lines, take)?;
    }
    Ok(())
}

/// Gives the sheets of an `.xls` workbook.
pub(super) fn xls(mut file: File, take: &mut Take<'_>) -> Result<(), Unreadable> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    biff::inspect(&bytes)?;
    let mut book: Xls<_> =
        guarded(|| Xls::new(Cursor::new(bytes)))?.map_err(|error| match error {
            XlsError::Password => Unreadable::Encrypted,
            _ => Unreadable::Damaged,
        })?;
    let sheets = book.sheets_metadata().to_vec();
    for sheet in sheets
        .into_iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        let merges = book
            .merge_cells_by_sheet_name(&sheet.name)
            .unwrap_or_default();
        let range = book
            .worksheet_range(&sheet.name)
            .map_err(|_| Unreadable::Damaged)?;
        let (top, left) = range.start().unwrap_or_default();
        let cells = range.used_cells().map(|(row, column, data)| {
            let at =
                |first: u32, offset: usize| first + u32::try_from(offset).unwrap_or(u32::MAX / 2);
            (at(top, row), at(left, column), of_data(data.clone()))
        });
        let mut lines = SheetLines::new(XlsCells { cells }, &merges);
        give(sheet, &mut lines, take)?;
    }
    Ok(())
}

/// Hands a sheet on, to be read row by row.
fn give(sheet: Sheet, lines: &mut dyn Lines, take: &mut Take<'_>) -> Result<(), Unreadable> {
    take(Table {
        hidden: sheet.visible != SheetVisible::Visible,
        sheet: Some(sheet.name),
        encoding: Encoding::Workbook,
        lines,
    })
}

/// Runs the reader of a foreign format. A damaged file can make it panic, and
/// that is the file's fault, to be told to whoever sent it.
fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| Unreadable::Damaged)
}

fn xlsx_refusal(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        XlsxError::Io(error) => Unreadable::File(error),
        _ => Unreadable::Damaged,
    }
}

/// Cells one after the other, each with its row and column from 0.
trait Cells {
    fn cell(&mut self) -> Result<Option<(u32, u32, Cell)>, Unreadable>;
}

struct XlsxCells<'a, R: Read + Seek> {
    cells: XlsxCellReader<'a, R>,
}

impl<R: Read + Seek> Cells for XlsxCells<'_, R> {
    fn cell(&mut self) -> Result<Option<(u32, u32, Cell)>, Unreadable> {
        let cell = guarded(|| self.cells.next_cell())?.map_err(xlsx_refusal)?;
        Ok(cell.map(|cell: Found<DataRef<'_>>| {
            let (row, column) = cell.get_position();
            (row, column, of_data(cell.get_value().clone().into()))
        }))
    }
}

struct XlsCells<I> {
    cells: I,
}

impl<I: Iterator<Item = (u32, u32, Cell)>> Cells for XlsCells<I> {
    fn cell(&mut self) -> Result<Option<(u32, u32, Cell)>, Unreadable> {
        Ok(self.cells.next())
    }
}

fn of_data(value: Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::from_text(text),
        Data::Int(number) => Cell::Text(number.to_string()),
        Data::Float(number) => Cell::Number(number),
        Data::Bool(truth) => Cell::Text(truth.to_string()),
        Data::DateTime(day) => of_date(day),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text),
        Data::Error(error) => Cell::Broken(error.to_string()),
    }
}

/// A date as a date. Numbers that only look like dates, because a column was
/// formatted so by mistake, stay numbers.
fn of_date(date: ExcelDateTime) -> Cell {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    match dates::day(&format!("{year:04}-{month:02}-{day:02}")) {
        Some(day) if date.is_datetime() => Cell::Date(day),
        _ => Cell::Number(date.as_f64()),
    }
}

/// A merge over several rows of one column.
struct Merge {
    column: u32,
    first: u32,
    last: u32,
}

/// The rows of a sheet.
struct SheetLines<C> {
    cells: C,
    /// A cell that was read and begins the next row.
    next: Option<(u32, u32, Cell)>,
    /// Merges below the rows read so far, by their first row.
    merges: VecDeque<Merge>,
    /// What stands in the merges over the row being read, by column, and their
    /// last row.
    above: HashMap<u32, (u32, Cell)>,
    /// The last cell was read; asking again would be an error to the reader.
    ended: bool,
}

impl<C: Cells> SheetLines<C> {
    fn new(cells: C, merges: &[Dimensions]) -> Self {
        let tall = merges.iter().filter(|merge| merge.end.0 > merge.start.0);
        let mut merges: Vec<Merge> = tall
            .map(|merge| Merge {
                column: merge.start.1,
                first: merge.start.0,
                last: merge.end.0,
            })
            .collect();
        merges.sort_by_key(|merge| merge.first);
        Self {
            cells,
            next: None,
            merges: merges.into(),
            above: HashMap::new(),
            ended: false,
        }
    }

    /// Fills the empty cells under a merged one, and remembers what the merges
    /// that begin in this row say.
    fn fill_merged(&mut self, row: u32, cells: &mut Vec<Cell>) {
        self.above.retain(|_, (last, _)| *last >= row);
        for (column, (_, cell)) in &self.above {
            let at = *column as usize;
            if cells.len() <= at {
                cells.resize(at + 1, Cell::Empty);
            }
            if cells[at] == Cell::Empty {
                cells[at] = Cell::Above(Box::new(cell.clone()));
            }
        }
        while let Some(merge) = self.merges.pop_front_if(|merge| merge.first <= row) {
            let cell = cells
                .get(merge.column as usize)
                .filter(|cell| cell.is_filled());
            if let Some(cell) = cell.filter(|_| merge.first == row) {
                self.above.insert(merge.column, (merge.last, cell.clone()));
            }
        }
    }
}

impl<C: Cells> Lines for SheetLines<C> {
    fn next(&mut self) -> Result<Option<Line>, Unreadable> {
        let mut cells = Vec::new();
        let mut current = None;
        loop {
            let cell = match self.next.take() {
                Some(cell) => Some(cell),
                None if self.ended => None,
                None => self.cells.cell()?,
            };
            let Some((row, column, cell)) = cell else {
                self.ended = true;
                break;
            };
            if current.is_some_and(|current| current != row) {
                self.next = Some((row, column, cell));
                break;
            }
            current = Some(row);
            if column < COLUMNS && cell != Cell::Empty {
                let at = column as usize;
                if cells.len() <= at {
                    cells.resize(at + 1, Cell::Empty);
                }
                cells[at] = cell;
            }
        }
        let Some(row) = current else { return Ok(None) };
        self.fill_merged(row, &mut cells);
        Ok(Some(Line {
            number: u64::from(row) + 1,
            cells,
            fault: None,
        }))
    }
}
