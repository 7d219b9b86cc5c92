//! Days as clerks write them.

use jiff::civil::{Date, date};

/// A day written `2026-03-12`, `12/3/2026`, `12.03.2026`, "ngày 12 tháng 3 năm
/// 2026" or as a spreadsheet's serial number, as `yyyy-mm-dd`. Only days of this
/// century: a consent is younger, and two digits for a year are not guessed at.
pub(super) fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let numbers: Vec<&str> = numbers.collect();
    let (year, month, day) = match numbers[..] {
        // Serial numbers of today have five digits.
        [serial] if serial.len() == 5 && serial == text => return of_serial(serial.parse().ok()?),
        // A time of day may follow: "2026-03-12 00:00:00".
        [year, month, day, ..] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        [day, month, year, ..] if year.len() == 4 && text.contains(':') => (year, month, day),
        _ => return None,
    };
    let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    this_century(day)
}

/// The day of a spreadsheet's serial number, counted from the end of 1899.
pub(super) fn of_serial(serial: f64) -> Option<String> {
    if !(1.0..100_000.0).contains(&serial) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range was just checked"
    )]
    let days = jiff::Span::new().days(serial.floor() as i64);
    this_century(date(1899, 12, 30).checked_add(days).ok()?)
}

fn this_century(day: Date) -> Option<String> {
    (2000..2100).contains(&day.year()).then(|| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_is_read_however_it_is_written() {
        for text in [
            "2026-03-12",
            "12/3/2026",
            "12/03/2026",
            "12-3-2026",
            "12.03.2026",
            "2026-03-12 00:00:00",
            "2026-03-12T07:30:00",
            "12/3/2026 7:30",
            "ngày 12 tháng 3 năm 2026",
            "46093",
        ] {
            assert_eq!(day(text).as_deref(), Some("2026-03-12"), "{text}");
        }
        assert_eq!(of_serial(46_093.75).as_deref(), Some("2026-03-12"));
    }

    #[test]
    fn what_is_no_day_is_not_made_one() {
        for text in [
            "31/02/2026",
            "3/25/2026",
            "12/3/26",
            "12/3",
            "hôm qua",
            "",
            "1926-03-12",
            "7",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
