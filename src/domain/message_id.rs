//! The gateway's own name for a message. A bridge to SMPP may name it in hex
//! when it takes it, and in decimal when it tells what became of it.

use serde::Deserialize;

/// How a gateway writes its ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdBase {
    /// A word: compared letter for letter.
    #[default]
    Text,
    /// A number in base 16, in letters of either case.
    Hex,
    /// A number in base 10.
    Decimal,
}

/// The one form in which an id is kept and looked for: a number in decimal,
/// without zeros in front. What is no number, against what was configured, is
/// left as it is: it may still be found letter for letter.
pub fn canonical(id: &str, base: IdBase) -> String {
    let bare = id.trim();
    let number = match base {
        IdBase::Text => None,
        IdBase::Hex => {
            let digits = bare.strip_prefix("0x").or_else(|| bare.strip_prefix("0X"));
            number(digits.unwrap_or(bare), 16)
        }
        IdBase::Decimal => number(bare, 10),
    };
    number.map_or_else(|| id.to_owned(), |number| number.to_string())
}

/// Digits only: Rust would take a sign as well.
fn number(digits: &str, base: u32) -> Option<u128> {
    let only = !digits.is_empty() && digits.chars().all(|c| c.is_digit(base));
    only.then(|| u128::from_str_radix(digits, base).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hex_and_decimal_become_one() {
        for hex in ["4D2", "4d2", "0x4D2", "000004d2", " 4D2 "] {
            assert_eq!(canonical(hex, IdBase::Hex), "1234", "{hex}");
        }
        for decimal in ["1234", "0001234", "1234 "] {
            assert_eq!(canonical(decimal, IdBase::Decimal), "1234", "{decimal}");
        }
    }

    #[test]
    fn a_word_is_left_alone() {
        assert_eq!(canonical("00A1-x", IdBase::Text), "00A1-x");
        for word in ["", "12g", "+12", "-12", "1 2", &"f".repeat(40)] {
            assert_eq!(canonical(word, IdBase::Hex), word);
        }
        assert_eq!(canonical("4D2", IdBase::Decimal), "4D2");
    }

    proptest! {
        #[test]
        fn every_number_is_found_however_it_is_written(id in any::<u64>(), zeros in 0usize..8) {
            let front = "0".repeat(zeros);
            let kept = canonical(&format!("{front}{id:X}"), IdBase::Hex);
            prop_assert_eq!(&kept, &canonical(&format!("{front}{id}"), IdBase::Decimal));
            prop_assert_eq!(&kept, &canonical(&format!("{id:x}"), IdBase::Hex));
        }
    }
}
