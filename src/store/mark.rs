//! The mark before the first byte of a send. It carries the lease; where that
//! is not ours any more, nothing is marked.

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::chunks::Chunk;
use super::dialect::Engine;
use super::promotion::{a_day_before, tries};
use super::{Result, Store, Tx};
use crate::crash::crash_point;
use crate::domain::delivery::State;
use crate::domain::id::{ChunkId, DeliveryId, Lease, NoticeId};
use crate::domain::language::Lang;

/// A delivery about to leave.
#[derive(Debug, Clone, Copy)]
pub struct Leaving {
    /// The ledger row.
    pub delivery: DeliveryId,
    /// SMS parts it leaves in, 1 elsewhere.
    pub parts: i32,
    /// What the gateway will charge if it takes it, as far as it is reckoned,
    /// in đồng.
    pub cost_vnd: i64,
    /// The language it leaves in; `None` where there is no text for it.
    pub language: Option<Lang>,
}

/// What a mark is made with.
struct Mark<'a> {
    lease: Lease,
    chunk: ChunkId,
    notice: NoticeId,
    gateway: &'a str,
    at: i64,
    now: Timestamp,
    /// Advertisements a number may have within a day, for advertising.
    a_day: Option<u32>,
    /// What keeps the chunk as it is until the commit. Else, on a server, a
    /// sweeper could take it over meanwhile and would not see these rows: they
    /// would be marked for ever.
    keep: &'static str,
}

/// The statement of a mark, for `$db`.
macro_rules! mark_statement {
    ($db:ident, $mark:ident, $deliveries:ident) => {{
        let mut query = QueryBuilder::<$db>::new(
            "UPDATE deliveries SET state = 'submitting', tries = tries + 1, parts = v.column2, cost_vnd = cost_vnd + v.column3,
                language = v.column4, lease = ");
        query.push_bind($mark.lease).push(", gateway = ").push_bind($mark.gateway).push(", since = ").push_bind($mark.at);
        query.push(" FROM (");
        query.push_values($deliveries, |mut row, one| {
            row.push_bind(one.delivery).push_bind(one.parts).push_bind(one.cost_vnd).push_bind(one.language.map(Lang::as_str));
        });
        query.push(") AS v WHERE deliveries.id = v.column1 AND COALESCE(state = 'due' AND chunk = ").push_bind($mark.chunk);
        query.push(", FALSE) AND EXISTS (SELECT 1 FROM chunks c WHERE c.id = ").push_bind($mark.chunk);
        query.push(" AND c.lease = ").push_bind($mark.lease).push($mark.keep);
        query.push(") AND EXISTS (SELECT 1 FROM notices n WHERE n.id = ").push_bind($mark.notice);
        query.push(" AND n.state IN ('planning', 'sending') AND n.send_by > ").push_bind($mark.at);
        query.push(" AND NOT EXISTS (SELECT 1 FROM holds h JOIN chunks c ON c.notice = h.notice AND c.channel = h.channel WHERE c.id = ").push_bind($mark.chunk);
        query.push(") AND NOT EXISTS (SELECT 1 FROM meta WHERE key = 'quarantine'))");
        if let Some(a_day) = $mark.a_day {
            let day = a_day_before($mark.now);
            query.push(concat!(" AND (SELECT COALESCE(SUM(", tries!())).push_bind(day);
            query.push("))), 0) FROM notices q JOIN deliveries o ON o.notice = q.id AND o.contact = deliveries.contact
                WHERE q.promotional AND q.send_by > ").push_bind(day);
            query.push(") < ").push_bind(i64::from(a_day));
        }
        query
    }};
}

impl Store {
    /// Marks deliveries `submitting`: the durable point of no return. Returns
    /// those that may be sent: not those that were stopped, expired or taken
    /// by another meanwhile; nor, where `a_day` is the most advertisements of a
    /// day, those whose number has had as many. Parts, price and language are
    /// written here, for whoever dies now will not write them later.
    pub async fn mark(
        &self,
        lease: Lease,
        chunk: &Chunk,
        gateway: &str,
        deliveries: &[Leaving],
        a_day: Option<u32>,
        now: Timestamp,
    ) -> Result<Vec<DeliveryId>> {
        let notice = chunk.notice;
        let mut tx = self.begin().await?;
        if a_day.is_some() {
            tx.one_at_a_time(deliveries).await?;
        }
        let mark = Mark {
            lease,
            chunk: chunk.id,
            notice,
            gateway,
            at: now.as_microsecond(),
            now,
            a_day,
            keep: match tx.engine() {
                Engine::Sqlite => "",
                Engine::Postgres => " FOR SHARE",
            },
        };
        let rows = tx.mark_rows(&mark, deliveries).await?;
        let marked = if rows == deliveries.len() as u64 {
            deliveries.iter().map(|one| one.delivery).collect()
        } else {
            // Which of them, the database is asked only where it is not all.
            drop(tx);
            tx = self.begin().await?;
            if a_day.is_some() {
                tx.one_at_a_time(deliveries).await?;
            }
            tx.mark_and_name(&mark, deliveries).await?
        };
        let rows = marked.len() as u64;
        tx.tally_moved(notice, rows, State::Due, State::Submitting, now)
            .await?;
        crash_point!("mark.before_commit");
        tx.commit().await?;
        Ok(marked)
    }
}

impl Tx {
    /// Marks; how many rows.
    async fn mark_rows(&mut self, mark: &Mark<'_>, deliveries: &[Leaving]) -> Result<u64> {
        Ok(on!(self, db => {
            mark_statement!(Db, mark, deliveries).build().execute(db).await.map(|done| done.rows_affected())
        })?)
    }

    /// Marks; which rows.
    async fn mark_and_name(
        &mut self,
        mark: &Mark<'_>,
        deliveries: &[Leaving],
    ) -> Result<Vec<DeliveryId>> {
        Ok(on!(self, db => {
            let mut query = mark_statement!(Db, mark, deliveries);
            query.push(" RETURNING deliveries.id");
            query.build_query_scalar().fetch_all(db).await
        })?)
    }
}
