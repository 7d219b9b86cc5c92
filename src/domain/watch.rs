//! Whether the machine's clock can be believed, by a second clock that only
//! counts and that nobody sets.
//!
//! While both agree, the wall clock is right. When it jumps, time goes on from
//! what was believed last: a jump forward ends no notice early, and after a
//! jump back nothing leaves that is too late.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How far the wall clock may be from what is believed, and be believed still.
pub const DRIFT: SignedDuration = SignedDuration::from_secs(30);
/// How long a clock that was set must go on steadily until it is believed.
pub const SETTLED: Duration = Duration::from_secs(15 * 60);
/// How far behind a time that was already reached a program may start.
pub const BEHIND: SignedDuration = SignedDuration::from_secs(60);

/// Both clocks, read at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What the machine says the time is.
    pub wall: Timestamp,
    /// How long it has been counting: never set, never behind itself.
    pub mono: Duration,
}

/// What was believed last, and whether there is a doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    /// `wall` is the believed time here.
    believed: Reading,
    doubt: Option<Doubt>,
    /// When the wall clock was last found elsewhere than expected.
    jumped: Option<Duration>,
}

/// A wall clock that is somewhere else, and since when it has been there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Doubt {
    ahead: SignedDuration,
    since: Duration,
}

impl Watch {
    /// Begins by believing the machine.
    pub fn begin(first: Reading) -> Self {
        Self {
            believed: first,
            doubt: None,
            jumped: None,
        }
    }

    /// Hears of a time that was already reached before this program began.
    /// A clock that is well behind it is not believed: time goes on from there.
    pub fn remember(&mut self, reached: Timestamp, reading: Reading) {
        self.read(reading);
        if reached.duration_since(self.believed.wall) > BEHIND {
            self.believed.wall = reached;
            self.doubt = Some(Doubt {
                ahead: reading.wall.duration_since(reached),
                since: reading.mono,
            });
        }
    }

    /// Reads both clocks: what time it is now. The machine is believed again
    /// when it is back, or when it has gone on steadily elsewhere for so long
    /// that somebody must have set it.
    pub fn read(&mut self, reading: Reading) -> Timestamp {
        let counted = self.at(reading.mono);
        let ahead = reading.wall.duration_since(counted);
        let was = self.doubt;
        self.doubt = if ahead.abs() <= DRIFT {
            None
        } else {
            match self.doubt {
                Some(doubt) if (ahead - doubt.ahead).abs() <= DRIFT => {
                    let settled = reading.mono.saturating_sub(doubt.since) >= SETTLED;
                    (!settled).then_some(doubt)
                }
                _ => Some(Doubt {
                    ahead,
                    since: reading.mono,
                }),
            }
        };
        let settled = self.doubt.is_none() && ahead.abs() > DRIFT;
        if self.doubt != was && !settled {
            self.jumped = Some(reading.mono);
        }
        let wall = if self.doubt.is_some() {
            counted
        } else {
            reading.wall
        };
        self.believed = Reading { wall, ..reading };
        wall
    }

    /// How far the machine's clock was ahead of what is believed when it went
    /// where it is now; `None` while it is believed.
    pub fn doubted(&self) -> Option<SignedDuration> {
        self.doubt.map(|doubt| doubt.ahead)
    }

    /// Whether the wall clock jumped, there or back, less than so long ago.
    pub fn jumped_within(&self, length: Duration) -> bool {
        let ago = |jumped| self.believed.mono.saturating_sub(jumped);
        self.jumped.is_some_and(|jumped| ago(jumped) < length)
    }

    /// The believed time, counted on.
    fn at(&self, mono: Duration) -> Timestamp {
        let (was, last) = (self.believed.mono, self.believed.wall);
        let gone = mono.saturating_sub(was);
        last.saturating_add(gone).unwrap_or(last)
    }
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
