//! Octets made by the npm package `smpp` (`tests/fixtures/sms/vectors.js`), so
//! that our encoder and our decoder cannot be wrong together.

use loa::domain::sms::{self, Encoding, codec};
use rusmpp::values::DataCoding;
use serde::Deserialize;

use crate::smpp::read;

#[derive(Deserialize)]
struct Vector {
    text: String,
    coding: u8,
    octets: String,
}

#[test]
fn octets_that_another_made_are_ours_both_ways() {
    let file = include_str!("../fixtures/sms/vectors.json");
    let vectors: Vec<Vector> = serde_json::from_str(file).unwrap();
    let plain = vectors.iter().filter(|vector| vector.coding == 0).count();
    assert!(vectors.len() > 50 && plain > 5);
    for Vector {
        text,
        coding,
        octets,
    } in vectors
    {
        let octets = data_encoding::HEXLOWER.decode(octets.as_bytes()).unwrap();
        let encoding = sms::measure(&text).encoding;
        let (wanted, made, read_back) = match coding {
            0 => (
                Encoding::Gsm7,
                codec::gsm7(&text),
                codec::from_gsm7(&octets),
            ),
            _ => (
                Encoding::Ucs2,
                Some(codec::utf16(&text)),
                codec::from_utf16(&octets),
            ),
        };
        assert_eq!(encoding, wanted, "{text}");
        assert_eq!(made.as_ref(), Some(&octets), "{text}");
        assert_eq!(read_back, text);
        assert_eq!(read::text(DataCoding::from(coding), &octets), text);
    }
}
