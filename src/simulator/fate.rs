//! What becomes of a message, decided by the address alone: a phone that was
//! off in one run is off in the next, and a gateway needs to know nothing else.

use std::time::Duration;

use super::dice::Dice;

/// Addresses of the high villages end so; nobody else's do. It stands for the
/// mast a phone is in reach of, which is all that a carrier knows of a place.
pub const HIGH: char = '7';

/// The share of numbers that a gateway knows to be nobody's. Assumed.
const REFUSED: f64 = 0.01;
/// The share given up by the network after it was taken. Assumed.
const UNDELIVERED: f64 = 0.02;
/// The share of which no news ever comes: operators lose receipts. Assumed.
const SILENT: f64 = 0.02;
/// The share of phones that are off or without signal when a message comes:
/// `phone_off_or_no_signal_at_send_time` of `data/subscribers.json`.
const OFF_VALLEY: f64 = 0.08;
const OFF_HIGH: f64 = 0.30;

/// The shortest and the longest a phone that is on takes to confirm, in seconds.
const SOONEST: f64 = 0.2;
const LATEST: f64 = 4.0;

/// What becomes of a message to one address.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fate {
    /// The gateway refuses it: there is nobody of that address.
    Refused,
    /// The gateway takes it, and says after a while that it gave up.
    Undelivered(Duration),
    /// The gateway takes it and is never heard of again.
    Silent,
    /// The phone is off: the gateway keeps the message for longer than any demo.
    Off,
    /// The phone has it, and says so after a while.
    Delivered(Duration),
}

/// The fate of an address.
pub fn of(address: &str) -> Fate {
    let mut dice = Dice::of(address);
    let after = Duration::from_secs_f64(dice.between(SOONEST, LATEST));
    let off = if address.ends_with(HIGH) {
        OFF_HIGH
    } else {
        OFF_VALLEY
    };
    let mut luck = dice.unit();
    for (share, fate) in [
        (REFUSED, Fate::Refused),
        (UNDELIVERED, Fate::Undelivered(after)),
        (SILENT, Fate::Silent),
        (off, Fate::Off),
    ] {
        if luck < share {
            return fate;
        }
        luck -= share;
    }
    Fate::Delivered(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 100,000 addresses with this ending, how many met a fate.
    fn met(ending: char, fits: impl Fn(&Fate) -> bool) -> usize {
        (0..100_000)
            .filter(|n| fits(&of(&format!("8457{n:06}{ending}"))))
            .count()
    }

    #[test]
    fn about_three_in_a_hundred_fail_and_one_of_them_at_once() {
        let refused = met('1', |fate| *fate == Fate::Refused);
        let undelivered = met('1', |fate| matches!(fate, Fate::Undelivered(_)));
        assert!((850..1150).contains(&refused), "{refused}");
        assert!((1800..2200).contains(&undelivered), "{undelivered}");
        let silent = met('1', |fate| *fate == Fate::Silent);
        assert!((1800..2200).contains(&silent), "{silent}");
    }

    #[test]
    fn a_high_village_has_as_many_phones_off_as_the_assumptions_say() {
        let file: serde_json::Value =
            serde_json::from_str(include_str!("../../data/subscribers.json")).unwrap();
        let said = |place: &str| {
            let shares = &file["subscriber_mix_per_commune"]["phone_off_or_no_signal_at_send_time"];
            shares[place].as_f64().unwrap()
        };
        let off = |ending| met(ending, |fate| *fate == Fate::Off) as f64 / 100_000.0;
        assert!((off('1') - said("valley")).abs() < 0.005, "{}", off('1'));
        assert!(
            (off(HIGH) - said("high village")).abs() < 0.01,
            "{}",
            off(HIGH)
        );
    }

    #[test]
    fn a_phone_that_is_on_confirms_within_four_seconds_and_always_the_same() {
        for n in 0..1000 {
            let address = format!("84570{n:06}");
            assert_eq!(of(&address), of(&address));
            if let Fate::Delivered(after) | Fate::Undelivered(after) = of(&address) {
                assert!((0.2..=4.0).contains(&after.as_secs_f64()), "{after:?}");
            }
        }
    }
}
