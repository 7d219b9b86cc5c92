//! What a receipt says: the text of SMPP 3.4's appendix B, as message centres
//! really write it, and the fields beside it.

use rusmpp::values::MessageState;

use crate::domain::delivery::ReceiptStatus;

/// A receipt, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// The centre's id of the part.
    pub id: Option<String>,
    /// What became of it.
    pub status: Option<ReceiptStatus>,
}

/// Reads the text of a receipt, key by key: order, case and spaces vary, keys
/// are missing, and the text of the message may look like a key.
pub fn read(text: &str) -> Receipt {
    let lower = text.to_ascii_lowercase();
    let end = key(&lower, "text").map_or(text.len(), |(at, _)| at);
    let value = |name: &str| {
        let (_, value_at) = key(&lower[..end], name)?;
        let value = text[value_at..end].split_ascii_whitespace().next()?;
        // "sub:001 id: stat:…": the key after an empty value is no value.
        (!value.contains(':')).then_some(value)
    };
    Receipt {
        id: value("id").map(str::to_owned),
        status: value("stat").and_then(status_of_word),
    }
}

/// Where a key begins, and where its value does.
fn key(lower: &str, name: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = lower[from..].find(name) {
        let at = from + found;
        let end = at + name.len();
        let begins = at == 0 || lower.as_bytes()[at - 1].is_ascii_whitespace();
        if begins && lower.as_bytes().get(end) == Some(&b':') {
            return Some((at, end + 1));
        }
        from = end;
    }
    None
}

fn status_of_word(word: &str) -> Option<ReceiptStatus> {
    // Some cut the words to seven letters, some write them out.
    let word = word.to_ascii_uppercase();
    Some(match word.get(..5).unwrap_or(&word) {
        "DELIV" => ReceiptStatus::Delivered,
        "EXPIR" | "DELET" | "UNDEL" | "REJEC" | "FAILE" => ReceiptStatus::Undelivered,
        "ACCEP" => ReceiptStatus::Accepted,
        "ENROU" | "UNKNO" | "BUFFE" | "SCHED" => ReceiptStatus::Underway,
        _ => return None,
    })
}

/// What the field `message_state` says.
pub fn status_of_state(state: MessageState) -> Option<ReceiptStatus> {
    Some(match state {
        MessageState::Delivered => ReceiptStatus::Delivered,
        MessageState::Expired
        | MessageState::Deleted
        | MessageState::Undeliverable
        | MessageState::Rejected => ReceiptStatus::Undelivered,
        MessageState::Accepted => ReceiptStatus::Accepted,
        MessageState::Enroute | MessageState::Unknown | MessageState::Scheduled => {
            ReceiptStatus::Underway
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn says(id: &str, status: ReceiptStatus) -> Receipt {
        Receipt {
            id: Some(id.to_owned()),
            status: Some(status),
        }
    }

    #[test]
    fn receipts_as_message_centres_write_them() {
        for (text, wanted) in [
            (
                "id:0123456789 sub:001 dlvrd:001 submit date:2611221546 done date:2611221547 stat:DELIVRD err:000 text:KHAN - UBND",
                says("0123456789", ReceiptStatus::Delivered),
            ),
            (
                "id:7f3a9c02-11 submit date:261122154601 done date:261122154702 stat:UNDELIV err:00B Text:",
                says("7f3a9c02-11", ReceiptStatus::Undelivered),
            ),
            (
                "ID: 42 STAT: delivered ERR: 0",
                says("42", ReceiptStatus::Delivered),
            ),
            ("stat:EXPIRED id:A1", says("A1", ReceiptStatus::Undelivered)),
            ("id:9 stat:ENROUTE", says("9", ReceiptStatus::Underway)),
            ("id:9 stat:ACCEPTD", says("9", ReceiptStatus::Accepted)),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn the_text_of_the_message_is_not_believed() {
        let receipt = read("id:1 stat:REJECTD err:001 text:id:2 stat:DELIVRD");
        assert_eq!(receipt, says("1", ReceiptStatus::Undelivered));
        assert_eq!(read("text:id:2 stat:DELIVRD"), Receipt::default());
    }

    #[test]
    fn what_is_missing_is_not_made_up() {
        assert_eq!(read("id: sub:001 stat:"), Receipt::default());
        assert_eq!(read("valid:1 instat:DELIVRD"), Receipt::default());
        assert_eq!(read("id:1 stat:WHATEVER").status, None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC*") {
            read(&text);
        }
    }
}
