//! When a gateway is left alone for a while, so that a sick one is not hammered
//! and the next one of its way takes over.

use std::collections::VecDeque;
use std::time::Duration;

/// How far back a gateway's answers count.
const MEMORY: Duration = Duration::from_secs(20);
/// Fewer answers than this say nothing.
const SAMPLES: usize = 10;
/// How long it is left alone.
pub const REST: Duration = Duration::from_secs(15);
/// How long where our name or our credit was refused: a person must act.
pub const REST_AUTH: Duration = Duration::from_secs(60);
/// How many messages then try it, before all may.
const PROBES: usize = 3;

/// What a gateway answered, as far as the breaker cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It does its work, be it by refusing a number.
    Sound,
    /// It failed.
    Trouble,
    /// It does not let us in.
    Barred,
}

/// What the breaker has to say about an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing new.
    Same,
    /// From now on it is left alone, for so long.
    Opened(Duration),
    /// It is well again.
    Closed,
}

/// One gateway's breaker. Times are lengths since any fixed moment, by a clock
/// that never goes back.
#[derive(Debug, Default)]
pub struct Breaker {
    answers: VecDeque<(Duration, bool)>,
    open_until: Option<Duration>,
    probes_out: usize,
    probes_sound: usize,
}

impl Breaker {
    /// How many messages may go to it now, of those that want to.
    pub fn admits(&self, now: Duration, wanting: usize) -> usize {
        match self.open_until {
            None => wanting,
            Some(until) if now < until => 0,
            Some(_) => wanting.min(PROBES.saturating_sub(self.probes_out)),
        }
    }

    /// So many messages go to it.
    pub fn sent(&mut self, messages: usize) {
        if self.open_until.is_some() {
            self.probes_out += messages;
        }
    }

    /// So many of them did not leave after all.
    pub fn not_sent(&mut self, messages: usize) {
        self.probes_out = self.probes_out.saturating_sub(messages);
    }

    /// Whether it is in charge of its way: neither open nor on trial.
    pub fn is_closed(&self) -> bool {
        self.open_until.is_none()
    }

    /// Somebody else found it out of order, until then.
    pub fn open_until(&mut self, until: Duration) {
        if self.open_until.is_none_or(|known| known < until) {
            self.open(until);
        }
    }

    /// Somebody else found it well again.
    pub fn close(&mut self) {
        *self = Self::default();
    }

    /// Notes an answer.
    pub fn note(&mut self, now: Duration, answer: Answer) -> Verdict {
        if let Some(until) = self.open_until {
            // What was sent before it opened says nothing new.
            return if now < until {
                Verdict::Same
            } else {
                self.judge_probe(now, answer)
            };
        }
        if answer == Answer::Barred {
            self.open(now + REST_AUTH);
            return Verdict::Opened(REST_AUTH);
        }
        self.answers.push_back((now, answer == Answer::Sound));
        while self
            .answers
            .front()
            .is_some_and(|(at, _)| *at + MEMORY < now)
        {
            self.answers.pop_front();
        }
        let troubles = self.answers.iter().filter(|(_, sound)| !sound).count();
        if self.answers.len() < SAMPLES || troubles * 2 <= self.answers.len() {
            return Verdict::Same;
        }
        self.open(now + REST);
        Verdict::Opened(REST)
    }

    fn judge_probe(&mut self, now: Duration, answer: Answer) -> Verdict {
        if answer != Answer::Sound {
            let rest = if answer == Answer::Barred {
                REST_AUTH
            } else {
                REST
            };
            self.open(now + rest);
            return Verdict::Opened(rest);
        }
        self.probes_sound += 1;
        if self.probes_sound < PROBES {
            return Verdict::Same;
        }
        self.close();
        Verdict::Closed
    }

    fn open(&mut self, until: Duration) {
        *self = Self {
            open_until: Some(until),
            ..Self::default()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn it_opens_when_more_than_half_of_ten_fail_and_not_before() {
        let mut breaker = Breaker::default();
        for n in 0..9 {
            assert_eq!(breaker.note(at(n), Answer::Trouble), Verdict::Same);
        }
        assert_eq!(breaker.admits(at(9), 100), 100);
        assert_eq!(breaker.note(at(9), Answer::Trouble), Verdict::Opened(REST));
        assert_eq!(breaker.admits(at(10), 100), 0);
    }

    #[test]
    fn three_in_ten_are_borne() {
        let mut breaker = Breaker::default();
        for n in 0..10_000u64 {
            let answer = if n % 10 < 3 {
                Answer::Trouble
            } else {
                Answer::Sound
            };
            let now = Duration::from_millis(n * 20);
            if n > 20 {
                assert_eq!(breaker.note(now, answer), Verdict::Same, "{n}");
            } else {
                breaker.note(now, Answer::Sound);
            }
        }
    }

    #[test]
    fn old_failures_are_forgotten() {
        let mut breaker = Breaker::default();
        for n in 0..9 {
            breaker.note(at(n), Answer::Trouble);
        }
        assert_eq!(breaker.note(at(40), Answer::Trouble), Verdict::Same);
    }

    #[test]
    fn three_messages_try_it_and_close_it() {
        let mut breaker = Breaker::default();
        assert_eq!(
            breaker.note(at(0), Answer::Barred),
            Verdict::Opened(REST_AUTH)
        );
        let later = REST_AUTH;
        assert_eq!(breaker.admits(later, 100), 3);
        breaker.sent(3);
        assert_eq!(breaker.admits(later, 100), 0);
        assert!(!breaker.is_closed());
        assert_eq!(breaker.note(later, Answer::Sound), Verdict::Same);
        assert_eq!(breaker.note(later, Answer::Sound), Verdict::Same);
        assert_eq!(breaker.note(later, Answer::Sound), Verdict::Closed);
        assert_eq!(breaker.admits(later, 100), 100);
    }

    #[test]
    fn a_probe_that_fails_opens_it_again() {
        let mut breaker = Breaker::default();
        breaker.open_until(at(10));
        breaker.sent(2);
        assert_eq!(breaker.note(at(11), Answer::Trouble), Verdict::Opened(REST));
        assert_eq!(breaker.admits(at(12), 5), 0);
        assert_eq!(breaker.admits(at(11) + REST, 5), 3);
    }

    #[test]
    fn a_probe_that_never_left_makes_room_for_another() {
        let mut breaker = Breaker::default();
        breaker.open_until(at(10));
        breaker.sent(3);
        breaker.not_sent(2);
        assert_eq!(breaker.admits(at(10), 5), 2);
    }
}
