//! A gateway that notes when the messages of one notice are handed to it.

use std::sync::Mutex;
use std::time::Instant;

use async_trait::async_trait;
use tokio::sync::watch;

use crate::channels::tape::Tape;
use crate::channels::{Channel, Inbox, Limits, Outgoing, Submitted};

/// A tape whose messages of one notice are timed.
pub struct Watched {
    tape: Tape,
    /// The code in the notice's text, and when each message came.
    watch: Mutex<(String, Vec<Instant>)>,
}

impl Watched {
    /// Over a tape; as yet it watches for nothing.
    pub fn new(tape: Tape) -> Self {
        Self {
            tape,
            watch: Mutex::default(),
        }
    }

    /// Watches for the notice of this code from here on.
    pub fn watch_for(&self, code: &str) {
        if let Ok(mut watch) = self.watch.lock() {
            *watch = (code.to_owned(), Vec::new());
        }
    }

    /// When each message of it came, in order.
    pub fn seen(&self) -> Vec<Instant> {
        self.watch
            .lock()
            .map_or_else(|_| Vec::new(), |watch| watch.1.clone())
    }
}

#[async_trait]
impl Channel for Watched {
    fn name(&self) -> &str {
        self.tape.name()
    }

    fn limits(&self) -> Limits {
        self.tape.limits()
    }

    async fn send(&self, message: &Outgoing) -> Submitted {
        if let Ok(mut watch) = self.watch.lock()
            && !watch.0.is_empty()
            && message.text.contains(&watch.0)
        {
            watch.1.push(Instant::now());
        }
        self.tape.send(message).await
    }

    fn confirms(&self) -> bool {
        self.tape.confirms()
    }

    async fn listen(&self, inbox: &dyn Inbox, stop: watch::Receiver<bool>) {
        self.tape.listen(inbox, stop).await;
    }
}
