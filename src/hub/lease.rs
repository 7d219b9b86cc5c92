//! The right to a slot and to chunks, as far as this process can know of it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::app::App;
use crate::domain::id::Lease;

/// Until when, by this process's own clock, our lease surely holds. A process
/// that slept through it must not write another byte.
pub struct Held {
    length: Duration,
    until: Mutex<Instant>,
    lost: AtomicBool,
}

impl Held {
    /// A lease of this length that was asked for at `asked_at`.
    pub fn new(length: Duration, asked_at: Instant) -> Self {
        Self {
            length,
            until: Mutex::new(asked_at + length),
            lost: AtomicBool::new(false),
        }
    }

    /// Whether it still holds.
    pub fn still(&self) -> bool {
        !self.lost.load(Ordering::Relaxed) && Instant::now() < *self.until()
    }

    fn until(&self) -> std::sync::MutexGuard<'_, Instant> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Renews a lease as long as it can be; ends when it is another's.
pub async fn keep_lease(app: App, lease: Lease, held: Arc<Held>) {
    let mut tick = tokio::time::interval(held.length / 4);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let asked_at = Instant::now();
        // A lease that ran out is not revived, even where nobody else took it:
        // what we had marked has been called uncertain meanwhile.
        let renewed = if held.still() {
            app.store.renew_lease(lease, held.length).await
        } else {
            Ok(false)
        };
        match renewed {
            Ok(true) => *held.until() = asked_at + held.length,
            Ok(false) => {
                tracing::warn!("a gateway's slot was lost: we were silent for too long");
                held.lost.store(true, Ordering::Relaxed);
                return;
            }
            Err(error) => tracing::warn!(%error, "the lease could not be renewed"),
        }
    }
}
