//! A conversation by short messages, one step at a time: what somebody wrote,
//! and what is to be done about it.

use super::code;
use super::text::fold;

/// What a message asks of us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Silence: "TC", "HUY", "STOP" …, in any spelling, with text behind it.
    Silence,
    /// To hear from us again.
    Return,
    /// Whether a notice is really ours.
    Verify(String),
    /// Anything else.
    Other,
}

/// Words of refusal in use on Vietnamese networks (Decree 91/2020 practice).
const SILENCE: [&str; 5] = ["tc", "tu choi", "huy", "stop", "ngung"];
/// Words by which one comes back.
const RETURN: [&str; 3] = ["dk", "dang ky", "start"];

/// Reads a message.
pub fn read(text: &str) -> Asked {
    let folded = fold(text);
    let begins = |word: &str| {
        folded == word
            || folded
                .strip_prefix(word)
                .is_some_and(|rest| rest.starts_with(' '))
    };
    if SILENCE.into_iter().any(begins) {
        return Asked::Silence;
    }
    if RETURN.into_iter().any(begins) {
        return Asked::Return;
    }
    let typed = folded.strip_prefix("kt ").unwrap_or(&folded);
    code::parse(typed).map_or(Asked::Other, Asked::Verify)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_asked_for_in_many_spellings() {
        for text in [
            "TC",
            "tc",
            "Từ chối",
            "TU CHOI nhan tin",
            "Hủy",
            "STOP.",
            "tc khong nhan nua",
        ] {
            assert_eq!(read(text), Asked::Silence, "{text}");
        }
    }

    #[test]
    fn a_word_that_only_begins_alike_is_no_refusal() {
        for text in ["Tcl", "huyện ở đâu", "stopwatch", "Huyền"] {
            assert_ne!(read(text), Asked::Silence, "{text}");
        }
    }

    #[test]
    fn a_code_is_a_question() {
        assert_eq!(read("KT ab2-cd3"), Asked::Verify("AB2CD3".into()));
        assert_eq!(read("AB2CD3"), Asked::Verify("AB2CD3".into()));
        assert_eq!(read("kt gì đó"), Asked::Other);
    }

    #[test]
    fn one_comes_back_by_asking() {
        assert_eq!(read("ĐK"), Asked::Return);
        assert_eq!(read("đăng ký nhận tin"), Asked::Return);
    }
}
