//! Waits that end: what is to be tried again is gathered into new chunks, what
//! was uncertain long enough is settled.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::dialect::Engine;
use super::list::push_list;
use super::plan::CHUNK;
use super::{Result, Store, Tx};
use crate::domain::delivery::State;
use crate::domain::id::{ChunkId, DeliveryId, NoticeId};
use crate::domain::notice::{NoticeState, Urgency};
use crate::domain::person::Way;
use crate::domain::turn::turn;

/// What became of what waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Deliveries that are tried again.
    pub retried: u64,
    /// Deliveries nobody will ever know about.
    pub given_up: u64,
}

#[derive(sqlx::FromRow)]
struct Waiting {
    id: DeliveryId,
    notice: NoticeId,
    channel: Way,
    class: i32,
    rank: i32,
    state: State,
    resent: i32,
    refusals: i32,
    gateway: Option<String>,
    send_by: i64,
    stands: NoticeState,
}

/// A gateway, as far as waiting deliveries care. Those of a way stand in the
/// order of the configuration.
#[derive(Debug, Clone)]
pub struct Route {
    /// The way it serves.
    pub way: Way,
    /// Its name.
    pub gateway: String,
    /// It takes the same reference twice for one message.
    pub repeatable: bool,
}

/// How often a gateway is asked about one message that it takes for one.
const ASKED: i32 = 5;

/// What is gathered into one new chunk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Lot {
    notice: NoticeId,
    way: Way,
    gateway: String,
    class: i32,
    rank: i32,
    refusals: i32,
}

/// What has waited long enough.
macro_rules! waiting {
    ($lock:literal) => {
        concat!(
            "SELECT d.id, d.notice, d.channel, n.class, d.rank, d.state, d.resent, d.refusals, d.gateway, n.send_by, n.state AS stands
               FROM deliveries d JOIN notices n ON n.id = d.notice
              WHERE d.next_at IS NOT NULL AND d.next_at <= $1 AND n.state <> 'paused'
                AND d.state IN ('retry_wait', 'uncertain')
              ORDER BY n.class DESC, d.next_at LIMIT 2000",
            $lock
        )
    };
}

impl Store {
    /// Gathers what is to be tried again into new chunks, and settles what has
    /// been uncertain long enough: where the gateway knows a message by its
    /// reference it is asked again; danger to life is sent once more; the rest
    /// is given up and counted.
    pub async fn wake_waiting(&self, now: Timestamp, routes: &[Route]) -> Result<Swept> {
        let mut tx = self.begin().await?;
        let statement = match tx.engine() {
            Engine::Sqlite => waiting!(""),
            // Of two nodes each takes what the other leaves.
            Engine::Postgres => waiting!(" FOR UPDATE OF d SKIP LOCKED"),
        };
        let waiting: Vec<Waiting> = on!(tx, db => {
            sqlx::query_as(statement).bind(now.as_microsecond()).fetch_all(db).await
        })?;
        if waiting.is_empty() {
            return Ok(Swept::default());
        }
        let mut again: BTreeMap<Lot, Vec<(DeliveryId, State)>> = BTreeMap::new();
        let mut lost: BTreeMap<NoticeId, Vec<DeliveryId>> = BTreeMap::new();
        for row in waiting {
            match row.lot(now, routes) {
                Some(lot) => again.entry(lot).or_default().push((row.id, row.state)),
                None => lost.entry(row.notice).or_default().push(row.id),
            }
        }
        let mut swept = Swept::default();
        for (lot, rows) in again {
            for group in rows.chunks(CHUNK) {
                let chunk = tx
                    .add_chunk(lot.notice, lot.way, lot.class, lot.rank, now)
                    .await?;
                if lot.refusals > 0 || !lot.gateway.is_empty() {
                    tx.pin_chunk(chunk, &lot.gateway, lot.refusals).await?;
                }
                swept.retried += tx.make_due(lot.notice, chunk, group, now).await?;
            }
        }
        for (notice, ids) in lost {
            swept.given_up += tx.give_up(notice, &ids, now).await?;
        }
        tx.commit().await?;
        Ok(swept)
    }
}

impl Waiting {
    /// Where it goes on; `None` where nobody will ever know.
    fn lot(&self, now: Timestamp, routes: &[Route]) -> Option<Lot> {
        let urgency = Urgency::of_class(self.class);
        let gateway = if self.state == State::Uncertain {
            let in_time = self.stands.sends() && self.send_by > now.as_microsecond();
            let asks = routes
                .iter()
                .find(|route| route.repeatable && Some(&route.gateway) == self.gateway.as_ref());
            match asks {
                Some(route) if in_time && self.resent < ASKED => route.gateway.clone(),
                _ if in_time && self.resent == 0 && urgency == Urgency::Flash => String::new(),
                _ => return None,
            }
        } else {
            pinned_to(urgency, self.refusals, self.channel, routes)
        };
        Some(Lot {
            notice: self.notice,
            way: self.channel,
            gateway,
            class: self.class,
            rank: self.rank,
            refusals: self.refusals,
        })
    }
}

/// The gateway whose turn it is by name: none, until the first has refused
/// every form.
fn pinned_to(urgency: Urgency, refusals: i32, way: Way, routes: &[Route]) -> String {
    let of_way: Vec<&Route> = routes.iter().filter(|route| route.way == way).collect();
    match turn(urgency, refusals, of_way.len()) {
        Some(turn) if turn.gateway > 0 => of_way[turn.gateway].gateway.clone(),
        _ => String::new(),
    }
}

impl Tx {
    /// Says which gateway a new chunk is for, and how often its rows were refused.
    async fn pin_chunk(&mut self, chunk: ChunkId, gateway: &str, refusals: i32) -> Result<()> {
        let statement = "UPDATE chunks SET gateway = $2, refusals = $3 WHERE id = $1";
        on!(self, db => {
            sqlx::query(statement).bind(chunk).bind(gateway).bind(refusals).execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Makes due again whatever nobody knows of. How many.
    pub async fn send_again(
        &mut self,
        notice: NoticeId,
        class: i32,
        now: Timestamp,
    ) -> Result<u64> {
        let unknown = "SELECT id, channel, rank, state FROM deliveries
             WHERE chunk IN (SELECT id FROM chunks WHERE notice = $1) AND state IN ('uncertain', 'unknown_final')
             ORDER BY rank, id";
        let rows: Vec<(DeliveryId, Way, i32, State)> =
            on!(self, db => sqlx::query_as(unknown).bind(notice).fetch_all(db).await)?;
        let mut lots: BTreeMap<(i32, Way), Vec<(DeliveryId, State)>> = BTreeMap::new();
        for (id, way, rank, state) in rows {
            lots.entry((rank, way)).or_default().push((id, state));
        }
        let mut moved = 0;
        for ((rank, way), rows) in lots {
            for group in rows.chunks(CHUNK) {
                let chunk = self.add_chunk(notice, way, class, rank, now).await?;
                moved += self.make_due(notice, chunk, group, now).await?;
            }
        }
        Ok(moved)
    }

    async fn make_due(
        &mut self,
        notice: NoticeId,
        chunk: ChunkId,
        rows: &[(DeliveryId, State)],
        now: Timestamp,
    ) -> Result<u64> {
        let at = now.as_microsecond();
        let moved: Vec<DeliveryId> = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "UPDATE deliveries SET state = 'due', next_at = NULL, seq = v.column3,
                    resent = resent + CASE state WHEN 'retry_wait' THEN 0 ELSE 1 END, chunk = ");
            query.push_bind(chunk).push(", since = ").push_bind(at).push(" FROM (");
            query.push_values(rows.iter().zip(0i32..), |mut row, ((id, from), seq)| {
                row.push_bind(*id).push_bind(*from).push_bind(seq);
            });
            query.push(") AS v WHERE deliveries.id = v.column1 AND COALESCE(state = v.column2, FALSE) RETURNING deliveries.id");
            query.build_query_scalar().fetch_all(db).await
        })?;
        let moved: std::collections::HashSet<DeliveryId> = moved.into_iter().collect();
        let mut changes: Vec<(State, i64)> = rows
            .iter()
            .filter(|(id, _)| moved.contains(id))
            .map(|(_, from)| (*from, -1))
            .collect();
        let n = i64::try_from(changes.len()).unwrap_or(i64::MAX);
        changes.push((State::Due, n));
        self.tally(notice, &changes, now).await?;
        Ok(moved.len() as u64)
    }

    async fn give_up(
        &mut self,
        notice: NoticeId,
        ids: &[DeliveryId],
        now: Timestamp,
    ) -> Result<u64> {
        let at = now.as_microsecond();
        let rows = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new("UPDATE deliveries SET state = 'unknown_final', next_at = NULL, since = ");
            query.push_bind(at).push(" WHERE state = 'uncertain' AND id IN ");
            push_list(&mut query, ids.iter().copied());
            query.build().execute(db).await.map(|done| done.rows_affected())
        })?;
        self.tally_moved(notice, rows, State::Uncertain, State::UnknownFinal, now)
            .await?;
        Ok(rows)
    }
}
