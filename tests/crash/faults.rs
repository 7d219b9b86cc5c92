//! A gateway of which three tries in ten go wrong, and nobody is killed.

use std::collections::HashMap;
use std::time::Duration;

use jiff::SignedDuration;
use loa::domain::notice::Urgency;

use super::campaigns::is_long;
use super::gateway::rule::{Dialect, Rule};
use super::office::{Office, Setup};
use super::verdict::{Terms, judge};
use crate::support::app::LONG;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_three_faults_in_ten_tries_nothing_is_left() {
    faulty(Urgency::Routine, Dialect::Form).await;
    if is_long() {
        faulty(Urgency::Flash, Dialect::Kannel).await;
    }
}

async fn faulty(urgency: Urgency, dialect: Dialect) {
    let setup = Setup {
        people: if is_long() { 22_223 } else { 2_223 },
        urgency,
        window: 250,
        send_within: SignedDuration::from_hours(6),
        rule: Rule {
            seed: 3,
            dialect,
            faults: 30,
            early: 5,
            latest: Duration::from_secs(3),
        },
    };
    let mut office = Office::approved(setup).await;
    office.serve("");
    // A gateway that says "in a second" once in twenty times is a slow one.
    let patience = if is_long() { 3 * LONG } else { LONG };
    let settled = office.is_settled_within(patience).await;
    assert!(settled, "{}", office.figures());
    assert!(office.stop().await.success());
    let verdict = judge(&office, Terms::default()).await;
    assert!(!verdict.is_red(), "{verdict}");

    let fared = Fared::of(&office);
    println!("{urgency:?}: {fared:?}, {}\n{verdict}", office.figures());
    assert!(fared.taken * 1000 >= fared.takeable * 999, "{fared:?}");
    assert!(fared.tries * 10 <= office.contacts * 16, "{fared:?}");
}

/// How the messages fared.
#[derive(Debug, Default)]
struct Fared {
    /// Times that a message was handed over, be it in vain.
    tries: usize,
    /// Messages that the gateway has.
    taken: usize,
    /// Messages that it would have taken from whoever keeps the promise: all
    /// but those it dropped without a word once too often. What may have been
    /// taken is not sent again; where life is in danger, once.
    takeable: usize,
}

impl Fared {
    fn of(office: &Office) -> Self {
        let chances = match office.setup.urgency {
            Urgency::Flash => 2,
            _ => 1,
        };
        let handed = office.gateway.handed();
        let mut by_number: HashMap<&str, (bool, usize)> = HashMap::new();
        for one in &handed {
            let (taken, dropped) = by_number.entry(&one.message.to).or_default();
            *taken |= one.taken;
            *dropped += usize::from(!one.taken && one.fault.is_silent());
        }
        let dropped = by_number
            .values()
            .filter(|(taken, dropped)| !taken && *dropped >= chances);
        Self {
            tries: handed.len(),
            taken: by_number.values().filter(|(taken, _)| *taken).count(),
            takeable: office.contacts - dropped.count(),
        }
    }
}
