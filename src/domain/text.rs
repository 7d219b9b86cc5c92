//! Letters: one form to store (NFC), one to search by, one that any phone shows.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The form everything is stored and counted in. Text typed on another system
/// may arrive decomposed, which doubles the price of an SMS.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Vietnamese without its marks: "Mường Tè" becomes "Muong Te". Letters of
/// other alphabets that have marks lose them too, so this is offered only
/// where a language survives it, and never done unasked.
pub fn unaccent(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            'ƀ' => 'b',
            'Ƀ' => 'B',
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201C}' | '\u{201D}' => '"',
            '\u{2013}' | '\u{2014}' => '-',
            '\u{00A0}' => ' ',
            other => other,
        })
        .collect()
}

/// Whether any letter would be another without its marks.
pub fn has_marks(text: &str) -> bool {
    nfc(text).chars().any(|c| {
        is_combining_mark(c)
            || (c.is_alphabetic() && !unaccent(c.encode_utf8(&mut [0; 4])).contains(c))
    })
}

/// The key two spellings of one name share: no marks, no case, no
/// punctuation, single spaces. "Thôn 1 - Nậm Pố" and "thon 1 nam po" meet.
pub fn fold(text: &str) -> String {
    let plain = unaccent(text).to_lowercase();
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Whether a character cannot be seen: controls, and those that only steer
/// how others are shown. Two texts that differ in them look the same.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}'
            | '\u{890}'..='\u{891}' | '\u{8E2}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}'
            | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// Ends of addresses that messages lead people to.
const DOMAINS: [&str; 10] = [
    "vn", "com", "net", "org", "info", "edu", "gov", "xyz", "top", "ly",
];

/// The first web address in a text.
pub fn link(text: &str) -> Option<&str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/'))
        .find(|word| leads_somewhere(&word.to_lowercase()))
}

fn leads_somewhere(word: &str) -> bool {
    if word.contains("://") || word.starts_with("www.") {
        return true;
    }
    let host = word.split(['/', '?', ':']).next().unwrap_or_default();
    host.rsplit_once('.').is_some_and(|(name, end)| {
        DOMAINS.contains(&end) && name.starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_however_it_is_written() {
        for (text, found) in [
            (
                "Xem https://muongtoong.gov.vn/tin.",
                "https://muongtoong.gov.vn/tin",
            ),
            ("xem (www.xa.example)", "www.xa.example"),
            ("Xem bit.ly/3xYz nhe", "bit.ly/3xYz"),
            ("vao dichvucong.gov.vn, dang ky", "dichvucong.gov.vn"),
        ] {
            assert_eq!(link(text), Some(found));
        }
        for text in [
            "Gia 1.500.000d, luc 7.30, ngay 23.11.2026.",
            "UBND xa: hop luc 19h tai nha van hoa.Moi ba con",
            "QD 18/2021/QD-TTg; 24/7; cap 3...",
        ] {
            assert_eq!(link(text), None, "{text}");
        }
    }

    #[test]
    fn spellings_of_one_name_fold_to_one_key() {
        assert_eq!(fold("Thôn 1 - Nậm Pố"), "thon 1 nam po");
        assert_eq!(fold("Hoà  Vang"), fold("Hòa Vang"));
        assert_eq!(fold("M\u{2019}Drắk"), fold("M'Drắk"));
        assert_eq!(fold("Đắk"), "dak");
    }

    #[test]
    fn letters_have_marks_and_signs_have_none() {
        for marked in ["Đ", "a\u{301}", "ơ\u{306}", "khmer ក្ដ", "čar"] {
            assert!(has_marks(marked), "{marked}");
        }
        for bare in ["Di ngay – “gap” 2.300₫…", "廣東話", "Hmoob Dawb", ""] {
            assert!(!has_marks(bare), "{bare}");
        }
    }

    #[test]
    fn decomposed_text_is_stored_composed() {
        assert_eq!(
            nfc("Mu\u{031B}o\u{031B}\u{0300}ng").chars().count(),
            "Mường".chars().count()
        );
    }

    #[test]
    fn unaccented_text_keeps_its_case_and_loses_every_mark() {
        assert_eq!(
            unaccent("KHẨN: Đêm nay mưa rất to"),
            "KHAN: Dem nay mua rat to"
        );
    }
}
