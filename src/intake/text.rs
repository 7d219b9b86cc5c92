//! The lines of a text file, decoded as they are read, in bounded memory.

use std::io::Read;

use super::encoding::Encoding;
use super::fault::Unreadable;

/// The longest line, in bytes of UTF-8.
pub(super) const LONGEST: usize = 1024 * 1024;
/// How many bytes are read at once.
const CHUNK: usize = 64 * 1024;

/// A line as an editor counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextLine {
    /// Its number, from 1.
    pub(super) number: u64,
    /// Its text without the line break; `None` if it is longer than any row.
    pub(super) text: Option<String>,
}

/// The lines of a file.
pub(super) struct TextFile<R> {
    file: R,
    decoder: encoding_rs::Decoder,
    buffer: Vec<u8>,
    /// Decoded text, of which the first `start` bytes have been given.
    text: String,
    start: usize,
    /// How far a line break has been looked for.
    looked: usize,
    number: u64,
    /// Within a line that is too long and whose text is thrown away.
    overlong: bool,
    ended: bool,
}

impl<R: Read> TextFile<R> {
    /// Reads a file from its start.
    pub(super) fn new(file: R, encoding: Encoding) -> Self {
        Self {
            file,
            decoder: encoding.decoder(),
            buffer: vec![0; CHUNK],
            text: String::new(),
            start: 0,
            looked: 0,
            number: 0,
            overlong: false,
            ended: false,
        }
    }

    /// The next line that is whole in memory. A break is `\n`, `\r\n` or, in
    /// files of old machines, `\r`.
    fn whole(&mut self) -> Option<TextLine> {
        let found = self.text[self.looked..].find(['\n', '\r']);
        let end = match found {
            Some(at) => self.looked + at,
            None if self.ended && (self.start < self.text.len() || self.overlong) => {
                self.text.len()
            }
            None => {
                self.looked = self.text.len();
                return None;
            }
        };
        let rest = &self.text[end..];
        if rest == "\r" && !self.ended {
            // Whether a `\n` follows is not read yet.
            self.looked = end;
            return None;
        }
        let line_break = if rest.starts_with("\r\n") {
            2
        } else {
            rest.len().min(1)
        };
        let text = &self.text[self.start..end];
        let text = (!self.overlong && text.len() <= LONGEST).then(|| text.to_owned());
        self.overlong = false;
        self.start = end + line_break;
        self.looked = self.start;
        self.number += 1;
        Some(TextLine {
            number: self.number,
            text,
        })
    }

    /// Decodes some more of the file.
    fn more(&mut self) -> Result<(), Unreadable> {
        self.text.drain(..self.start);
        self.looked -= self.start;
        self.start = 0;
        if self.text.len() > LONGEST {
            self.overlong = true;
            // A last `\r` is kept: it may be the break that ends the line.
            let keep = usize::from(self.text.ends_with('\r'));
            self.text.drain(..self.text.len() - keep);
            self.looked = 0;
        }
        let read = match self.file.read(&mut self.buffer) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => return Ok(()),
            read => read?,
        };
        self.ended = read == 0;
        let room = self
            .decoder
            .max_utf8_buffer_length(read)
            .unwrap_or(CHUNK * 3);
        self.text.reserve(room);
        // The room is enough for all of it, so nothing is left over. What is not
        // a letter becomes U+FFFD, which makes its row a bad one.
        let _ = self
            .decoder
            .decode_to_string(&self.buffer[..read], &mut self.text, self.ended);
        Ok(())
    }
}

impl<R: Read> Iterator for TextFile<R> {
    type Item = Result<TextLine, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(line) = self.whole() {
                return Some(Ok(line));
            }
            if self.ended {
                return None;
            }
            if let Err(error) = self.more() {
                self.ended = true;
                return Some(Err(error));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], encoding: Encoding) -> Vec<(u64, Option<String>)> {
        let file = TextFile::new(bytes, encoding);
        file.map(|line| line.map(|line| (line.number, line.text)).unwrap())
            .collect()
    }

    fn texts(bytes: &[u8], encoding: Encoding) -> Vec<String> {
        lines(bytes, encoding)
            .into_iter()
            .map(|(_, text)| text.unwrap())
            .collect()
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        assert_eq!(
            texts(b"a\n\nb\r\nc\rd", Encoding::Utf8),
            ["a", "", "b", "c", "d"]
        );
        assert_eq!(texts(b"a\n", Encoding::Utf8), ["a"]);
        assert!(texts(b"", Encoding::Utf8).is_empty());
    }

    #[test]
    fn letters_come_out_of_every_encoding() {
        let unicode = "\u{FEFF}Nguyễn\r\nGiàng";
        assert_eq!(
            texts(unicode.as_bytes(), Encoding::Utf8),
            ["Nguyễn", "Giàng"]
        );
        let little: Vec<u8> = unicode.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(texts(&little, Encoding::Utf16Le), ["Nguyễn", "Giàng"]);
        let big: Vec<u8> = unicode.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(texts(&big, Encoding::Utf16Be), ["Nguyễn", "Giàng"]);
        assert_eq!(
            texts(b"Nguy\xEA\xDEn", Encoding::Windows1258),
            ["Nguyê\u{303}n"]
        );
    }

    #[test]
    fn a_line_without_end_is_passed_over_and_the_next_is_read() {
        let mut bytes = b"a\n".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 5 * LONGEST));
        bytes.extend_from_slice(b"\r\nb\n");
        bytes.extend(std::iter::repeat_n(b'y', 2 * LONGEST));
        let lines = lines(&bytes, Encoding::Utf8);
        let expected = [(1, Some("a")), (2, None), (3, Some("b")), (4, None)];
        assert_eq!(
            lines,
            expected.map(|(number, text)| (number, text.map(str::to_owned)))
        );
    }

    #[test]
    fn the_edge_of_the_buffer_cuts_nothing() {
        for shift in CHUNK - 3..CHUNK + 3 {
            let bytes = [vec![b'a'; shift], "\r\nễ\r\n".as_bytes().to_vec()].concat();
            let lines = texts(&bytes, Encoding::Utf8);
            assert_eq!(
                (lines.len(), lines[0].len(), lines[1].as_str()),
                (2, shift, "ễ")
            );
        }
    }
}
