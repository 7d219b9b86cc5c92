//! What is wrong with a notice file before it says anything at all.

use super::part::line_of;
use crate::domain::say::Saying;

/// A slip in a notice file; a number is the line it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// No file of this name.
    NotThere,
    /// It cannot be opened: why.
    Closed(String),
    /// Its bytes are no text.
    NoText,
    /// A number that begins with a zero: a code without its quotes.
    Unquoted(usize, String),
    /// A key is there twice.
    Twice(usize),
    /// No way to write a notice file.
    Syntax(usize),
    /// What must be there is not.
    Missing(&'static str),
    /// A key that is none: key, keys there are.
    Strange(usize, String, String),
    /// A key of the notice below a heading in brackets.
    Below(usize, String),
    /// Something else is wanted here.
    Kind(usize, String, Wanted),
    /// A word that is none of a few.
    Word {
        /// Its line.
        line: usize,
        /// The key.
        key: String,
        /// What is written.
        word: String,
        /// What may be.
        known: String,
    },
    /// A moment that is none: key, what is written.
    Moment(usize, String, String),
}

/// What a key wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Words between quotes.
    Text,
    /// True or false.
    Flag,
    /// A small number.
    Number,
    /// Words in square brackets.
    List,
    /// A part with a heading.
    Table,
}

impl Slip {
    /// What a file that is no TOML trips over.
    pub(super) fn of_syntax(text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        let line = line_of(text, at);
        if error.message().contains("duplicate key") {
            return Self::Twice(line);
        }
        if error.message().contains("leading zero") {
            let digit = |c: &char| c.is_ascii_digit();
            let back = text[..at].chars().rev().take_while(digit).count();
            let code = text[at - back..].chars().take_while(digit).collect();
            return Self::Unquoted(line, code);
        }
        Self::Syntax(line)
    }

    /// The sentence for whoever wrote the file of this name.
    pub(in crate::hub) fn said(&self, file: &str) -> Saying {
        let on = |key, line: &usize| Saying::new(key).with("file", file).with("line", line);
        match self {
            Self::NotThere => Saying::new("slip-not-there").with("file", file),
            Self::Closed(reason) => Saying::new("slip-closed")
                .with("file", file)
                .with("reason", reason),
            Self::NoText => Saying::new("slip-no-text").with("file", file),
            Self::Missing(field) => Saying::new("slip-missing")
                .with("file", file)
                .with("field", field),
            Self::Unquoted(line, code) => on("slip-unquoted", line).with("code", code),
            Self::Twice(line) => on("slip-twice", line),
            Self::Syntax(line) => on("slip-syntax", line),
            Self::Strange(line, field, known) => on("slip-strange", line)
                .with("field", field)
                .with("known", known),
            Self::Below(line, field) => on("slip-below", line).with("field", field),
            Self::Kind(line, field, wanted) => on("slip-kind", line)
                .with("field", field)
                .with("wanted", wanted.as_str()),
            Self::Word {
                line,
                key,
                word,
                known,
            } => on("slip-word", line)
                .with("field", key)
                .with("word", word)
                .with("known", known),
            Self::Moment(line, field, written) => on("slip-moment", line)
                .with("field", field)
                .with("written", written),
        }
    }
}

impl Wanted {
    fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Flag => "flag",
            Self::Number => "number",
            Self::List => "list",
            Self::Table => "table",
        }
    }
}
