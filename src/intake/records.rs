//! The records of a text file: lines split into cells.
//!
//! The splitting is our own because of what it must survive: a quote that is
//! opened and never closed costs one row and not the rest of the file, nothing
//! is held beyond a megabyte, and every row keeps the number of its line.

use std::collections::VecDeque;

use super::cell::{Cell, Line, Lines};
use super::column::Kind;
use super::fault::{Fault, Unreadable};
use super::header;
use super::text::{LONGEST, TextLine};

/// How many line breaks the quoted cells of one row may hold.
const BREAKS: usize = 20;

/// The records of a file.
pub(super) struct Records<S> {
    source: S,
    /// Lines that were read to find the delimiter or a closing quote.
    ahead: VecDeque<TextLine>,
    delimiter: char,
}

impl<S: Iterator<Item = Result<TextLine, Unreadable>>> Records<S> {
    /// Reads on from the start of a file and finds its delimiter: the one by
    /// which the header names most columns.
    pub(super) fn open(mut source: S, kind: Kind) -> Result<Self, Unreadable> {
        let mut ahead = VecDeque::new();
        let mut bytes = 0;
        while ahead.len() < 2 * header::WITHIN && bytes < LONGEST {
            let Some(line) = source.next().transpose()? else {
                break;
            };
            bytes += line.text.as_ref().map_or(0, String::len);
            ahead.push_back(line);
        }
        let hint = ahead.front().and_then(|line| hinted(line.text.as_deref()?));
        let delimiter = if let Some(delimiter) = hint {
            ahead.pop_front();
            delimiter
        } else {
            best_delimiter(&ahead, kind)
        };
        Ok(Self {
            source,
            ahead,
            delimiter,
        })
    }

    fn line(&mut self) -> Result<Option<TextLine>, Unreadable> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.source.next().transpose(),
        }
    }
}

/// Excel's own way to name the delimiter, a first line `sep=;`.
fn hinted(line: &str) -> Option<char> {
    let mut delimiter = line.trim_end().strip_prefix("sep=")?.chars();
    delimiter.next().filter(|_| delimiter.next().is_none())
}

fn best_delimiter(start: &VecDeque<TextLine>, kind: Kind) -> char {
    let named = |delimiter: &char| {
        let source = start.iter().cloned().map(Ok);
        let mut records = Records {
            source,
            ahead: VecDeque::new(),
            delimiter: *delimiter,
        };
        let mut most = 0;
        while let Ok(Some(line)) = records.next() {
            most = most.max(header::worth(&line, kind));
        }
        most
    };
    // The last of equals wins, so the comma stands last.
    ['|', '\t', ';', ',']
        .into_iter()
        .max_by_key(named)
        .unwrap_or(',')
}

impl<S: Iterator<Item = Result<TextLine, Unreadable>>> Lines for Records<S> {
    fn next(&mut self) -> Result<Option<Line>, Unreadable> {
        let Some(TextLine { number, text }) = self.line()? else {
            return Ok(None);
        };
        let broken = |fault| {
            Ok(Some(Line {
                number,
                cells: Vec::new(),
                fault: Some(fault),
            }))
        };
        let Some(text) = text else {
            return broken(Fault::LineTooLong);
        };
        let mut splitter = Splitter::new(self.delimiter);
        splitter.split(&text);
        let mut bytes = text.len();
        let mut held = Vec::new();
        while splitter.is_open() && held.len() < BREAKS && bytes < LONGEST {
            let Some(line) = self.line()? else { break };
            if let Some(text) = &line.text {
                bytes += text.len();
                splitter.split(text);
            }
            held.push(line);
        }
        // A quote that closes in the middle of a later cell was that cell's
        // opening one: the quote above was never closed.
        if splitter.is_open() || (splitter.ragged && !held.is_empty()) {
            for line in held.into_iter().rev() {
                self.ahead.push_front(line);
            }
            return broken(Fault::UnclosedQuote);
        }
        let cells = splitter.cells.into_iter().map(Cell::from_text).collect();
        Ok(Some(Line {
            number,
            cells,
            fault: None,
        }))
    }
}

/// Splits a record, over as many lines as its quotes hold together.
struct Splitter {
    delimiter: char,
    cells: Vec<String>,
    cell: String,
    state: State,
    /// Something stands behind a closing quote.
    ragged: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing but blanks so far.
    Start,
    /// In a cell without quotes; quotes in it are letters like any other.
    Bare,
    /// Behind an opening quote.
    Quoted,
    /// Behind a quote that closes, or is the first of two that mean one.
    Closing,
}

impl Splitter {
    fn new(delimiter: char) -> Self {
        Self {
            delimiter,
            cells: Vec::new(),
            cell: String::new(),
            state: State::Start,
            ragged: false,
        }
    }

    fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    fn split(&mut self, line: &str) {
        if self.is_open() {
            self.cell.push('\n');
        }
        for c in line.chars() {
            self.state = match (self.state, c) {
                (State::Quoted, '"') => State::Closing,
                (State::Start, '"') => {
                    self.cell.clear();
                    State::Quoted
                }
                (State::Quoted, _) | (State::Closing, '"') => self.keep(c, State::Quoted),
                (_, c) if c == self.delimiter => {
                    self.cells.push(std::mem::take(&mut self.cell));
                    State::Start
                }
                (State::Start, ' ') => self.keep(c, State::Start),
                (State::Closing, ' ') => self.keep(c, State::Closing),
                (State::Closing, _) => {
                    self.ragged = true;
                    self.keep(c, State::Bare)
                }
                (State::Start | State::Bare, _) => self.keep(c, State::Bare),
            };
        }
        if !self.is_open() {
            self.cells.push(std::mem::take(&mut self.cell));
        }
    }

    fn keep(&mut self, c: char, next: State) -> State {
        self.cell.push(c);
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<Line> {
        let source = text.lines().zip(1..);
        let source = source.map(|(text, number)| {
            Ok(TextLine {
                number,
                text: Some(text.into()),
            })
        });
        let mut records = Records::open(source, Kind::People).unwrap();
        std::iter::from_fn(|| records.next().unwrap()).collect()
    }

    fn cells(line: &Line) -> Vec<String> {
        line.cells
            .iter()
            .map(|cell| cell.raw().into_owned())
            .collect()
    }

    #[test]
    fn the_delimiter_is_the_one_the_header_is_written_with() {
        for delimiter in [",", ";", "\t", "|"] {
            let text = [
                "Danh sách, năm 2026; xã | Nậm Pố",
                "Họ và tên*SĐT*Thôn",
                "A*0912*B",
            ];
            let records = records(&text.join("\n").replace('*', delimiter));
            assert_eq!(
                cells(&records[1]),
                ["Họ và tên", "SĐT", "Thôn"],
                "{delimiter:?}"
            );
            assert_eq!(cells(&records[2]), ["A", "0912", "B"]);
        }
        assert_eq!(cells(&records("sep=;\nname;phone\nA;1")[1]), ["A", "1"]);
    }

    #[test]
    fn quotes_hold_delimiters_and_line_breaks_together() {
        let records = records("name,phone\n\"Giàng, A \"\"Páo\"\"\" , \"0912\n0987\"\nB,2");
        assert_eq!(cells(&records[1]), ["Giàng, A \"Páo\" ", "0912\n0987"]);
        assert_eq!((records[1].number, records[2].number), (2, 4));
        assert_eq!(cells(&records[2]), ["B", "2"]);
    }

    #[test]
    fn quotes_within_a_cell_are_letters() {
        assert_eq!(
            cells(&records("name,phone\nGiàng \"Páo\" A,1")[1])[0],
            "Giàng \"Páo\" A"
        );
        assert_eq!(
            cells(&records("name,phone\n\"Páo\" A,1")[1]),
            ["Páo A", "1"]
        );
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_row_only() {
        let many: Vec<String> = (0..50).map(|n| format!("N{n},1\n")).collect();
        let records = records(&format!("name,phone\nA,1\n\"B,2\n{}", many.concat()));
        assert_eq!(records.len(), 53);
        assert_eq!(
            (records[2].number, &records[2].fault),
            (3, &Some(Fault::UnclosedQuote))
        );
        assert_eq!(cells(&records[3]), ["N0", "1"]);
        let last = records.last().unwrap();
        assert_eq!(
            (last.number, cells(last)),
            (53, vec!["N49".into(), "1".into()])
        );
    }

    #[test]
    fn a_quote_that_seems_to_close_in_another_row_costs_its_own_row_only() {
        let records = records("name,phone,village\n\"B,2\nC,3,\"Thôn 1, Nậm Pố\"\nD,4");
        assert_eq!(records[1].fault, Some(Fault::UnclosedQuote));
        assert_eq!(cells(&records[2]), ["C", "3", "Thôn 1, Nậm Pố"]);
        assert_eq!(cells(&records[3]), ["D", "4"]);
    }

    #[test]
    fn a_quote_open_at_the_end_of_the_file_is_a_bad_row() {
        let records = records("name,phone\nA,1\n\"B,2");
        assert_eq!(records[2].fault, Some(Fault::UnclosedQuote));
    }
}
