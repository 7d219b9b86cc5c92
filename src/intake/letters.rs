//! Which lettering a text is in, judged by how much it looks like Vietnamese.
//!
//! Bytes of Windows-1258 and of TCVN3 are all valid in both, so they are told
//! apart by what comes out: "Nguyễn" read by the wrong table has a small letter
//! before a capital, or two tones in one word.

use unicode_normalization::UnicodeNormalization;

use super::cell::{Cell, Line};
use super::tcvn3;

/// One point for each word with marked letters that could be Vietnamese or a
/// language of its highlands, two against each that could not. Words without
/// marks say nothing.
pub(super) fn likeness(text: &str) -> i32 {
    let words = text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    let marked =
        words.filter(|word| !word.is_ascii() && !word.contains(|c: char| c.is_ascii_digit()));
    marked
        .map(|word| if plausible(word) { 1 } else { -2 })
        .sum()
}

fn plausible(word: &str) -> bool {
    let mut small = false;
    let mut tones = 0;
    for c in word.nfd() {
        match c {
            // grave, hook, tilde, acute, dot below
            '\u{300}' | '\u{309}' | '\u{303}' | '\u{301}' | '\u{323}' => tones += 1,
            'A'..='Z' | 'Đ' | 'Č' | 'Ƀ' if small => return false,
            'a'..='z' | 'đ' | 'č' | 'ƀ' => small = true,
            _ if !known(c) => return false,
            _ => {}
        }
    }
    // A mark that nothing carries stays a mark when the word is composed.
    tones <= 1
        && !word
            .nfc()
            .any(|c| matches!(c, '\u{300}'..='\u{303}' | '\u{309}' | '\u{323}'))
}

/// Capitals, the marks that make letters (circumflex, breve, horn, caron), and
/// the quotes and dashes a word processor puts beside a word.
fn known(c: char) -> bool {
    matches!(
        c,
        'A'..='Z' | 'Đ' | 'Č' | 'Ƀ' | '\u{302}' | '\u{306}' | '\u{30C}' | '\u{31B}'
    ) || matches!(c, '\u{2013}'..='\u{201D}' | '…')
}

/// Puts right the cells that were written in a TCVN3 font, column by column: a
/// clerk pastes a column from an old file, and "Vâ Phó" could be either.
#[derive(Debug, Default)]
pub(super) struct Repair {
    /// Columns in which most cells can only be TCVN3.
    columns: Vec<bool>,
    /// The whole file is TCVN3.
    all: bool,
    /// How many cells were put right.
    pub(super) cells: u64,
}

impl Repair {
    /// Judges the columns by some of their cells.
    pub(super) fn judge<'a>(lines: impl Iterator<Item = &'a Line>, all: bool) -> Self {
        let mut balance: Vec<i32> = Vec::new();
        for (column, text) in lines.flat_map(|line| line.cells.iter().enumerate()) {
            let Cell::Text(text) = text else { continue };
            if text.is_ascii() {
                continue;
            }
            if balance.len() <= column {
                balance.resize(column + 1, 0);
            }
            balance[column] += match tcvn3::decode(text) {
                Some(decoded) => (likeness(&decoded) - likeness(text)).signum(),
                None => -1,
            };
        }
        Self {
            columns: balance.iter().map(|balance| *balance > 0).collect(),
            all,
            cells: 0,
        }
    }

    /// Puts right the cells of one line.
    pub(super) fn mend(&mut self, line: &mut Line) {
        for (column, cell) in line.cells.iter_mut().enumerate() {
            let old = self.all || self.columns.get(column).is_some_and(|old| *old);
            self.cells += u64::from(mend(cell, old));
        }
    }
}

fn mend(cell: &mut Cell, old: bool) -> bool {
    let text = match cell {
        Cell::Text(text) => text,
        Cell::Above(above) => {
            // It was counted where it stands.
            mend(above, old);
            return false;
        }
        _ => return false,
    };
    let Some(decoded) = tcvn3::decode(text) else {
        return false;
    };
    let better = likeness(&decoded) - likeness(text);
    let take = better > 0 || (old && better == 0);
    if take {
        *text = decoded;
    }
    take
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(texts: &[&str]) -> Vec<Line> {
        let line = |text: &&str| Line {
            cells: vec![Cell::Text((*text).to_owned())],
            ..Line::default()
        };
        texts.iter().map(line).collect()
    }

    fn mended(texts: &[&str]) -> Vec<String> {
        let mut lines = column(texts);
        let mut repair = Repair::judge(lines.iter(), false);
        for line in &mut lines {
            repair.mend(line);
        }
        lines.iter().map(|line| line.cells[0].clean()).collect()
    }

    #[test]
    fn a_word_read_by_the_wrong_table_is_not_vietnamese() {
        assert_eq!(likeness("Nguyễn Văn Tý"), 3);
        assert_eq!(likeness("NGUYỄN VĂN"), 2);
        assert_eq!(likeness("NguyÔn"), -2);
        assert_eq!(likeness("Nguyờịn"), -2);
        assert_eq!(likeness("Th\u{303}"), -2);
        assert_eq!(likeness("Nguyen Van A 0912"), 0);
        assert_eq!(likeness("Y Ñiêo Êban Čư M’gar"), 4);
    }

    #[test]
    fn words_that_could_be_either_follow_their_column() {
        assert_eq!(
            mended(&["NguyÔn V¨n An", "TrÇn ThÞ B×nh", "Vâ Phó", "Lª Tú"]),
            ["Nguyễn Văn An", "Trần Thị Bình", "Võ Phú", "Lê Tỳ"]
        );
        assert_eq!(
            mended(&["Nguyễn Văn An", "Lê Tú", "Tâm", "Hồ Thị Hà"]),
            ["Nguyễn Văn An", "Lê Tú", "Tâm", "Hồ Thị Hà"]
        );
    }

    #[test]
    fn one_pasted_cell_in_a_unicode_column_is_put_right_alone() {
        assert_eq!(
            mended(&["Nguyễn Văn An", "Lê Tú", "TrÇn ThÞ B×nh", "Đỗ Tâm"]),
            ["Nguyễn Văn An", "Lê Tú", "Trần Thị Bình", "Đỗ Tâm"]
        );
    }

    #[test]
    fn numbers_and_signs_are_not_letters() {
        assert_eq!(mended(&["5½", "0912·000·101"]), ["5½", "0912·000·101"]);
    }
}
