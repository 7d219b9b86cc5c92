//! A gateway of which it is noted how long it takes to answer.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio::sync::watch;

use crate::channels::{Channel, Inbox, Limits, Outgoing, Submitted};

/// Any gateway, timed.
pub struct Timed {
    channel: Arc<dyn Channel>,
    waits: Mutex<Vec<Duration>>,
}

impl Timed {
    /// Over a gateway.
    pub fn new(channel: Arc<dyn Channel>) -> Self {
        Self {
            channel,
            waits: Mutex::default(),
        }
    }

    /// How long each message took, from being handed over to its answer.
    pub fn waits(&self) -> Vec<Duration> {
        std::mem::take(&mut self.waits.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Channel for Timed {
    fn name(&self) -> &str {
        self.channel.name()
    }

    fn limits(&self) -> Limits {
        self.channel.limits()
    }

    async fn send(&self, message: &Outgoing) -> Submitted {
        let began = Instant::now();
        let submitted = self.channel.send(message).await;
        let took = began.elapsed();
        let mut waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        waits.push(took);
        submitted
    }

    fn confirms(&self) -> bool {
        self.channel.confirms()
    }

    async fn listen(&self, inbox: &dyn Inbox, stop: watch::Receiver<bool>) {
        self.channel.listen(inbox, stop).await;
    }
}
