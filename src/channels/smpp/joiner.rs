//! Parts of what somebody wrote, until the others have come.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use super::hear::To;
use crate::channels::Inbound;
use crate::domain::person::{Address, Way};

/// How long the parts of a long message wait for each other. None of them is
/// answered before, so that none can be lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// A part of what somebody wrote.
pub struct Part {
    pub from: Address,
    /// The same for all parts of a message.
    pub joint: u16,
    pub total: u8,
    /// Which it is, from 1.
    pub number: u8,
    pub text: String,
}

/// The element of a head that joins parts: what joins them, how many there are,
/// which this is.
pub fn joint(head: &[u8]) -> Option<(u16, u8, u8)> {
    let mut rest = head.get(1..)?;
    while let [kind, length, tail @ ..] = rest {
        let element = tail.get(..usize::from(*length))?;
        match (kind, element) {
            (0x00, [joint, total, number]) => return Some((u16::from(*joint), *total, *number)),
            (0x08, [high, low, total, number]) => {
                return Some((u16::from_be_bytes([*high, *low]), *total, *number));
            }
            _ => rest = &tail[usize::from(*length)..],
        }
    }
    None
}

/// Parts that wait for the others.
#[derive(Default)]
pub struct Joiner(BTreeMap<(String, u16, u8), Waiting>);

struct Waiting {
    since: Instant,
    parts: BTreeMap<u8, String>,
    answers: Vec<To>,
}

/// What was joined, and what is to be answered for it.
pub type Joined = (Option<Inbound>, Vec<To>);

impl Joiner {
    /// Takes a part in; where it was the last, what was joined.
    pub fn add(&mut self, part: Part, to: To) -> Option<Joined> {
        let key = (part.from.expose().to_owned(), part.joint, part.total);
        let waiting = self.0.entry(key.clone()).or_insert_with(|| Waiting {
            since: Instant::now(),
            parts: BTreeMap::new(),
            answers: Vec::new(),
        });
        waiting.parts.insert(part.number, part.text);
        waiting.answers.push(to);
        if waiting.parts.len() < usize::from(part.total) {
            return None;
        }
        self.0.remove(&key).map(|whole| joined(&key.0, whole))
    }

    /// When the first of them has waited long enough.
    pub fn next_due(&self) -> Instant {
        let first = self.0.values().map(|waiting| waiting.since).min();
        first.unwrap_or_else(|| Instant::now() + PATIENCE * 720) + PATIENCE
    }

    /// What has waited long enough: what is there is told.
    pub fn overdue(&mut self) -> Vec<Joined> {
        let late: Vec<_> = self
            .0
            .iter()
            .filter(|(_, waiting)| waiting.since.elapsed() >= PATIENCE)
            .map(|(key, _)| key.clone())
            .collect();
        late.into_iter()
            .filter_map(|key| self.0.remove(&key).map(|part| joined(&key.0, part)))
            .collect()
    }
}

fn joined(from: &str, waiting: Waiting) -> Joined {
    let text: String = waiting.parts.into_values().collect();
    let from = Address::parse(Way::Sms, from).ok();
    let message = from.map(|from| Inbound::Message { from, text });
    (message, waiting.answers)
}
