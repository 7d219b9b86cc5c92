//! One way through any table: find the header, put the letters right, hand over
//! line by line.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use super::cell::{Line, Lines};
use super::column::{Kind, Why};
use super::encoding::Encoding;
use super::fault::Unreadable;
use super::header::{self, Header};
use super::letters::Repair;
use super::mended::Ignored;
use super::open::{Table, tables};
use super::{BadRow, Opened};

/// The most rows that are read from one file.
const ROWS: u64 = 200_000;
/// How many rows below the header the lettering of a column is judged by.
const SAMPLE: usize = 200;

/// What becomes of a line: a row, a bad row, or nothing.
pub(super) type Of<'a, T> = dyn FnMut(&Header, &Line) -> Option<Result<T, BadRow>> + 'a;
/// Who takes the rows.
pub(super) type Each<'a, T> = dyn FnMut(Result<T, BadRow>) -> ControlFlow<()> + 'a;

/// Reads the first table of a file that has a header.
pub(super) fn read<T>(
    path: &Path,
    kind: Kind,
    of: &mut Of<'_, T>,
    each: &mut Each<'_, T>,
) -> Result<Opened, Unreadable> {
    let mut opened: Option<Opened> = None;
    let mut others = Vec::new();
    tables(path, kind, &mut |table| {
        let mut start = Vec::new();
        read_ahead(table.lines, &mut start, header::WITHIN)?;
        match header::find(&start, kind) {
            Some(_) if opened.is_some() || table.hidden => others.extend(table.sheet),
            Some(at) => opened = Some(rows(table, start, at, kind, of, each)?),
            None => {}
        }
        Ok(())
    })?;
    let mut opened = opened.ok_or(match kind {
        Kind::People => Unreadable::NoHeader,
        Kind::Villages => Unreadable::NoVillageHeader,
    })?;
    opened.other_sheets = others;
    Ok(opened)
}

fn read_ahead(lines: &mut dyn Lines, start: &mut Vec<Line>, more: usize) -> Result<(), Unreadable> {
    let enough = start.len() + more;
    while start.len() < enough {
        match lines.next()? {
            Some(line) if line.is_blank() => {}
            Some(line) => start.push(line),
            None => break,
        }
    }
    Ok(())
}

fn rows<T>(
    table: Table<'_>,
    mut start: Vec<Line>,
    at: usize,
    kind: Kind,
    of: &mut Of<'_, T>,
    each: &mut Each<'_, T>,
) -> Result<Opened, Unreadable> {
    read_ahead(table.lines, &mut start, SAMPLE)?;
    let (mut header, next) = header::read(&start, at, kind)?;
    header.strict = table.sheet.is_none();
    let mut repair = Repair::judge(start[next..].iter(), table.encoding == Encoding::Tcvn3);
    let mut ahead = start.drain(next..);
    let mut unnamed = BTreeSet::new();
    let (mut seen, mut passed_over) = (0, 0);
    loop {
        let line = match ahead.next() {
            Some(line) => Some(line),
            None => table.lines.next()?,
        };
        let Some(mut line) = line else { break };
        if line.is_blank() {
            continue;
        }
        seen += 1;
        if seen > ROWS {
            return Err(Unreadable::TooManyRows { rows: ROWS });
        }
        repair.mend(&mut line);
        let Some(row) = of(&header, &line) else {
            passed_over += 1;
            continue;
        };
        if row.is_ok() {
            unnamed.extend(
                line.filled()
                    .map(|(at, _)| at)
                    .filter(|at| header.column(*at).is_none()),
            );
        }
        if each(row).is_break() {
            break;
        }
    }
    let unnamed = unnamed.into_iter();
    let unnamed = unnamed.map(|at| Ignored {
        column: header.name(at),
        why: Why::Unnamed,
    });
    Ok(Opened {
        sheet: table.sheet,
        header_line: header.line,
        ignored: header.ignored().into_iter().chain(unnamed).collect(),
        columns: header.columns.into_iter().flatten().collect(),
        encoding: table.encoding,
        other_sheets: Vec::new(),
        mended_cells: repair.cells,
        passed_over,
    })
}
