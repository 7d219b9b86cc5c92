//! The letters every phone has: the GSM 03.38 alphabet, and typewriter spellings
//! of the signs outside it.

/// GSM 03.38 basic table: the letter of each code. The escape to the extension
/// table stands in its place and is no letter.
const BASIC: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å', //
    'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', ESCAPE, 'Æ', 'æ', 'ß', 'É', //
    ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/', //
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?', //
    '¡', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', //
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§', //
    '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', //
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à', //
];

const ESCAPE: char = '\u{1B}';

/// GSM 03.38 extension table, behind an escape.
const EXTENSION: [(u8, char); 10] = [
    (0x0A, '\u{0C}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2F, '\\'),
    (0x3C, '['),
    (0x3D, '~'),
    (0x3E, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

/// Where a letter stands in the GSM alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// In the basic table: one septet.
    Basic(u8),
    /// In the extension table: an escape and a septet.
    Extended(u8),
}

/// A letter's code; `None` outside the alphabet.
pub fn code(letter: char) -> Option<Code> {
    // Most letters stand where ASCII has them.
    if letter.is_ascii_alphanumeric() {
        return u8::try_from(letter).ok().map(Code::Basic);
    }
    let basic = BASIC.iter().position(|known| *known == letter);
    if let Some(at) = basic.filter(|_| letter != ESCAPE) {
        return u8::try_from(at).ok().map(Code::Basic);
    }
    let extended = EXTENSION.iter().find(|(_, known)| *known == letter)?;
    Some(Code::Extended(extended.0))
}

/// The letter of a code of the basic table.
pub fn basic(code: u8) -> Option<char> {
    let letter = BASIC.get(usize::from(code)).copied();
    letter.filter(|letter| *letter != ESCAPE)
}

/// The letter of a code of the extension table.
pub fn extended(code: u8) -> Option<char> {
    let known = EXTENSION.iter().find(|(known, _)| *known == code)?;
    Some(known.1)
}

/// Septets of a letter in the GSM alphabet; `None` outside it.
pub fn septets(letter: char) -> Option<usize> {
    Some(match code(letter)? {
        Code::Basic(_) => 1,
        Code::Extended(_) => 2,
    })
}

/// Signs that word processors and phone keyboards put in, as anyone would type
/// them. Quotes and dashes that [`unaccent`](crate::domain::text::unaccent) knows are left to it.
pub fn typewritten(c: char) -> Option<&'static str> {
    Some(match c {
        '…' => "...",
        '•' | '·' | '▪' | '●' | '‐' | '‑' | '‒' | '―' | '−' => "-",
        '‚' | '‛' | '‹' | '›' | '′' | 'ʼ' | '`' | '´' => "'",
        '„' | '‟' | '«' | '»' | '″' => "\"",
        '×' => "x",
        '÷' => ":",
        '≤' => "<=",
        '≥' => ">=",
        '→' => "->",
        '₫' => "d",
        '°' => " do",
        '²' => "2",
        '³' => "3",
        '½' => "1/2",
        '\t' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => " ",
        '\u{00AD}' | '\u{200B}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_has_its_127_letters_and_10_more_at_double_price() {
        let letters = (0..128).filter_map(basic);
        assert_eq!(letters.clone().count(), 127);
        for (letter, at) in letters.zip((0..128).filter(|at| *at != 0x1B)) {
            assert_eq!(code(letter), Some(Code::Basic(at)));
        }
        for (at, letter) in EXTENSION {
            assert_eq!(
                (code(letter), extended(at)),
                (Some(Code::Extended(at)), Some(letter))
            );
        }
    }

    #[test]
    fn letters_of_vietnamese_with_a_grave_are_in_it_and_the_rest_are_not() {
        assert!("àèéìòù".chars().all(|c| septets(c) == Some(1)));
        assert!("ăâđêôơưáạảãçÀ`\t".chars().all(|c| septets(c).is_none()));
    }

    #[test]
    fn every_typewritten_spelling_is_in_the_alphabet() {
        for c in ('\u{80}'..='\u{FFFF}').chain(['\t', '`']) {
            let letters = typewritten(c).unwrap_or_default();
            assert!(letters.chars().all(|c| septets(c).is_some()), "{c:?}");
        }
    }
}
