//! Receipts and replies: stored before they are answered, applied in groups.
//! Doubled, shuffled, early and late ones all come to the same end.

use jiff::Timestamp;
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{Result, Store, Tx};
use crate::crash::crash_point;
use crate::domain::delivery::ReceiptStatus;
use crate::domain::id::{DeliveryId, uuid_at};

/// Something a gateway told us, ready to be stored.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Which gateway.
    pub gateway: String,
    /// Tells it from every other event of the gateway; the same call twice has
    /// the same key.
    pub key: Vec<u8>,
    /// What it is.
    pub kind: Kind,
    /// The call as it came. Sealed: it may hold numbers.
    pub body: Vec<u8>,
}

/// What an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// News of a delivery.
    Receipt {
        /// The delivery, where our own reference came back.
        delivery: Option<DeliveryId>,
        /// The gateway's id of the message or of the part.
        message_id: Option<String>,
        /// The news.
        status: ReceiptStatus,
    },
    /// A person wrote to us: the sealed body holds who and what.
    Message,
}

/// A person's message, opened.
#[derive(Debug, Clone)]
pub struct StoredMessage {
    /// The inbox row.
    pub id: Uuid,
    /// The gateway it came by.
    pub gateway: String,
    /// What was stored for it.
    pub body: Vec<u8>,
}

impl Store {
    /// Stores events. One that was stored before is not stored again.
    pub async fn store_events(&self, events: &[NewEvent], now: Timestamp) -> Result<()> {
        let mut sealed = Vec::with_capacity(events.len());
        for event in events {
            let id = uuid_at(now);
            sealed.push((id, event, self.keys.seal(id, &event.body)?));
        }
        let mut tx = self.begin().await?;
        on!(tx, db => {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO inbox (id, gateway, event_key, kind, delivery, message_id, status, body, received_at) ");
            query.push_values(&sealed, |mut row, (id, event, body)| {
                row.push_bind(id).push_bind(&event.gateway).push_bind(&event.key);
                match &event.kind {
                    Kind::Receipt { delivery, message_id, status } => row
                        .push_bind("receipt").push_bind(*delivery).push_bind(message_id.as_deref()).push_bind(Some(*status)),
                    Kind::Message => row
                        .push_bind("message").push_bind(None::<DeliveryId>).push_bind(None::<&str>).push_bind(None::<ReceiptStatus>),
                };
                row.push_bind(body).push_bind(now.as_microsecond());
            });
            query.push(" ON CONFLICT (gateway, event_key) DO NOTHING");
            query.build().execute(db).await.map(drop)
        })?;
        crash_point!("receive.before_commit");
        tx.commit().await
    }

    /// Puts receipts back to be read whose id has become known while they were
    /// being laid aside: on PostgreSQL neither of two transactions that meet so
    /// sees the other. How many. Only what was laid aside since `since` is
    /// looked at; whatever comes after both are committed needs no help.
    pub async fn rejoin_orphans(&self, since: Timestamp) -> Result<u64> {
        let statement = "UPDATE inbox SET read_at = NULL WHERE id IN (
                SELECT i.id FROM inbox i JOIN parts p ON p.gateway = i.gateway AND p.message_id = i.message_id
                 WHERE i.kind = 'orphan' AND i.read_at >= $1 ORDER BY i.read_at LIMIT 2000)";
        Ok(on!(write self, db => {
            sqlx::query(statement).bind(since.as_microsecond()).execute(db).await.map(|done| done.rows_affected())
        })?)
    }

    /// The next messages people wrote that nobody has read.
    pub async fn unread_messages(&self, most: usize) -> Result<Vec<StoredMessage>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows: Vec<(Uuid, String, Vec<u8>)> = on!(read self, db => {
            sqlx::query_as("SELECT id, gateway, body FROM inbox WHERE read_at IS NULL AND kind = 'message' ORDER BY id LIMIT $1")
                .bind(most).fetch_all(db).await
        })?;
        rows.into_iter()
            .map(|(id, gateway, body)| {
                Ok(StoredMessage {
                    id,
                    gateway,
                    body: self.keys.open(id, &body)?,
                })
            })
            .collect()
    }
}

impl Tx {
    /// Takes a message, to be done with when this is committed; `false` where
    /// another node has it. Who
    /// wrote and what is kept no longer than that: nobody could find it again
    /// to forget it.
    pub async fn take_message(&mut self, id: Uuid, now: Timestamp) -> Result<bool> {
        let statement =
            "UPDATE inbox SET read_at = $2, body = $3 WHERE id = $1 AND read_at IS NULL";
        let taken = on!(self, db => {
            sqlx::query(statement).bind(id).bind(now.as_microsecond()).bind(Vec::<u8>::new()).execute(db).await.map(|done| done.rows_affected())
        })?;
        Ok(taken == 1)
    }
}
