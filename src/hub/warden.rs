//! What this process knows of its gateways' health: shared by their pumps, and
//! told to other nodes.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::breaker::{Answer, Breaker, Verdict};
use crate::domain::delivery::Outcome;

/// The breakers of all gateways.
pub struct Wardens {
    began: Instant,
    watched: Mutex<HashMap<String, Watched>>,
}

#[derive(Default)]
struct Watched {
    breaker: Breaker,
    /// Opened on another node's word, which will also say when it is over.
    by_hearsay: bool,
}

impl Default for Wardens {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            watched: Mutex::default(),
        }
    }
}

impl Wardens {
    /// Whether a gateway may be handed anything now.
    pub fn works(&self, gateway: &str) -> bool {
        let now = self.began.elapsed();
        self.with(gateway, |breaker| breaker.admits(now, 1) > 0)
    }

    /// Whether a gateway takes what its way has, or only what is meant for it
    /// by name. `of_way` are all that serve the way, the preferred one first:
    /// the first that is well is in charge, and those before it are tried with
    /// a few messages from time to time.
    pub fn in_charge<'a>(&self, mut of_way: impl Iterator<Item = &'a str>, gateway: &str) -> bool {
        let watched = self.watched();
        let is_well = |name: &str| {
            watched
                .get(name)
                .is_none_or(|known| known.breaker.is_closed())
        };
        of_way.find(|name| *name == gateway || is_well(name)) == Some(gateway)
    }

    /// How many of `wanting` messages may leave for a gateway now. They count
    /// as sent; those that stay are given back by [`Wardens::stayed`].
    pub fn admit(&self, gateway: &str, wanting: usize) -> usize {
        let now = self.began.elapsed();
        self.with(gateway, |breaker| {
            let admitted = breaker.admits(now, wanting);
            breaker.sent(admitted);
            admitted
        })
    }

    /// So many messages that were admitted did not leave.
    pub fn stayed(&self, gateway: &str, messages: usize) {
        self.with(gateway, |breaker| breaker.not_sent(messages));
    }

    /// Notes what a gateway answered.
    pub fn note(&self, gateway: &str, outcome: Outcome) -> Verdict {
        let answer = match outcome {
            Outcome::Auth => Answer::Barred,
            outcome if outcome.is_trouble() => Answer::Trouble,
            _ => Answer::Sound,
        };
        let now = self.began.elapsed();
        self.with(gateway, |breaker| breaker.note(now, answer))
    }

    /// Takes over what all nodes know: the gateways that are out of order, and
    /// for how long.
    pub fn hear(&self, open: &[(String, Duration)]) {
        let now = self.began.elapsed();
        let mut watched = self.watched();
        for (gateway, left) in open {
            let known = watched.entry(gateway.clone()).or_default();
            if known.breaker.is_closed() {
                known.breaker.open_until(now + *left);
                known.by_hearsay = true;
            }
        }
        for (gateway, known) in watched.iter_mut() {
            if known.by_hearsay && !open.iter().any(|(name, _)| name == gateway) {
                *known = Watched::default();
            }
        }
    }

    fn with<T>(&self, gateway: &str, act: impl FnOnce(&mut Breaker) -> T) -> T {
        let mut watched = self.watched();
        act(&mut watched.entry(gateway.to_owned()).or_default().breaker)
    }

    fn watched(&self) -> MutexGuard<'_, HashMap<String, Watched>> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAY: [&str; 2] = ["first", "second"];

    /// Of each gateway whether it works, and whether it is in charge.
    fn stand(wardens: &Wardens) -> [(bool, bool); 2] {
        WAY.map(|name| {
            (
                wardens.works(name),
                wardens.in_charge(WAY.into_iter(), name),
            )
        })
    }

    const FIRST: [(bool, bool); 2] = [(true, true), (true, false)];
    const SECOND: [(bool, bool); 2] = [(false, true), (true, true)];

    #[tokio::test(start_paused = true)]
    async fn the_second_takes_over_from_a_first_that_bars_us_and_gives_way_again() {
        let wardens = Wardens::default();
        assert_eq!(stand(&wardens), FIRST);
        wardens.note("first", Outcome::Auth);
        assert_eq!(stand(&wardens), SECOND);

        tokio::time::sleep(Duration::from_secs(61)).await;
        assert_eq!(stand(&wardens), [(true, true), (true, true)]);
        assert_eq!(wardens.admit("first", 100), 3);
        for _ in 0..3 {
            wardens.note("first", Outcome::Accepted);
        }
        assert_eq!(stand(&wardens), FIRST);
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_node_found_is_believed_until_it_says_otherwise() {
        let wardens = Wardens::default();
        wardens.hear(&[("first".to_owned(), Duration::from_secs(15))]);
        assert_eq!(stand(&wardens), SECOND);
        wardens.hear(&[]);
        assert_eq!(stand(&wardens), FIRST);
    }

    #[tokio::test(start_paused = true)]
    async fn what_it_found_itself_it_finds_out_itself() {
        let wardens = Wardens::default();
        wardens.note("first", Outcome::Auth);
        wardens.hear(&[]);
        assert_eq!(stand(&wardens), SECOND);
    }
}
