//! Which lettering a text file is in.

use std::io::{self, Read};

use super::fault::Unreadable;
use super::letters::likeness;
use super::tcvn3;

/// The lettering of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// UTF-16, little-endian, with its mark: "Unicode text" of Excel.
    Utf16Le,
    /// UTF-16, big-endian, with its mark.
    Utf16Be,
    /// Windows-1258, the Vietnamese code page of Windows.
    Windows1258,
    /// TCVN3 (ABC), the lettering of `.VnTime` fonts.
    Tcvn3,
    /// A workbook, whose text is Unicode; some of it may be TCVN3 all the same.
    Workbook,
}

impl Encoding {
    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Windows1258 => "Windows-1258",
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Workbook => "Excel",
        }
    }

    /// What turns its bytes into letters. TCVN3 passes as Latin-1 here and is put
    /// right cell by cell, where the case of capitals can be told.
    pub(super) fn decoder(self) -> encoding_rs::Decoder {
        let encoding = match self {
            Self::Utf8 | Self::Workbook => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Windows1258 => encoding_rs::WINDOWS_1258,
            Self::Tcvn3 => encoding_rs::WINDOWS_1252,
        };
        encoding.new_decoder_with_bom_removal()
    }
}

/// How much marked text is enough to judge by, in bytes.
const SAMPLE: usize = 64 * 1024;

/// What was seen of a file.
#[derive(Default)]
struct Seen {
    /// Bytes in all.
    bytes: u64,
    /// There are zero bytes: no text of one byte a letter has them.
    zeros: bool,
    /// Letters of more than one byte that are sound UTF-8.
    wide: u64,
    /// Places that are not UTF-8.
    unsound: u64,
    /// Lines with marked letters.
    sample: Vec<u8>,
}

/// Reads a file once, in constant memory, and says which lettering it is in.
pub(super) fn detect(file: &mut impl Read) -> Result<Encoding, Unreadable> {
    let mut seen = Seen::default();
    let mut buffer = vec![0; SAMPLE];
    let mut held = 0;
    loop {
        let read = fill(file, &mut buffer[held..])?;
        let first = seen.bytes == 0;
        seen.bytes += read as u64;
        let filled = held + read;
        if first {
            match buffer[..filled] {
                [] => return Err(Unreadable::Empty),
                [0xFF, 0xFE, ..] => return Ok(Encoding::Utf16Le),
                [0xFE, 0xFF, ..] => return Ok(Encoding::Utf16Be),
                _ => refuse_documents(&buffer[..filled])?,
            }
        }
        let rest = seen.look(&buffer[..filled], read == 0);
        buffer.copy_within(filled - rest..filled, 0);
        held = rest;
        if read == 0 {
            return seen.verdict();
        }
    }
}

/// Like `read`, but only the end of the file gives nothing.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Documents that people rename to `.csv` or `.xls`: programs of the state write
/// web pages and call them Excel.
fn refuse_documents(start: &[u8]) -> Result<(), Unreadable> {
    let text = String::from_utf8_lossy(&start[..start.len().min(1024)]).to_lowercase();
    let text = text.trim_start_matches(['\u{FEFF}', ' ', '\r', '\n', '\t']);
    let found = if text.starts_with("%pdf") {
        "pdf"
    } else if text.starts_with("{\\rtf") {
        "word"
    } else if text.starts_with("<?xml") {
        "xml"
    } else if text.starts_with('<')
        && ["<html", "<!doctype", "<table", "<meta", "<head"]
            .iter()
            .any(|tag| text.starts_with(tag))
    {
        "html"
    } else {
        return Ok(());
    };
    Err(Unreadable::NotAList(found))
}

impl Seen {
    /// Looks at some bytes and says how many at the end belong to a letter that
    /// goes on beyond them.
    fn look(&mut self, mut bytes: &[u8], last: bool) -> usize {
        self.zeros |= bytes.contains(&0);
        let marked = bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_ascii());
        for line in marked {
            if self.sample.len() >= SAMPLE {
                break;
            }
            self.sample
                .extend_from_slice(&line[..line.len().min(SAMPLE)]);
            self.sample.push(b'\n');
        }
        loop {
            let (sound, error) = match std::str::from_utf8(bytes) {
                Ok(_) => (bytes.len(), None),
                Err(error) => (error.valid_up_to(), Some(error)),
            };
            self.wide += bytes[..sound].iter().filter(|byte| **byte >= 0xC0).count() as u64;
            bytes = &bytes[sound..];
            match error.map(|error| error.error_len()) {
                None => return 0,
                Some(None) if !last => return bytes.len(),
                Some(length) => {
                    self.unsound += 1;
                    bytes = &bytes[length.unwrap_or(bytes.len())..];
                }
            }
        }
    }

    fn verdict(&self) -> Result<Encoding, Unreadable> {
        /// So few wrong places in a UTF-8 file are rows pasted from elsewhere.
        const FEW: u64 = 10;
        if self.zeros {
            return Err(Unreadable::NotAList("binary"));
        }
        if self.unsound == 0 || self.wide > self.unsound * FEW {
            return Ok(Encoding::Utf8);
        }
        let code_page = encoding_rs::WINDOWS_1258
            .decode_without_bom_handling(&self.sample)
            .0;
        let font = encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(&self.sample)
            .0;
        let font = font
            .lines()
            .map(|line| tcvn3::decode(line).map_or(0, |line| likeness(&line)));
        let code_page = code_page.lines().map(likeness);
        Ok(if font.sum::<i32>() > code_page.sum::<i32>() {
            Encoding::Tcvn3
        } else {
            Encoding::Windows1258
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Result<Encoding, Unreadable> {
        detect(&mut &bytes[..])
    }

    /// The bytes a Windows program writes: tones as marks of their own.
    const CODE_PAGE: &[u8] =
        b"H\xF2 v\xE0 t\xEAn;S\xD0T\nNguy\xEA\xDEn V\xE3n A;0912\nTr\xE2\xCCn Thi\xF2 B\xECnh\n";

    #[test]
    fn the_lettering_is_told_by_what_comes_out() {
        assert_eq!(of("Họ và tên;SĐT".as_bytes()).unwrap(), Encoding::Utf8);
        assert_eq!(
            of("\u{FEFF}Họ và tên;SĐT".as_bytes()).unwrap(),
            Encoding::Utf8
        );
        assert_eq!(of(b"name;phone").unwrap(), Encoding::Utf8);
        assert_eq!(of(b"\xFF\xFEn\0").unwrap(), Encoding::Utf16Le);
        assert_eq!(of(b"\xFE\xFF\0n").unwrap(), Encoding::Utf16Be);
        assert_eq!(of(CODE_PAGE).unwrap(), Encoding::Windows1258);
        let font: Vec<u8> = "Hä vµ tªn;S§T\nNguyÔn V¨n A\nTrÇn ThÞ B×nh"
            .chars()
            .map(|c| c as u8)
            .collect();
        assert_eq!(of(&font).unwrap(), Encoding::Tcvn3);
    }

    #[test]
    fn a_letter_cut_by_the_buffers_edge_is_still_utf_8() {
        for shift in 0..4 {
            let text = format!("{}{}", "a".repeat(shift), "ễ\n".repeat(SAMPLE));
            assert_eq!(of(text.as_bytes()).unwrap(), Encoding::Utf8);
        }
        assert!(matches!(
            of("Nguy\u{1EC5}".as_bytes().split_last().unwrap().1),
            Ok(Encoding::Windows1258 | Encoding::Tcvn3)
        ));
    }

    #[test]
    fn one_bad_row_does_not_change_the_lettering_of_a_file() {
        let mut bytes = "Nguyễn Văn Bình, Trần Thị Mỷ\n".repeat(100).into_bytes();
        bytes.extend_from_slice(b"Nguy\xD4n");
        assert_eq!(of(&bytes).unwrap(), Encoding::Utf8);
    }

    #[test]
    fn other_documents_are_refused_by_name() {
        for (bytes, name) in [
            (&b"%PDF-1.7"[..], "pdf"),
            (b"  <html><table>", "html"),
            (b"<?xml version=\"1.0\"?><Workbook>", "xml"),
            (b"{\\rtf1", "word"),
            (b"\x7FELF\0\0\0", "binary"),
        ] {
            let found = of(bytes);
            assert!(
                matches!(found, Err(Unreadable::NotAList(found)) if found == name),
                "{name}"
            );
        }
        assert!(matches!(of(b""), Err(Unreadable::Empty)));
    }
}
