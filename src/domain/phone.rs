//! Vietnamese phone numbers, as people write them and as gateways want them.
//!
//! Facts: the numbering plan in force since 2018 (mobile numbers are nine
//! digits after the trunk 0 and begin with 3, 5, 7, 8 or 9; fixed lines begin
//! with 2) and the ministry's table of the move from eleven digits to ten.
//! Whole first digits are accepted rather than a list of prefixes: numbers move
//! between carriers, new blocks are handed out, and a list that is out of date
//! would silence people (055 is in use and missing from well-known lists).

use super::say::{Said, Saying};

/// The mobile prefixes of before 15 September 2018 and what each became; the
/// last seven digits stayed. Old paper lists still hold them.
const MOVED: [(u32, u32); 21] = [
    (120, 70),
    (121, 79),
    (122, 77),
    (123, 83),
    (124, 84),
    (125, 85),
    (126, 76),
    (127, 81),
    (128, 78),
    (129, 82),
    (162, 32),
    (163, 33),
    (164, 34),
    (165, 35),
    (166, 36),
    (167, 37),
    (168, 38),
    (169, 39),
    (186, 56),
    (188, 58),
    (199, 59),
];

/// More digits than any way of writing a number has.
const MOST_DIGITS: usize = 20;

/// A Vietnamese mobile number, the kind a text message reaches. The only way to
/// have one is to parse it. It is never printed: there is no `Display`, and
/// `Debug` hides the middle.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(u32);

/// How a number was written, where that says something about the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// In full.
    Whole,
    /// Without its leading zero, as spreadsheets leave it.
    WithoutZero,
    /// With eleven digits, as before 2018.
    Old,
}

/// Why something is not a number a message can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BadPhone {
    /// Nothing is written.
    #[error("no number")]
    Empty,
    /// Letters or signs stand among the digits. They are never guessed at:
    /// an x hides a digit, and a keypad's letters are not what a clerk means.
    #[error("not only digits")]
    NotDigits,
    /// Too many or too few digits.
    #[error("{digits} digits are not a phone number")]
    Length {
        /// How many there are.
        digits: usize,
    },
    /// The right length, but no mobile number begins so.
    #[error("no mobile number begins so")]
    Prefix,
    /// A fixed line: it rings, but takes no text message.
    #[error("a fixed line")]
    Landline,
    /// A call centre (1800, 1900).
    #[error("a service number")]
    Service,
    /// An emergency number or a short code.
    #[error("a short number")]
    Short,
    /// A number of another country.
    #[error("a number of another country")]
    Foreign,
}

impl Phone {
    /// Reads a number however it is written: `0…`, `84…`, `+84…`, `0084…` or
    /// nine bare digits, with spaces, dots, dashes and brackets, in full-width
    /// digits, with the eleven digits of before 2018.
    pub fn parse(written: &str) -> Result<Self, BadPhone> {
        Self::read(written).map(|(phone, _)| phone)
    }

    /// Like [`Phone::parse`], and says how it was written.
    pub fn read(written: &str) -> Result<(Self, Written), BadPhone> {
        let (digits, plus) = digits(written)?;
        let significant = if plus {
            after_country(&digits)?
        } else if let Some(abroad) = digits.strip_prefix("00") {
            after_country(abroad)?
        } else if let Some(national) = digits.strip_prefix('0') {
            (national, true)
        } else if digits.len() >= 11 && digits.starts_with("84") {
            after_country(&digits)?
        } else {
            refuse_short(&digits)?;
            (digits.as_str(), false)
        };
        classify(significant.0, significant.1)
    }

    /// `+84912345678`, the form everything is stored in.
    pub fn e164(self) -> String {
        format!("+84{:09}", self.0)
    }

    /// `0912345678`, the form people know.
    pub fn national(self) -> String {
        format!("0{:09}", self.0)
    }

    /// `84912345678`, the form most gateways want.
    pub fn international_digits(self) -> String {
        format!("84{:09}", self.0)
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Phone(0{}…{:03})", self.0 / 100_000_000, self.0 % 1000)
    }
}

/// The digits alone, and whether a plus stands before them.
fn digits(written: &str) -> Result<(String, bool), BadPhone> {
    let mut digits = String::with_capacity(MOST_DIGITS);
    let mut plus = false;
    let mut count = 0;
    for c in written.chars() {
        let digit = match c {
            '0'..='9' => c,
            // Full-width digits stand 0xFEE0 above the plain ones.
            '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '+' | '＋' if digits.is_empty() && !plus => {
                plus = true;
                continue;
            }
            _ if separates(c) => continue,
            _ => return Err(BadPhone::NotDigits),
        };
        count += 1;
        if count <= MOST_DIGITS {
            digits.push(digit);
        }
    }
    match count {
        0 if plus => Err(BadPhone::NotDigits),
        0 => Err(BadPhone::Empty),
        _ if count > MOST_DIGITS => Err(BadPhone::Length { digits: count }),
        _ => Ok((digits, plus)),
    }
}

/// Whether a character may stand between digits without meaning anything:
/// blanks of every width, dots, dashes, brackets, and the invisible marks that
/// come along when a number is copied out of a chat.
fn separates(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '.' | '-' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        )
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// What follows the country's code, without the trunk zero some write there
/// too (`+84 (0)912…`), and that it was written in full.
fn after_country(digits: &str) -> Result<(&str, bool), BadPhone> {
    let rest = digits.strip_prefix("84").ok_or(BadPhone::Foreign)?;
    Ok((rest.strip_prefix('0').unwrap_or(rest), true))
}

/// Refuses what is dialled without a trunk zero and is not a person's number.
fn refuse_short(digits: &str) -> Result<(), BadPhone> {
    match digits.len() {
        ..=6 => Err(BadPhone::Short),
        8..=10 if digits.starts_with("1800") || digits.starts_with("1900") => {
            Err(BadPhone::Service)
        }
        _ => Ok(()),
    }
}

/// Tells a mobile number from the rest by the digits after the trunk zero.
fn classify(significant: &str, whole: bool) -> Result<(Phone, Written), BadPhone> {
    let first = significant
        .bytes()
        .next()
        .ok_or(BadPhone::Length { digits: 1 })?;
    match (significant.len(), first) {
        (9, b'3' | b'5' | b'7'..=b'9') => {
            let written = if whole {
                Written::Whole
            } else {
                Written::WithoutZero
            };
            Ok((Phone(value(significant)?), written))
        }
        (10, b'1') => moved(value(significant)?).map(|phone| (phone, Written::Old)),
        (9 | 10, b'2') | (9, b'4' | b'6') => Err(BadPhone::Landline),
        (9, _) => Err(BadPhone::Prefix),
        (length, _) => Err(BadPhone::Length {
            digits: length + usize::from(whole),
        }),
    }
}

/// The value of at most ten digits of which the first is small enough.
fn value(digits: &str) -> Result<u32, BadPhone> {
    digits.parse().map_err(|_| BadPhone::Length {
        digits: digits.len(),
    })
}

/// The number an eleven-digit one (ten here, after the zero) became.
fn moved(number: u32) -> Result<Phone, BadPhone> {
    let (prefix, rest) = (number / 10_000_000, number % 10_000_000);
    let new = MOVED.iter().find(|(old, _)| *old == prefix);
    new.map(|(_, new)| Phone(new * 10_000_000 + rest))
        .ok_or(BadPhone::Prefix)
}

impl Said for BadPhone {
    fn said(&self) -> Saying {
        match self {
            Self::Empty => Saying::new("phone-empty"),
            Self::NotDigits => Saying::new("phone-not-digits"),
            Self::Length { digits } => Saying::new("phone-length").with("digits", digits),
            Self::Prefix => Saying::new("phone-prefix"),
            Self::Landline => Saying::new("phone-landline"),
            Self::Service => Saying::new("phone-service"),
            Self::Short => Saying::new("phone-short"),
            Self::Foreign => Saying::new("phone-foreign"),
        }
    }
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;
