//! Quiet hours: nobody is woken for what can wait until morning.

use std::time::Duration;

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::notice::Urgency;

/// The time of `Asia/Ho_Chi_Minh`: seven hours ahead, no summer time since 1975.
pub const VIET_NAM: Offset = Offset::constant(7);

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// An hour and a minute in Viet Nam, written `22:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct TimeOfDay(i64);

/// Not a time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a time of day such as 22:00 or 07:00")]
pub struct BadTime(String);

impl TryFrom<String> for TimeOfDay {
    type Error = BadTime;

    fn try_from(text: String) -> Result<Self, BadTime> {
        Self::parse(&text).ok_or(BadTime(text))
    }
}

impl TimeOfDay {
    /// Minutes since midnight; a day has 1440.
    pub const fn of_minutes(minutes: u16) -> Self {
        Self((minutes % 1440) as i64 * MINUTE)
    }

    /// Reads `22:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let number = |part: &str, below: u16| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|n: &u16| digits && *n < below)
        };
        Some(Self::of_minutes(
            number(hours, 24)? * 60 + number(minutes, 60)?,
        ))
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let minutes = self.0 / MINUTE;
        write!(f, "{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// `[quiet]`: from when to when, by the clock of Viet Nam, nobody is woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Quiet {
    /// The first minute that is quiet.
    pub from: TimeOfDay,
    /// The first minute that is not. The same as `from`: no quiet hours.
    pub to: TimeOfDay,
    /// Whether urgent notices wait too.
    pub urgent: bool,
}

impl Default for Quiet {
    fn default() -> Self {
        Self {
            from: TimeOfDay::of_minutes(22 * 60),
            to: TimeOfDay::of_minutes(7 * 60),
            urgent: false,
        }
    }
}

impl Quiet {
    /// No quiet hours at all.
    pub const NONE: Self = Self {
        from: TimeOfDay::of_minutes(0),
        to: TimeOfDay::of_minutes(0),
        urgent: false,
    };

    /// The least [`Urgency::class`] that may leave now.
    pub fn least_class(&self, now: Timestamp) -> i32 {
        [Urgency::Routine, Urgency::Urgent, Urgency::Flash]
            .into_iter()
            .find(|urgency| !self.keeps(*urgency) || self.ends(now).is_none())
            .unwrap_or(Urgency::Flash)
            .class()
    }

    /// Whether notices of an urgency keep quiet hours. Danger to life never does.
    pub fn keeps(&self, urgency: Urgency) -> bool {
        match urgency {
            Urgency::Routine => true,
            Urgency::Urgent => self.urgent,
            Urgency::Flash => false,
        }
    }

    /// The end of the quiet span in which `now` lies, if it lies in one.
    pub fn ends(&self, now: Timestamp) -> Option<Timestamp> {
        let begun = (since_midnight(now) - self.from.0).rem_euclid(DAY);
        let left = self.length() - begun;
        (left > 0).then(|| later(now, left))
    }

    /// When the next quiet span begins, at `now` or after; `None` where there are
    /// no quiet hours.
    pub fn begins(&self, now: Timestamp) -> Option<Timestamp> {
        let left = (self.from.0 - since_midnight(now)).rem_euclid(DAY);
        (self.length() > 0).then(|| later(now, left))
    }

    /// When a notice that could leave now may leave.
    pub fn opens(&self, urgency: Urgency, now: Timestamp) -> Timestamp {
        self.ends(now)
            .filter(|_| self.keeps(urgency))
            .unwrap_or(now)
    }

    /// When a notice that begins now and needs so much time for its sending is
    /// through, the nights left out.
    pub fn through(&self, urgency: Urgency, now: Timestamp, work: Duration) -> Timestamp {
        let work = i64::try_from(work.as_micros()).unwrap_or(i64::MAX);
        let quiet = self.length();
        if quiet == 0 || !self.keeps(urgency) {
            return later(now, work);
        }
        let begin = self.opens(urgency, now);
        let first = (self.from.0 - since_midnight(begin)).rem_euclid(DAY);
        if work <= first {
            return later(begin, work);
        }
        // From here on each day gives as much as the one before.
        let (rest, open) = (work - first, DAY - quiet);
        let days = (rest - 1) / open;
        let morning = later(begin, first.saturating_add(quiet));
        later(
            morning,
            days.saturating_mul(DAY).saturating_add(rest - days * open),
        )
    }

    /// How long a quiet span is, in microseconds.
    fn length(&self) -> i64 {
        (self.to.0 - self.from.0).rem_euclid(DAY)
    }
}

/// Microseconds since midnight in Viet Nam.
fn since_midnight(at: Timestamp) -> i64 {
    let ahead = i64::from(VIET_NAM.seconds()) * 1_000_000;
    (at.as_microsecond() + ahead).rem_euclid(DAY)
}

fn later(at: Timestamp, micros: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_micros(micros))
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
#[path = "quiet_tests.rs"]
mod tests;
