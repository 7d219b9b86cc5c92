//! What a pump sends next: a chunk, its rows and its words, fetched while the
//! last is still in flight.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::detour;
use super::hours::{least_class, may_advertise};
use super::promotion;
use super::script::Script;
use crate::app::App;
use crate::channels::Channel;
use crate::crash::crash_point;
use crate::domain::alert::Kind;
use crate::domain::id::{Lease, NoticeId};
use crate::store::chunks::{Advertising, Chunk, Claim};
use crate::store::due::Due;
use crate::store::{Error, Result};

/// Scripts that are kept: chunks of one notice follow each other.
const SCRIPTS: usize = 8;

/// A chunk, ready to be sent.
pub struct Loaded {
    pub chunk: Chunk,
    pub script: Arc<Script>,
    pub due: Vec<Due>,
}

/// Fetches chunks for one pump.
pub struct Loader {
    desk: Desk,
    ahead: Option<JoinHandle<(Desk, Result<Option<Loaded>>)>>,
}

/// What is known of what was fetched so far.
#[derive(Clone)]
struct Desk {
    app: App,
    channel: Arc<dyn Channel>,
    lease: Lease,
    /// Whose turn it was last.
    last: NoticeId,
    scripts: HashMap<NoticeId, Arc<Script>>,
}

impl Loader {
    pub fn new(app: App, channel: Arc<dyn Channel>, lease: Lease) -> Self {
        Self {
            desk: Desk {
                app,
                channel,
                lease,
                last: NoticeId(Uuid::nil()),
                scripts: HashMap::new(),
            },
            ahead: None,
        }
    }

    /// The next chunk; `None` where there is none for us.
    pub async fn next(&mut self) -> Result<Option<Loaded>> {
        match self.put_down().await? {
            Some(loaded) => Ok(Some(loaded)),
            // What may not be fetched ahead may be fetched now.
            None => self.desk.fetch(false).await,
        }
    }

    /// Begins to fetch the chunk after this one.
    pub fn fetch_ahead(&mut self) {
        if self.ahead.is_none() {
            let mut desk = self.desk.clone();
            self.ahead = Some(tokio::spawn(async move {
                let fetched = desk.fetch(true).await;
                (desk, fetched)
            }));
        }
    }

    /// What was fetched ahead, if anything.
    pub async fn put_down(&mut self) -> Result<Option<Loaded>> {
        let Some(ahead) = self.ahead.take() else {
            return Ok(None);
        };
        let (desk, fetched) = ahead.await.map_err(|_| Error::Ended("fetching ahead"))?;
        self.desk = desk;
        fetched
    }

    /// Whether the chunk in hand must be given back: another notice comes
    /// first, another gateway has taken charge of the way, or night has fallen: earlier
    /// for advertising than for others.
    pub async fn outranked(&self, chunk: &Chunk, turn_is_over: bool) -> Result<bool> {
        let claim = self.desk.claim();
        let ours = chunk.pinned || claim.leads(chunk.promotional);
        if chunk.class < claim.least || !ours || (chunk.promotional && !claim.advertises()) {
            return Ok(true);
        }
        let app = &self.desk.app;
        let now = app.clock.now();
        app.store.outranked(&claim, chunk, turn_is_over, now).await
    }
}

impl Desk {
    async fn fetch(&mut self, ahead: bool) -> Result<Option<Loaded>> {
        if !self.app.wardens.works(self.channel.name()) {
            return Ok(None);
        }
        let now = self.app.clock.now();
        let claim = Claim {
            ahead,
            ..self.claim()
        };
        let claimed = self.app.store.claim_chunk(&claim, now).await?;
        let Some(chunk) = claimed else {
            return Ok(None);
        };
        crash_point!("claim.after");
        self.last = chunk.notice;
        let script = match self.script(chunk.notice).await {
            Err(Error::Strange(why)) => {
                tracing::error!(notice = %chunk.notice, why, "a notice cannot be read and is held back");
                self.hold_back(&chunk, Kind::Poison, None, now).await?;
                return Ok(None);
            }
            script => script?,
        };
        let mut load = self.app.store.due_in(&chunk).await?;
        if !load.unreadable.is_empty() {
            let (store, gateway) = (&self.app.store, self.channel.name());
            store.set_aside(&chunk, &load.unreadable, now).await?;
            store
                .raise(Kind::Poison, gateway, Some(chunk.notice), None, now)
                .await?;
        }
        if load.silenced || load.due.is_empty() {
            self.app.store.end_unwanted(&chunk, now).await?;
        }
        if chunk.promotional {
            promotion::sift(&self.app, &chunk, &mut load.due).await?;
        }
        let here = (self.channel.as_ref(), self.lease);
        let kept = detour::keep_ours(&self.app, here, &script, &chunk, load.due).await?;
        let Some(due) = kept else {
            let (notice, code) = (chunk.notice, "no registered template");
            tracing::warn!(%notice, "no gateway takes the text any more; the notice is held back on this way");
            self.hold_back(&chunk, Kind::Content, Some(code), now)
                .await?;
            return Ok(None);
        };
        Ok(Some(Loaded { chunk, script, due }))
    }

    /// Holds back a notice that cannot be read or that nobody takes, until an
    /// officer has looked: it must not take the others' turns.
    async fn hold_back(
        &self,
        chunk: &Chunk,
        kind: Kind,
        code: Option<&str>,
        now: Timestamp,
    ) -> Result<()> {
        let (store, gateway) = (&self.app.store, self.channel.name());
        let way = self.channel.limits().carries;
        store.hold_back(chunk.notice, way, now).await?;
        store
            .raise(kind, gateway, Some(chunk.notice), code, now)
            .await?;
        store.release_chunks(self.lease, &[chunk.id]).await
    }

    /// What may be claimed now.
    fn claim(&self) -> Claim<'_> {
        let (app, channel) = (&self.app, &self.channel);
        let way = channel.limits().carries;
        let of_way = app.gateways.of_way(way).map(|channel| channel.name());
        Claim {
            way,
            gateway: channel.name(),
            in_charge: app.wardens.in_charge(of_way, channel.name()),
            advertising: self.advertising(),
            ahead: false,
            least: least_class(app),
            after: self.last,
            lease: self.lease,
            length: app.config.deliver.lease(),
        }
    }

    /// What advertising may be claimed now.
    fn advertising(&self) -> Advertising {
        let (app, channel) = (&self.app, &self.channel);
        let limits = channel.limits();
        if !limits.promotional || !may_advertise(app) {
            return Advertising::Nothing;
        }
        let registered = app.gateways.carriers(limits.carries, true);
        let registered = registered.map(|channel| channel.name());
        if app.wardens.in_charge(registered, channel.name()) {
            Advertising::All
        } else {
            Advertising::Named
        }
    }

    async fn script(&mut self, notice: NoticeId) -> Result<Arc<Script>> {
        if let Some(script) = self.scripts.get(&notice) {
            return Ok(Arc::clone(script));
        }
        if self.scripts.len() >= SCRIPTS {
            self.scripts.clear();
        }
        let script = Arc::new(Script::of(&self.app, self.channel.as_ref(), notice).await?);
        self.scripts.insert(notice, Arc::clone(&script));
        Ok(script)
    }
}
