//! What a clock that jumps may and may not do.

use proptest::prelude::*;

use super::*;

const START: i64 = 1_764_000_000;

/// A machine whose clock is `ahead` of the truth by so many seconds after so
/// many have passed.
fn reading(passed: i64, ahead: i64) -> Reading {
    Reading {
        wall: Timestamp::from_second(START + passed + ahead).unwrap(),
        mono: Duration::from_secs(u64::try_from(passed).unwrap()),
    }
}

fn truth(passed: i64) -> Timestamp {
    reading(passed, 0).wall
}

fn off(told: Timestamp, passed: i64) -> i64 {
    told.duration_since(truth(passed)).as_secs().abs()
}

/// Two hours, either way, and everything between that is no drift.
fn jumps() -> impl Strategy<Value = i64> {
    prop_oneof![31i64..=7200, -7200i64..=-31]
}

proptest! {
    /// Small steps are the machine's own business: NTP makes them.
    #[test]
    fn a_clock_that_drifts_is_believed(steps in prop::collection::vec((0i64..5_000, -15i64..=15), 1..50)) {
        let mut watch = Watch::begin(reading(0, 0));
        let mut passed = 0;
        for (step, ahead) in steps {
            passed += step;
            let now = reading(passed, ahead);
            prop_assert_eq!(watch.read(now), now.wall);
            prop_assert_eq!(watch.doubted(), None);
        }
    }

    /// However it jumps about, as long as it rests nowhere for a quarter of an
    /// hour: the time that is told stays the true one.
    #[test]
    fn a_jump_moves_no_hour(hops in prop::collection::vec((0i64..400, jumps()), 1..40)) {
        let mut watch = Watch::begin(reading(0, 0));
        let mut passed = 0;
        let mut before = truth(0);
        for (index, (step, ahead)) in hops.into_iter().enumerate() {
            passed += step;
            // Never twice near the same place.
            let ahead = ahead + ahead.signum() * i64::try_from(index).unwrap() * 8_000;
            let told = watch.read(reading(passed, ahead));
            prop_assert_eq!(told, truth(passed));
            prop_assert!(watch.doubted().is_some());
            prop_assert!(told >= before);
            before = told;
        }
    }

    /// Back within the drift it is believed at once.
    #[test]
    fn a_clock_that_came_back_is_believed(ahead in jumps(), gone in 0i64..890, back in -30i64..=30) {
        let mut watch = Watch::begin(reading(0, 0));
        watch.read(reading(10, ahead));
        prop_assert_eq!(watch.read(reading(10 + gone, ahead)), truth(10 + gone));
        prop_assert!(watch.doubted().is_some());
        let now = reading(10 + gone, back);
        prop_assert_eq!(watch.read(now), now.wall);
        prop_assert_eq!(watch.doubted(), None);
    }

    /// Somebody set it: it is believed after a quarter of an hour, and not before.
    #[test]
    fn a_clock_that_was_set_is_believed_once_it_has_settled(
        ahead in jumps(),
        looks in prop::collection::vec(1i64..60, 0..60),
    ) {
        let mut watch = Watch::begin(reading(0, 0));
        watch.read(reading(10, ahead));
        let mut passed = 10;
        for look in looks {
            passed += look;
            let now = reading(passed, ahead);
            let told = watch.read(now);
            prop_assert_eq!(watch.doubted().is_none(), passed - 10 >= 900);
            prop_assert_eq!(told, if passed - 10 >= 900 { now.wall } else { truth(passed) });
        }
        let settled = reading(passed + 900, ahead);
        prop_assert_eq!(watch.read(settled), settled.wall);
        prop_assert_eq!(watch.doubted(), None);
    }

    /// A wall clock that wanders while it is away has not settled.
    #[test]
    fn a_clock_that_wanders_is_not_believed(minutes in 1i64..120, pace in 4i64..=60) {
        let mut watch = Watch::begin(reading(0, 0));
        for minute in 1..=minutes {
            let ahead = 600 + minute * pace;
            prop_assert_eq!(watch.read(reading(minute * 60, ahead)), truth(minute * 60));
            prop_assert!(watch.doubted().is_some());
        }
    }

    /// Where a time was reached before, nothing goes on from an earlier one.
    #[test]
    fn a_program_starts_at_the_mark_at_the_earliest(behind in -100_000i64..=100_000, later in 0i64..890) {
        let first = reading(0, 0);
        let mut watch = Watch::begin(first);
        watch.remember(Timestamp::from_second(START + behind).unwrap(), first);
        let told = watch.read(reading(later, 0));
        if behind <= 60 {
            prop_assert_eq!(off(told, later), 0);
            prop_assert_eq!(watch.doubted(), None);
        } else {
            prop_assert_eq!(told, Timestamp::from_second(START + behind + later).unwrap());
            prop_assert!(watch.doubted().is_some());
        }
    }
}

#[test]
fn a_jump_is_remembered_there_and_back_and_no_settling_is_one() {
    let minute = Duration::from_secs(60);
    let mut watch = Watch::begin(reading(0, 0));
    for (passed, ahead, jumped) in [
        (10, 5, false),
        (20, 7200, true),
        (79, 7200, true),
        (80, 7200, false),
        (90, 0, true),
        (149, 0, true),
        (150, 0, false),
        (200, -7200, true),
        (1099, -7200, false),
        (1100, -7200, false),
    ] {
        watch.read(reading(passed, ahead));
        assert_eq!(watch.jumped_within(minute), jumped, "{passed}");
    }
    assert_eq!(watch.doubted(), None);
}

#[test]
fn a_clock_that_stands_still_counts_on() {
    let mut watch = Watch::begin(reading(0, 0));
    for passed in (60..=7200).step_by(60) {
        let stuck = Reading {
            wall: truth(0),
            ..reading(passed, 0)
        };
        assert_eq!(watch.read(stuck), truth(passed));
        assert!(watch.doubted().is_some());
    }
}

#[test]
fn the_ends_of_time_do_no_harm() {
    let mut watch = Watch::begin(reading(0, 0));
    for wall in [Timestamp::MIN, Timestamp::MAX] {
        let told = watch.read(Reading {
            wall,
            mono: Duration::from_secs(5),
        });
        assert_eq!(told, truth(5));
    }
    watch.remember(Timestamp::MAX, reading(6, 0));
    assert_eq!(watch.read(reading(7, 0)), Timestamp::MAX);
}
