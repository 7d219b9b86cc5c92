//! What is in doubt, told as stories with two gateways.

use proptest::prelude::*;

use super::*;
use crate::domain::delivery::Outcome;

fn routes(repeatable: [bool; 2], well: [bool; 2]) -> Vec<Route> {
    [0, 1]
        .map(|n| Route {
            way: Way::Sms,
            gateway: NAMES[n].to_owned(),
            repeatable: repeatable[n],
            well: well[n],
        })
        .to_vec()
}

const NAMES: [&str; 2] = ["first", "second"];

fn waited(urgency: Urgency, state: State) -> Waited<'static> {
    Waited {
        urgency,
        state,
        way: Way::Sms,
        gateway: Some("first"),
        asked: 0,
        resent: 0,
        refusals: 0,
        in_time: true,
    }
}

const WELL: [bool; 2] = [true, true];
const FIRST_IS_SICK: [bool; 2] = [false, true];

#[test]
fn what_was_asked_about_and_put_off_stays_with_the_gateway_that_may_have_it() {
    let asked = Waited {
        asked: 1,
        ..waited(Urgency::Routine, State::RetryWait)
    };
    for well in [WELL, FIRST_IS_SICK] {
        let known = routes([true, false], well);
        assert_eq!(asked.onward(&known), Onward::Retry(Some("first")));
    }
    // The configuration has changed: nobody can be asked any more.
    assert_eq!(asked.onward(&routes([false, false], WELL)), Onward::GiveUp);
}

#[test]
fn what_no_gateway_can_have_goes_by_whichever_is_in_charge() {
    let refused = waited(Urgency::Routine, State::RetryWait);
    let known = routes([true, true], FIRST_IS_SICK);
    assert_eq!(refused.onward(&known), Onward::Retry(None));
}

#[test]
fn danger_to_life_leaves_a_gateway_that_is_out_of_order_or_never_answers() {
    let unclear = waited(Urgency::Flash, State::Uncertain);
    let sick = routes([true, false], FIRST_IS_SICK);
    let well = routes([true, false], WELL);
    assert_eq!(unclear.onward(&well), Onward::Ask("first"));
    assert_eq!(unclear.onward(&sick), Onward::Extra(Some("second")));
    let in_vain = Waited {
        asked: ASKED,
        ..unclear
    };
    assert_eq!(in_vain.onward(&well), Onward::Extra(Some("second")));
    let put_off = Waited {
        asked: 1,
        state: State::RetryWait,
        ..unclear
    };
    assert_eq!(put_off.onward(&well), Onward::Retry(Some("first")));
    assert_eq!(put_off.onward(&sick), Onward::Extra(Some("second")));
    let spent = Waited {
        resent: 1,
        ..in_vain
    };
    assert_eq!(spent.onward(&well), Onward::GiveUp);
}

#[test]
fn danger_to_life_is_sent_once_more_where_no_reference_is_known() {
    let unclear = waited(Urgency::Flash, State::Uncertain);
    let known = routes([false, false], WELL);
    assert_eq!(unclear.onward(&known), Onward::Extra(None));
    let routine = waited(Urgency::Routine, State::Uncertain);
    assert_eq!(routine.onward(&known), Onward::GiveUp);
}

#[test]
fn what_is_too_late_to_be_asked_about_is_given_up() {
    let late = Waited {
        in_time: false,
        asked: 1,
        ..waited(Urgency::Flash, State::RetryWait)
    };
    assert_eq!(late.onward(&routes([true, true], WELL)), Onward::GiveUp);
}

/// What may happen between two moves: how the gateway answers, and how both
/// gateways are then.
fn answers() -> impl Strategy<Value = (Outcome, [bool; 2], usize)> {
    let outcome = prop_oneof![
        3 => Just(Outcome::Ambiguous),
        2 => Just(Outcome::NotSent),
        1 => Just(Outcome::Throttled),
        1 => Just(Outcome::BadContent),
    ];
    (outcome, any::<[bool; 2]>(), 0..2usize)
}

proptest! {
    /// Whatever two gateways answer, and whenever they are out of order: what
    /// may have been taken is one message, and for danger to life two.
    #[test]
    fn nothing_may_have_been_taken_too_often(
        urgency in prop_oneof![Just(Urgency::Routine), Just(Urgency::Urgent), Just(Urgency::Flash)],
        repeatable in any::<[bool; 2]>(),
        story in prop::collection::vec(answers(), 1..40),
    ) {
        // Messages each gateway may have, by their reference where it knows them.
        let mut taken = [0usize; 2];
        let mut row = waited(urgency, State::RetryWait);
        let mut by = 0;
        for (outcome, well, in_charge) in story {
            row.gateway = Some(NAMES[by]);
            if outcome == Outcome::Ambiguous {
                taken[by] = if repeatable[by] { 1 } else { taken[by] + 1 };
                row.state = State::Uncertain;
            } else {
                row.state = State::RetryWait;
            }
            if outcome == Outcome::BadContent {
                // It does not have it: nor did it when it was asked before.
                row.refusals += 1;
                row.asked = 0;
                if repeatable[by] {
                    taken[by] = 0;
                }
            }
            let known = routes(repeatable, well);
            let named = |name: Option<&str>| {
                name.map_or(in_charge, |name| usize::from(name == NAMES[1]))
            };
            match row.onward(&known) {
                Onward::Retry(to) => by = named(to),
                Onward::Ask(to) => {
                    row.asked += 1;
                    by = named(Some(to));
                }
                Onward::Extra(to) => {
                    row.asked = 0;
                    row.resent += 1;
                    by = named(to);
                }
                Onward::GiveUp => break,
            }
        }
        let most = if urgency == Urgency::Flash { 2 } else { 1 };
        prop_assert!(taken[0] + taken[1] <= most, "{taken:?}");
    }
}
