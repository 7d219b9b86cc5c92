//! Deliveries that become due again: gathered into new chunks, each for the
//! gateway whose turn it is.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::plan::CHUNK;
use super::{Result, Tx};
use crate::domain::delivery::State;
use crate::domain::id::{ChunkId, DeliveryId, NoticeId};
use crate::domain::notice::Urgency;
use crate::domain::person::Way;

/// One delivery that becomes due again.
pub(super) struct Again {
    pub(super) id: DeliveryId,
    /// The state it leaves.
    pub(super) from: State,
    /// The extra copies it had when it was seen: where somebody has sent one
    /// since, it stays with them.
    pub(super) resent: i32,
    /// How often its gateway will have been asked about it.
    pub(super) asked: i32,
    /// Whether it is an extra copy.
    pub(super) extra: bool,
}

/// What is gathered into one new chunk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lot {
    pub(super) notice: NoticeId,
    pub(super) way: Way,
    pub(super) gateway: String,
    pub(super) class: i32,
    pub(super) rank: i32,
    pub(super) refusals: i32,
}

impl Lot {
    /// For whichever gateway is in charge, and not refused so far.
    pub(super) fn of(notice: NoticeId, way: Way, class: i32, rank: i32) -> Self {
        Self {
            notice,
            way,
            gateway: String::new(),
            class,
            rank,
            refusals: 0,
        }
    }
}

impl Again {
    /// An extra copy, which no gateway has been asked about.
    pub(super) fn extra(id: DeliveryId, from: State, resent: i32) -> Self {
        Self {
            id,
            from,
            resent,
            asked: 0,
            extra: true,
        }
    }
}

impl Tx {
    /// Makes due again whatever nobody knows of; not for those who have asked
    /// for silence since, but where life is in danger. How many.
    pub async fn send_again(
        &mut self,
        notice: NoticeId,
        class: i32,
        now: Timestamp,
    ) -> Result<u64> {
        let unknown = "SELECT d.id, d.channel, d.rank, d.state, d.resent FROM deliveries d JOIN contacts c ON c.id = d.contact
             WHERE d.chunk IN (SELECT id FROM chunks WHERE notice = $1) AND d.state IN ('uncertain', 'unknown_final')
               AND (c.silent_since IS NULL OR $2)
             ORDER BY d.rank, d.id";
        let flash = class == Urgency::Flash.class();
        let rows: Vec<(DeliveryId, Way, i32, State, i32)> =
            on!(self, db => sqlx::query_as(unknown).bind(notice).bind(flash).fetch_all(db).await)?;
        let mut lots: BTreeMap<Lot, Vec<Again>> = BTreeMap::new();
        for (id, way, rank, from, resent) in rows {
            lots.entry(Lot::of(notice, way, class, rank))
                .or_default()
                .push(Again::extra(id, from, resent));
        }
        let mut moved = 0;
        for (lot, rows) in lots {
            moved += self.make_due(&lot, &rows, now).await?;
        }
        Ok(moved)
    }

    /// Makes a lot due, in chunks of its own. How many rows.
    pub(super) async fn make_due(
        &mut self,
        lot: &Lot,
        rows: &[Again],
        now: Timestamp,
    ) -> Result<u64> {
        let mut moved = 0;
        for group in rows.chunks(CHUNK) {
            let chunk = self
                .add_chunk(lot.notice, lot.way, lot.class, lot.rank, now)
                .await?;
            if lot.refusals > 0 || !lot.gateway.is_empty() {
                self.pin_chunk(chunk, &lot.gateway, lot.refusals).await?;
            }
            moved += self.move_to(lot.notice, chunk, group, now).await?;
        }
        Ok(moved)
    }

    /// Says which gateway a new chunk is for, and how often its rows were refused.
    async fn pin_chunk(&mut self, chunk: ChunkId, gateway: &str, refusals: i32) -> Result<()> {
        let statement = "UPDATE chunks SET gateway = $2, refusals = $3 WHERE id = $1";
        on!(self, db => {
            sqlx::query(statement).bind(chunk).bind(gateway).bind(refusals).execute(db).await.map(drop)
        })?;
        Ok(())
    }

    async fn move_to(
        &mut self,
        notice: NoticeId,
        chunk: ChunkId,
        rows: &[Again],
        now: Timestamp,
    ) -> Result<u64> {
        let at = now.as_microsecond();
        let moved: Vec<DeliveryId> = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "UPDATE deliveries SET state = 'due', next_at = NULL, seq = v.column3, asked = v.column4,
                    resent = resent + v.column5, chunk = ");
            query.push_bind(chunk).push(", since = ").push_bind(at).push(" FROM (");
            query.push_values(rows.iter().zip(0i32..), |mut row, (one, seq)| {
                row.push_bind(one.id).push_bind(one.from).push_bind(seq).push_bind(one.asked).push_bind(i32::from(one.extra)).push_bind(one.resent);
            });
            query.push(") AS v WHERE deliveries.id = v.column1 AND COALESCE(state = v.column2 AND resent = v.column6, FALSE) RETURNING deliveries.id");
            query.build_query_scalar().fetch_all(db).await
        })?;
        let moved: HashSet<DeliveryId> = moved.into_iter().collect();
        let mut changes: Vec<(State, i64)> = rows
            .iter()
            .filter(|one| moved.contains(&one.id))
            .map(|one| (one.from, -1))
            .collect();
        let n = i64::try_from(changes.len()).unwrap_or(i64::MAX);
        changes.push((State::Due, n));
        self.tally(notice, &changes, now).await?;
        Ok(moved.len() as u64)
    }
}
