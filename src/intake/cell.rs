//! What stands in a list before anyone knows what its columns mean.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::fault::{Fault, Unreadable};

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, exactly as the file has it.
    Text(String),
    /// A number a spreadsheet keeps as a number.
    Number(f64),
    /// A date a spreadsheet keeps as a date, as `yyyy-mm-dd`.
    Date(String),
    /// What a formula shows instead of a value: `#REF!`.
    Broken(String),
    /// Empty, but covered by a cell above that was merged over several rows.
    Above(Box<Cell>),
}

impl Cell {
    /// Text as a cell; formulas that failed are known by their sign even where
    /// only their text is left.
    pub(super) fn from_text(text: String) -> Self {
        const SIGNS: [&str; 7] = [
            "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!",
        ];
        if text.is_empty() {
            Self::Empty
        } else if text.starts_with('#') && SIGNS.contains(&text.trim()) {
            Self::Broken(text)
        } else {
            Self::Text(text)
        }
    }

    /// Whether somebody wrote something here.
    pub(super) fn is_filled(&self) -> bool {
        match self {
            Self::Empty | Self::Above(_) => false,
            Self::Text(text) => text.chars().any(|c| !is_blank(c)),
            Self::Number(_) | Self::Date(_) | Self::Broken(_) => true,
        }
    }

    /// The cell as text, whole numbers without a decimal point.
    pub(super) fn raw(&self) -> Cow<'_, str> {
        match self {
            Self::Empty | Self::Above(_) => Cow::Borrowed(""),
            Self::Text(text) | Self::Date(text) | Self::Broken(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }

    /// The cell as it is kept: composed, one line, nothing invisible.
    pub(super) fn clean(&self) -> String {
        clean(&self.raw())
    }
}

/// One line of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// The row's number in the spreadsheet, or the line in the text file.
    pub(super) number: u64,
    /// Its cells from the first column on.
    pub(super) cells: Vec<Cell>,
    /// Why its cells could not be told apart.
    pub(super) fault: Option<Fault>,
}

impl Line {
    /// A line as tests write it: "1 | Lò Văn An".
    #[cfg(test)]
    pub(super) fn of(row: &str) -> Self {
        let cells = row
            .split('|')
            .map(|cell| Cell::from_text(cell.trim().to_owned()));
        Self {
            cells: cells.collect(),
            ..Self::default()
        }
    }

    /// The filled cells and their columns.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.is_filled())
    }

    /// Whether nothing at all stands here.
    pub(super) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.filled().next().is_none()
    }
}

/// Where lines come from: a text file or a sheet.
pub(super) trait Lines {
    /// The next line, `None` after the last.
    fn next(&mut self) -> Result<Option<Line>, Unreadable>;
}

/// Composed (NFC), trimmed, with single spaces, without control characters and
/// without the marks that turn the direction of writing.
pub(super) fn clean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if is_blank(c) {
            // An invisible mark parts no words; a blank does.
            gap |= c.is_whitespace();
            continue;
        }
        if gap && !kept.is_empty() {
            kept.push(' ');
        }
        gap = false;
        kept.push(c);
    }
    if is_nfc_quick(kept.chars()) == IsNormalized::Yes {
        kept
    } else {
        kept.nfc().collect()
    }
}

/// Blanks and what cannot be seen. The joiners U+200C and U+200D stay: Khmer is
/// written with them.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        )
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        || matches!(c, '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_not_kept() {
        assert_eq!(clean("  Giàng\u{A0}\tA\r\n Páo\u{200B} "), "Giàng A Páo");
        assert_eq!(clean("\u{202E}oáP\u{202C} A\u{7}"), "oáP A");
        assert_eq!(clean("Mu\u{31B}o\u{31B}\u{300}ng"), "Mường");
        assert_eq!(clean("\u{FEFF} \u{200F}"), "");
    }

    #[test]
    fn letters_written_with_several_marks_keep_them() {
        assert_eq!(clean("Jrai ơ\u{306}"), "Jrai ơ\u{306}");
        assert_eq!(clean("ខ្មែរ"), "ខ្មែរ");
    }

    #[test]
    fn a_formula_that_failed_is_known_by_its_sign() {
        assert_eq!(
            Cell::from_text("#REF!".into()),
            Cell::Broken("#REF!".into())
        );
        assert_eq!(Cell::from_text("#1".into()), Cell::Text("#1".into()));
        assert!(!Cell::from_text(" \u{200B}".into()).is_filled());
    }
}
