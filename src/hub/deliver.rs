//! The pump: claim a chunk, mark what fits the window, submit, record, while
//! the next chunk is already on its way. `submitting` is written before the
//! first byte leaves, and no message waits for the slowest.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::Instant;

use super::pace::Pace;
use super::recorder::{Entry, record};
use super::{preview, receive, sweep, wording};
use crate::app::App;
use crate::channels::{Channel, Outgoing, Submitted};
use crate::domain::delivery::{Outcome, Settled, State, settle};
use crate::domain::id::{DeliveryId, Lease, NoticeId};
use crate::domain::language::Lang;
use crate::domain::notice::Urgency;
use crate::domain::placeholder;
use crate::store::Result;
use crate::store::chunks::{Chunk, Due};
use crate::store::ledger::Recorded;

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
                .claim_chunk(way, self.lease, length, self.app.clock.now())
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
            self.tell(Entry::Dropped(chunk.id, 1)).await;
        }
        let mut rest = due.into_iter();
        while rest.len() > 0 {
            let permits = self.places(rest.len()).await;
            if *self.stop.borrow() || permits.is_empty() {
                self.tell(Entry::Dropped(chunk.id, rest.len())).await;
                return Ok(());
            }
            let batch: Vec<Due> = rest.by_ref().take(permits.len()).collect();
            self.submit(&chunk, &script, batch, permits).await?;
        }
        Ok(())
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
        let ids: Vec<DeliveryId> = letters.iter().map(|letter| letter.due.id).collect();
        let now = self.app.clock.now();
        let marked = self
            .app
            .store
            .mark(
                self.lease,
                chunk.id,
                chunk.notice,
                self.channel.name(),
                &ids,
                now,
            )
            .await?;
        let marked: HashSet<DeliveryId> = marked.into_iter().collect();
        if marked.len() < ids.len() {
            self.tell(Entry::Dropped(chunk.id, ids.len() - marked.len()))
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

/// What one notice says through one gateway.
struct Script {
    notice: NoticeId,
    urgency: Urgency,
    texts: BTreeMap<Lang, String>,
    parts: BTreeMap<Lang, i32>,
    personal: bool,
    way: crate::domain::person::Way,
    price_vnd: i64,
    barred: bool,
}

/// One message, ready.
struct Letter {
    due: Due,
    text: Option<String>,
    parts: i32,
}

impl Script {
    async fn of(app: &App, channel: &dyn Channel, notice: NoticeId) -> Result<Self> {
        let limits = channel.limits();
        let Some(notice) = app.store.notice(notice).await? else {
            return Err(crate::store::Error::Strange(format!(
                "a chunk of notice {notice}, which is not there"
            )));
        };
        let texts = wording::texts_for(limits.carries, &notice.renders);
        let parts = texts
            .iter()
            .map(|(lang, text)| (*lang, parts(limits.carries, text)))
            .collect();
        Ok(Self {
            notice: notice.id,
            urgency: notice.content.urgency,
            personal: texts.values().any(|text| placeholder::any(text)),
            texts,
            parts,
            way: limits.carries,
            price_vnd: limits.price_vnd,
            barred: notice.content.sample && !limits.simulated,
        })
    }

    fn letter(&self, app: &App, due: Due) -> Result<Letter> {
        let Some((lang, text)) = wording::text_for(self.way, due.language, &self.texts) else {
            return Ok(Letter {
                due,
                text: None,
                parts: 1,
            });
        };
        if !self.personal {
            let parts = self.parts.get(&lang).copied().unwrap_or(1);
            return Ok(Letter {
                due,
                text: Some(text.to_owned()),
                parts,
            });
        }
        let (name, head) = app.store.open_names(&due.names)?;
        let village = due.names.village.as_deref().unwrap_or_default();
        let text = wording::address_reader(text, &name, &head, village, due.names.serves);
        let parts = parts(self.way, &text);
        Ok(Letter {
            due,
            text: Some(text),
            parts,
        })
    }
}

fn parts(way: crate::domain::person::Way, text: &str) -> i32 {
    i32::try_from(preview::parts(way, text)).unwrap_or(i32::MAX)
}

/// One message on its way.
struct Submit {
    app: App,
    channel: Arc<dyn Channel>,
    script: Arc<Script>,
    held: Arc<Held>,
    chunk: Chunk,
    letter: Letter,
}

impl Submit {
    async fn run(self) -> Recorded {
        let attempt = self.letter.due.tries + 1;
        let started_at = self.app.clock.now();
        let submitted = self.send(attempt).await;
        let ended_at = self.app.clock.now();
        let tries = u32::try_from(self.letter.due.tries).unwrap_or(0);
        let mut settled = settle(
            submitted.outcome,
            self.script.urgency,
            tries,
            ended_at,
            self.chunk.send_by,
            chance(),
        );
        if settled.state == State::Uncertain {
            let wait = sweep::waits(&self.app).of(self.script.urgency);
            settled = Settled {
                next_at: ended_at.saturating_add(wait).ok(),
                ..settled
            };
        }
        let cost = i64::from(self.letter.parts) * self.script.price_vnd;
        Recorded {
            delivery: self.letter.due.id,
            attempt,
            started_at,
            ended_at,
            outcome: submitted.outcome,
            code: submitted.code,
            settled,
            parts: self
                .letter
                .parts
                .max(i32::try_from(submitted.ids.len()).unwrap_or(1)),
            cost_vnd: if submitted.outcome.may_cost() {
                cost
            } else {
                0
            },
            ids: submitted.ids,
        }
    }

    /// The last look before the first byte: the hour, our right, the rules.
    async fn send(&self, attempt: i32) -> Submitted {
        let Some(text) = &self.letter.text else {
            return Submitted::new(Outcome::BadContent, "no text this way can show");
        };
        if self.script.barred {
            return Submitted::new(Outcome::BadContent, "a specimen on a real gateway");
        }
        let left = self.chunk.send_by.duration_since(self.app.clock.now());
        let Ok(valid_for) = Duration::try_from(left) else {
            return Submitted::new(Outcome::NotSent, "too late");
        };
        if !self.held.still() {
            return Submitted::new(Outcome::NotSent, "lease lost");
        }
        let message = Outgoing {
            reference: receive::reference(self.letter.due.id, attempt),
            to: self.letter.due.address.clone(),
            text: text.clone(),
            valid_for,
        };
        self.channel.send(&message).await
    }
}

/// Until when, by this process's own clock, our lease surely holds. A process
/// that slept through it must not write another byte.
struct Held {
    length: Duration,
    until: std::sync::Mutex<Instant>,
}

impl Held {
    fn new(length: Duration) -> Self {
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

    fn still(&self) -> bool {
        Instant::now()
            < *self
                .until
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

async fn keep_lease(app: App, lease: Lease, held: Arc<Held>) {
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

/// A number from 0 to 1, so that a thousand retries do not come at once.
fn chance() -> f64 {
    let mut bytes = [0u8; 4];
    SystemRandom::new().fill(&mut bytes).ok();
    f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
}
