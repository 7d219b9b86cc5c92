//! What people are to be answered. A courtesy with a short life: it waits here
//! so that no gateway's slowness holds up what was told to us.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::dialect::Engine;
use super::notices::moment;
use super::{Result, Store, Tx};
use crate::domain::id::uuid_at;
use crate::domain::person::Way;

/// One answer.
#[derive(Clone, Serialize, Deserialize)]
pub struct Reply {
    /// The way it goes.
    pub way: Way,
    /// Whom to.
    pub to: String,
    /// What.
    pub text: String,
}

/// An answer that waits to leave.
#[derive(Clone)]
pub struct Waiting {
    /// Its row.
    pub id: Uuid,
    /// The gateway the question came by.
    pub gateway: String,
    /// What it says, and to whom.
    pub reply: Reply,
    /// Nothing leaves at or after this.
    pub send_by: Timestamp,
}

macro_rules! take {
    ($lock:literal) => {
        concat!(
            "DELETE FROM replies WHERE id IN (SELECT id FROM replies WHERE next_at <= $1 ORDER BY next_at LIMIT $2",
            $lock,
            ") RETURNING id, gateway, body, send_by"
        )
    };
}

impl Tx {
    /// Writes down an answer, worth giving until `send_by`.
    pub async fn add_reply(
        &mut self,
        gateway: &str,
        reply: &Reply,
        send_by: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let id = uuid_at(now);
        self.write_reply(id, gateway, reply, send_by, now).await
    }

    async fn write_reply(
        &mut self,
        id: Uuid,
        gateway: &str,
        reply: &Reply,
        send_by: Timestamp,
        next_at: Timestamp,
    ) -> Result<()> {
        let body = self.keys.seal(id, &serde_json::to_vec(reply)?)?;
        let statement =
            "INSERT INTO replies (id, gateway, body, next_at, send_by) VALUES ($1, $2, $3, $4, $5)";
        on!(self, db => {
            sqlx::query(statement)
                .bind(id).bind(gateway).bind(&body).bind(next_at.as_microsecond()).bind(send_by.as_microsecond())
                .execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Drops all answers: in a restored office they may have been given.
    pub async fn drop_replies(&mut self) -> Result<()> {
        on!(self, db => sqlx::query("DELETE FROM replies").execute(db).await.map(drop))?;
        Ok(())
    }
}

impl Store {
    /// Takes out answers that may leave now, so that whatever happens to their
    /// sender nobody else gives them.
    pub async fn take_replies(&self, most: i64, now: Timestamp) -> Result<Vec<Waiting>> {
        let mut tx = self.begin().await?;
        let statement = match tx.engine() {
            Engine::Sqlite => take!(""),
            // Of two nodes each takes what the other leaves.
            Engine::Postgres => take!(" FOR UPDATE SKIP LOCKED"),
        };
        let rows: Vec<(Uuid, String, Vec<u8>, i64)> = on!(tx, db => {
            sqlx::query_as(statement).bind(now.as_microsecond()).bind(most).fetch_all(db).await
        })?;
        tx.commit().await?;
        let mut replies = Vec::with_capacity(rows.len());
        for (id, gateway, body, send_by) in rows {
            let Ok(body) = self.keys.open(id, &body) else {
                tracing::error!(reply = %id, "an answer cannot be read and is dropped");
                continue;
            };
            replies.push(Waiting {
                id,
                gateway,
                reply: serde_json::from_slice(&body)?,
                send_by: moment(send_by)?,
            });
        }
        Ok(replies)
    }

    /// Puts an answer back that did not leave, to be given at `next_at`.
    pub async fn put_back(&self, waiting: &Waiting, next_at: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.write_reply(
            waiting.id,
            &waiting.gateway,
            &waiting.reply,
            waiting.send_by,
            next_at,
        )
        .await?;
        tx.commit().await
    }
}
