//! Receipts, applied in groups. Doubled, shuffled, early and late ones all come
//! to the same end.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::dialect::Engine;
use super::list::push_list;
use super::{Result, Store, Tx};
use crate::crash::{crash_point, planted};
use crate::domain::delivery::{Event, ReceiptStatus, State, transition};
use crate::domain::id::{DeliveryId, NoticeId};
use crate::domain::notice::Urgency;

mod parts;

/// How long a receipt whose id nobody knows is left where it is. It was most
/// likely faster than the record of its message; to lay it aside and to put it
/// back costs three writes.
const EARLY: Duration = Duration::from_secs(1);

/// How far a reading of the inbox came.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Receipts looked at.
    pub seen: usize,
    /// Of these, left to be looked at again.
    pub left: usize,
    /// The last of them: the next reading begins behind it.
    pub last: Uuid,
}

#[derive(sqlx::FromRow)]
struct Unread {
    id: Uuid,
    gateway: String,
    delivery: Option<DeliveryId>,
    message_id: Option<String>,
    status: ReceiptStatus,
    received_at: i64,
}

struct Row {
    notice: NoticeId,
    urgency: Urgency,
    state: State,
    parts: i32,
}

impl Store {
    /// Applies the next stored receipts behind `after`, at most `most`.
    pub async fn apply_receipts(
        &self,
        after: Uuid,
        most: usize,
        now: Timestamp,
    ) -> Result<Reading> {
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let mut tx = self.begin().await?;
        let unread: Vec<Unread> = on!(tx, db => {
            sqlx::query_as("SELECT id, gateway, delivery, message_id, status, received_at FROM inbox
                 WHERE read_at IS NULL AND kind IN ('receipt', 'orphan') AND id > $1 ORDER BY id LIMIT $2")
                .bind(after).bind(limit).fetch_all(db).await
        })?;
        let seen = unread.len();
        let last = unread.last().map_or(after, |receipt| receipt.id);
        if unread.is_empty() {
            return Ok(Reading {
                seen,
                left: 0,
                last,
            });
        }
        let by_id = tx.deliveries_of_ids(&unread).await?;
        let mut news: Vec<(DeliveryId, &Unread)> = Vec::new();
        let mut orphans = Vec::new();
        let mut left = 0;
        // A clock that was set back must not leave them for as long as that.
        let at = |time: Result<Timestamp, jiff::Error>| time.unwrap_or(now).as_microsecond();
        let early = at(now.saturating_sub(EARLY))..at(now.saturating_add(EARLY));
        for receipt in &unread {
            let key = receipt
                .message_id
                .as_ref()
                .map(|id| (receipt.gateway.clone(), id.clone()));
            match receipt
                .delivery
                .or_else(|| key.and_then(|key| by_id.get(&key).copied()))
            {
                Some(delivery) => news.push((delivery, receipt)),
                None if early.contains(&receipt.received_at) => left += 1,
                None => orphans.push(receipt.id),
            }
        }
        let moved_on = tx.apply(&news, now).await?;
        // A row that changed under our hands keeps its news for the next round.
        let again: HashSet<Uuid> = news
            .iter()
            .filter(|(delivery, _)| moved_on.contains(delivery))
            .map(|(_, receipt)| receipt.id)
            .collect();
        let read: Vec<Uuid> = news
            .iter()
            .map(|(_, receipt)| receipt.id)
            .filter(|id| !again.contains(id))
            .collect();
        // What has found its delivery is an orphan no more.
        tx.mark_read(&read, "receipt", now).await?;
        tx.mark_read(&orphans, "orphan", now).await?;
        crash_point!("apply.before_commit");
        tx.commit().await?;
        crash_point!("apply.after");
        left += again.len();
        Ok(Reading { seen, left, last })
    }
}

impl Tx {
    async fn deliveries_of_ids(
        &mut self,
        unread: &[Unread],
    ) -> Result<HashMap<(String, String), DeliveryId>> {
        let ids: Vec<(&str, &str)> = unread
            .iter()
            .filter(|receipt| receipt.delivery.is_none())
            .filter_map(|receipt| Some((receipt.gateway.as_str(), receipt.message_id.as_deref()?)))
            .collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<(String, String, DeliveryId)> = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new("SELECT p.gateway, p.message_id, p.delivery FROM (");
            query.push_values(&ids, |mut row, (gateway, id)| {
                row.push_bind(*gateway).push_bind(*id);
            });
            query.push(") AS v JOIN parts p ON p.gateway = v.column1 AND p.message_id = v.column2");
            query.build_query_as().fetch_all(db).await
        })?;
        Ok(rows
            .into_iter()
            .map(|(gateway, id, delivery)| ((gateway, id), delivery))
            .collect())
    }

    /// Moves the rows that news is of. Returns those that changed meanwhile.
    async fn apply(
        &mut self,
        news: &[(DeliveryId, &Unread)],
        now: Timestamp,
    ) -> Result<HashSet<DeliveryId>> {
        let rows = self
            .rows_of(news.iter().map(|(delivery, _)| *delivery))
            .await?;
        let mut ends: BTreeMap<DeliveryId, State> = BTreeMap::new();
        let mut long: Vec<(DeliveryId, bool)> = Vec::new();
        let mut given_up: HashSet<DeliveryId> = HashSet::new();
        for (delivery, receipt) in news {
            let Some(row) = rows.get(delivery) else {
                continue;
            };
            if row.state == State::Submitting && planted!("bug.early_receipt_lost") {
                continue;
            }
            // A receipt that names no part speaks for the whole: Kannel sends
            // one for the first part of a long message, and no more.
            if row.parts > 1 && receipt.message_id.is_some() {
                self.note_part(*delivery, receipt).await?;
                long.push((*delivery, receipt.delivery.is_some()));
                if receipt.status == ReceiptStatus::Undelivered {
                    given_up.insert(*delivery);
                }
                continue;
            }
            let state = ends.get(delivery).copied().unwrap_or(row.state);
            if let Ok(next) = transition(state, Event::Receipt(receipt.status), row.urgency) {
                ends.insert(*delivery, next);
            }
        }
        long.sort_unstable();
        long.dedup();
        for (delivery, by_reference) in long {
            let Some(row) = rows.get(&delivery) else {
                continue;
            };
            let parts = by_reference.then_some(row.parts);
            let mut status = self.whole_of(delivery, parts).await?;
            // A part that was given up and arrived all the same says as much
            // in this order as in the other: not yet that all of it arrived.
            if given_up.contains(&delivery) && status != ReceiptStatus::Delivered {
                status = ReceiptStatus::Undelivered;
            }
            if let Ok(next) = transition(row.state, Event::Receipt(status), row.urgency) {
                ends.insert(delivery, next);
            }
        }
        self.move_received(&rows, &ends, now).await
    }

    async fn rows_of(
        &mut self,
        deliveries: impl Iterator<Item = DeliveryId>,
    ) -> Result<HashMap<DeliveryId, Row>> {
        let mut ids: Vec<DeliveryId> = deliveries.collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<(DeliveryId, NoticeId, i32, State, i32)> = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "SELECT d.id, d.notice, n.class, d.state, d.parts FROM deliveries d JOIN notices n ON n.id = d.notice WHERE d.id IN ");
            push_list(&mut query, ids.iter().copied());
            query.build_query_as().fetch_all(db).await
        })?;
        Ok(rows
            .into_iter()
            .map(|(id, notice, class, state, parts)| {
                (
                    id,
                    Row {
                        notice,
                        urgency: Urgency::of_class(class),
                        state,
                        parts,
                    },
                )
            })
            .collect())
    }

    async fn move_received(
        &mut self,
        rows: &HashMap<DeliveryId, Row>,
        ends: &BTreeMap<DeliveryId, State>,
        now: Timestamp,
    ) -> Result<HashSet<DeliveryId>> {
        let moves: Vec<(DeliveryId, State, State)> = ends
            .iter()
            .filter_map(|(id, to)| rows.get(id).map(|row| (*id, row.state, *to)))
            .filter(|(_, from, to)| from != to)
            .collect();
        if moves.is_empty() {
            return Ok(HashSet::new());
        }
        // SQLite has one writer: since they were read nobody has moved them.
        let alone = self.engine() == Engine::Sqlite;
        let moved: Vec<DeliveryId> = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "UPDATE deliveries SET state = v.column3, next_at = NULL, since = ");
            query.push_bind(now.as_microsecond()).push(" FROM (");
            query.push_values(&moves, |mut row, (id, from, to)| {
                row.push_bind(*id).push_bind(*from).push_bind(*to);
            });
            query.push(") AS v WHERE deliveries.id = v.column1 AND COALESCE(state = v.column2, FALSE)");
            if alone {
                query.build().execute(db).await.map(|_| moves.iter().map(|(id, ..)| *id).collect())
            } else {
                query.push(" RETURNING deliveries.id");
                query.build_query_scalar().fetch_all(db).await
            }
        })?;
        let moved: HashSet<DeliveryId> = moved.into_iter().collect();
        let mut changes: BTreeMap<NoticeId, Vec<(State, i64)>> = BTreeMap::new();
        for (id, from, to) in moves.iter().filter(|(id, ..)| moved.contains(id)) {
            if let Some(row) = rows.get(id) {
                changes
                    .entry(row.notice)
                    .or_default()
                    .extend([(*from, -1), (*to, 1)]);
            }
        }
        for (notice, changes) in changes {
            self.tally(notice, &changes, now).await?;
        }
        Ok(moves
            .into_iter()
            .map(|(id, ..)| id)
            .filter(|id| !moved.contains(id))
            .collect())
    }

    async fn mark_read(&mut self, ids: &[Uuid], kind: &str, now: Timestamp) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        on!(self, db => {
            let mut query = QueryBuilder::<Db>::new("UPDATE inbox SET read_at = ");
            query.push_bind(now.as_microsecond()).push(", body = ").push_bind(Vec::<u8>::new()).push(", kind = ").push_bind(kind).push(" WHERE id IN ");
            push_list(&mut query, ids.iter().copied());
            query.build().execute(db).await.map(drop)
        })?;
        Ok(())
    }
}
