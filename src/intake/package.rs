//! A look into an `.xlsx` package before it is unpacked: what is in it, and how
//! much it would take.

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::fault::Unreadable;

/// The most a workbook may unpack to, in megabytes. The zip reader stops at the
/// sizes the package declares, so the declared sizes can be believed.
const UNPACKED: u64 = 200;
/// The most of it that is held in memory at once (the table of texts).
const HELD: u64 = 64;
/// Merged cells are looked up in a pass of their own. Sheets larger than this,
/// in megabytes, come out of programs and have none.
const MERGES_UP_TO: u64 = 16;
const MEGABYTE: u64 = 1024 * 1024;

/// Refuses what is not a workbook or is too much of one. Says whether it is
/// worth looking for merged cells.
pub(super) fn inspect(file: &mut (impl Read + Seek)) -> Result<bool, Unreadable> {
    let mut package = ZipArchive::new(file).map_err(|_| Unreadable::Damaged)?;
    refuse_other_kinds(&package)?;
    let (mut all, mut largest_sheet) = (0, 0);
    for part in 0..package.len() {
        let part = package
            .by_index_raw(part)
            .map_err(|_| Unreadable::Damaged)?;
        let (size, name) = (part.size(), part.name().unwrap_or_default());
        all += size;
        if is_texts(&name) && size > HELD * MEGABYTE {
            return Err(Unreadable::Unpacks { megabytes: HELD });
        }
        if name.contains("worksheets/") {
            largest_sheet = largest_sheet.max(size);
        }
        if all > UNPACKED * MEGABYTE {
            return Err(Unreadable::Unpacks {
                megabytes: UNPACKED,
            });
        }
    }
    for part in 0..package.len() {
        let part = package.by_index(part).map_err(|_| Unreadable::Damaged)?;
        if is_texts(&part.name().unwrap_or_default()) {
            refuse_boasting(part)?;
        }
    }
    Ok(largest_sheet <= MERGES_UP_TO * MEGABYTE)
}

/// Other things that are zip files too, by what is in them.
fn refuse_other_kinds<R: Read + Seek>(package: &ZipArchive<R>) -> Result<(), Unreadable> {
    let has = |start: &str, end: &str| {
        package
            .file_names()
            .flatten()
            .any(|name| name.starts_with(start) && name.ends_with(end))
    };
    let found = if has("xl/", ".xml") && !has("xl/workbook", ".bin") {
        return Ok(());
    } else if has("xl/", ".bin") {
        "xlsb"
    } else if has("word/", ".xml") {
        "word"
    } else if has("content", ".xml") {
        "ods"
    } else {
        "zip"
    };
    Err(Unreadable::NotAList(found))
}

fn is_texts(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("sharedstrings.xml")
}

/// Refuses a table of texts that says it holds more texts than it has bytes: the
/// workbook reader makes room for as many as it says, before it reads one.
fn refuse_boasting(mut part: ZipFile<'_, impl Read>) -> Result<(), Unreadable> {
    const COUNT: &[u8] = b"uniqueCount";
    let most = part.size();
    let mut buffer = vec![0; 64 * 1024];
    // How much of the word has been seen, and the number that follows it.
    let (mut seen, mut count) = (0, 0_u64);
    loop {
        let read = part.read(&mut buffer).map_err(|_| Unreadable::Damaged)?;
        if read == 0 {
            return Ok(());
        }
        for byte in &buffer[..read] {
            match byte {
                // The search below is for single bytes: UTF-16 would pass by it.
                0 => return Err(Unreadable::Damaged),
                b'0'..=b'9' if seen == COUNT.len() => {
                    count = count
                        .saturating_mul(10)
                        .saturating_add(u64::from(byte - b'0'));
                    if count > most {
                        return Err(Unreadable::Damaged);
                    }
                }
                b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n'
                    if seen == COUNT.len() && count == 0 => {}
                _ if seen < COUNT.len() && *byte == COUNT[seen] => seen += 1,
                _ => (seen, count) = (usize::from(*byte == COUNT[0]), 0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn package(parts: &[(&str, &[u8])]) -> Cursor<Vec<u8>> {
        let mut package = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            package
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            package.write_all(bytes).unwrap();
        }
        package.finish().unwrap()
    }

    #[test]
    fn other_zip_files_are_refused_by_name() {
        for (part, name) in [
            ("word/document.xml", "word"),
            ("content.xml", "ods"),
            ("xl/workbook.bin", "xlsb"),
            ("a.txt", "zip"),
        ] {
            let refused = inspect(&mut package(&[(part, b"<x/>")]));
            assert!(
                matches!(refused, Err(Unreadable::NotAList(found)) if found == name),
                "{part}"
            );
        }
        assert!(matches!(
            inspect(&mut Cursor::new(b"PK\x03\x04 broken".to_vec())),
            Err(Unreadable::Damaged)
        ));
    }

    /// A package in whose directory one part declares another size.
    fn declaring(part: &str, megabytes: u32) -> Cursor<Vec<u8>> {
        let mut bytes = package(&[("xl/workbook.xml", b"<x/>"), (part, b"<a/>")]).into_inner();
        // In the directory the size stands 24 bytes into the entry, the name 46.
        let name = bytes
            .windows(part.len())
            .rposition(|window| window == part.as_bytes())
            .unwrap();
        let size = name - 46 + 24;
        assert_eq!(bytes[size..size + 4], [4, 0, 0, 0]);
        bytes[size..size + 4].copy_from_slice(&(megabytes * 1024 * 1024).to_le_bytes());
        Cursor::new(bytes)
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
        let sheet = "xl/worksheets/sheet1.xml";
        let refused = inspect(&mut declaring(sheet, 201));
        assert!(
            matches!(refused, Err(Unreadable::Unpacks { megabytes: 200 })),
            "{refused:?}"
        );
        let refused = inspect(&mut declaring("xl/sharedStrings.xml", 65));
        assert!(
            matches!(refused, Err(Unreadable::Unpacks { megabytes: 64 })),
            "{refused:?}"
        );
        // Large sheets are read without a pass for merged cells.
        assert!(!inspect(&mut declaring(sheet, 17)).unwrap());
        assert!(inspect(&mut declaring(sheet, 1)).unwrap());
    }

    #[test]
    fn a_table_that_says_it_holds_more_than_it_can_is_refused() {
        for boast in [
            "<sst uniqueCount=\"99999999999\">",
            "<!-- uniqueCount=\"1\" --><sst uniqueCount = '000099999999999'>",
            "<sst uuniqueCount=\"99999999999\">",
        ] {
            let mut book = package(&[
                ("xl/workbook.xml", b"<x/>"),
                ("xl/sharedStrings.xml", boast.as_bytes()),
            ]);
            assert!(
                matches!(inspect(&mut book), Err(Unreadable::Damaged)),
                "{boast}"
            );
        }
        let honest = "<sst count=\"9\" uniqueCount=\"2\"><si><t>1999999999</t></si></sst>";
        let mut book = package(&[
            ("xl/workbook.xml", b"<x/>"),
            ("xl/sharedStrings.xml", honest.as_bytes()),
        ]);
        assert!(inspect(&mut book).unwrap());
    }
}
