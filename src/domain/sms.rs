//! What a text costs as SMS and where it is cut: GSM 03.38 letters, UCS-2, parts.
//!
//! A text whose every letter is in the GSM alphabet costs one septet a letter
//! (two for the extension table) and holds 160 in one part or 153 in each of
//! several; any other letter turns the whole text into UCS-2, 70 or 67. The
//! rest is the head (UDH, 8-bit reference) that joins the parts. Texts are
//! counted and cut in NFC, because the decomposed form costs nearly twice.

use serde::{Deserialize, Serialize};

use super::text::{nfc, unaccent};
use alphabet::{septets, typewritten};
use clusters::clusters;

mod alphabet;
mod clusters;

/// How the letters of a message travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// GSM 03.38 default alphabet, counted in septets.
    Gsm7,
    /// UTF-16, counted in 16-bit units; a letter outside the basic plane is two.
    Ucs2,
}

impl Encoding {
    /// Units that fit a message of one part.
    pub const fn alone(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units that fit each part of a message of several.
    pub const fn joined(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    fn of(text: &str) -> Self {
        if text.chars().all(|c| septets(c).is_some()) {
            Self::Gsm7
        } else {
            Self::Ucs2
        }
    }

    fn units(self, text: &str) -> usize {
        match self {
            Self::Gsm7 => text.chars().filter_map(septets).sum(),
            Self::Ucs2 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

/// The cost of a text as SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What the dearest letter forces on the whole text.
    pub encoding: Encoding,
    /// Septets or UTF-16 units, without the heads of the parts.
    pub units: usize,
    /// What a gateway bills: messages on the air. An empty text has none.
    pub parts: usize,
}

/// Counts a text after bringing it to NFC.
pub fn measure(text: &str) -> Measure {
    let text = nfc(text);
    let encoding = Encoding::of(&text);
    let units = encoding.units(&text);
    Measure {
        encoding,
        units,
        parts: cut(&text, encoding, units).len(),
    }
}

/// The texts of the parts, in order; together they are the text in NFC. No
/// part divides an escaped letter, a surrogate pair, or a letter from its
/// marks, so the count may exceed units divided by room.
pub fn split(text: &str) -> Vec<String> {
    let text = nfc(text);
    let encoding = Encoding::of(&text);
    let units = encoding.units(&text);
    cut(&text, encoding, units)
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// Whether every letter is in the GSM alphabet.
pub fn is_gsm7(text: &str) -> bool {
    Encoding::of(&nfc(text)) == Encoding::Gsm7
}

/// The letters that force UCS-2 on a text, each once, in order of appearance:
/// what the preview shows beside "this one letter costs a part".
pub fn offending(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for c in nfc(text).chars() {
        if septets(c).is_none() && !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

/// The unaccented twin of a text: marks gone, typographic signs as a
/// typewriter has them. Vietnamese always comes out as GSM-7. Nothing else is
/// dropped: an emoji or a letter of another script stays, and [`offending`]
/// names it. Only for languages that survive it
/// ([`Lang::survives_unaccenting`](super::language::Lang::survives_unaccenting)),
/// and a decision of a person, see design §6.
pub fn plain(text: &str) -> String {
    let text = nfc(text);
    let mut typed = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match typewritten(c) {
            Some(letters) => typed.push_str(letters),
            None => typed.push(c),
        }
        if c == '°' && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
            typed.push(' ');
        }
    }
    nfc(&unaccent(&typed))
}

/// Cuts a text in NFC by filling each part until the next cluster is too much.
fn cut(text: &str, encoding: Encoding, units: usize) -> Vec<&str> {
    if text.is_empty() {
        return Vec::new();
    }
    if units <= encoding.alone() {
        return vec![text];
    }
    let (mut parts, mut start, mut end, mut used) = (Vec::new(), 0, 0, 0);
    for cluster in pieces(text, encoding) {
        let cost = encoding.units(cluster);
        if used + cost > encoding.joined() {
            parts.push(&text[start..end]);
            (start, used) = (end, 0);
        }
        used += cost;
        end += cluster.len();
    }
    parts.push(&text[start..]);
    parts
}

/// Clusters, but one that no part could hold (a letter under a tower of marks)
/// goes letter by letter.
fn pieces(text: &str, encoding: Encoding) -> impl Iterator<Item = &str> {
    clusters(text).into_iter().flat_map(move |cluster| {
        if encoding.units(cluster) <= encoding.joined() {
            vec![cluster]
        } else {
            cluster.split_inclusive(|_| true).collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cost(text: &str) -> (Encoding, usize, usize) {
        let Measure {
            encoding,
            units,
            parts,
        } = measure(text);
        (encoding, units, parts)
    }

    #[test]
    fn a_plain_text_is_billed_by_160_then_by_153() {
        for (letters, parts) in [
            (0, 0),
            (1, 1),
            (141, 1),
            (160, 1),
            (161, 2),
            (306, 2),
            (307, 3),
        ] {
            assert_eq!(
                cost(&"a".repeat(letters)),
                (Encoding::Gsm7, letters, parts),
                "{letters}"
            );
        }
    }

    #[test]
    fn an_accented_text_is_billed_by_70_then_by_67() {
        for (letters, parts) in [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)] {
            assert_eq!(
                cost(&"ễ".repeat(letters)),
                (Encoding::Ucs2, letters, parts),
                "{letters}"
            );
        }
    }

    #[test]
    fn a_decomposed_text_costs_no_more_than_a_composed_one() {
        assert_eq!(cost("e\u{0302}\u{0303}"), cost("ễ"));
        assert_eq!(split("e\u{0302}\u{0303}"), ["ễ"]);
    }

    #[test]
    fn an_escaped_letter_is_never_cut_in_two() {
        let text = format!("{}€{}", "a".repeat(152), "b".repeat(150));
        assert_eq!(measure(&text).units, 304);
        let parts = split(&text);
        assert_eq!(parts[0].len(), 152);
        assert!(parts[1].starts_with('€'));
        assert_eq!(cost(&format!("{text}€")), (Encoding::Gsm7, 306, 3));
    }

    #[test]
    fn an_emoji_stays_whole_with_its_tone_and_its_family() {
        for emoji in ["😀", "👍🏽", "👩‍👧", "🇻🇳"] {
            let text = format!("{}{emoji}{}", "ơ".repeat(66), "a".repeat(10));
            let parts = split(&text);
            assert_eq!(parts[0].chars().count(), 66, "{emoji}");
            assert!(parts[1].starts_with(emoji), "{emoji}");
        }
        assert_eq!(cost(&"😀".repeat(35)), (Encoding::Ucs2, 70, 1));
        // 33 pairs fill 66 units; the 67th cannot hold half an emoji.
        assert_eq!(cost(&"😀".repeat(67)), (Encoding::Ucs2, 134, 3));
    }

    #[test]
    fn a_letter_of_ede_or_khmer_is_never_parted_from_its_marks() {
        for letter in ["ơ\u{0306}", "ក្ដ", "ស្រ្តី"] {
            let text = format!("{}{letter}{}", "đ".repeat(66), "a".repeat(10));
            let parts = split(&text);
            assert!(parts[1].starts_with(letter), "{letter}: {parts:?}");
        }
    }

    #[test]
    fn a_vietnamese_text_loses_its_marks_and_halves_its_price() {
        let text =
            "Đề nghị bà con sơ tán… “ngay” – trước 18h, mang ≤ 5 kg; đêm dưới 4°C, giá 2.300₫";
        let bare = "De nghi ba con so tan... \"ngay\" - truoc 18h, mang <= 5 kg; dem duoi 4 do C, gia 2.300d";
        assert_eq!(plain(text), bare);
        assert_eq!((measure(text).parts, measure(bare).parts), (2, 1));
    }

    #[test]
    fn the_letters_that_cost_a_part_are_named_once_each() {
        assert_eq!(
            offending("Xã Mường Tè: à è vẫn rẻ, xã"),
            ['ã', 'ư', 'ờ', 'ẫ', 'ẻ']
        );
        assert!(offending("Xa Muong Te [1] 5€").is_empty());
        assert!(is_gsm7("à è ì ò ù") && !is_gsm7("á"));
    }

    #[test]
    fn a_plain_text_drops_nothing_it_cannot_spell() {
        assert_eq!(plain("Lũ 🌊 ꪼꪕ"), "Lu 🌊 ꪼꪕ");
        assert_eq!(offending(&plain("Lũ 🌊")), ['🌊']);
    }

    fn any_text() -> impl Strategy<Value = String> {
        let letters = prop_oneof![
            8 => proptest::char::range(' ', '~'),
            4 => proptest::sample::select("ễđƯạ€^\u{0302}\u{0306}\u{200D}ក្ដ😀🏽🇻🇳ꪼ\r\n".chars().collect::<Vec<_>>()),
            1 => any::<char>(),
        ];
        proptest::collection::vec(letters, 0..400).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn parts_together_are_the_text_and_each_fits(text in any_text()) {
            let Measure { encoding, units, parts } = measure(&text);
            let cut = split(&text);
            prop_assert_eq!(cut.len(), parts);
            prop_assert_eq!(cut.concat(), nfc(&text));
            prop_assert_eq!(cut.iter().map(|part| encoding.units(part)).sum::<usize>(), units);
            let room = if parts == 1 { encoding.alone() } else { encoding.joined() };
            for part in &cut {
                prop_assert!(!part.is_empty() && encoding.units(part) <= room);
            }
            prop_assert!(parts <= 1 || units > encoding.alone());
        }

        #[test]
        fn one_letter_too_many_is_the_only_reason_for_a_plain_part(text in "[a-zA-Z0-9 .,:]{0,700}") {
            let n = text.len();
            let parts = if n <= 160 { usize::from(n > 0) } else { n.div_ceil(153) };
            prop_assert_eq!(measure(&text).parts, parts);
        }

        #[test]
        fn any_vietnamese_text_has_a_plain_twin(text in "[a-zA-ZàáảãạăằắẳẵặâầấẩẫậđĐèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ0-9 .,:;/%–—“”‘’…°₫]{0,300}") {
            prop_assert!(is_gsm7(&plain(&text)));
            prop_assert_eq!(offending(&text).is_empty(), is_gsm7(&text));
        }

        #[test]
        fn every_letter_that_offends_is_outside_the_gsm_alphabet(text in any_text()) {
            let offending = offending(&text);
            prop_assert_eq!(offending.is_empty(), measure(&text).encoding == Encoding::Gsm7);
            for c in offending {
                prop_assert!(!is_gsm7(&c.to_string()));
            }
        }
    }
}
