//! The pump of one slot: claim a chunk, mark what fits the window, submit,
//! record, while the next chunk is already on its way. `submitting` is written
//! before the first byte leaves, and no message waits for the slowest.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::Instant;

use super::lease::{Held, keep_lease};
use super::loading::{Loaded, Loader};
use super::pace::Pace;
use super::recorder::{Entry, Recorder};
use super::warden::Leave;
use crate::app::App;
use crate::channels::Channel;
use crate::crash::crash_point;
use crate::domain::id::{ChunkId, Lease};
use crate::domain::retry::CRASHES;
use crate::store::chunks::Chunk;
use crate::store::due::Due;
use crate::store::{Error, Result};

/// Deliveries marked by one commit at most.
const MARKED_TOGETHER: usize = 250;
/// How long a pump that found nothing waits for its bell.
const IDLE: Duration = Duration::from_secs(1);
/// How long one notice has its turn while others of its class wait.
const TURN: Duration = Duration::from_secs(2);

/// Sends what is due through one slot of a gateway, until told to stop or until
/// the slot is lost; then waits for what is outstanding and gives its chunks
/// back. The slot's lease was asked for at `asked_at`; `slots` share the
/// gateway's window and rate.
pub async fn pump(
    app: App,
    channel: Arc<dyn Channel>,
    lease: Lease,
    asked_at: Instant,
    slots: usize,
    stop: watch::Receiver<bool>,
) -> Result<()> {
    let limits = channel.limits();
    let window = (limits.window / slots).max(1);
    let (entries, received) = mpsc::channel(window * 2 + 16);
    let recorder = Recorder::new(app.clone(), channel.name(), limits.carries, lease);
    let recorder = tokio::spawn(recorder.run(window, received));
    let held = Arc::new(Held::new(app.config.deliver.lease(), asked_at));
    let keeper = tokio::spawn(keep_lease(app.clone(), lease, Arc::clone(&held)));
    let mut pump = Pump {
        gateway: channel.name().into(),
        window: Arc::new(Semaphore::new(window)),
        size: u32::try_from(window).unwrap_or(u32::MAX),
        pace: Arc::new(Pace::new(limits.per_second / slots as f64)),
        loader: Loader::new(app.clone(), Arc::clone(&channel), lease),
        app,
        channel,
        lease,
        entries,
        held,
        stop,
    };
    let result = pump.run().await;
    if *pump.stop.borrow() {
        crash_point!("shutdown.middle");
    }
    // Every outstanding submit holds a place in the window.
    let _all = pump.window.acquire_many(pump.size).await;
    drop(pump.entries);
    let recorded = recorder
        .await
        .unwrap_or_else(|_| Err(Error::Ended("the recorder")));
    keeper.abort();
    result.and(recorded)
}

/// A message's right to be handed over.
pub struct Place {
    /// The breaker's.
    pub leave: Leave,
    /// The window's.
    pub permit: OwnedSemaphorePermit,
}

/// The pump of one slot.
pub(super) struct Pump {
    pub(super) app: App,
    pub(super) channel: Arc<dyn Channel>,
    gateway: Arc<str>,
    pub(super) lease: Lease,
    window: Arc<Semaphore>,
    /// Places in the window.
    size: u32,
    pub(super) pace: Arc<Pace>,
    loader: Loader,
    pub(super) entries: mpsc::Sender<Entry>,
    pub(super) held: Arc<Held>,
    pub(super) stop: watch::Receiver<bool>,
}

impl Pump {
    async fn run(&mut self) -> Result<()> {
        while self.goes_on() {
            match self.loader.next().await? {
                Some(loaded) => self.work(loaded).await?,
                None => self.idle().await,
            }
        }
        if let Some(ahead) = self.loader.put_down().await? {
            self.open(&ahead).await;
            self.drop_rest(ahead.chunk.id, ahead.due.len()).await;
        }
        Ok(())
    }

    pub(super) fn goes_on(&self) -> bool {
        !*self.stop.borrow() && !self.entries.is_closed() && self.held.still()
    }

    async fn idle(&mut self) {
        let way = self.channel.limits().carries;
        tokio::select! {
            () = self.app.bells.wait(way.as_str(), IDLE) => {}
            () = super::told_to_stop(&mut self.stop) => {}
        }
    }

    async fn work(&mut self, loaded: Loaded) -> Result<()> {
        self.open(&loaded).await;
        let began = Instant::now();
        let Loaded { chunk, script, due } = loaded;
        // What follows is fetched meanwhile, where a chunk is gone in no time.
        if self.pace.group(due.len()) * 4 >= due.len() {
            self.loader.fetch_ahead();
        }
        let alone = chunk.crashes >= CRASHES;
        let all = due.len();
        let mut rest = due.into_iter();
        while rest.len() > 0 {
            let places = self.places(rest.len(), alone).await;
            // A flood warning does not wait for the end of somebody's chunk.
            let turn_is_over = began.elapsed() >= TURN;
            if !self.goes_on()
                || places.is_empty()
                || self.loader.outranked(&chunk, turn_is_over).await?
            {
                self.let_go(&chunk, rest.len(), all).await?;
                return Ok(());
            }
            let batch: Vec<Due> = rest.by_ref().take(places.len()).collect();
            if alone {
                self.submit_alone(&chunk, &script, batch, places).await?;
            } else {
                self.submit(&chunk, &script, batch, places).await?;
            }
        }
        Ok(())
    }

    /// Lets the rest of a chunk go, for others to send: at once, though what is
    /// under way of it may be answered late.
    async fn let_go(&self, chunk: &Chunk, rest: usize, all: usize) -> Result<()> {
        if rest < all && self.held.still() {
            let (store, now) = (&self.app.store, self.app.clock.now());
            store.split_off(self.lease, chunk.id, now).await?;
        }
        self.drop_rest(chunk.id, rest).await;
        Ok(())
    }

    /// As many places in the window as are free, wanted and admitted; waits for
    /// one. None where the gateway is left alone, or at the end. Where the next
    /// message may bring us down it leaves when it is the only one.
    async fn places(&mut self, wanted: usize, alone: bool) -> Vec<Place> {
        if alone && !self.all_answered().await {
            return Vec::new();
        }
        let most = if alone {
            1
        } else {
            wanted.min(self.pace.group(MARKED_TOGETHER))
        };
        let mut permits = Vec::new();
        tokio::select! {
            first = Arc::clone(&self.window).acquire_owned() => permits.extend(first.ok()),
            () = super::told_to_stop(&mut self.stop) => return Vec::new(),
        }
        while permits.len() < most {
            let Ok(next) = Arc::clone(&self.window).try_acquire_owned() else {
                break;
            };
            permits.push(next);
        }
        let leaves = self.app.wardens.admit(&self.gateway, permits.len());
        leaves
            .into_iter()
            .zip(permits)
            .map(|(leave, permit)| Place { leave, permit })
            .collect()
    }

    async fn all_answered(&mut self) -> bool {
        tokio::select! {
            all = self.window.acquire_many(self.size) => all.is_ok(),
            () = super::told_to_stop(&mut self.stop) => false,
        }
    }

    async fn open(&self, loaded: &Loaded) {
        let rows = loaded.due.len();
        self.tell(Entry::Opened(loaded.chunk.id, rows.max(1))).await;
        if rows == 0 {
            self.drop_rest(loaded.chunk.id, 1).await;
        }
    }

    pub(super) async fn drop_rest(&self, chunk: ChunkId, rows: usize) {
        self.tell(Entry::Dropped(chunk, rows)).await;
    }

    async fn tell(&self, entry: Entry) {
        self.entries.send(entry).await.ok();
    }
}
