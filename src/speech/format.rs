//! Numbers, money and times as they are written in the language of the house.
//! Never a runtime's default: most of our languages are unknown to every
//! library, which then writes English. All but English write as Vietnamese.

use jiff::{Timestamp, civil::DateTime};

use crate::domain::language::Lang;
use crate::domain::quiet::VIET_NAM;

/// A whole number with its thousands marked: `3.000`, in English `3,000`.
pub fn number(lang: Lang, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(lang, &digits))
}

/// An amount in đồng, which has no smaller unit: `1.250.000 đ`, in English
/// `1,250,000 VND`.
pub fn money_vnd(lang: Lang, dong: i64) -> String {
    let unit = if lang == Lang::en() { "VND" } else { "đ" };
    format!("{} {unit}", number(lang, dong))
}

/// An instant by the clock of Viet Nam: `19:30 ngày 23/11/2026`, in English
/// `19:30, 23 Nov 2026`.
pub fn moment(lang: Lang, at: Timestamp) -> String {
    let local = local(at);
    let clock = format!("{:02}:{:02}", local.hour(), local.minute());
    let day = day(lang, at);
    if lang == Lang::en() {
        format!("{clock}, {day}")
    } else {
        format!("{clock} ngày {day}")
    }
}

/// The day of an instant in Viet Nam: `23/11/2026`, in English `23 Nov 2026`.
pub fn day(lang: Lang, at: Timestamp) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let local = local(at);
    let (day, month, year) = (local.day(), local.month(), local.year());
    if lang == Lang::en() {
        let name = usize::try_from(month - 1)
            .ok()
            .and_then(|at| MONTHS.get(at))
            .unwrap_or(&"");
        format!("{day} {name} {year}")
    } else {
        format!("{day:02}/{month:02}/{year}")
    }
}

/// A run of digits with its thousands marked.
pub(super) fn grouped(lang: Lang, digits: &str) -> String {
    let mark = if lang == Lang::en() { ',' } else { '.' };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

fn local(at: Timestamp) -> DateTime {
    VIET_NAM.to_datetime(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_marked_as_the_reader_writes_them() {
        for (value, vi, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (3_000, "3.000", "3,000"),
            (-1_250_000, "-1.250.000", "-1,250,000"),
            (
                i64::MIN,
                "-9.223.372.036.854.775.808",
                "-9,223,372,036,854,775,808",
            ),
        ] {
            assert_eq!(number(Lang::vi(), value), vi);
            assert_eq!(number(Lang::en(), value), en);
        }
        assert_eq!(money_vnd(Lang::vi(), 1_250_000), "1.250.000 đ");
        assert_eq!(money_vnd(Lang::en(), 936_000), "936,000 VND");
    }

    #[test]
    fn a_moment_is_told_by_the_clock_of_viet_nam() {
        let at: Timestamp = "2026-11-23T12:30:59Z".parse().unwrap();
        assert_eq!(moment(Lang::vi(), at), "19:30 ngày 23/11/2026");
        assert_eq!(moment(Lang::en(), at), "19:30, 23 Nov 2026");
        let after_midnight: Timestamp = "2026-12-31T17:05:00Z".parse().unwrap();
        assert_eq!(moment(Lang::vi(), after_midnight), "00:05 ngày 01/01/2027");
        assert_eq!(day(Lang::en(), after_midnight), "1 Jan 2027");
    }

    #[test]
    fn a_language_without_habits_of_its_own_writes_as_vietnamese_does() {
        let at: Timestamp = "2026-11-23T12:30:00Z".parse().unwrap();
        for lang in Lang::all().filter(|lang| *lang != Lang::en()) {
            assert_eq!(moment(lang, at), "19:30 ngày 23/11/2026", "{lang}");
            assert_eq!(number(lang, 3_000), "3.000", "{lang}");
        }
    }
}
