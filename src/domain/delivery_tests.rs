//! The transition table, read as promises.

use proptest::prelude::*;

use super::*;
use crate::domain::retry::{CRASHES, Tried, backoff};
use jiff::Timestamp;
use std::time::Duration;

fn outcomes() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(Outcome::Accepted),
        Just(Outcome::NotSent),
        Just(Outcome::Throttled),
        Just(Outcome::TransientRejected),
        Just(Outcome::Ambiguous),
        Just(Outcome::BadRecipient),
        Just(Outcome::BadContent),
        Just(Outcome::Auth),
        Just(Outcome::Poison),
    ]
}

fn receipts() -> impl Strategy<Value = ReceiptStatus> {
    prop_oneof![
        Just(ReceiptStatus::Delivered),
        Just(ReceiptStatus::Undelivered),
        Just(ReceiptStatus::Accepted),
        Just(ReceiptStatus::Underway),
    ]
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Release),
        Just(Event::Claim),
        Just(Event::Mark),
        outcomes().prop_map(Event::Answer),
        Just(Event::LeaseLost),
        Just(Event::Retry),
        receipts().prop_map(Event::Receipt),
        Just(Event::Resend),
        Just(Event::AskAgain),
        Just(Event::SendAgain),
        Just(Event::GiveUp),
        Just(Event::Expire),
        Just(Event::Cancel),
        Just(Event::Suppress),
        Just(Event::Quarantine),
        Just(Event::Restored),
    ]
}

fn urgencies() -> impl Strategy<Value = Urgency> {
    prop_oneof![
        Just(Urgency::Routine),
        Just(Urgency::Urgent),
        Just(Urgency::Flash)
    ]
}

proptest! {
    /// Whatever happens in whatever order: a routine or urgent message that may
    /// have left once never becomes due again.
    #[test]
    fn routine_is_never_due_again_once_it_may_have_left(
        urgency in urgencies(),
        story in prop::collection::vec(events(), 1..60),
    ) {
        let mut state = State::Planned;
        let mut may_have_left = false;
        for event in story {
            let Ok(next) = transition(state, event, urgency) else { continue };
            if matches!(event, Event::Answer(Outcome::Accepted | Outcome::Ambiguous) | Event::Restored)
                || (state == State::Submitting && event == Event::LeaseLost)
            {
                may_have_left = true;
            }
            if next == State::Due && may_have_left {
                // By itself only danger to life; else a gateway that knows the
                // message by its name, or an officer, has the say.
                prop_assert!(
                    (urgency == Urgency::Flash && event == Event::Resend)
                        || matches!(event, Event::AskAgain | Event::SendAgain)
                );
                // From here on it is as if it had never left.
                may_have_left = false;
            }
            state = next;
        }
    }

    /// A final state is left by the truth only, or by an officer where nobody
    /// knows it; and "delivered" never.
    #[test]
    fn only_the_truth_overrides_an_end(urgency in urgencies(), event in events(), index in 0..State::ALL.len()) {
        let state = State::ALL[index];
        prop_assume!(state.is_final());
        match transition(state, event, urgency) {
            Err(_) => {}
            Ok(next) if next == state => {}
            Ok(State::Due) => {
                prop_assert_eq!((state, event), (State::UnknownFinal, Event::SendAgain));
            }
            Ok(next) => {
                prop_assert!(matches!(event, Event::Receipt(_)));
                prop_assert_ne!(state, State::Delivered);
                prop_assert!(next == State::Delivered || state == State::UnknownFinal);
            }
        }
    }

    /// The same receipts in any order come to the same end.
    #[test]
    fn receipts_may_come_in_any_order(story in prop::collection::vec(receipts(), 1..6), seed in any::<u64>()) {
        let end = |order: &[ReceiptStatus]| {
            order.iter().fold(State::Accepted, |state, status| {
                transition(state, Event::Receipt(*status), Urgency::Routine).unwrap()
            })
        };
        let mut shuffled = story.clone();
        let turn = usize::try_from(seed % 97).unwrap() % story.len();
        shuffled.rotate_left(turn);
        if seed % 2 == 0 {
            shuffled.reverse();
        }
        prop_assert_eq!(end(&story), end(&shuffled));
    }

    #[test]
    fn waits_grow_and_stay_bounded(urgency in urgencies(), tries in 0u32..100, jitter in 0.0f64..1.0) {
        let wait = backoff(urgency, tries, jitter);
        prop_assert!(wait <= Duration::from_secs(14_400));
    }
}

#[test]
fn a_dead_process_leaves_its_messages_uncertain_never_due() {
    for urgency in [Urgency::Routine, Urgency::Urgent, Urgency::Flash] {
        assert_eq!(
            transition(State::Submitting, Event::LeaseLost, urgency),
            Ok(State::Uncertain)
        );
        assert_eq!(
            transition(State::Claimed, Event::LeaseLost, urgency),
            Ok(State::Due)
        );
    }
    assert!(transition(State::Uncertain, Event::Resend, Urgency::Routine).is_err());
    assert_eq!(
        transition(State::Uncertain, Event::Resend, Urgency::Flash),
        Ok(State::Due)
    );
}

/// A first try that was answered so at second 1,000.
fn tried(outcome: Outcome, urgency: Urgency, send_by: i64) -> Tried {
    Tried {
        outcome,
        urgency,
        tries: 0,
        refusals: 0,
        crashes: 0,
        gateways: 2,
        in_doubt: false,
        retry_after: None,
        now: Timestamp::from_second(1_000).unwrap(),
        send_by: Timestamp::from_second(send_by).unwrap(),
    }
}

#[test]
fn a_restored_office_doubts_what_had_no_end_and_was_not_surely_handed_over() {
    for state in State::ALL {
        let known = state.is_final() || state == State::Accepted;
        for urgency in [Urgency::Routine, Urgency::Urgent, Urgency::Flash] {
            let next = transition(state, Event::Restored, urgency);
            assert_eq!(next.ok(), (!known).then_some(State::Uncertain), "{state:?}");
        }
    }
}

#[test]
fn what_could_only_be_tried_too_late_expires_now() {
    let late = tried(Outcome::NotSent, Urgency::Routine, 1_001).settle(1.0, 1.0);
    assert_eq!(late.state, State::Expired);
    let second_copy = Tried {
        in_doubt: true,
        ..tried(Outcome::NotSent, Urgency::Flash, 1_001)
    };
    assert_eq!(second_copy.settle(1.0, 1.0).state, State::UnknownFinal);
    let retry = tried(Outcome::NotSent, Urgency::Routine, 100_000).settle(1.0, 1.0);
    assert_eq!(
        (retry.state, retry.next_at),
        (State::RetryWait, Timestamp::from_second(1_030).ok())
    );
    let unknown = tried(Outcome::Ambiguous, Urgency::Flash, 100_000).settle(1.0, 1.0);
    assert_eq!(unknown.state, State::Uncertain);
}

#[test]
fn a_gateway_is_given_the_time_it_asks_for_but_not_all_of_a_flood() {
    let asks = |urgency, seconds| {
        let throttled = Tried {
            retry_after: Some(Duration::from_secs(seconds)),
            ..tried(Outcome::Throttled, urgency, 1_000_000)
        };
        let next = throttled.settle(0.0, 1.0).next_at.unwrap();
        next.as_second() - 1_000
    };
    assert_eq!(asks(Urgency::Routine, 120), 120);
    assert_eq!(asks(Urgency::Flash, 120), 60);
    assert_eq!(asks(Urgency::Routine, 100_000), 3_600);
}

#[test]
fn a_refused_warning_goes_on_at_once_and_a_refused_notice_is_asked_once_more() {
    let refused = |urgency, refusals| {
        Tried {
            refusals,
            ..tried(Outcome::BadContent, urgency, 1_000_000)
        }
        .settle(1.0, 1.0)
    };
    for before in 0..3 {
        let settled = refused(Urgency::Flash, before);
        assert_eq!(
            (settled.state, settled.refusals),
            (State::RetryWait, before + 1)
        );
        assert_eq!(settled.next_at, Timestamp::from_second(1_000).ok());
    }
    assert_eq!(refused(Urgency::Flash, 3).state, State::Failed);
    assert_eq!(refused(Urgency::Urgent, 0).state, State::RetryWait);
    assert_eq!(refused(Urgency::Urgent, 1).state, State::Failed);
}

#[test]
fn what_cannot_be_put_together_three_times_is_set_aside() {
    let poison = |crashes| {
        Tried {
            crashes,
            ..tried(Outcome::Poison, Urgency::Flash, 1_000_000)
        }
        .settle(1.0, 1.0)
        .state
    };
    assert_eq!(poison(0), State::RetryWait);
    assert_eq!(poison(CRASHES - 1), State::Quarantined);
}

#[test]
fn every_state_has_its_word_and_its_report() {
    for state in State::ALL {
        assert_eq!(State::parse(state.as_str()), Some(state));
        assert!(!state.is_final() || state.reported() != Reported::Waiting);
    }
}
