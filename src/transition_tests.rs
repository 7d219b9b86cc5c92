//! The transition table against the promises, by very many random stories.
//!
//! `cargo test --lib transition` drives some thousands; with `LOA_LONG=1` a
//! million and more. A story that breaks a promise prints itself and its
//! number; `LOA_STORY=n` tells that one alone.

use std::collections::HashSet;

use crate::domain::delivery::{Event, Illegal, Outcome, ReceiptStatus, State, transition};
use crate::domain::notice::Urgency;

use dice::Dice;
use world::World;

mod dice;
mod world;

const SHORT: u64 = 20_000;
const LONG: u64 = 1_200_000;
const MOST_EVENTS: u64 = 60;

const URGENCIES: [Urgency; 3] = [Urgency::Routine, Urgency::Urgent, Urgency::Flash];
const RECEIPTS: [ReceiptStatus; 4] = [
    ReceiptStatus::Delivered,
    ReceiptStatus::Undelivered,
    ReceiptStatus::Accepted,
    ReceiptStatus::Underway,
];

/// Everything that can happen.
fn events() -> Vec<Event> {
    let outcomes = [
        Outcome::Accepted,
        Outcome::NotSent,
        Outcome::Throttled,
        Outcome::TransientRejected,
        Outcome::Ambiguous,
        Outcome::BadRecipient,
        Outcome::BadContent,
        Outcome::Auth,
        Outcome::Poison,
    ];
    let mut all = vec![
        Event::Release,
        Event::Claim,
        Event::Mark,
        Event::LeaseLost,
        Event::Retry,
        Event::Resend,
        Event::AskAgain,
        Event::SendAgain,
        Event::Restored,
        Event::GiveUp,
        Event::Expire,
        Event::Cancel,
        Event::Suppress,
        Event::Quarantine,
    ];
    all.extend(outcomes.map(Event::Answer));
    all.extend(RECEIPTS.map(Event::Receipt));
    all
}

#[test]
fn transition_keeps_every_promise_in_every_story() {
    let long = std::env::var("LOA_LONG").is_ok_and(|long| long == "1");
    let one = std::env::var("LOA_STORY").ok().and_then(|n| n.parse().ok());
    let stories = match one {
        Some(one) => one..one + 1,
        None => 0..if long { LONG } else { SHORT },
    };
    let teller = Teller::new();
    let mut moves = HashSet::new();
    let count = stories.end - stories.start;
    for number in stories {
        if let Err((broken, story)) = teller.tell(number, &mut moves) {
            panic!("story {number}: {broken}\n{story:#?}");
        }
    }
    if count > 1 {
        let all: usize = teller.legal.iter().flatten().map(Vec::len).sum();
        assert_eq!(moves.len(), all, "some moves were never made");
    }
}

type Told = Vec<(State, Event, Result<State, Illegal>)>;

/// Tells stories: mostly of what leads on, else each would be over soon; often
/// of what may happen, sometimes of what may not.
struct Teller {
    events: Vec<Event>,
    /// What the table takes, and of it what moves on without ending, by
    /// urgency and state.
    legal: Vec<Vec<Vec<Event>>>,
    onward: Vec<Vec<Vec<Event>>>,
}

impl Teller {
    fn new() -> Self {
        let events = events();
        let chosen = |wanted: &dyn Fn(State, State) -> bool| {
            let of_state = |urgency, state: State| {
                let fits = |event: &&Event| {
                    transition(state, **event, urgency).is_ok_and(|next| wanted(state, next))
                };
                events.iter().filter(fits).copied().collect()
            };
            let of_class = |urgency| State::ALL.map(|state| of_state(urgency, state)).to_vec();
            URGENCIES.map(of_class).to_vec()
        };
        Self {
            legal: chosen(&|_, _| true),
            onward: chosen(&|state, next| next != state && !next.is_final()),
            events,
        }
    }

    fn tell(
        &self,
        number: u64,
        moves: &mut HashSet<(Urgency, State, Event)>,
    ) -> Result<(), (&'static str, Told)> {
        let mut dice = Dice(number);
        let urgency = *dice.of(&URGENCIES);
        let mut story = Told::new();
        let (mut state, mut world) = (State::Planned, World::default());
        for _ in 0..dice.below(MOST_EVENTS) {
            let event = self.next(urgency, state, &mut dice);
            if !world.allows(event) {
                continue;
            }
            let next = transition(state, event, urgency);
            story.push((state, event, next));
            let Ok(next) = next else { continue };
            moves.insert((urgency, state, event));
            world.sees(state, event);
            let kept = ends_stay(state, event, next)
                .and_then(|()| world.keeps(urgency, next))
                .and_then(|()| orders_agree(next, urgency, &mut dice));
            if let Err(broken) = kept {
                return Err((broken, story));
            }
            state = next;
        }
        comes_to_an_end(state, urgency).map_err(|broken| (broken, story))
    }

    fn next(&self, urgency: Urgency, state: State, dice: &mut Dice) -> Event {
        let place = State::ALL.iter().position(|one| *one == state);
        let class = usize::try_from(urgency.class()).unwrap();
        let place = place.unwrap();
        let onward = &self.onward[class][place];
        let one = dice.below(8);
        *dice.of(match one {
            0 => &self.events,
            1..5 if !onward.is_empty() => onward,
            _ => &self.legal[class][place],
        })
    }
}

/// A final state is left by the truth alone, or by an officer where nobody
/// knows it.
fn ends_stay(state: State, event: Event, next: State) -> Result<(), &'static str> {
    let truth = match event {
        Event::Receipt(ReceiptStatus::Delivered) => next == State::Delivered,
        Event::Receipt(_) | Event::SendAgain => state == State::UnknownFinal,
        _ => false,
    };
    if state.is_final() && next != state && !truth {
        return Err("an end was undone");
    }
    Ok(())
}

/// The same receipts in another order, some of them twice or more, come to the
/// same end; and so they do when our own record of the answer comes late.
fn orders_agree(state: State, urgency: Urgency, dice: &mut Dice) -> Result<(), &'static str> {
    let end = |from: State, events: &[Event]| {
        events.iter().fold(from, |state, event| {
            transition(state, *event, urgency).unwrap_or(state)
        })
    };
    let few = dice.below(4);
    let mut heard: Vec<Event> = (0..few)
        .map(|_| Event::Receipt(*dice.of(&RECEIPTS)))
        .collect();
    let mut again = heard.clone();
    for _ in 0..dice.below(4) * few.min(1) {
        again.push(*dice.of(&heard));
    }
    if state == State::Submitting {
        let answer = Event::Answer(*dice.of(&[Outcome::Accepted, Outcome::Ambiguous]));
        heard.insert(0, answer);
        again.push(answer);
    }
    dice.shuffle(&mut again);
    if end(state, &heard) != end(state, &again) {
        return Err("the order of receipts decides");
    }
    Ok(())
}

/// When its time and the wait for receipts are over, and every holder of a
/// lease is gone, nothing is left waiting.
fn comes_to_an_end(state: State, urgency: Urgency) -> Result<(), &'static str> {
    let closing = [Event::LeaseLost, Event::Expire, Event::GiveUp];
    let end = closing.iter().fold(state, |state, event| {
        transition(state, *event, urgency).unwrap_or(state)
    });
    if end.is_final() || end == State::Accepted {
        return Ok(());
    }
    Err("it never ends")
}
