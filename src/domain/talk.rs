//! A conversation by short messages, one step at a time: what somebody wrote,
//! and what is to be done about it.

use super::code;
use super::text::{fold, nfc};

/// What a message asks of us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Silence: "TC", "HUY", "STOP" …, in any spelling.
    Silence,
    /// To hear from us again.
    Return,
    /// Whether a notice is really ours.
    Verify(String),
    /// Anything else.
    Other,
}

/// Words of refusal in use on Vietnamese networks (Decree 91/2020 practice),
/// with whatever stands behind them.
const SILENCE: [&str; 7] = [
    "tc",
    "tu choi",
    "stop",
    "ngung nhan",
    "ngung gui",
    "hủy",
    "huỷ",
];
/// Refusals only where they are the whole message: Huy is also a given name,
/// and "ngung" may be said of the rain.
const SILENCE_ALONE: [&str; 8] = [
    "huy",
    "huy bo",
    "huy dk",
    "huy dang ky",
    "huy dang ky nhan tin",
    "huy nhan tin",
    "huy tin",
    "ngung",
];
/// Words by which one comes back.
const RETURN: [&str; 3] = ["dk", "dang ky", "start"];

/// Reads a message.
pub fn read(text: &str) -> Asked {
    let folded = fold(text);
    let marked = nfc(text.trim()).to_lowercase();
    let begins = |word: &str| begins(&folded, word) || begins(&marked, word);
    if SILENCE_ALONE.contains(&folded.as_str()) || SILENCE.into_iter().any(begins) {
        return Asked::Silence;
    }
    if RETURN.into_iter().any(begins) {
        return Asked::Return;
    }
    let typed = folded.strip_prefix("kt ").unwrap_or(&folded);
    code::parse(typed).map_or(Asked::Other, Asked::Verify)
}

/// Whether a message begins with this word, and not merely with its letters.
fn begins(message: &str, word: &str) -> bool {
    message
        .strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
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
            "HUY",
            "Huy dang ky!",
            "huy nhan tin",
            "Hủy nhận tin giúp tôi",
            "Huỷ tin của xã",
            "ngừng gửi tin cho tôi",
        ] {
            assert_eq!(read(text), Asked::Silence, "{text}");
        }
    }

    #[test]
    fn somebody_called_huy_refuses_nothing() {
        for text in [
            "Huy da nhan duoc tin",
            "Huy đã nhận được tin",
            "Huy nhan duoc tin roi",
            "Huy dang ky tiem cho chau",
            "Ngung mua roi, duong con ngap",
        ] {
            assert_eq!(read(text), Asked::Other, "{text}");
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
