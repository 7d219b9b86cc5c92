//! What a text costs as SMS and where it is cut: GSM 03.38 letters, UCS-2, parts.
//!
//! A text whose every letter is in the GSM alphabet costs one septet a letter
//! (two for the extension table) and holds 160 in one part or 153 in each of
//! several; any other letter turns the whole text into UCS-2, 70 or 67. The
//! rest is the head (UDH, 8-bit reference) that joins the parts. Texts are
//! counted and cut in NFC, because the decomposed form costs nearly twice.

use serde::{Deserialize, Serialize};

use super::text::{nfc, unaccent};
use alphabet::{septets, typewritten};
use clusters::clusters;
pub use dear::{Dear, Why, dear, typed};

mod alphabet;
mod clusters;
pub mod codec;
mod dear;

/// How the letters of a message travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// GSM 03.38 default alphabet, counted in septets.
    Gsm7,
    /// UTF-16, counted in 16-bit units; a letter outside the basic plane is two.
    Ucs2,
}

impl Encoding {
    /// Units that fit a message of one part.
    pub const fn alone(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units that fit each part of a message of several.
    pub const fn joined(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    fn of(text: &str) -> Self {
        if text.chars().all(|c| septets(c).is_some()) {
            Self::Gsm7
        } else {
            Self::Ucs2
        }
    }

    fn units(self, text: &str) -> usize {
        match self {
            Self::Gsm7 => text.chars().filter_map(septets).sum(),
            Self::Ucs2 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

/// The cost of a text as SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What the dearest letter forces on the whole text.
    pub encoding: Encoding,
    /// Septets or UTF-16 units, without the heads of the parts.
    pub units: usize,
    /// What a gateway bills: messages on the air. An empty text has none.
    pub parts: usize,
}

/// Counts a text after bringing it to NFC.
pub fn measure(text: &str) -> Measure {
    let text = nfc(text);
    let encoding = Encoding::of(&text);
    let units = encoding.units(&text);
    Measure {
        encoding,
        units,
        parts: cut(&text, encoding, units).len(),
    }
}

/// The texts of the parts, in order; together they are the text in NFC. No
/// part divides an escaped letter, a surrogate pair, or a letter from its
/// marks, so the count may exceed units divided by room.
pub fn split(text: &str) -> Vec<String> {
    let text = nfc(text);
    let encoding = Encoding::of(&text);
    let units = encoding.units(&text);
    cut(&text, encoding, units)
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// Whether every letter is in the GSM alphabet.
pub fn is_gsm7(text: &str) -> bool {
    Encoding::of(&nfc(text)) == Encoding::Gsm7
}

/// The letters that force UCS-2 on a text, each once, in order of appearance:
/// what the preview shows beside "this one letter costs a part".
pub fn offending(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for c in nfc(text).chars() {
        if septets(c).is_none() && !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

/// The unaccented twin of a text: marks gone, typographic signs as a
/// typewriter has them. Vietnamese always comes out as GSM-7. Nothing else is
/// dropped: an emoji or a letter of another script stays, and [`offending`]
/// names it. Only for languages that survive it
/// ([`Lang::survives_unaccenting`](super::language::Lang::survives_unaccenting)),
/// and a decision of a person, see design §6.
pub fn plain(text: &str) -> String {
    let text = nfc(text);
    let mut typed = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match typewritten(c) {
            Some(letters) => typed.push_str(letters),
            None => typed.push(c),
        }
        if c == '°' && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
            typed.push(' ');
        }
    }
    nfc(&unaccent(&typed))
}

/// Cuts a text in NFC by filling each part until the next cluster is too much.
fn cut(text: &str, encoding: Encoding, units: usize) -> Vec<&str> {
    if text.is_empty() {
        return Vec::new();
    }
    if units <= encoding.alone() {
        return vec![text];
    }
    let (mut parts, mut start, mut end, mut used) = (Vec::new(), 0, 0, 0);
    for cluster in pieces(text, encoding) {
        let cost = encoding.units(cluster);
        if used + cost > encoding.joined() {
            parts.push(&text[start..end]);
            (start, used) = (end, 0);
        }
        used += cost;
        end += cluster.len();
    }
    parts.push(&text[start..]);
    parts
}

/// Clusters, but one that no part could hold (a letter under a tower of marks)
/// goes letter by letter.
fn pieces(text: &str, encoding: Encoding) -> impl Iterator<Item = &str> {
    clusters(text).into_iter().flat_map(move |cluster| {
        if encoding.units(cluster) <= encoding.joined() {
            vec![cluster]
        } else {
            cluster.split_inclusive(|_| true).collect()
        }
    })
}

#[cfg(test)]
mod tests;
