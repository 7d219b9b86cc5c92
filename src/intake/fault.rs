//! What can be wrong with a list and with one of its rows, said to a clerk who has
//! the list open beside the report.

use crate::domain::phone::BadPhone;
use crate::domain::say::{Said, Saying};

/// Why a whole file cannot be read. Rows may have been given before it is
/// found, so whoever stores them does so in one transaction.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The file cannot be opened or read on.
    #[error("the file cannot be read")]
    File(#[from] std::io::Error),
    /// It is a folder, a pipe or something else that is not a file.
    #[error("not a file")]
    NotAFile,
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is another kind of document.
    #[error("not a list: {0}")]
    NotAList(&'static str),
    /// No row names at least two known columns, one of them the name, the phone
    /// or the address.
    #[error("no header row was found")]
    NoHeader,
    /// The same, where villages were expected.
    #[error("no header row of a list of villages was found")]
    NoVillageHeader,
    /// No row of an invoice names a gateway and its parts or their price.
    #[error("no header row of an invoice was found")]
    NoInvoiceHeader,
    /// A cell of an invoice that should be an amount, and is none.
    #[error("row {row}: \"{written}\" is no amount")]
    NoAmount {
        /// The row, from 1.
        row: u64,
        /// What stands there.
        written: String,
    },
    /// Columns nobody knows. Their content could be anything, so nothing is taken.
    #[error("unknown columns in line {line}: {}", names.join("; "))]
    UnknownColumns {
        /// The header's line.
        line: u64,
        /// The columns as they are written.
        names: Vec<String>,
    },
    /// Two columns for one thing.
    #[error("two columns for one thing: {first}; {second}")]
    TwoColumns {
        /// The first of them.
        first: String,
        /// The second.
        second: String,
    },
    /// A workbook that opens with a password only.
    #[error("the workbook is locked with a password")]
    Encrypted,
    /// A workbook that is damaged.
    #[error("the workbook is damaged")]
    Damaged,
    /// A workbook that would take more room than a list of people can: it unpacks
    /// to too much, or a stray cell stands far from the table.
    #[error("the workbook takes more than {megabytes} MB")]
    Unpacks {
        /// The most it may be.
        megabytes: u64,
    },
    /// The file is larger than a list can be.
    #[error("the file is larger than {megabytes} MB")]
    TooLarge {
        /// The most it may be.
        megabytes: u64,
    },
    /// More rows than are read at once.
    #[error("more than {rows} rows")]
    TooManyRows {
        /// The most there may be.
        rows: u64,
    },
}

impl Said for Unreadable {
    fn said(&self) -> Saying {
        match self {
            Self::File(_) => Saying::new("intake-cannot-read"),
            Self::NotAFile => Saying::new("intake-not-a-file"),
            Self::Empty => Saying::new("intake-empty"),
            Self::NotAList(found) => Saying::new("intake-not-a-list").with("found", found),
            Self::NoHeader => Saying::new("intake-no-header"),
            Self::NoVillageHeader => Saying::new("intake-no-village-header"),
            Self::NoInvoiceHeader => Saying::new("intake-no-invoice-header"),
            Self::NoAmount { row, written } => Saying::new("intake-no-amount")
                .with("row", row)
                .with("written", written),
            Self::UnknownColumns { line, names } => Saying::new("intake-unknown-columns")
                .with("line", line)
                .with("names", names.join("; ")),
            Self::TwoColumns { first, second } => Saying::new("intake-two-columns")
                .with("first", first)
                .with("second", second),
            Self::Encrypted => Saying::new("intake-encrypted"),
            Self::Damaged => Saying::new("intake-damaged"),
            Self::Unpacks { megabytes } => {
                Saying::new("intake-unpacks").with("megabytes", megabytes)
            }
            Self::TooLarge { megabytes } => {
                Saying::new("intake-too-large").with("megabytes", megabytes)
            }
            Self::TooManyRows { rows } => Saying::new("intake-too-many-rows").with("rows", rows),
        }
    }
}

/// One reason why a row is not taken. Where a cell is quoted it is cut short;
/// phone numbers are never quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Neither a name nor a phone.
    Nobody,
    /// A village without a name.
    NoName,
    /// What stands in the phone's column is not a number for messages.
    Phone(BadPhone),
    /// The spreadsheet shortened the number; its digits are gone.
    DigitsLost,
    /// A channel nobody knows.
    Channel(String),
    /// Reached by a channel that needs an address, and none is given.
    NoAddress(&'static str),
    /// A language nobody knows.
    Language(String),
    /// A role nobody knows.
    Role(String),
    /// Not a date of this century in year-month-day or day/month/year.
    Date(String),
    /// Not a count.
    Count(String),
    /// The list says that this person did not agree.
    NotAgreed,
    /// A cell longer than anything that belongs there.
    CellTooLong {
        /// The cell's column, as the header writes it.
        column: String,
    },
    /// A line longer than any row.
    LineTooLong,
    /// A quotation mark that is opened and not closed.
    UnclosedQuote,
    /// Letters that no encoding explains.
    Garbled {
        /// The cell's column, as the header writes it.
        column: String,
    },
    /// A formula that shows an error.
    BrokenFormula {
        /// The cell's column, as the header writes it.
        column: String,
    },
    /// More cells than the header has columns: a separator stands inside a cell.
    MoreCells {
        /// Cells in the row.
        cells: usize,
        /// Columns in the header.
        columns: usize,
    },
}

impl Said for Fault {
    fn said(&self) -> Saying {
        match self {
            Self::Nobody => Saying::new("intake-nobody"),
            Self::NoName => Saying::new("intake-no-name"),
            Self::Phone(why) => why.said(),
            Self::DigitsLost => Saying::new("intake-digits-lost"),
            Self::Channel(written) => Saying::new("intake-channel").with("written", written),
            Self::NoAddress(channel) => Saying::new("intake-no-address").with("channel", channel),
            Self::Language(written) => Saying::new("intake-language").with("written", written),
            Self::Role(written) => Saying::new("intake-role").with("written", written),
            Self::Date(written) => Saying::new("intake-date").with("written", written),
            Self::Count(written) => Saying::new("intake-count").with("written", written),
            Self::NotAgreed => Saying::new("intake-not-agreed"),
            Self::CellTooLong { column } => {
                Saying::new("intake-cell-too-long").with("column", column)
            }
            Self::LineTooLong => Saying::new("intake-line-too-long"),
            Self::UnclosedQuote => Saying::new("intake-unclosed-quote"),
            Self::Garbled { column } => Saying::new("intake-garbled").with("column", column),
            Self::BrokenFormula { column } => {
                Saying::new("intake-broken-formula").with("column", column)
            }
            Self::MoreCells { cells, columns } => Saying::new("intake-more-cells")
                .with("cells", cells)
                .with("columns", columns),
        }
    }
}

/// A cell as a fault quotes it: short, on one line, and without a number that
/// slipped into the wrong column.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 40;
    let text = super::cell::clean(text);
    let hide = text.chars().filter(char::is_ascii_digit).count() > 8;
    let shown = text
        .chars()
        .map(|c| if hide && c.is_ascii_digit() { '•' } else { c });
    if text.chars().count() <= MOST {
        return shown.collect();
    }
    shown.take(MOST - 1).chain(['…']).collect()
}
