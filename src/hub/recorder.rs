//! Answers of gateways, written down in groups: at the latest 50 ms after the
//! first of a group, so that no message waits for the slowest.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::deliver::Place;
use super::submit::Answered;
use super::troubles::Troubles;
use crate::app::App;
use crate::crash::crash_point;
use crate::domain::id::{ChunkId, DeliveryId, Lease, NoticeId};
use crate::domain::notice::Urgency;
use crate::domain::person::Way;
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
    Answered(Box<Entered>),
}

/// An answer, with whose it is.
pub struct Entered {
    pub chunk: ChunkId,
    pub notice: NoticeId,
    pub urgency: Urgency,
    pub answered: Answered,
    pub place: Place,
}

/// Who writes down what one pump is told.
pub struct Recorder {
    app: App,
    gateway: String,
    lease: Lease,
    /// Deliveries of each chunk that are not yet accounted for.
    open: HashMap<ChunkId, usize>,
    troubles: Troubles,
}

impl Recorder {
    pub fn new(app: App, gateway: &str, way: Way, lease: Lease) -> Self {
        Self {
            troubles: Troubles::new(app.clone(), gateway, way),
            app,
            gateway: gateway.to_owned(),
            lease,
            open: HashMap::new(),
        }
    }

    /// Writes entries until the pump hangs up. A full window is all there is
    /// to wait for.
    pub async fn run(mut self, window: usize, mut entries: mpsc::Receiver<Entry>) -> Result<()> {
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
            self.write(group.drain(..)).await?;
        }
        Ok(())
    }

    async fn write(&mut self, entries: impl Iterator<Item = Entry>) -> Result<()> {
        let mut by_notice: BTreeMap<NoticeId, Vec<Recorded>> = BTreeMap::new();
        let mut permits = Vec::new();
        let mut done: Vec<(ChunkId, usize)> = Vec::new();
        for entry in entries {
            match entry {
                Entry::Opened(chunk, n) => *self.open.entry(chunk).or_default() += n,
                Entry::Dropped(chunk, n) => done.push((chunk, n)),
                Entry::Answered(entered) => {
                    done.push((entered.chunk, 1));
                    permits.push(entered.place.permit);
                    let (notice, urgency) = (entered.notice, entered.urgency);
                    let (answered, leave) = (&entered.answered, entered.place.leave);
                    self.troubles.note(notice, urgency, answered, leave);
                    let recorded = entered.answered.recorded;
                    by_notice.entry(notice).or_default().push(recorded);
                }
            }
        }
        for (notice, results) in by_notice {
            let late = self.record_surely(notice, &results).await?;
            crash_point!("record.after");
            for delivery in late {
                tracing::warn!(%delivery, gateway = self.gateway, "an answer came after our lease was lost; the ledger keeps what it has");
            }
        }
        // Before the window opens again: what is barred must not go on.
        self.troubles.act().await;
        drop(permits);
        self.release(&done).await
    }

    /// What a gateway answered must not be lost to a hiccup of the database: it
    /// is tried again for as long as our lease can hold.
    async fn record_surely(
        &self,
        notice: NoticeId,
        results: &[Recorded],
    ) -> Result<Vec<DeliveryId>> {
        let (app, gateway) = (&self.app, self.gateway.as_str());
        let channel = app.gateways.named(gateway);
        let price = channel.map(|channel| channel.limits().price_vnd);
        let price = price.unwrap_or_default();
        let deadline = Instant::now() + app.config.deliver.lease();
        loop {
            match app
                .store
                .record(self.lease, notice, gateway, price, results, app.clock.now())
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

    /// Gives back the chunks of which everything is accounted for.
    async fn release(&mut self, done: &[(ChunkId, usize)]) -> Result<()> {
        let mut empty = Vec::new();
        for (chunk, n) in done {
            let left = self.open.entry(*chunk).or_default();
            *left = left.saturating_sub(*n);
            if *left == 0 {
                self.open.remove(chunk);
                empty.push(*chunk);
            }
        }
        if empty.is_empty() {
            return Ok(());
        }
        self.app.store.release_chunks(self.lease, &empty).await
    }
}
