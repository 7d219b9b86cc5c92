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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A moment by the clock of Viet Nam.
    fn at(day: u8, clock: &str) -> Timestamp {
        format!("2026-11-{day:02}T{clock}:00+07:00")
            .parse()
            .unwrap()
    }

    fn quiet(from: &str, to: &str, urgent: bool) -> Quiet {
        let time = |text| TimeOfDay::parse(text).unwrap();
        Quiet {
            from: time(from),
            to: time(to),
            urgent,
        }
    }

    #[test]
    fn routine_waits_for_the_morning_and_danger_for_nothing() {
        let usual = Quiet::default();
        let strict = quiet("22:00", "07:00", true);
        for (clock, least, strictly) in [
            ("21:59", 0, 0),
            ("22:00", 1, 2),
            ("23:59", 1, 2),
            ("00:00", 1, 2),
            ("06:59", 1, 2),
            ("07:00", 0, 0),
            ("12:00", 0, 0),
        ] {
            assert_eq!(usual.least_class(at(25, clock)), least, "{clock}");
            assert_eq!(strict.least_class(at(25, clock)), strictly, "{clock}");
        }
        assert_eq!(usual.ends(at(25, "23:00")), Some(at(26, "07:00")));
        assert_eq!(usual.ends(at(26, "03:00")), Some(at(26, "07:00")));
        assert_eq!(usual.ends(at(26, "07:00")), None);
        assert_eq!(
            usual.opens(Urgency::Urgent, at(25, "23:00")),
            at(25, "23:00")
        );
        assert_eq!(
            strict.opens(Urgency::Urgent, at(25, "23:00")),
            at(26, "07:00")
        );
    }

    #[test]
    fn a_span_within_one_day_and_none_at_all() {
        let noon = quiet("11:30", "13:30", false);
        assert_eq!(noon.ends(at(25, "11:29")), None);
        assert_eq!(noon.ends(at(25, "11:30")), Some(at(25, "13:30")));
        assert_eq!(noon.ends(at(25, "13:30")), None);
        for same in ["00:00", "22:00"] {
            let never = quiet(same, same, true);
            assert_eq!(never.least_class(at(25, same)), 0);
            assert_eq!(
                never.through(
                    Urgency::Routine,
                    at(25, same),
                    Duration::from_secs(86_400 * 3)
                ),
                at(28, same)
            );
        }
    }

    #[test]
    fn what_a_night_interrupts_goes_on_in_the_morning() {
        let usual = Quiet::default();
        let hours = |n: u64| Duration::from_secs(n * 3600);
        let through = |from, work| usual.through(Urgency::Routine, from, hours(work));
        assert_eq!(through(at(25, "20:00"), 2), at(25, "22:00"));
        assert_eq!(through(at(25, "20:00"), 3), at(26, "08:00"));
        assert_eq!(through(at(25, "23:00"), 1), at(26, "08:00"));
        assert_eq!(through(at(25, "20:00"), 2 + 15), at(26, "22:00"));
        assert_eq!(through(at(25, "20:00"), 2 + 15 + 1), at(27, "08:00"));
        assert_eq!(
            usual.through(Urgency::Flash, at(25, "20:00"), hours(3)),
            at(25, "23:00")
        );
    }

    #[test]
    fn what_is_no_time_of_day_is_refused_with_words() {
        for text in [
            "",
            "22",
            "24:00",
            "22:60",
            "7:00",
            "+7:00",
            "22:00:00",
            "mười giờ",
        ] {
            let refused = TimeOfDay::try_from(text.to_owned()).unwrap_err();
            assert!(refused.to_string().contains("such as 22:00"), "{refused}");
        }
    }

    proptest! {
        /// The estimate is what a minute hand would find that walks through the
        /// days and counts the minutes in which something may leave.
        #[test]
        fn the_estimate_is_what_counting_minutes_finds(
            from in 0u16..1440, to in 0u16..1440, begin in 0i64..1440, work in 1i64..6000,
        ) {
            let quiet = Quiet {
                from: TimeOfDay::of_minutes(from), to: TimeOfDay::of_minutes(to), urgent: true,
            };
            prop_assume!(u32::from(to + 1440 - from) % 1440 < 1200);
            let begin = later(at(1, "00:00"), begin * MINUTE);
            let (mut hand, mut done) = (begin, 0);
            while done < work {
                done += i64::from(quiet.least_class(hand) == 0);
                hand = later(hand, MINUTE);
            }
            let work = Duration::from_secs(u64::try_from(work).unwrap() * 60);
            prop_assert_eq!(quiet.through(Urgency::Routine, begin, work), hand);
        }

        /// Whatever waits, waits for less than a day, and may leave then.
        #[test]
        fn the_end_of_a_quiet_span_is_not_quiet(from in 0u16..1440, to in 0u16..1440, second in 0i64..100_000_000) {
            let quiet = Quiet {
                from: TimeOfDay::of_minutes(from), to: TimeOfDay::of_minutes(to), urgent: true,
            };
            let now = Timestamp::from_second(second).unwrap();
            match quiet.ends(now) {
                None => prop_assert_eq!(quiet.least_class(now), 0),
                Some(end) => {
                    prop_assert_eq!(quiet.least_class(now), 2);
                    prop_assert!(end > now && end.as_microsecond() - now.as_microsecond() < DAY);
                    prop_assert_eq!(quiet.least_class(end), 0);
                }
            }
        }
    }
}
