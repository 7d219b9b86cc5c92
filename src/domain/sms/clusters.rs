//! Where a text may be cut without spoiling a letter.

use unicode_normalization::char::is_combining_mark;

/// What a reader takes for one letter. A small part of Unicode's grapheme
/// clusters (UAX 29), enough for what is written here: letters with combining
/// marks (Ê Đê ơ̆), Khmer vowels and, beyond UAX 29, subscripts after a coeng,
/// emoji joined, toned or on a flag.
pub fn clusters(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut flags) = (Vec::new(), 0, 0);
    let mut last = None;
    for (at, c) in text.char_indices() {
        let flag = is_flag_letter(c);
        let second_of_flag = flag && flags % 2 == 1;
        if let Some(last) = last
            && !joins(last, c)
            && !second_of_flag
        {
            found.push(&text[start..at]);
            start = at;
        }
        flags = if flag { flags + 1 } else { 0 };
        last = Some(c);
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

fn joins(last: char, c: char) -> bool {
    const KHMER_COENG: char = '\u{17D2}';
    const JOINER: char = '\u{200D}';
    is_combining_mark(c)
        || matches!(c, '\u{200C}' | JOINER | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
        || matches!(last, KHMER_COENG | JOINER)
        || (last == '\r' && c == '\n')
}

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_as_one_letter_stays_together() {
        assert_eq!(clusters("Bơ\u{0306}n\r\n"), ["B", "ơ\u{0306}", "n", "\r\n"]);
        assert_eq!(clusters("ខ្មែរ"), ["ខ្មែ", "រ"]);
        assert_eq!(clusters("👩‍👧👍🏽🇻🇳🇱🇦!"), ["👩‍👧", "👍🏽", "🇻🇳", "🇱🇦", "!"]);
        assert!(clusters("").is_empty());
    }
}
