//! The right to a chunk, as far as this process can know of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::app::App;
use crate::domain::id::Lease;

/// Until when, by this process's own clock, our lease surely holds. A process
/// that slept through it must not write another byte.
pub struct Held {
    length: Duration,
    until: std::sync::Mutex<Instant>,
}

impl Held {
    pub fn new(length: Duration) -> Self {
        Self {
            length,
            until: std::sync::Mutex::new(Instant::now() + length),
        }
    }

    fn renewed(&self, asked_at: Instant) {
        *self
            .until
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = asked_at + self.length;
    }

    pub fn still(&self) -> bool {
        Instant::now()
            < *self
                .until
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

pub async fn keep_lease(app: App, lease: Lease, held: Arc<Held>) {
    let mut tick = tokio::time::interval(held.length / 4);
    loop {
        tick.tick().await;
        let asked_at = Instant::now();
        match app.store.renew_lease(lease, held.length).await {
            Ok(_) => held.renewed(asked_at),
            Err(error) => tracing::warn!(%error, "the lease could not be renewed"),
        }
    }
}
