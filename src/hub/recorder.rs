//! Answers of gateways, written down in groups: at the latest 50 ms after the
//! first of a group, so that no message waits for the slowest.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::Instant;

use crate::app::App;
use crate::crash::crash_point;
use crate::domain::delivery::Outcome;
use crate::domain::id::{ChunkId, DeliveryId, Lease, NoticeId};
use crate::store::Result;
use crate::store::ledger::Recorded;

/// Answers written by one commit.
const GROUP: usize = 250;
/// The longest an answer waits to be written.
const LONGEST: Duration = Duration::from_millis(50);

/// How long a gateway's trouble is not spoken of again.
const BETWEEN_WORDS: Duration = Duration::from_secs(60);

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
    let mut troubles = Troubles::default();
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
        write(
            &app,
            &gateway,
            lease,
            &mut open,
            &mut troubles,
            group.drain(..),
        )
        .await?;
    }
    Ok(())
}

async fn write(
    app: &App,
    gateway: &str,
    lease: Lease,
    open: &mut HashMap<ChunkId, usize>,
    troubles: &mut Troubles,
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
        troubles.count(gateway, &results);
        let late = record_surely(app, lease, notice, gateway, &results).await?;
        crash_point!("record.after");
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

/// What an operator must hear of: a gateway that is down, that refuses us or
/// our texts. Said at once, then at most once a minute with the sum since.
#[derive(Default)]
struct Troubles(HashMap<&'static str, Trouble>);

struct Trouble {
    said: Option<Instant>,
    unsaid: usize,
    code: Option<String>,
}

impl Troubles {
    /// Counts what the gateway answered.
    fn count(&mut self, gateway: &str, results: &[Recorded]) {
        for result in results {
            let outcome = result.outcome.as_str();
            metrics::counter!("loa_submits_total", "gateway" => gateway.to_owned(), "outcome" => outcome)
                .increment(1);
            if !matches!(result.outcome, Outcome::Accepted | Outcome::BadRecipient) {
                let trouble = self.0.entry(outcome).or_insert(Trouble {
                    said: None,
                    unsaid: 0,
                    code: None,
                });
                trouble.unsaid += 1;
                trouble.code.clone_from(&result.code);
            }
        }
        for (outcome, trouble) in &mut self.0 {
            let quiet = trouble
                .said
                .is_some_and(|said| said.elapsed() < BETWEEN_WORDS);
            if trouble.unsaid == 0 || quiet {
                continue;
            }
            let (messages, code) = (trouble.unsaid, trouble.code.as_deref());
            tracing::warn!(
                gateway,
                outcome,
                messages,
                code,
                "the gateway did not take messages"
            );
            trouble.said = Some(Instant::now());
            trouble.unsaid = 0;
        }
    }
}
