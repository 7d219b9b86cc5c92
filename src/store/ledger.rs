//! The two writes of a send: the mark before the first byte (`mark.rs`), the
//! record after the answer. Both carry the lease; where it is not ours any
//! more, nothing is overwritten. Which rows a group has changed is asked only
//! where it was not all of them: naming each costs more than changing it.
//!
//! The guards stand inside `COALESCE(…, FALSE)`: PostgreSQL would otherwise
//! take them to be rare, start from them instead of from the ids, and compare
//! every row with every value (measured: 420 ms for 500 rows instead of 4).

use std::collections::HashSet;

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::list::push_list;
pub use super::mark::Leaving;
use super::{Result, Store, Tx};
use crate::crash::{crash_point, planted};
use crate::domain::delivery::{Outcome, State};
use crate::domain::id::{DeliveryId, Lease, NoticeId};
use crate::domain::price::Bounds;
use crate::domain::retry::Settled;

/// What one submit came to.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The ledger row.
    pub delivery: DeliveryId,
    /// Which try it was, from 1.
    pub attempt: i32,
    /// When it began.
    pub started_at: Timestamp,
    /// When its answer came.
    pub ended_at: Timestamp,
    /// What the answer means.
    pub outcome: Outcome,
    /// The gateway's own word for it, without personal data.
    pub code: Option<String>,
    /// What becomes of the row.
    pub settled: Settled,
    /// SMS parts it was sent in, 1 elsewhere.
    pub parts: i32,
    /// What it was marked with, in đồng ([`Leaving::cost_vnd`]).
    pub marked_vnd: i64,
    /// What the gateway charges for it; the row and its notice reckon with the
    /// most.
    pub charged: Bounds,
    /// The gateway's ids for its parts.
    pub ids: Vec<String>,
}

impl Recorded {
    /// What the row's price lacks since its mark; below nothing where the mark
    /// said too much. Whatever it said, the row comes to what is charged.
    fn owed_vnd(&self) -> i64 {
        self.charged.most - self.marked_vnd
    }
}

/// The statement of a record, for `$db`.
macro_rules! record_statement {
    ($db:ident, $lease:ident, $results:ident) => {{
        let mut query = QueryBuilder::<$db>::new(
            "UPDATE deliveries SET state = v.column3, next_at = v.column4, parts = v.column5,
                cost_vnd = cost_vnd + v.column6, since = v.column7, lease = NULL FROM (",
        );
        query.push_values($results, |mut row, result| {
            row.push_bind(result.delivery)
                .push_bind(result.attempt)
                .push_bind(result.settled.state)
                .push_bind(result.settled.next_at.map(Timestamp::as_microsecond))
                .push_bind(result.parts)
                .push_bind(result.owed_vnd())
                .push_bind(result.ended_at.as_microsecond());
        });
        query.push(") AS v WHERE deliveries.id = v.column1");
        if !planted!("bug.no_fence") {
            query.push(" AND COALESCE(tries = v.column2 AND state = 'submitting' AND lease = ");
            query.push_bind($lease).push(", FALSE)");
        }
        query
    }};
}

impl Store {
    /// Records what came of submits of one notice to a gateway. Returns those
    /// whose lease was lost before their answer came: their rows stay as
    /// whoever holds them left them.
    pub async fn record(
        &self,
        lease: Lease,
        notice: NoticeId,
        gateway: &str,
        results: &[Recorded],
        now: Timestamp,
    ) -> Result<Vec<DeliveryId>> {
        let mut tx = self.begin().await?;
        tx.note_refusals(lease, results).await?;
        let mut written = tx.record_rows(lease, results).await?;
        let mut late = Vec::new();
        let mut kept: Vec<&Recorded> = results.iter().collect();
        if written < results.len() as u64 {
            let overtaken = tx.record_overtaken(lease, results).await?;
            kept.retain(|result| !overtaken.contains(&result.delivery));
            if written < kept.len() as u64 {
                // Some are not ours any more. Which of them, the database is
                // asked only then.
                drop(tx);
                tx = self.begin().await?;
                tx.note_refusals(lease, results).await?;
                let named = tx.record_and_name(lease, results).await?;
                let overtaken = tx.record_overtaken(lease, results).await?;
                kept.retain(|result| named.contains(&result.delivery));
                late.extend(results.iter().map(|result| result.delivery));
                late.retain(|id| !named.contains(id) && !overtaken.contains(id));
                written = named.len() as u64;
            }
        }
        tx.add_attempts(gateway, results).await?;
        tx.add_parts(gateway, results).await?;
        let mut changes: Vec<(State, i64)> = kept
            .iter()
            .map(|result| (result.settled.state, 1))
            .collect();
        changes.push((
            State::Submitting,
            -i64::try_from(written).unwrap_or(i64::MAX),
        ));
        tx.tally(notice, &changes, now).await?;
        crash_point!("record.before_commit");
        tx.commit().await?;
        Ok(late)
    }

    /// Whether anything of a notice may still change before `accepted_before`
    /// makes its accepted deliveries old enough to stop waiting for.
    pub async fn is_open(&self, notice: NoticeId, accepted_before: Timestamp) -> Result<bool> {
        let statement = "SELECT EXISTS (SELECT 1 FROM chunks c JOIN deliveries d ON d.chunk = c.id WHERE c.notice = $1
             AND (d.state IN ('planned', 'due', 'submitting', 'retry_wait', 'uncertain')
                  OR (d.state = 'accepted' AND d.since > $2)))";
        Ok(on!(read self, db => {
            sqlx::query_scalar(statement).bind(notice).bind(accepted_before.as_microsecond()).fetch_one(db).await
        })?)
    }
}

impl Tx {
    /// Records what still is as it was marked; how many rows.
    async fn record_rows(&mut self, lease: Lease, results: &[Recorded]) -> Result<u64> {
        Ok(on!(self, db => {
            record_statement!(Db, lease, results).build().execute(db).await.map(|done| done.rows_affected())
        })?)
    }

    /// Records what still is as it was marked; which rows.
    async fn record_and_name(
        &mut self,
        lease: Lease,
        results: &[Recorded],
    ) -> Result<HashSet<DeliveryId>> {
        let ids: Vec<DeliveryId> = on!(self, db => {
            let mut query = record_statement!(Db, lease, results);
            query.push(" RETURNING deliveries.id");
            query.build_query_scalar().fetch_all(db).await
        })?;
        Ok(ids.into_iter().collect())
    }

    /// A receipt may be faster than the answer: its row has moved on, and only
    /// what the answer knows of parts and price is added. Returns those; what
    /// was recorded before is not among them, for its lease is gone.
    async fn record_overtaken(
        &mut self,
        lease: Lease,
        results: &[Recorded],
    ) -> Result<HashSet<DeliveryId>> {
        let ids: Vec<DeliveryId> = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "UPDATE deliveries SET parts = v.column3, cost_vnd = cost_vnd + v.column4, lease = NULL FROM (");
            query.push_values(results, |mut row, result| {
                row.push_bind(result.delivery).push_bind(result.attempt).push_bind(result.parts).push_bind(result.owed_vnd());
            });
            query.push(") AS v WHERE deliveries.id = v.column1 AND COALESCE(tries = v.column2 AND state <> 'submitting' AND lease = ");
            query.push_bind(lease).push(", FALSE) RETURNING deliveries.id");
            query.build_query_scalar().fetch_all(db).await
        })?;
        Ok(ids.into_iter().collect())
    }

    /// Every try with what it is reckoned at, by the parts that the gateway
    /// names where it names more than we counted. Only a gateway with several
    /// prices has a least beside the most.
    async fn add_attempts(&mut self, gateway: &str, results: &[Recorded]) -> Result<()> {
        let exact = results.iter().all(|result| result.charged.is_exact());
        on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO attempts (delivery, n, gateway, started_at, ended_at, outcome, code, parts, cost_vnd");
            query.push(if exact { ") " } else { ", least_vnd) " });
            query.push_values(results, |mut row, result| {
                row.push_bind(result.delivery).push_bind(result.attempt).push_bind(gateway)
                    .push_bind(result.started_at.as_microsecond()).push_bind(result.ended_at.as_microsecond())
                    .push_bind(result.outcome.as_str()).push_bind(result.code.as_deref())
                    .push_bind(result.parts).push_bind(result.charged.most);
                if !exact {
                    row.push_bind((!result.charged.is_exact()).then_some(result.charged.least));
                }
            });
            query.push(" ON CONFLICT (delivery, n) DO NOTHING");
            query.build().execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Keeps the gateway's ids. A receipt that came before its id was known
    /// has been waiting in the inbox: it is put back to be read.
    async fn add_parts(&mut self, gateway: &str, results: &[Recorded]) -> Result<()> {
        let ids: Vec<(&String, DeliveryId)> = results
            .iter()
            .flat_map(|result| result.ids.iter().map(move |id| (id, result.delivery)))
            .collect();
        for group in ids.chunks(1000) {
            on!(self, db => {
                let mut query = QueryBuilder::<Db>::new("INSERT INTO parts (gateway, message_id, delivery, status) ");
                query.push_values(group, |mut row, (id, delivery)| {
                    row.push_bind(gateway).push_bind(*id).push_bind(*delivery).push_bind("accepted");
                });
                query.push(" ON CONFLICT (gateway, message_id) DO NOTHING");
                query.build().execute(db).await.map(drop)
            })?;
            on!(self, db => {
                let mut query = QueryBuilder::<Db>::new("UPDATE inbox SET read_at = NULL WHERE kind = 'orphan' AND gateway = ");
                query.push_bind(gateway).push(" AND message_id IN ");
                push_list(&mut query, group.iter().map(|(id, _)| *id));
                query.build().execute(db).await.map(drop)
            })?;
        }
        Ok(())
    }
}
