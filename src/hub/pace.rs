//! A gateway's rate, kept evenly: no burst of a minute's quota in its first
//! second. A gateway that says "too fast" is spoken to at half the pace, which
//! then grows again little by little.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// What may be caught up after a pause.
const SLACK: Duration = Duration::from_millis(250);

/// The share of the rate that is kept for danger to life.
const KEPT_FOR_FLASH: f64 = 0.2;

/// The part of a gateway's rate that a message may use.
pub fn share(flash: bool) -> f64 {
    if flash { 1.0 } else { 1.0 - KEPT_FOR_FLASH }
}

/// Slower than this part of its rate no gateway is spoken to.
const LEAST: f64 = 1.0 / 64.0;
/// What the pace regains for each interval without a complaint, as a part of the
/// full rate.
const REGAINED: f64 = 0.05;
/// The complaints of one interval are one complaint: they were on their way
/// before the pace had changed.
const INTERVAL: Duration = Duration::from_secs(1);
/// The longest a gateway may ask us to be silent altogether.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// Spaces SMS parts out.
#[derive(Debug)]
pub struct Pace {
    per_second: f64,
    now: Mutex<Going>,
}

#[derive(Debug)]
struct Going {
    next: Instant,
    /// The part of the full rate that is used.
    factor: f64,
    changed: Instant,
}

impl Pace {
    /// An even rate of parts a second.
    pub fn new(per_second: f64) -> Self {
        let now = Instant::now();
        Self {
            per_second,
            now: Mutex::new(Going {
                next: now,
                factor: 1.0,
                changed: now,
            }),
        }
    }

    /// Waits until `parts` more may leave.
    pub async fn wait(&self, parts: i64, flash: bool) {
        let start = self.reserve(parts, flash);
        if start > Instant::now() {
            sleep_until(start).await;
        }
    }

    fn reserve(&self, parts: i64, flash: bool) -> Instant {
        let mut going = self.going();
        let now = Instant::now();
        going.regain(now);
        let rate = self.per_second * going.factor * share(flash);
        let start = going.next.max(now.checked_sub(SLACK).unwrap_or(now));
        going.next = start + Duration::from_secs_f64(parts as f64 / rate);
        start
    }

    /// The gateway said "too fast", and perhaps how long it wants to be left
    /// alone.
    pub fn throttled(&self, retry_after: Option<Duration>) {
        let mut going = self.going();
        let now = Instant::now();
        going.regain(now);
        if going.factor >= 1.0 || going.changed + INTERVAL <= now {
            going.factor = (going.factor / 2.0).max(LEAST);
            going.changed = now;
        }
        let silence = retry_after.unwrap_or_default().min(LONGEST_SILENCE);
        going.next = going.next.max(now + silence);
    }

    /// How many messages may be marked together without a burst.
    pub fn group(&self, most: usize) -> usize {
        let quarter = self.per_second * self.going().factor * SLACK.as_secs_f64();
        // Rates are small positive numbers; the cast only cuts the fraction.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded above and below"
        )]
        let group = quarter.clamp(1.0, most.max(1) as f64) as usize;
        group
    }

    fn going(&self) -> std::sync::MutexGuard<'_, Going> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Going {
    fn regain(&mut self, now: Instant) {
        while self.factor < 1.0 && self.changed + INTERVAL <= now {
            self.factor = (self.factor + REGAINED).min(1.0);
            self.changed += INTERVAL;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn seconds(pace: &Pace, messages: usize, flash: bool) -> f64 {
        let start = Instant::now();
        for _ in 0..messages {
            pace.wait(1, flash).await;
        }
        start.elapsed().as_secs_f64()
    }

    #[tokio::test(start_paused = true)]
    async fn a_hundred_parts_at_twenty_a_second_take_five_seconds() {
        let took = seconds(&Pace::new(20.0), 100, true).await;
        assert!((4.5..5.1).contains(&took), "{took}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_phone_that_may_send_seventy_two_an_hour_sends_no_more() {
        let took = seconds(&Pace::new(0.02), 72, true).await;
        assert!((3540.0..3560.0).contains(&took), "{took}");
    }

    #[test]
    fn a_chunk_in_which_nothing_is_due_has_a_group_too() {
        assert_eq!(Pace::new(20.0).group(0), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_fifth_is_kept_for_danger_to_life() {
        assert!(seconds(&Pace::new(20.0), 80, false).await > 4.5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_complaint_halves_the_pace_once_and_patience_restores_it() {
        let pace = Pace::new(100.0);
        for _ in 0..50 {
            pace.throttled(None);
        }
        let slow = seconds(&pace, 50, true).await;
        assert!((0.9..1.1).contains(&slow), "{slow}");
        tokio::time::sleep(Duration::from_secs(20)).await;
        let healed = seconds(&pace, 100, true).await;
        assert!((0.7..1.1).contains(&healed), "{healed}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_gateway_that_asks_for_silence_gets_it_but_not_for_ever() {
        let pace = Pace::new(1000.0);
        pace.throttled(Some(Duration::from_secs(3)));
        assert!((3.0..3.1).contains(&seconds(&pace, 1, true).await));
        pace.throttled(Some(Duration::from_secs(100_000)));
        assert!((60.0..60.2).contains(&seconds(&pace, 2, true).await));
    }
}
