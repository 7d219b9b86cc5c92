//! The letters that make a text dearer than it would be without them.

use serde::Serialize;

use super::{Encoding, alphabet};
use crate::domain::text::{nfc, unaccent};
use alphabet::{septets, typewritten};

/// Why a letter is dear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A sign of word processors; typed as on a typewriter it would lose nothing.
    Sign,
    /// A letter with marks: without them it may be another word.
    Marks,
    /// Of another script, or a picture: nothing stands for it.
    Strange,
    /// In the GSM alphabet, at the price of two.
    Double,
}

/// A letter of a text that costs more than one septet, or forces UCS-2 on all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dear {
    /// The letter.
    pub letter: char,
    /// How often it stands there.
    pub times: usize,
    /// Why it is dear.
    pub why: Why,
    /// How it could be written for less.
    pub instead: Option<String>,
}

/// What makes a text dear, each letter once, in order of appearance. Of a text
/// in UCS-2 the letters that forced it; else those of the extension table.
pub fn dear(text: &str) -> Vec<Dear> {
    let text = nfc(text);
    let encoding = Encoding::of(&text);
    let mut found: Vec<Dear> = Vec::new();
    for letter in text.chars() {
        let cheap = match encoding {
            Encoding::Gsm7 => septets(letter) == Some(1),
            Encoding::Ucs2 => septets(letter).is_some(),
        };
        if cheap {
            continue;
        }
        match found.iter_mut().find(|known| known.letter == letter) {
            Some(known) => known.times += 1,
            None => found.push(judged(letter)),
        }
    }
    found
}

fn judged(letter: char) -> Dear {
    let (why, instead) = if septets(letter).is_some() {
        (Why::Double, None)
    } else if let Some(spelt) = sign(letter) {
        (Why::Sign, Some(spelt))
    } else {
        let bare = unaccent(&letter.to_string());
        let cheap = !bare.is_empty() && bare.chars().all(|c| septets(c).is_some());
        match cheap.then_some(bare) {
            Some(bare) => (Why::Marks, Some(bare)),
            None if unicode_normalization::char::is_combining_mark(letter) => (Why::Marks, None),
            None => (Why::Strange, None),
        }
    };
    Dear {
        letter,
        times: 1,
        why,
        instead,
    }
}

/// A text whose signs are typed as on a typewriter, its letters as they were.
pub fn typed(text: &str) -> String {
    nfc(text)
        .chars()
        .map(|c| sign(c).unwrap_or_else(|| c.to_string()))
        .collect()
}

/// How a typewriter has a sign outside the GSM alphabet.
fn sign(c: char) -> Option<String> {
    if septets(c).is_some() {
        return None;
    }
    if let Some(spelt) = typewritten(c) {
        return Some(spelt.to_owned());
    }
    let bare = unaccent(&c.to_string());
    let spelt = !c.is_alphabetic() && bare.chars().any(|b| b != c) && !bare.is_empty();
    (spelt && bare.chars().all(|b| septets(b).is_some())).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sms::measure;

    fn named(text: &str) -> Vec<(char, usize, Why, Option<String>)> {
        dear(text)
            .into_iter()
            .map(|one| (one.letter, one.times, one.why, one.instead))
            .collect()
    }

    fn sign(letter: char, times: usize, instead: &str) -> (char, usize, Why, Option<String>) {
        (letter, times, Why::Sign, Some(instead.to_owned()))
    }

    #[test]
    fn signs_of_word_processors_are_named_with_what_to_type() {
        assert_eq!(
            named("Gia 2.300₫, “moi”\u{A0}– ve…"),
            [
                sign('₫', 1, "d"),
                sign('“', 1, "\""),
                sign('”', 1, "\""),
                sign('\u{A0}', 1, " "),
                sign('–', 1, "-"),
                sign('…', 1, "..."),
            ]
        );
        assert_eq!(typed("“Lũ”\u{A0}2₫"), "\"Lũ\" 2d");
    }

    #[test]
    fn letters_with_marks_are_told_from_signs_and_pictures() {
        assert_eq!(
            named("Đđ ơ\u{0306}ơ\u{0306} 🌊 ꪼ"),
            [
                ('Đ', 1, Why::Marks, Some("D".to_owned())),
                ('đ', 1, Why::Marks, Some("d".to_owned())),
                ('ơ', 2, Why::Marks, Some("o".to_owned())),
                ('\u{0306}', 2, Why::Marks, None),
                ('🌊', 1, Why::Strange, None),
                ('ꪼ', 1, Why::Strange, None),
            ]
        );
    }

    #[test]
    fn letters_of_two_septets_are_named_only_where_septets_count() {
        assert_eq!(
            named("[a] 5€"),
            [
                ('[', 1, Why::Double, None),
                (']', 1, Why::Double, None),
                ('€', 1, Why::Double, None),
            ]
        );
        assert_eq!(named("[ã]").len(), 1);
        assert!(dear("Xa Muong Te, à è ù").is_empty());
    }

    #[test]
    fn one_smart_quote_costs_a_part_and_typing_it_saves_it() {
        let text = format!("“{}\"", "a".repeat(140));
        assert_eq!(measure(&text).parts, 3);
        assert_eq!(measure(&typed(&text)).parts, 1);
    }
}
