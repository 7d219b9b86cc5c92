//! How pressing a notice is, and how grave a disaster: colour, word and sign.

use crate::{
    Words,
    drawing::{Drawing, FLASH, ROUTINE, URGENT},
};

/// How soon people must act. The order is that of pressing need, so the
/// greatest stands first on a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Can wait.
    Routine,
    /// Act in these days.
    Urgent,
    /// Danger to life.
    Flash,
}

impl Urgency {
    /// The word shown beside the sign.
    pub(crate) fn word(self, words: &dyn Words) -> String {
        let key = match self {
            Self::Routine => "web-urgency-routine",
            Self::Urgent => "web-urgency-urgent",
            Self::Flash => "web-urgency-flash",
        };
        words.say(key, &[])
    }

    /// Circle, triangle or octagon: told apart without colour.
    pub(crate) fn sign(self) -> &'static Drawing {
        match self {
            Self::Routine => &ROUTINE,
            Self::Urgent => &URGENT,
            Self::Flash => &FLASH,
        }
    }

    /// The class of the style sheet that brings the colours.
    pub(crate) fn class(self) -> &'static str {
        self.sign().id
    }
}

/// A disaster risk level of Decision 18/2021/QĐ-TTg, 1 to 5. The decision
/// fixes the colours (light blue, light yellow, orange, red, purple); number,
/// word and five dots stand beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(u8);

impl Level {
    /// The level of that number, if there is one.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        (1..=5).contains(&number).then_some(Self(number))
    }

    /// 1 to 5.
    pub(crate) fn number(self) -> u8 {
        self.0
    }

    /// "Disaster risk level 3 of 5".
    pub(crate) fn word(self, words: &dyn Words) -> String {
        words.say("web-level", &[("level", &self.0.to_string())])
    }

    /// One full dot for each level reached, out of five.
    pub(crate) fn dots(self) -> String {
        (1..=5)
            .map(|step| if step <= self.0 { '●' } else { '○' })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_five_levels_and_no_other() {
        let numbers: Vec<u8> = (0..=u8::MAX)
            .filter_map(Level::new)
            .map(Level::number)
            .collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn the_dots_count_the_level() {
        assert_eq!(Level(3).dots(), "●●●○○");
        assert_eq!(Level(5).dots(), "●●●●●");
    }

    #[test]
    fn danger_to_life_outranks_all_else() {
        assert!(Urgency::Flash > Urgency::Urgent && Urgency::Urgent > Urgency::Routine);
    }
}
