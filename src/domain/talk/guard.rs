//! Who is answered no more: a machine that talks to our machine, a number that
//! asks without end, numbers that are written to for their price.

use serde::Deserialize;

use crate::domain::phone::Phone;

/// `[conversation]`: how much is answered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The number people answer to, where the gateway's own name takes none.
    pub number: Option<String>,
    /// Answers to one number a day.
    pub per_day: i32,
    /// The same words in a row that are answered.
    pub repeats: i32,
    /// Answers a minute, to all.
    pub per_minute: i64,
    /// Answers a minute to numbers that begin alike.
    pub per_prefix: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            number: None,
            per_day: 20,
            repeats: 4,
            per_minute: 600,
            per_prefix: 200,
        }
    }
}

/// Whether people can write to a number: a mobile's, or a short code.
pub fn can_be_asked(number: &str) -> bool {
    let short = (3..=6).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    short || Phone::parse(number).is_ok()
}

/// What is remembered of one number's messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// The day, counted from 1970, of what follows.
    pub day: i64,
    /// Answers on that day.
    pub answers: i32,
    /// What stands for the last message's words.
    pub last: Vec<u8>,
    /// How often it came in a row.
    pub repeats: i32,
}

/// Answers of the last minute.
#[derive(Debug, Clone, Copy, Default)]
pub struct Busy {
    /// To all.
    pub all: i64,
    /// To numbers that begin as this one.
    pub alike: i64,
}

impl Heard {
    /// Notes a message; whether it may be answered. What it asks for is done
    /// all the same.
    pub fn hears(&mut self, words: Vec<u8>, day: i64, busy: Busy, limits: &Limits) -> bool {
        if self.day != day {
            *self = Self {
                day,
                ..Self::default()
            };
        }
        self.repeats = if self.last == words {
            self.repeats + 1
        } else {
            1
        };
        self.last = words;
        let answers = self.repeats <= limits.repeats
            && self.answers < limits.per_day
            && busy.all < limits.per_minute
            && busy.alike < limits.per_prefix;
        self.answers += i32::from(answers);
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hears(heard: &mut Heard, words: &str, day: i64) -> bool {
        heard.hears(
            words.as_bytes().to_vec(),
            day,
            Busy::default(),
            &Limits::default(),
        )
    }

    #[test]
    fn the_same_words_are_answered_four_times_and_others_again() {
        let mut heard = Heard::default();
        let answered: Vec<bool> = (0..6).map(|_| hears(&mut heard, "tg", 1)).collect();
        assert_eq!(answered, [true, true, true, true, false, false]);
        assert!(hears(&mut heard, "kt", 1));
        assert!(hears(&mut heard, "tg", 1));
    }

    #[test]
    fn a_mobile_or_a_short_code_can_be_asked() {
        for number in ["0987 654 321", "+84987654321", "8088"] {
            assert!(can_be_asked(number), "{number}");
        }
        for number in ["UBND XA", "024 3826 3826", "12", ""] {
            assert!(!can_be_asked(number), "{number}");
        }
    }

    #[test]
    fn one_number_has_so_many_answers_a_day() {
        let mut heard = Heard::default();
        let all = (0..50).filter(|n| hears(&mut heard, &n.to_string(), 1));
        assert_eq!(all.count(), 20);
        assert!(hears(&mut heard, "a new day", 2));
    }

    #[test]
    fn a_flood_from_numbers_that_begin_alike_is_not_answered() {
        let busy = Busy {
            all: 200,
            alike: 200,
        };
        let mut heard = Heard::default();
        assert!(!heard.hears(vec![1], 1, busy, &Limits::default()));
        let busy = Busy { all: 600, alike: 1 };
        assert!(!heard.hears(vec![2], 1, busy, &Limits::default()));
    }
}
