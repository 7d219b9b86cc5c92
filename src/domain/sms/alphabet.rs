//! The letters every phone has: the GSM 03.38 alphabet, and typewriter spellings
//! of the signs outside it.

/// GSM 03.38 basic table, in the order of its codes 0x00 to 0x7F; 0x1B, the
/// escape to the extension table, is no letter and left out.
const BASIC: [&str; 8] = [
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
];

/// GSM 03.38 extension table: an escape and a code, two septets a letter.
const EXTENSION: &str = "\u{0C}^{}\\[~]|€";

/// Septets of a letter in the GSM alphabet; `None` outside it.
pub fn septets(c: char) -> Option<usize> {
    if c.is_ascii_alphanumeric() || BASIC.iter().any(|row| row.contains(c)) {
        Some(1)
    } else if EXTENSION.contains(c) {
        Some(2)
    } else {
        None
    }
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
        let basic = BASIC.concat();
        assert_eq!(basic.chars().count(), 127);
        assert!(basic.chars().all(|c| septets(c) == Some(1)));
        assert_eq!(
            EXTENSION.chars().filter(|c| septets(*c) == Some(2)).count(),
            10
        );
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
