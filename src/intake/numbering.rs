//! The line under a header that only numbers the columns.

use super::cell::Line;

/// "(1) (2) (3)" or "A B 1 2" under a header: official forms number columns.
/// Letters from A, then numbers from 1, in order and in every cell that is
/// filled. Anything else is somebody's row.
pub(super) fn only_numbers(line: &Line) -> bool {
    let mut letters = 0_u8;
    let mut numbers = 0_u32;
    let ordered = line.filled().all(|(_, cell)| {
        let text = cell.clean();
        let inner = text.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']'));
        if inner == (numbers + 1).to_string() {
            numbers += 1;
            return true;
        }
        let next = inner.len() == 1 && inner.bytes().eq([b'A' + letters]);
        letters += u8::from(next);
        next && numbers == 0 && letters < 26
    });
    ordered && numbers > 0 && numbers + u32::from(letters) > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_that_counts_the_columns_is_passed_over() {
        for numbering in [
            "1 | 2 | 3",
            "(1) | (2) | (3)",
            "A | 1 | 2",
            "A | B | 1",
            "1 | | 2",
        ] {
            assert!(only_numbers(&Line::of(numbering)), "{numbering}");
        }
        let many: Vec<String> = (1..=300).map(|n| n.to_string()).collect();
        assert!(only_numbers(&Line::of(&many.join("|"))));
        for row in [
            "A | 12 | ",
            "A | 12 | 13",
            "A | B | C",
            "B | 1 | 2",
            "2 | 3 | 4",
            "1 | 3 | 4",
            "A | 2 | 3",
            "1 | A | 2",
            "A | |",
            "1",
            "",
        ] {
            assert!(!only_numbers(&Line::of(row)), "{row}");
        }
    }
}
