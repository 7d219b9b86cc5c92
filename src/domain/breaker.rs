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
    /// Answers of each second that counts.
    seconds: VecDeque<Second>,
    open_until: Option<Duration>,
    /// When it last opened or closed: what left before says nothing any more.
    since: Duration,
    /// Messages that left since, and are not answered.
    outstanding: usize,
    probes_sound: usize,
}

/// The answers of one second.
#[derive(Debug)]
struct Second {
    number: u64,
    answers: usize,
    troubles: usize,
}

impl Breaker {
    /// How many messages may go to it now, of those that want to.
    pub fn admits(&self, now: Duration, wanting: usize) -> usize {
        match self.open_until {
            None => wanting,
            Some(until) if now < until => 0,
            Some(_) => wanting.min(PROBES.saturating_sub(self.outstanding + self.probes_sound)),
        }
    }

    /// So many messages go to it.
    pub fn sent(&mut self, messages: usize) {
        self.outstanding += messages;
    }

    /// One that was sent at `sent_at` did not leave after all.
    pub fn not_sent(&mut self, sent_at: Duration) {
        if sent_at >= self.since {
            self.outstanding = self.outstanding.saturating_sub(1);
        }
    }

    /// Whether it is in charge of its way: neither open nor on trial.
    pub fn is_closed(&self) -> bool {
        self.open_until.is_none()
    }

    /// Whether nothing at all may go to it now.
    pub fn rests(&self, now: Duration) -> bool {
        self.open_until.is_some_and(|until| now < until)
    }

    /// Somebody else found it out of order, until then.
    pub fn open_until(&mut self, now: Duration, until: Duration) {
        if self.open_until.is_none_or(|known| known < until) {
            self.turn(now, Some(until));
        }
    }

    /// It has just let us in once more. All that was under way failed at one
    /// stroke, which is one failure: it is not left alone for it. It is on trial,
    /// for one that lets us in only to hang up again would swallow a window each
    /// time.
    pub fn try_now(&mut self, now: Duration) {
        self.turn(now, Some(now));
    }

    /// Notes the answer to what was sent at `sent_at`.
    pub fn note(&mut self, sent_at: Duration, now: Duration, answer: Answer) -> Verdict {
        if sent_at < self.since {
            return Verdict::Same;
        }
        self.not_sent(sent_at);
        if answer == Answer::Barred {
            return self.open(now, REST_AUTH);
        }
        if self.open_until.is_some() {
            return self.judge_probe(now, answer);
        }
        // Failures may come sooner than successes: those that are not answered
        // yet stand for the gateway.
        let (answers, troubles) = self.count(now, answer);
        if answers < SAMPLES || troubles * 2 <= answers + self.outstanding {
            return Verdict::Same;
        }
        self.open(now, REST)
    }

    /// Counts an answer in; how many there are now, and how many are troubles.
    fn count(&mut self, now: Duration, answer: Answer) -> (usize, usize) {
        let number = now.as_secs();
        if self.seconds.back().is_none_or(|last| last.number < number) {
            self.seconds.push_back(Second {
                number,
                answers: 0,
                troubles: 0,
            });
        }
        if let Some(second) = self.seconds.back_mut() {
            second.answers += 1;
            second.troubles += usize::from(answer != Answer::Sound);
        }
        self.seconds
            .retain(|second| second.number + MEMORY.as_secs() >= number);
        self.seconds
            .iter()
            .fold((0, 0), |(answers, troubles), second| {
                (answers + second.answers, troubles + second.troubles)
            })
    }

    fn judge_probe(&mut self, now: Duration, answer: Answer) -> Verdict {
        if answer != Answer::Sound {
            return self.open(now, REST);
        }
        self.probes_sound += 1;
        if self.probes_sound < PROBES {
            return Verdict::Same;
        }
        self.turn(now, None);
        Verdict::Closed
    }

    fn open(&mut self, now: Duration, rest: Duration) -> Verdict {
        self.turn(now, Some(now + rest));
        Verdict::Opened(rest)
    }

    fn turn(&mut self, now: Duration, open_until: Option<Duration>) {
        *self = Self {
            open_until,
            since: now,
            ..Self::default()
        };
    }
}

#[cfg(test)]
#[path = "breaker_tests.rs"]
mod tests;
