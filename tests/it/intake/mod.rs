//! Lists as communes keep them, from the files of `tests/fixtures/lists` and
//! from files made here byte by byte.

mod refused;
mod rows;
mod text;
mod workbooks;

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use loa::intake::{BadRow, Opened, Row, Unreadable, VillageRow, read, read_villages};

/// A list, read: the file, the rows, the bad rows.
type List<T> = (Opened, Vec<T>, Vec<BadRow>);

/// Who is given each row as it is read.
type Each<'a, T> = dyn FnMut(Result<T, BadRow>) -> ControlFlow<()> + 'a;

fn people(path: &Path) -> Result<List<Row>, Unreadable> {
    gathered(|each| read(path, each))
}

fn villages(path: &Path) -> Result<List<VillageRow>, Unreadable> {
    gathered(|each| read_villages(path, each))
}

/// Reads a list to its end.
fn gathered<T>(
    reading: impl FnOnce(&mut Each<'_, T>) -> Result<Opened, Unreadable>,
) -> Result<List<T>, Unreadable> {
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    let opened = reading(&mut |row| {
        match row {
            Ok(row) => rows.push(row),
            Err(row) => bad.push(row),
        }
        ControlFlow::Continue(())
    })?;
    Ok((opened, rows, bad))
}

/// A list made here, byte by byte.
fn made(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("room for it");
    file
}

/// The numbers of a row, as people know them.
fn phones(row: &Row) -> Vec<String> {
    row.phones.iter().map(|phone| phone.national()).collect()
}
