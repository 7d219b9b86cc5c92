//! What this process knows of its gateways' health: shared by their pumps, and
//! told to other nodes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::breaker::{Answer, Breaker, Verdict};
use crate::domain::delivery::Outcome;

/// The breakers of all gateways.
pub struct Wardens {
    began: Instant,
    watched: Arc<Mutex<HashMap<String, Watched>>>,
}

/// The leave to hand one message to a gateway. Where it is dropped before the
/// gateway was asked, another message may have it.
pub struct Leave {
    gateway: Arc<str>,
    given_at: Duration,
    watched: Arc<Mutex<HashMap<String, Watched>>>,
    used: bool,
}

impl Drop for Leave {
    fn drop(&mut self) {
        if !self.used {
            with(&self.watched, &self.gateway, |breaker| {
                breaker.not_sent(self.given_at);
            });
        }
    }
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
            watched: Arc::default(),
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

    /// Whether a gateway is neither out of order nor on trial.
    pub fn is_well(&self, gateway: &str) -> bool {
        self.with(gateway, |breaker| breaker.is_closed())
    }

    /// Whether a gateway is left alone for now; one on trial is not.
    pub fn rests(&self, gateway: &str) -> bool {
        let now = self.began.elapsed();
        self.with(gateway, |breaker| breaker.rests(now))
    }

    /// Leaves for a gateway now, at most so many.
    pub fn admit(&self, gateway: &Arc<str>, wanting: usize) -> Vec<Leave> {
        let now = self.began.elapsed();
        let admitted = self.with(gateway, |breaker| {
            let admitted = breaker.admits(now, wanting);
            breaker.sent(admitted);
            admitted
        });
        (0..admitted)
            .map(|_| Leave {
                gateway: Arc::clone(gateway),
                given_at: now,
                watched: Arc::clone(&self.watched),
                used: false,
            })
            .collect()
    }

    /// Notes what a gateway answered to whoever had its leave.
    pub fn note(&self, mut leave: Leave, outcome: Outcome) -> Verdict {
        leave.used = true;
        let answer = match outcome {
            Outcome::Auth => Answer::Barred,
            outcome if outcome.is_trouble() => Answer::Trouble,
            _ => Answer::Sound,
        };
        let now = self.began.elapsed();
        self.with(&leave.gateway, |breaker| {
            breaker.note(leave.given_at, now, answer)
        })
    }

    /// A line of a gateway broke and is bound again: what the break failed says
    /// nothing any more, and a few messages try it at once.
    pub fn line_is_back(&self, gateway: &str) {
        let now = self.began.elapsed();
        self.with(gateway, |breaker| breaker.try_now(now));
    }

    /// Takes over what all nodes know: the gateways that are out of order, and
    /// for how long.
    pub fn hear(&self, open: &[(String, Duration)]) {
        let now = self.began.elapsed();
        let mut watched = self.watched();
        for (gateway, left) in open {
            let known = watched.entry(gateway.clone()).or_default();
            if known.breaker.is_closed() {
                known.breaker.open_until(now, now + *left);
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
        with(&self.watched, gateway, act)
    }

    fn watched(&self) -> MutexGuard<'_, HashMap<String, Watched>> {
        lock(&self.watched)
    }
}

fn with<T>(
    watched: &Mutex<HashMap<String, Watched>>,
    gateway: &str,
    act: impl FnOnce(&mut Breaker) -> T,
) -> T {
    let mut watched = lock(watched);
    if let Some(known) = watched.get_mut(gateway) {
        return act(&mut known.breaker);
    }
    act(&mut watched.entry(gateway.to_owned()).or_default().breaker)
}

fn lock(watched: &Mutex<HashMap<String, Watched>>) -> MutexGuard<'_, HashMap<String, Watched>> {
    watched.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn asked(wardens: &Wardens, gateway: &str, outcome: Outcome) {
        let leave = wardens.admit(&gateway.into(), 1).pop().unwrap();
        wardens.note(leave, outcome);
    }

    const FIRST: [(bool, bool); 2] = [(true, true), (true, false)];
    const SECOND: [(bool, bool); 2] = [(false, true), (true, true)];

    #[tokio::test(start_paused = true)]
    async fn the_second_takes_over_from_a_first_that_bars_us_and_gives_way_again() {
        let wardens = Wardens::default();
        assert_eq!(stand(&wardens), FIRST);
        asked(&wardens, "first", Outcome::Auth);
        assert_eq!(stand(&wardens), SECOND);

        tokio::time::sleep(Duration::from_secs(61)).await;
        assert_eq!(stand(&wardens), [(true, true), (true, true)]);
        let probes = wardens.admit(&"first".into(), 100);
        assert_eq!(probes.len(), 3);
        for probe in probes {
            wardens.note(probe, Outcome::Accepted);
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
        asked(&wardens, "first", Outcome::Auth);
        wardens.hear(&[]);
        assert_eq!(stand(&wardens), SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_leave_that_is_not_used_is_given_back() {
        let wardens = Wardens::default();
        asked(&wardens, "first", Outcome::Auth);
        tokio::time::sleep(Duration::from_secs(61)).await;
        let leaves = wardens.admit(&"first".into(), 3);
        assert!(!wardens.works("first"));
        drop(leaves);
        assert!(wardens.works("first"));
    }
}
