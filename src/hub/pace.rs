//! A gateway's rate, kept evenly: no burst of a minute's quota in its first
//! second.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// What may be caught up after a pause.
const SLACK: Duration = Duration::from_millis(250);

/// The share of the rate that is kept for danger to life.
const KEPT_FOR_FLASH: f64 = 0.2;

/// Spaces SMS parts out.
#[derive(Debug)]
pub struct Pace {
    per_second: f64,
    next: Instant,
}

impl Pace {
    /// An even rate of parts a second.
    pub fn new(per_second: f64) -> Self {
        Self {
            per_second,
            next: Instant::now(),
        }
    }

    /// Waits until `parts` more may leave.
    pub async fn wait(&mut self, parts: i64, flash: bool) {
        let rate = if flash {
            self.per_second
        } else {
            self.per_second * (1.0 - KEPT_FOR_FLASH)
        };
        let now = Instant::now();
        let start = self.next.max(now.checked_sub(SLACK).unwrap_or(now));
        self.next = start + Duration::from_secs_f64(parts as f64 / rate);
        if start > now {
            sleep_until(start).await;
        }
    }

    /// How many messages may be marked together without a burst.
    pub fn group(&self, most: usize) -> usize {
        let quarter = self.per_second * SLACK.as_secs_f64();
        // Rates are small positive numbers; the cast only cuts the fraction.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded above and below"
        )]
        let group = quarter.clamp(1.0, most as f64) as usize;
        group
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_hundred_parts_at_twenty_a_second_take_five_seconds() {
        let mut pace = Pace::new(20.0);
        let start = Instant::now();
        for _ in 0..100 {
            pace.wait(1, true).await;
        }
        let took = start.elapsed().as_secs_f64();
        assert!((4.5..5.1).contains(&took), "{took}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_fifth_is_kept_for_danger_to_life() {
        let mut pace = Pace::new(20.0);
        let start = Instant::now();
        for _ in 0..80 {
            pace.wait(1, false).await;
        }
        assert!(start.elapsed().as_secs_f64() > 4.5);
    }
}
