//! What is cut and encoded is, joined and read by somebody else's rules, what
//! was written.

use loa::domain::sms::{self, Encoding, codec};
use rusmpp::values::DataCoding;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::alphabet::Alphabet;
use super::maker;
use crate::smpp::read::{self, BASIC, EXTENDED};
use crate::support::dice::Dice;

/// How many random texts, of all languages together: `LOA_TEXTS`.
const TEXTS: usize = 20_000;

#[test]
fn random_texts_of_every_language_come_back_as_they_were() {
    let texts = std::env::var("LOA_TEXTS").map_or(TEXTS, |texts| texts.parse().unwrap());
    let alphabets = Alphabet::all();
    let (mut plain, mut long) = (0, 0);
    for number in 0..texts {
        let alphabet = &alphabets[number % alphabets.len()];
        let mut dice = Dice::about(u64::try_from(number).unwrap(), &alphabet.tag);
        let (encoding, parts) = there_and_back(&maker::text(alphabet, &mut dice), &alphabet.tag);
        plain += usize::from(encoding == Encoding::Gsm7);
        long += usize::from(parts > 1);
    }
    // The texts are of every kind.
    assert!(plain > texts / 10 && long > texts / 3, "{plain} {long}");
    println!("{texts} texts, {plain} of them in the GSM alphabet, {long} of several parts");
}

#[test]
fn the_declaration_of_human_rights_comes_back_in_fourteen_languages() {
    let file = include_str!("../fixtures/sms/udhr.json");
    let file: serde_json::Value = serde_json::from_str(file).unwrap();
    let texts = file["texts"].as_array().unwrap();
    assert_eq!(texts.len(), 14);
    for text in texts {
        let tag = text["bcp47"].as_str().unwrap();
        there_and_back(text["title"].as_str().unwrap(), tag);
        let mut whole = String::new();
        for paragraphs in text["articles"].as_object().unwrap().values() {
            for paragraph in paragraphs.as_array().unwrap() {
                let paragraph = paragraph.as_str().unwrap();
                there_and_back(paragraph, tag);
                whole.push_str(paragraph);
                whole.push('\n');
            }
        }
        let (_, parts) = there_and_back(&whole, tag);
        assert!(parts > 1, "{tag}");
    }
}

fn there_and_back(text: &str, tag: &str) -> (Encoding, usize) {
    let wanted: String = text.nfc().collect();
    let measure = sms::measure(text);
    let parts = sms::split(text);
    let told = || format!("{tag}: {text:?} in {parts:?}");
    assert_eq!(parts.len(), measure.parts, "{}", told());
    // The cheapest encoding that has all letters.
    let plain = wanted.chars().all(is_plain);
    assert_eq!(measure.encoding == Encoding::Gsm7, plain, "{}", told());

    let (coding, most) = match (measure.encoding, parts.len() > 1) {
        (Encoding::Gsm7, false) => (DataCoding::McSpecific, 160),
        (Encoding::Gsm7, true) => (DataCoding::McSpecific, 153),
        (Encoding::Ucs2, false) => (DataCoding::Ucs2, 140),
        (Encoding::Ucs2, true) => (DataCoding::Ucs2, 134),
    };
    let (mut theirs, mut ours) = (String::new(), String::new());
    for part in &parts {
        let marks = ours
            .chars()
            .rev()
            .take_while(|c| is_combining_mark(*c))
            .count();
        let torn = part.starts_with(is_combining_mark) && !ours.is_empty();
        // Only a tower of marks that no part holds is parted.
        assert!(!torn || marks > 60, "{}", told());
        let octets = match measure.encoding {
            Encoding::Gsm7 => codec::gsm7(part).unwrap(),
            Encoding::Ucs2 => codec::utf16(part),
        };
        assert!(!octets.is_empty() && octets.len() <= most, "{}", told());
        theirs.push_str(&read::text(coding, &octets));
        ours.push_str(&match measure.encoding {
            Encoding::Gsm7 => codec::from_gsm7(&octets),
            Encoding::Ucs2 => codec::from_utf16(&octets),
        });
    }
    assert_eq!(theirs, wanted, "{}", told());
    assert_eq!(ours, wanted, "{}", told());
    (measure.encoding, parts.len())
}

fn is_plain(letter: char) -> bool {
    letter != '\u{1B}'
        && (BASIC.contains(letter) || EXTENDED.iter().any(|(_, known)| *known == letter))
}
