//! Random texts that look for trouble: marks in the wrong place, pictures of
//! several letters, and lengths at which parts end.

use unicode_normalization::UnicodeNormalization;

use super::alphabet::{Alphabet, any_of};
use crate::smpp::read::{BASIC, EXTENDED};
use crate::support::dice::Dice;

/// Lengths, in letters, next to which a part ends.
const BORDERS: [usize; 10] = [0, 70, 134, 160, 201, 268, 306, 335, 459, 1071];

/// What word processors and phones put in, and letters of Vietnam that are easily
/// lost.
const SIGNS: [&str; 20] = [
    "“",
    "”",
    "‘",
    "’",
    "–",
    "…",
    "₫",
    "đ",
    "Đ",
    "\u{A0}",
    "\u{202F}",
    "\u{200B}",
    "ơ\u{306}",
    "Ư\u{306}",
    "ê\u{306}",
    "ô\u{306}",
    "ƀ",
    "ʔ",
    "ʼ",
    "\u{FEFF}",
];

/// Pictures: alone, toned, joined, flags, a keycap.
const PICTURES: [&str; 9] = ["🌊", "😀", "👍🏽", "👩‍👧", "👨‍👩‍👧‍👦", "🇻🇳", "🇻🇳🇱🇦", "1️⃣", "⚠️"];

/// The text of a number, in a language.
pub fn text(alphabet: &Alphabet, dice: &mut Dice) -> String {
    let long = if dice.percent(50) {
        (dice.pick(&BORDERS) + dice.below(5)).saturating_sub(2)
    } else {
        dice.below(400)
    };
    let plain = dice.percent(25);
    let mut text = String::new();
    let mut letters = 0;
    while letters < long {
        let next = if plain {
            of_gsm(dice).to_string()
        } else {
            any(alphabet, dice)
        };
        letters += next.chars().count();
        text.push_str(&next);
    }
    if dice.percent(30) {
        return text.nfd().collect();
    }
    text
}

fn any(alphabet: &Alphabet, dice: &mut Dice) -> String {
    match dice.below(100) {
        0..60 => alphabet.letter(dice),
        60..75 => any_of(&(0x20..=0x7E), dice).to_string(),
        75..82 => any_of(&(0x300..=0x36F), dice).to_string(),
        82..87 => dice.pick(&PICTURES).to_owned(),
        87..92 => of_gsm(dice).to_string(),
        92..97 => dice.pick(&SIGNS).to_owned(),
        _ => any_of(&(0..=0x0010_FFFF), dice).to_string(),
    }
}

/// A letter of the GSM alphabet, each as likely, those of two septets more so.
fn of_gsm(dice: &mut Dice) -> char {
    if dice.percent(15) {
        return dice.pick(&EXTENDED).1;
    }
    let letter = BASIC.chars().nth(dice.below(128)).unwrap();
    if letter == '\u{1B}' { ' ' } else { letter }
}
