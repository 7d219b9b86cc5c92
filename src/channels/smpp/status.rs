//! What a message centre's status means for us (SMPP 3.4 §5.1.3).

use std::collections::BTreeMap;

use crate::domain::delivery::Outcome;

/// Statuses of the standard, by what to do next. Whatever is in none of these
/// is a refusal that may pass.
const ACCEPTED: u32 = 0;
/// Our name, password, sender or kind is refused: people must act.
const BARRED: [u32; 9] = [0x0A, 0x0D, 0x0E, 0x0F, 0x48, 0x49, 0x53, 0x54, 0x55];
/// The queue is full, or we are too fast.
const SLOWER: [u32; 2] = [0x14, 0x58];
/// This number.
const RECIPIENT: [u32; 4] = [0x0B, 0x33, 0x50, 0x51];
/// This message: its length, its fields, its text.
const CONTENT: [u32; 18] = [
    0x01, 0x02, 0x03, 0x15, 0x34, 0x40, 0x42, 0x43, 0x44, 0x61, 0x62, 0x63, 0x65, 0x66, 0xC0, 0xC1,
    0xC2, 0xC4,
];

/// What to do after a status; `contract` goes before the standard.
pub fn outcome(status: u32, contract: &BTreeMap<u32, Outcome>) -> Outcome {
    if let Some(outcome) = contract.get(&status) {
        return *outcome;
    }
    match status {
        ACCEPTED => Outcome::Accepted,
        status if BARRED.contains(&status) => Outcome::Auth,
        status if SLOWER.contains(&status) => Outcome::Throttled,
        status if RECIPIENT.contains(&status) => Outcome::BadRecipient,
        status if CONTENT.contains(&status) => Outcome::BadContent,
        // Answered with an error it is surely not taken.
        _ => Outcome::TransientRejected,
    }
}

/// A status as it is written in loa.toml and in the log of attempts.
pub fn status_number(word: &str) -> Option<u32> {
    match word.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}

/// A status in words for the log of attempts.
pub fn status_word(status: u32) -> String {
    format!("SMPP 0x{status:X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_of_the_standard() {
        let none = BTreeMap::new();
        for (status, wanted) in [
            (0x00, Outcome::Accepted),
            (0x08, Outcome::TransientRejected),
            (0x0B, Outcome::BadRecipient),
            (0x0E, Outcome::Auth),
            (0x14, Outcome::Throttled),
            (0x45, Outcome::TransientRejected),
            (0x58, Outcome::Throttled),
            (0x63, Outcome::BadContent),
            (0x64, Outcome::TransientRejected),
            (0x65, Outcome::BadContent),
            (0xFE, Outcome::TransientRejected),
            (0x412, Outcome::TransientRejected),
        ] {
            assert_eq!(outcome(status, &none), wanted, "{status:#x}");
        }
    }

    #[test]
    fn a_contract_goes_before_the_standard() {
        let number = status_number("0x412").unwrap();
        let contract = BTreeMap::from([(number, Outcome::BadContent)]);
        assert_eq!(outcome(1042, &contract), Outcome::BadContent);
        assert_eq!(status_number("1042"), Some(1042));
        assert_eq!(status_number("0xZZ"), None);
        assert_eq!(status_word(0x412), "SMPP 0x412");
    }
}
