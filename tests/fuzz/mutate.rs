//! Samples, changed at random.

use crate::support::dice::Dice;

/// The longest an input grows, in octets.
const LONGEST: usize = 2_000;

/// Octets that break readers: ends of ranges, escapes, halves of letters.
const ODD: [u8; 14] = [
    0x00, 0x09, 0x0A, 0x0D, 0x1B, 0x20, 0x22, 0x5C, 0x7F, 0x80, 0xC3, 0xD8, 0xDC, 0xFF,
];

/// Letters that take more than one octet, or change their length with their case.
const LETTERS: [&str; 12] = [
    "đ",
    "Ế",
    "İ",
    "ß",
    "ơ\u{306}",
    "🌊",
    "\u{A0}",
    "\u{200B}",
    "０",
    "＋",
    "\u{2028}",
    "ﬀ",
];

/// What a target is fed with: whole samples, and pieces of the language it reads.
pub struct Samples {
    pub whole: &'static [&'static str],
    pub pieces: &'static [&'static str],
}

impl Samples {
    /// One input.
    pub fn changed(&self, dice: &mut Dice) -> Vec<u8> {
        let mut input = dice.pick(self.whole).as_bytes().to_vec();
        if dice.percent(10) {
            // Nothing but pieces.
            input.clear();
            for _ in 0..dice.below(30) {
                input.extend_from_slice(dice.pick(self.pieces).as_bytes());
            }
        }
        for _ in 0..=dice.below(6) {
            self.change(&mut input, dice);
        }
        input.truncate(LONGEST);
        input
    }

    fn change(&self, input: &mut Vec<u8>, dice: &mut Dice) {
        let at = dice.below(input.len() + 1);
        let end = (at + dice.below(12)).min(input.len());
        match dice.below(9) {
            0 => insert(input, at, dice.pick(self.pieces).as_bytes()),
            1 => insert(input, at, dice.pick(&LETTERS).as_bytes()),
            2 => insert(input, at, &[dice.pick(&ODD)]),
            3 => {
                if let Some(octet) = input.get_mut(at) {
                    *octet ^= 1 << dice.below(8);
                }
            }
            4 => drop(input.drain(at..end)),
            5 => {
                let again = input[at..end].repeat(1 + dice.below(20));
                insert(input, at, &again);
            }
            6 => input.truncate(at),
            7 => {
                let other = dice.pick(self.whole).as_bytes();
                input.truncate(at);
                input.extend_from_slice(&other[dice.below(other.len() + 1)..]);
            }
            _ => {
                for octet in &mut input[at..end] {
                    *octet = dice.throw().to_le_bytes()[0];
                }
            }
        }
    }
}

fn insert(input: &mut Vec<u8>, at: usize, piece: &[u8]) {
    input.splice(at..at, piece.iter().copied());
}
