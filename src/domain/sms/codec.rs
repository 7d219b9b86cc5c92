//! The letters of SMS as they travel: GSM 03.38 codes, one to an octet as SMPP
//! has them, and UTF-16 in network order.

use super::alphabet::{self, Code};

/// The escape to the extension table.
const ESCAPE: u8 = 0x1B;

/// The octets of a text in the GSM alphabet, a septet each; `None` where a
/// letter is not in it. Nothing is ever replaced.
pub fn gsm7(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match alphabet::code(letter)? {
            Code::Basic(code) => octets.push(code),
            Code::Extended(code) => octets.extend([ESCAPE, code]),
        }
    }
    Some(octets)
}

/// The text of such octets. A code that means nothing becomes U+FFFD; an escape
/// before a code of no extension is what phones show for it: the basic letter.
pub fn from_gsm7(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    let mut escaped = false;
    for octet in octets {
        if *octet == ESCAPE && !escaped {
            escaped = true;
            continue;
        }
        let letter = escaped
            .then(|| alphabet::extended(*octet))
            .flatten()
            .or_else(|| alphabet::basic(*octet));
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        escaped = false;
    }
    text
}

/// The octets of a text in UTF-16, high octet first. What SMPP calls UCS-2 is
/// this on every phone of this century: emoji are pairs.
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// The text of such octets. Half a pair becomes U+FFFD, an octet too many is
/// dropped.
pub fn from_utf16(octets: &[u8]) -> String {
    let units = octets
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn octets_as_the_standard_has_them() {
        assert_eq!(
            gsm7("@£$ A_€{}").unwrap(),
            [
                0x00, 0x01, 0x02, 0x20, 0x41, 0x11, 0x1B, 0x65, 0x1B, 0x28, 0x1B, 0x29
            ]
        );
        assert_eq!(gsm7("ÀB"), None);
        assert_eq!(utf16("ạ"), [0x1E, 0xA1]);
        assert_eq!(utf16("🌧"), [0xD8, 0x3C, 0xDF, 0x27]);
    }

    #[test]
    fn octets_that_mean_nothing_are_seen() {
        assert_eq!(from_gsm7(&[0x41, 0xFF]), "A\u{FFFD}");
        assert_eq!(from_gsm7(&[0x1B, 0x41]), "A");
        assert_eq!(from_gsm7(&[0x41, 0x1B]), "A");
        assert_eq!(from_utf16(&[0xD8, 0x3C, 0x00]), "\u{FFFD}");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in "\\PC*") {
            prop_assert_eq!(from_utf16(&utf16(&text)), text.as_str());
            if let Some(octets) = gsm7(&text) {
                prop_assert_eq!(from_gsm7(&octets), text);
            }
        }

        #[test]
        fn any_octets_are_read_without_a_crash(octets in any::<Vec<u8>>()) {
            from_gsm7(&octets);
            from_utf16(&octets);
        }
    }
}
