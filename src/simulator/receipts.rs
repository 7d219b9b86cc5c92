//! Calling back: what a gateway has to tell, when it has something to tell,
//! over a few lines at a time, and again when nobody listened.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Receipts waiting at once at most. A gateway with more asks for patience.
const WAITING: usize = 50_000;
/// Calls under way at once at most.
const LINES: usize = 64;
/// The longest a call may take.
const LONGEST: Duration = Duration::from_secs(10);
/// The waits before a call is repeated; after the last it is given up.
const AGAIN: [Duration; 3] = [
    Duration::from_millis(300),
    Duration::from_secs(1),
    Duration::from_secs(3),
];

/// Calls that are yet to be made. They end with it.
pub struct Receipts {
    client: Client,
    waiting: Arc<Semaphore>,
    lines: Arc<Semaphore>,
    calls: Mutex<JoinSet<()>>,
}

impl Receipts {
    /// None yet.
    pub fn new() -> reqwest::Result<Self> {
        // Whoever is called is on this machine, whatever proxy it goes out by.
        let client = Client::builder().timeout(LONGEST).no_proxy().build()?;
        Ok(Self {
            client,
            waiting: Arc::new(Semaphore::new(WAITING)),
            lines: Arc::new(Semaphore::new(LINES)),
            calls: Mutex::default(),
        })
    }

    /// What requests are made with.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Makes a call after a while. False where too many are waiting.
    pub fn later(&self, after: Duration, call: RequestBuilder) -> bool {
        let Ok(place) = Arc::clone(&self.waiting).try_acquire_owned() else {
            return false;
        };
        let lines = Arc::clone(&self.lines);
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        while calls.try_join_next().is_some() {}
        calls.spawn(async move {
            tokio::time::sleep(after).await;
            insist(&lines, &call).await;
            drop(place);
        });
        true
    }
}

/// Calls until somebody listens, or it is enough.
async fn insist(lines: &Semaphore, call: &RequestBuilder) {
    for wait in AGAIN {
        if was_heard(lines, call).await {
            return;
        }
        tokio::time::sleep(wait).await;
    }
    if !was_heard(lines, call).await {
        tracing::warn!("the simulator gave a receipt up: nobody listened");
    }
}

async fn was_heard(lines: &Semaphore, call: &RequestBuilder) -> bool {
    // Nobody closes the lines; a call that cannot be copied has a streamed
    // body, and none of ours has.
    let (Ok(_line), Some(call)) = (lines.acquire().await, call.try_clone()) else {
        return false;
    };
    call.send()
        .await
        .is_ok_and(|answer| answer.status().is_success())
}
