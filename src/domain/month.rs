//! Months as offices and carriers count them: by the clock of Viet Nam.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::quiet::VIET_NAM;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

/// Not a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a month: write 2026-11 or 11/2026")]
pub struct BadMonth(String);

impl std::str::FromStr for Month {
    type Err = BadMonth;

    fn from_str(text: &str) -> Result<Self, BadMonth> {
        let text = text.trim();
        let parts = text
            .split_once('-')
            .or_else(|| text.split_once('/').map(|(month, year)| (year, month)));
        let month = parts.and_then(|(year, month)| {
            let (year, month) = (year.parse().ok()?, month.parse().ok()?);
            let known = (2000..=9000).contains(&year) && (1..=12).contains(&month);
            known.then_some(Self { year, month })
        });
        month.ok_or_else(|| BadMonth(text.to_owned()))
    }
}

impl Month {
    /// The month in which a moment lies.
    pub fn of(at: Timestamp) -> Self {
        let local = VIET_NAM.to_datetime(at);
        Self {
            year: local.year(),
            month: local.month(),
        }
    }

    /// Its first moment.
    pub fn begins(self) -> Timestamp {
        Date::new(self.year, self.month, 1)
            .ok()
            .and_then(|day| {
                VIET_NAM
                    .to_timestamp(day.to_datetime(jiff::civil::Time::midnight()))
                    .ok()
            })
            .unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The first moment that is not in it any more.
    pub fn ends(self) -> Timestamp {
        let next = if self.month == 12 {
            Self {
                year: self.year + 1,
                month: 1,
            }
        } else {
            Self {
                month: self.month + 1,
                ..self
            }
        };
        next.begins()
    }

    /// As it is told: `11/2026`.
    pub fn told(self) -> String {
        format!("{:02}/{}", self.month, self.year)
    }
}

/// As programs write it, and as months sort: `2026-11`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_begins_at_midnight_in_viet_nam() {
        let november: Month = "2026-11".parse().unwrap();
        assert_eq!(november.begins(), at("2026-10-31T17:00:00Z"));
        assert_eq!(november.ends(), at("2026-11-30T17:00:00Z"));
        assert_eq!(
            Month::of(at("2026-10-31T16:59:59.999999Z")).told(),
            "10/2026"
        );
        assert_eq!(Month::of(november.begins()), november);
        assert_eq!(Month::of(november.ends()).told(), "12/2026");
    }

    #[test]
    fn december_is_followed_by_january() {
        let december: Month = "12/2026".parse().unwrap();
        assert_eq!(Month::of(december.ends()).to_string(), "2027-01");
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in ["", "2026", "2026-13", "2026-0", "13/2026", "11-2026", "nay"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
