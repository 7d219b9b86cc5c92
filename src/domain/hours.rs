//! When one notice may leave: in the office's hours, and, where it is
//! advertising, in those of the law. The stricter of both wins.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::notice::Urgency;
use super::quiet::Quiet;

/// More changes between two spans of quiet than any day has: whatever is still
/// not open then never is.
const CHANGES: usize = 4;

/// The hours of one notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    urgency: Urgency,
    quiet: Quiet,
    night: Option<Quiet>,
}

impl Hours {
    /// The hours of a notice of an urgency: outside the office's quiet hours,
    /// where it keeps them, and outside the night of advertising, if it is.
    pub fn of(urgency: Urgency, quiet: Quiet, night: Option<Quiet>) -> Self {
        Self {
            urgency,
            quiet,
            night,
        }
    }

    /// When it may leave if it could leave now; `None` where no hour of the day
    /// is left for it.
    pub fn opens(&self, now: Timestamp) -> Option<Timestamp> {
        let mut at = now;
        for _ in 0..CHANGES {
            match self.shut_until(at) {
                Some(end) => at = end,
                None => return Some(at),
            }
        }
        None
    }

    /// When it is through if it begins now and needs so much time for its
    /// sending, the hours left out in which it may not leave.
    pub fn through(&self, now: Timestamp, work: Duration) -> Timestamp {
        if self.night.is_none() {
            return self.quiet.through(self.urgency, now, work);
        }
        let mut left = SignedDuration::try_from(work).unwrap_or(SignedDuration::MAX);
        let mut next = self.opens(now);
        while let Some(at) = next {
            let open = self
                .shuts(at)
                .map_or(SignedDuration::MAX, |shuts| shuts.duration_since(at));
            if left <= open {
                return at.saturating_add(left).unwrap_or(Timestamp::MAX);
            }
            left = left.saturating_sub(open);
            next = at
                .saturating_add(open)
                .ok()
                .and_then(|shuts| self.opens(shuts));
        }
        Timestamp::MAX
    }

    /// The end of the spans in which `at` lies and nothing may leave.
    fn shut_until(&self, at: Timestamp) -> Option<Timestamp> {
        self.spans().filter_map(|span| span.ends(at)).max()
    }

    /// When the next such span begins.
    fn shuts(&self, at: Timestamp) -> Option<Timestamp> {
        self.spans().filter_map(|span| span.begins(at)).min()
    }

    fn spans(&self) -> impl Iterator<Item = &Quiet> {
        let quiet = Some(&self.quiet).filter(|quiet| quiet.keeps(self.urgency));
        quiet.into_iter().chain(&self.night)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::promotion::Rules;
    use crate::domain::quiet::TimeOfDay;

    fn at(day: u8, clock: &str) -> Timestamp {
        format!("2026-11-{day:02}T{clock}:00+07:00")
            .parse()
            .unwrap()
    }

    fn quiet(from: &str, to: &str) -> Quiet {
        Quiet {
            from: TimeOfDay::parse(from).unwrap(),
            to: TimeOfDay::parse(to).unwrap(),
            urgent: false,
        }
    }

    fn advertising(urgency: Urgency, quiet: Quiet) -> Hours {
        Hours::of(urgency, quiet, Some(Rules::default().night()))
    }

    #[test]
    fn advertising_waits_for_the_morning_where_the_office_would_not() {
        for urgency in [Urgency::Routine, Urgency::Urgent] {
            let hours = advertising(urgency, Quiet::NONE);
            assert_eq!(hours.opens(at(25, "21:59")), Some(at(25, "21:59")));
            assert_eq!(hours.opens(at(25, "22:00")), Some(at(26, "07:00")));
            assert_eq!(hours.opens(at(26, "06:59")), Some(at(26, "07:00")));
        }
        let office = Hours::of(Urgency::Urgent, Quiet::default(), None);
        assert_eq!(office.opens(at(25, "23:00")), Some(at(25, "23:00")));
    }

    #[test]
    fn the_stricter_of_both_wins() {
        let hours = advertising(Urgency::Routine, quiet("20:00", "08:00"));
        assert_eq!(hours.opens(at(25, "20:30")), Some(at(26, "08:00")));
        assert_eq!(hours.opens(at(26, "07:30")), Some(at(26, "08:00")));
        // Urgent notices keep no quiet hours here, but advertising its own.
        let hours = advertising(Urgency::Urgent, quiet("20:00", "08:00"));
        assert_eq!(hours.opens(at(25, "20:30")), Some(at(25, "20:30")));
        assert_eq!(hours.opens(at(25, "22:30")), Some(at(26, "07:00")));
        // One span that runs into the other.
        let hours = advertising(Urgency::Routine, quiet("06:30", "07:30"));
        assert_eq!(hours.opens(at(25, "23:00")), Some(at(26, "07:30")));
    }

    #[test]
    fn two_spans_of_a_day_interrupt_the_sending() {
        let hours = advertising(Urgency::Routine, quiet("11:30", "13:30"));
        let work = |hours: u64| Duration::from_secs(hours * 3600);
        assert_eq!(hours.through(at(25, "10:30"), work(1)), at(25, "11:30"));
        assert_eq!(hours.through(at(25, "10:30"), work(2)), at(25, "14:30"));
        // 13 hours a day are left.
        assert_eq!(hours.through(at(25, "07:00"), work(14)), at(26, "08:00"));
        assert_eq!(hours.through(at(25, "23:00"), work(26)), at(27, "22:00"));
    }

    #[test]
    fn what_leaves_no_hour_of_the_day_is_found() {
        let never = advertising(Urgency::Routine, quiet("06:00", "23:00"));
        assert_eq!(never.opens(at(25, "12:00")), None);
        assert_eq!(
            never.through(at(25, "12:00"), Duration::from_secs(1)),
            Timestamp::MAX
        );
    }

    #[test]
    fn what_is_no_advertising_keeps_the_offices_hours_alone() {
        let office = Quiet::default();
        let hours = Hours::of(Urgency::Routine, office, None);
        for (begin, work) in [("20:00", 3), ("12:00", 40), ("23:00", 1)] {
            let work = Duration::from_secs(work * 3600);
            assert_eq!(
                hours.through(at(25, begin), work),
                office.through(Urgency::Routine, at(25, begin), work)
            );
        }
    }
}
