//! The short code printed in every message, by which anybody can ask the
//! office whether a notice is really its own.

/// Letters and digits that are not mistaken for one another, read aloud or on
/// a small screen. 30 of them: a code of six has 7 × 10⁸ values.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters a code has.
pub const LENGTH: usize = 6;

/// A code from random bytes.
pub fn from_random(bytes: [u8; 16]) -> String {
    let mut value = u128::from_be_bytes(bytes);
    let mut code = String::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        let index = usize::try_from(value % 30).unwrap_or_default();
        code.push(char::from(ALPHABET[index]));
        value /= 30;
    }
    code
}

/// A code as somebody typed it: any case, spaces, and the letters people write
/// for the digits they resemble. `None` where it cannot be one.
pub fn parse(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let sound = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    sound.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_being_typed_on_a_key_phone() {
        let code = from_random(*b"sixteen byte key");
        assert_eq!(code.len(), LENGTH);
        let typed = format!(" {} {} ", &code[..3].to_lowercase(), &code[3..]);
        assert_eq!(parse(&typed), Some(code));
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        assert_eq!(parse("ABC"), None);
        assert_eq!(parse("ABCDEI"), None);
        assert_eq!(parse("ABCDE1"), None);
    }
}
