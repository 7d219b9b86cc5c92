//! What a phone shows of the parts it got, read without loa's own code.

use std::collections::BTreeMap;

use rusmpp::pdus::SubmitSm;
use rusmpp::tlvs::TlvValue;
use rusmpp::values::DataCoding;

use super::centre::Part;

/// What a phone shows: the texts of its messages, and of how many parts each is.
pub type Shown = BTreeMap<String, Vec<(String, usize)>>;

/// Joins the parts that phones got, whatever joins them. Fails where a part is
/// missing, out of its place or there twice.
pub fn shown(parts: &[Part]) -> Shown {
    let mut shown = Shown::new();
    let mut waiting: BTreeMap<(String, u16), BTreeMap<u8, String>> = BTreeMap::new();
    for one in parts {
        let (joint, octets) = opened(&one.sent);
        let text = text(one.sent.data_coding, &octets);
        let Some((joint, total, number)) = joint else {
            shown.entry(one.to.clone()).or_default().push((text, 1));
            continue;
        };
        let key = (one.to.clone(), joint);
        let there = waiting.entry(key.clone()).or_default();
        assert!((1..=total).contains(&number), "part {number} of {total}");
        let before = there.insert(number, text);
        assert!(before.is_none(), "part {number} came twice");
        if there.len() == usize::from(total) {
            let whole = waiting.remove(&key).unwrap();
            let parts = whole.len();
            let text = whole.into_values().collect();
            shown.entry(one.to.clone()).or_default().push((text, parts));
        }
    }
    assert!(waiting.is_empty(), "parts are missing: {waiting:?}");
    shown
}

type Joint = Option<(u16, u8, u8)>;

fn opened(part: &SubmitSm) -> (Joint, Vec<u8>) {
    let mut sar = (None, None, None);
    for tlv in part.tlvs() {
        match tlv.value() {
            Some(TlvValue::MessagePayload(payload)) => {
                return (None, payload.value.as_ref().to_vec());
            }
            Some(TlvValue::SarMsgRefNum(joint)) => sar.0 = Some(*joint),
            Some(TlvValue::SarTotalSegments(total)) => sar.1 = Some(*total),
            Some(TlvValue::SarSegmentSeqnum(number)) => sar.2 = Some(*number),
            _ => {}
        }
    }
    let octets = part.short_message().as_ref();
    if let (Some(joint), Some(total), Some(number)) = sar {
        return (Some((joint, total, number)), octets.to_vec());
    }
    if u8::from(part.esm_class) & 0x40 == 0 {
        return (None, octets.to_vec());
    }
    let [5, 0, 3, joint, total, number, rest @ ..] = octets else {
        panic!("a head that is none: {octets:?}");
    };
    (Some((u16::from(*joint), *total, *number)), rest.to_vec())
}

/// Letters as phones have them: written down anew from GSM 03.38 §6.2.1.
pub fn text(coding: DataCoding, octets: &[u8]) -> String {
    if coding == DataCoding::Ucs2 {
        let units: Vec<u16> = octets
            .chunks(2)
            .map(|pair| u16::from_be_bytes(pair.try_into().unwrap()))
            .collect();
        return String::from_utf16(&units).unwrap();
    }
    let basic: Vec<char> = BASIC.chars().collect();
    let mut text = String::new();
    let mut octets = octets.iter();
    while let Some(octet) = octets.next() {
        text.push(match *octet {
            0x1B => {
                let code = octets.next().unwrap();
                let known = EXTENDED.iter().find(|(known, _)| known == code);
                known
                    .unwrap_or_else(|| panic!("no such letter: {code:#x}"))
                    .1
            }
            octet => basic[usize::from(octet)],
        });
    }
    text
}

/// The basic table, with the escape in its place.
pub const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// What stands behind an escape.
pub const EXTENDED: [(u8, char); 10] = [
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
