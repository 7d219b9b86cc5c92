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
