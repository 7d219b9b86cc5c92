//! The text of a receipt.

use loa::channels::smpp::receipt::read;

use super::fuzz;
use super::mutate::Samples;

const SAMPLES: Samples = Samples {
    whole: &[
        "id:0123456789 sub:001 dlvrd:001 submit date:2611221546 done date:2611221547 stat:DELIVRD err:000 text:KHAN - UBND",
        "id:7f3a9c02-11 submit date:261122154601 done date:261122154702 stat:UNDELIV err:00B Text:",
        "ID: 42 STAT: delivered ERR: 0",
        "stat:EXPIRED id:A1",
        "",
    ],
    pieces: &[
        "id:", "ID:", "Stat:", "stat:", "text:", "TEXT:", " ", "\t", ":", "DELIVRD", "UNDELIV",
        "ACCEPTD", "ENROUTE", "err:", "sub:001", "00", "\u{0}",
    ],
};

#[test]
fn a_receipt_says_nothing_that_does_not_stand_in_it() {
    fuzz(&SAMPLES, |input| {
        let text = String::from_utf8_lossy(input);
        let receipt = read(&text);
        if let Some(id) = &receipt.id {
            assert!(!id.is_empty() && text.contains(id.as_str()));
            assert!(!id.contains(|c: char| c == ':' || c.is_ascii_whitespace()));
        }
        let lower = text.to_ascii_lowercase();
        assert!(receipt.status.is_none() || lower.contains("stat:"));
        assert_eq!(read(&text), receipt);
    });
}
