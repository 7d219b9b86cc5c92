//! The pump: claim a chunk, mark what fits the window, submit, record, while
//! the next chunk is already on its way. `submitting` is written before the
//! first byte leaves, and no message waits for the slowest.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};

use super::hours::least_class;
use super::lease::{Held, keep_lease};
use super::pace::Pace;
use super::recorder::{Entry, record};
use super::script::{Letter, Script};
use super::submit::Submit;
use crate::app::App;
use crate::channels::Channel;
use crate::crash::crash_point;
use crate::domain::id::{DeliveryId, Lease, NoticeId};
use crate::domain::notice::Urgency;
use crate::store::Result;
use crate::store::chunks::{Chunk, Due};
use crate::store::ledger::Leaving;

/// Deliveries marked by one commit at most.
const MARKED_TOGETHER: usize = 250;
/// How long a pump that found nothing waits for its bell.
const IDLE: Duration = Duration::from_secs(1);

/// Sends what is due through one gateway, until told to stop; then waits for
/// what is outstanding and gives its chunks back.
pub async fn pump(app: App, channel: Arc<dyn Channel>, stop: watch::Receiver<bool>) -> Result<()> {
    let limits = channel.limits();
    let lease = Lease::at(app.clock.now());
    let (entries, received) = mpsc::channel(limits.window * 2 + 16);
    let recorder = tokio::spawn(record(
        app.clone(),
        channel.name().to_owned(),
        lease,
        limits.window,
        received,
    ));
    let held = Arc::new(Held::new(app.config.deliver.lease()));
    let keeper = tokio::spawn(keep_lease(app.clone(), lease, Arc::clone(&held)));
    let mut pump = Pump {
        window: Arc::new(Semaphore::new(limits.window)),
        pace: Pace::new(limits.per_second),
        script: None,
        app,
        channel,
        lease,
        entries,
        held,
        stop,
    };
    let result = pump.run().await;
    // Every outstanding submit holds a place in the window.
    let _all = pump
        .window
        .acquire_many(u32::try_from(limits.window).unwrap_or(u32::MAX))
        .await;
    drop(pump.entries);
    let recorded = recorder
        .await
        .unwrap_or_else(|_| Err(crate::store::Error::Unsafe("the recorder ended".to_owned())));
    keeper.abort();
    result.and(recorded)
}

struct Pump {
    app: App,
    channel: Arc<dyn Channel>,
    lease: Lease,
    window: Arc<Semaphore>,
    pace: Pace,
    script: Option<Arc<Script>>,
    entries: mpsc::Sender<Entry>,
    held: Arc<Held>,
    stop: watch::Receiver<bool>,
}

impl Pump {
    async fn run(&mut self) -> Result<()> {
        let way = self.channel.limits().carries;
        while !*self.stop.borrow() && !self.entries.is_closed() {
            let length = self.app.config.deliver.lease();
            match self
                .app
                .store
                .claim_chunk(
                    way,
                    self.lease,
                    length,
                    least_class(&self.app),
                    self.app.clock.now(),
                )
                .await?
            {
                Some(chunk) => self.work(chunk).await?,
                None => {
                    tokio::select! {
                        () = self.app.bells.wait(way.as_str(), IDLE) => {}
                        _ = self.stop.wait_for(|stop| *stop) => {}
                    }
                }
            }
        }
        Ok(())
    }

    async fn work(&mut self, chunk: Chunk) -> Result<()> {
        let script = self.script(chunk.notice).await?;
        let due = self.app.store.due_in(chunk.id).await?;
        self.tell(Entry::Opened(chunk.id, due.len().max(1))).await;
        if due.is_empty() {
            self.app
                .store
                .end_orphans(&chunk, self.app.clock.now())
                .await?;
            self.tell(Entry::Dropped(chunk.id, 1)).await;
        }
        let mut rest = due.into_iter();
        while rest.len() > 0 {
            let permits = self.places(rest.len()).await;
            // A flood warning does not wait for the end of somebody's chunk,
            // nor does the night.
            let held = script.urgency.class() < least_class(&self.app);
            if *self.stop.borrow() || permits.is_empty() || held || self.outranked(&script).await? {
                self.tell(Entry::Dropped(chunk.id, rest.len())).await;
                return Ok(());
            }
            let batch: Vec<Due> = rest.by_ref().take(permits.len()).collect();
            self.submit(&chunk, &script, batch, permits).await?;
        }
        Ok(())
    }

    async fn outranked(&self, script: &Script) -> Result<bool> {
        let (way, class) = (script.way, script.urgency.class());
        let now = self.app.clock.now();
        self.app.store.outranked(way, class, now).await
    }

    /// The script of a notice; kept, for chunks of one notice follow each other.
    async fn script(&mut self, notice: NoticeId) -> Result<Arc<Script>> {
        if let Some(script) = self
            .script
            .as_ref()
            .filter(|script| script.notice == notice)
        {
            return Ok(Arc::clone(script));
        }
        let script = Arc::new(Script::of(&self.app, self.channel.as_ref(), notice).await?);
        self.script = Some(Arc::clone(&script));
        Ok(script)
    }

    /// As many places in the window as are free and wanted; waits for one.
    async fn places(&self, wanted: usize) -> Vec<OwnedSemaphorePermit> {
        let most = wanted.min(self.pace.group(MARKED_TOGETHER));
        let Ok(first) = Arc::clone(&self.window).acquire_owned().await else {
            return Vec::new();
        };
        let mut places = vec![first];
        while places.len() < most {
            let Ok(next) = Arc::clone(&self.window).try_acquire_owned() else {
                break;
            };
            places.push(next);
        }
        places
    }

    async fn submit(
        &mut self,
        chunk: &Chunk,
        script: &Arc<Script>,
        batch: Vec<Due>,
        permits: Vec<OwnedSemaphorePermit>,
    ) -> Result<()> {
        let letters = batch
            .into_iter()
            .map(|due| script.letter(&self.app, due))
            .collect::<Result<Vec<Letter>>>()?;
        let parts = letters.iter().map(|letter| i64::from(letter.parts)).sum();
        self.pace
            .wait(parts, script.urgency == Urgency::Flash)
            .await;
        let leaving: Vec<Leaving> = letters
            .iter()
            .map(|letter| Leaving {
                delivery: letter.due.id,
                parts: letter.parts,
                cost_vnd: script.cost(letter),
            })
            .collect();
        let now = self.app.clock.now();
        let marked = self
            .app
            .store
            .mark(
                self.lease,
                chunk.id,
                chunk.notice,
                self.channel.name(),
                &leaving,
                now,
            )
            .await?;
        crash_point!("mark.after");
        let marked: HashSet<DeliveryId> = marked.into_iter().collect();
        if marked.len() < leaving.len() {
            self.tell(Entry::Dropped(chunk.id, leaving.len() - marked.len()))
                .await;
        }
        for (letter, permit) in letters
            .into_iter()
            .zip(permits)
            .filter(|(letter, _)| marked.contains(&letter.due.id))
        {
            let task = Submit {
                app: self.app.clone(),
                channel: Arc::clone(&self.channel),
                script: Arc::clone(script),
                held: Arc::clone(&self.held),
                chunk: *chunk,
                letter,
            };
            let entries = self.entries.clone();
            tokio::spawn(async move {
                let (chunk, notice) = (task.chunk.id, task.chunk.notice);
                let recorded = Box::new(task.run().await);
                // The recorder hangs up only after an error it has reported.
                entries
                    .send(Entry::Answered(chunk, notice, recorded, permit))
                    .await
                    .ok();
            });
        }
        Ok(())
    }

    async fn tell(&self, entry: Entry) {
        self.entries.send(entry).await.ok();
    }
}
