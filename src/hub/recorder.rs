//! Answers of gateways, written down in groups: at the latest 50 ms after the
//! first of a group, so that no message waits for the slowest.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::Instant;

use crate::app::App;
use crate::domain::delivery::Outcome;
use crate::domain::id::{ChunkId, DeliveryId, Lease, NoticeId};
use crate::store::Result;
use crate::store::ledger::Recorded;

/// Answers written by one commit.
const GROUP: usize = 250;
/// The longest an answer waits to be written.
const LONGEST: Duration = Duration::from_millis(50);

/// What a pump tells its recorder.
pub enum Entry {
    /// So many deliveries of a chunk will be answered, or will not be sent.
    Opened(ChunkId, usize),
    /// So many of them will not be sent after all.
    Dropped(ChunkId, usize),
    /// One was answered. Its place in the window is free once it is written.
    Answered(ChunkId, NoticeId, Box<Recorded>, OwnedSemaphorePermit),
}

/// Writes entries until the pump hangs up.
pub async fn record(
    app: App,
    gateway: String,
    lease: Lease,
    window: usize,
    mut entries: mpsc::Receiver<Entry>,
) -> Result<()> {
    let mut open: HashMap<ChunkId, usize> = HashMap::new();
    // A full window is all there is to wait for.
    let most = GROUP.min(window);
    let mut group = Vec::with_capacity(most);
    while let Some(first) = entries.recv().await {
        group.push(first);
        let full = async {
            while group.len() < most {
                match entries.recv().await {
                    Some(entry) => group.push(entry),
                    None => return,
                }
            }
        };
        tokio::time::timeout(LONGEST, full).await.ok();
        write(&app, &gateway, lease, &mut open, group.drain(..)).await?;
    }
    Ok(())
}

async fn write(
    app: &App,
    gateway: &str,
    lease: Lease,
    open: &mut HashMap<ChunkId, usize>,
    entries: impl Iterator<Item = Entry>,
) -> Result<()> {
    let mut by_notice: BTreeMap<NoticeId, Vec<Recorded>> = BTreeMap::new();
    let mut permits = Vec::new();
    let mut done: Vec<(ChunkId, usize)> = Vec::new();
    for entry in entries {
        match entry {
            Entry::Opened(chunk, n) => *open.entry(chunk).or_default() += n,
            Entry::Dropped(chunk, n) => done.push((chunk, n)),
            Entry::Answered(chunk, notice, recorded, permit) => {
                by_notice.entry(notice).or_default().push(*recorded);
                permits.push(permit);
                done.push((chunk, 1));
            }
        }
    }
    for (notice, results) in by_notice {
        count(gateway, &results);
        let late = record_surely(app, lease, notice, gateway, &results).await?;
        for delivery in late {
            tracing::warn!(%delivery, gateway, "an answer came after our lease was lost; the ledger keeps what it has");
        }
    }
    drop(permits);
    let mut empty = Vec::new();
    for (chunk, n) in done {
        let left = open.entry(chunk).or_default();
        *left = left.saturating_sub(n);
        if *left == 0 {
            open.remove(&chunk);
            empty.push(chunk);
        }
    }
    if !empty.is_empty() {
        app.store.release_chunks(lease, &empty).await?;
    }
    Ok(())
}

/// What a gateway answered must not be lost to a hiccup of the database: it is
/// tried again for as long as our lease can hold.
async fn record_surely(
    app: &App,
    lease: Lease,
    notice: NoticeId,
    gateway: &str,
    results: &[Recorded],
) -> Result<Vec<DeliveryId>> {
    let deadline = Instant::now() + app.config.deliver.lease();
    loop {
        match app
            .store
            .record(lease, notice, gateway, results, app.clock.now())
            .await
        {
            Err(error) if Instant::now() < deadline => {
                tracing::warn!(%error, gateway, "answers could not be recorded; trying again");
                tokio::time::sleep(LONGEST).await;
            }
            ended => return ended,
        }
    }
}

/// Counts what gateways answer, and says aloud what an operator must see: a
/// gateway that is down, that refuses us or our texts.
fn count(gateway: &str, results: &[Recorded]) {
    let mut troubles: BTreeMap<&'static str, (usize, Option<&str>)> = BTreeMap::new();
    for result in results {
        let outcome = result.outcome.as_str();
        metrics::counter!("loa_submits_total", "gateway" => gateway.to_owned(), "outcome" => outcome)
            .increment(1);
        if !matches!(result.outcome, Outcome::Accepted | Outcome::BadRecipient) {
            let trouble = troubles
                .entry(outcome)
                .or_insert((0, result.code.as_deref()));
            trouble.0 += 1;
        }
    }
    for (outcome, (messages, code)) in troubles {
        tracing::warn!(
            gateway,
            outcome,
            messages,
            code,
            "the gateway did not take messages"
        );
    }
}
