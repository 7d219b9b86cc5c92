//! The search, and what it looks for.

use data_encoding::{BASE64, HEXLOWER, HEXUPPER};
use ring::digest;
use unicode_normalization::UnicodeNormalization;

use super::canaries::{CANARIES, STRANGER};

#[test]
fn the_search_finds_what_it_looks_for() {
    let needles = needles();
    let wide: Vec<u8> = "0912345678"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let json = BASE64.encode(br#"{"to":"+84912345678"}"#);
    let hashed = digest::digest(&digest::SHA256, b"+84912345678");
    for planted in [
        b"x0912345678x".as_slice(),
        b"+84 912 345 678",
        b"0912.345.678",
        b"09 1234 5678",
        b"%2B84912345678",
        &wide,
        b"3039313233343536373800",
        json.as_bytes(),
        hashed.as_ref(),
        b"7318264950617283945",
        "GIÀNG KANARI PÁO".as_bytes(),
        b"giang kanari pao",
        br"Gi\u00e0ng Kanari P\u00e1o",
    ] {
        let kept = [("planted".to_owned(), latin(planted))];
        assert!(!hits(&kept, &needles).is_empty(), "{}", latin(planted));
    }
    let clean = [("clean".to_owned(), latin(b"0911111111 delivered 200"))];
    assert!(hits(&clean, &needles).is_empty());
}

/// Where which needles are found, and what stands around them.
pub fn hits(haystacks: &[(String, String)], needles: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (place, text) in haystacks {
        for (what, needle) in needles {
            if let Some(at) = text.find(needle.as_str()) {
                let from = text[..at]
                    .char_indices()
                    .rev()
                    .nth(60)
                    .map_or(0, |(at, _)| at);
                let around: String = text[from..]
                    .chars()
                    .take(140)
                    .filter(|c| !c.is_control())
                    .collect();
                found.push(format!("{place}: {what}: …{around}…"));
            }
        }
    }
    found
}

/// Every way in which something we must not keep could be written down: what
/// it is called here, and the characters to look for.
pub fn needles() -> Vec<(String, String)> {
    let mut needles = Vec::new();
    let mut add = |what: &str, form: &str, bytes: &[u8]| {
        needles.push((format!("{what}, {form}"), latin(bytes)));
    };
    let phones = CANARIES
        .iter()
        .flat_map(|canary| canary.phones)
        .chain([&STRANGER]);
    for phone in phones {
        // 0912…, 84912…, +84912… and 912… all hold the nine digits.
        let nine = &phone[1..];
        for (form, text) in numbers(nine) {
            in_letterings(phone, &form, &text, &mut add);
        }
        for whole in [
            (*phone).to_owned(),
            format!("84{nine}"),
            format!("+84{nine}"),
            nine.to_owned(),
        ] {
            // A hash without a key is undone by trying all numbers.
            for (form, algorithm) in [
                ("SHA-1", &digest::SHA1_FOR_LEGACY_USE_ONLY),
                ("SHA-256", &digest::SHA256),
                ("SHA-512", &digest::SHA512),
            ] {
                let hash = digest::digest(algorithm, whole.as_bytes());
                let start = &hash.as_ref()[..16];
                add(phone, form, start);
                add(phone, form, HEXLOWER.encode(start).as_bytes());
            }
        }
    }
    for canary in &CANARIES {
        if let Some(id) = canary.zalo {
            in_letterings(id, "chat id", id, &mut add);
        }
        let names = [
            canary.name.to_owned(),
            canary.name.nfd().collect(),
            loa::domain::text::fold(canary.name),
        ];
        for name in &names {
            in_letterings(canary.name, "name", name, &mut add);
            // The middle name alone is told from all others too.
            let middle = name.split(' ').nth(1).unwrap();
            in_letterings(canary.name, "middle name", middle, &mut add);
        }
    }
    needles
}

/// Nine digits as people and programs write them.
fn numbers(nine: &str) -> Vec<(String, String)> {
    let mut forms = vec![("plain".to_owned(), nine.to_owned())];
    for cuts in [
        &[3, 6][..],
        &[2, 5],
        &[2, 4, 6],
        &[3, 5, 7],
        &[1, 3, 5, 7],
        &[2, 5, 7],
        &[1, 5],
    ] {
        for mark in [" ", ".", "-", "\u{a0}", "%20", "+"] {
            let mut text = String::new();
            for (at, digit) in nine.chars().enumerate() {
                if cuts.contains(&at) {
                    text += mark;
                }
                text.push(digit);
            }
            forms.push((format!("cut by {mark:?}"), text));
        }
    }
    forms
}

/// A text in the letterings and encodings in which it could lie in a file.
fn in_letterings(what: &str, form: &str, text: &str, add: &mut impl FnMut(&str, &str, &[u8])) {
    let mut one = |lettering: &str, bytes: &[u8]| add(what, &format!("{form}, {lettering}"), bytes);
    one("UTF-8", text.as_bytes());
    let units: Vec<u16> = text.encode_utf16().collect();
    let wide = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        units.iter().flat_map(|unit| to_bytes(*unit)).collect()
    };
    one("UTF-16LE", &wide(u16::to_le_bytes));
    one("UTF-16BE", &wide(u16::to_be_bytes));
    one("hex", HEXLOWER.encode(text.as_bytes()).as_bytes());
    one("HEX", HEXUPPER.encode(text.as_bytes()).as_bytes());
    one("upper case", text.to_uppercase().as_bytes());
    let percent: String = text
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    one("in an address", percent.as_bytes());
    let escaped: String = text
        .encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            _ => format!("\\u{unit:04x}"),
        })
        .collect();
    one("in JSON", escaped.as_bytes());
    // Base64 depends on where in its three bytes the text begins; what the
    // neighbours have a part in is left out.
    for before in 0..3 {
        let padded = [&vec![b'0'; before], text.as_bytes()].concat();
        let whole = &padded[..padded.len() / 3 * 3];
        let encoded = BASE64.encode(whole);
        let first = if before == 0 { 0 } else { 4 };
        // Four letters alone are found in any file by chance.
        if encoded.len() - first >= 8 {
            one("Base64", &encoded.as_bytes()[first..]);
        }
    }
}

/// Bytes as characters, so that any of them can be searched as text.
pub fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}
