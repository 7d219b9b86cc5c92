//! The only place that asks what time it is.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::domain::watch::{Reading, Watch};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in microseconds: what the database keeps is what was compared.
    fn now(&self) -> Timestamp;

    /// Whether [`Clock::now`] is what the machine says. Else it is counted on
    /// from what was believed last, and only what cannot wait should go by it.
    fn trusted(&self) -> bool {
        true
    }

    /// Whether the machine's clock jumped less than so long ago: what else goes
    /// by it, such as the database, has jumped too.
    fn jumped_within(&self, _length: Duration) -> bool {
        false
    }

    /// Tells it of a time that was reached before this program began.
    fn remember(&self, _reached: Timestamp) {}
}

/// The machine's clock, whatever it says.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let now = Timestamp::now();
        in_microseconds(now)
    }
}

/// A clock that stands still until it is moved, for tests.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves it on.
    pub fn advance(&self, by: Duration) {
        if let Ok(mut now) = self.0.lock() {
            *now = now.saturating_add(by).unwrap_or(*now);
        }
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0.lock().map_or(Timestamp::UNIX_EPOCH, |now| *now)
    }
}

/// A clock that believes its machine only as long as a second clock, which
/// nobody sets, agrees.
#[derive(Debug)]
pub struct WatchedClock<M = ThisMachine> {
    machine: M,
    state: Mutex<Watched>,
}

#[derive(Debug)]
struct Watched {
    watch: Watch,
    /// When it was last said that the machine is not believed.
    said: Option<Duration>,
}

/// How often it is said.
const SAID_EVERY: Duration = Duration::from_secs(60);

impl<M: Machine> WatchedClock<M> {
    /// Watches the clock of a machine from now on.
    pub fn of(machine: M) -> Self {
        let watch = Watch::begin(machine.read());
        let state = Mutex::new(Watched { watch, said: None });
        Self { machine, state }
    }

    /// Reads the machine and does something with the watch. Read under the
    /// lock, or two readings could come in the wrong order.
    fn look<T>(&self, look: impl FnOnce(&mut Watch, Reading) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let reading = self.machine.read();
        let found = look(&mut state.watch, reading);
        state.say(reading);
        found
    }
}

impl WatchedClock {
    /// The clock of this machine, watched.
    pub fn of_this_machine() -> Self {
        Self::of(ThisMachine)
    }
}

impl<M: Machine> Clock for WatchedClock<M> {
    fn now(&self) -> Timestamp {
        in_microseconds(self.look(Watch::read))
    }

    fn trusted(&self) -> bool {
        self.look(|watch, reading| {
            watch.read(reading);
            watch.doubted().is_none()
        })
    }

    fn jumped_within(&self, length: Duration) -> bool {
        self.look(|watch, reading| {
            watch.read(reading);
            watch.jumped_within(length)
        })
    }

    fn remember(&self, reached: Timestamp) {
        self.look(|watch, reading| watch.remember(reached, reading));
    }
}

impl Watched {
    /// Says so when the machine is no longer believed, each minute while it is
    /// not, and when it is again.
    fn say(&mut self, reading: Reading) {
        match (self.watch.doubted(), self.said) {
            (None, None) => {}
            (None, Some(_)) => {
                self.said = None;
                tracing::info!(now = %reading.wall, "the machine's clock is trusted again");
            }
            (Some(_), Some(said)) if reading.mono.saturating_sub(said) < SAID_EVERY => {}
            (Some(ahead), _) => {
                self.said = Some(reading.mono);
                tracing::warn!(
                    machine = %reading.wall,
                    ahead_seconds = ahead.as_secs(),
                    "the machine's clock is not trusted: routine notices wait"
                );
            }
        }
    }
}

/// A machine's two clocks.
pub trait Machine: Send + Sync {
    /// Reads both.
    fn read(&self) -> Reading;
}

impl<M: Machine> Machine for std::sync::Arc<M> {
    fn read(&self) -> Reading {
        self.as_ref().read()
    }
}

/// The machine this program runs on.
#[derive(Debug, Clone, Copy, Default)]
pub struct ThisMachine;

impl Machine for ThisMachine {
    /// A process that is held up between its two looks would take its own
    /// absence for a jump: then it looks again.
    fn read(&self) -> Reading {
        const BLINK: Duration = Duration::from_secs(1);
        let mut before = counted();
        loop {
            let wall = SystemClock.now();
            let mono = counted();
            if mono.saturating_sub(before) < BLINK {
                return Reading { wall, mono };
            }
            before = mono;
        }
    }
}

/// Goes on while the machine sleeps, for its wall clock does too: a laptop
/// that was opened again has not been set.
#[cfg(target_os = "linux")]
fn counted() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::try_from(time).unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
fn counted() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// A machine whose clocks are moved by hand, for tests.
#[derive(Debug)]
pub struct HandMachine(Mutex<Reading>);

impl HandMachine {
    /// A machine that says it is `wall`.
    pub fn at(wall: Timestamp) -> Self {
        let mono = Duration::ZERO;
        Self(Mutex::new(Reading { wall, mono }))
    }

    /// Lets time pass: both clocks go on.
    pub fn pass(&self, by: Duration) {
        self.change(|clocks| {
            clocks.wall = clocks.wall.saturating_add(by).unwrap_or(clocks.wall);
            clocks.mono += by;
        });
    }

    /// Sets the wall clock; no time passes.
    pub fn jump(&self, by: SignedDuration) {
        self.change(|clocks| clocks.wall = clocks.wall.saturating_add(by).unwrap_or(clocks.wall));
    }

    fn change(&self, change: impl FnOnce(&mut Reading)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Machine for HandMachine {
    fn read(&self) -> Reading {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn in_microseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_believed_and_its_clocks_count() {
        let clock = WatchedClock::of_this_machine();
        let (first, second) = (clock.now(), clock.now());
        assert!(clock.trusted() && second >= first);
        let apart = SystemClock.now().duration_since(second);
        assert!(apart.abs() < SignedDuration::from_secs(30), "{apart}");
        let before = ThisMachine.read().mono;
        assert!(ThisMachine.read().mono >= before);
    }
}
