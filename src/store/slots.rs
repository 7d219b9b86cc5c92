//! Slots: a gateway's connections, leased to nodes. Whoever holds one may send
//! at its share of the account's rate, and nobody else.

use std::time::Duration;

use uuid::Uuid;

use super::chunks::{micros, too_far};
use super::dialect::{self, Engine};
use super::{Result, Store};
use crate::domain::id::Lease;

/// Until when a lease holds that its holder has given up.
pub(super) const GIVEN_UP: i64 = 0;

/// Takes the first free slot of a gateway.
macro_rules! take {
    ($lock:literal) => {
        concat!(
            "UPDATE slots SET lease = $4, lease_until = $5 WHERE gateway = $1 AND slot = (
                SELECT slot FROM slots WHERE gateway = $1 AND slot < $2
                   AND (lease IS NULL OR lease_until < $3 OR lease_until > $6) ORDER BY slot LIMIT 1",
            $lock,
            ") RETURNING slot"
        )
    };
}

impl Store {
    /// Says that a node lives, for so long. Returns how many do.
    pub async fn node_lives(&self, node: Uuid, length: Duration) -> Result<i64> {
        let mut tx = self.begin().await?;
        let now = dialect::now(&mut tx).await?;
        let seen = "INSERT INTO nodes (id, seen_until) VALUES ($1, $2)
             ON CONFLICT (id) DO UPDATE SET seen_until = excluded.seen_until";
        let gone = "DELETE FROM nodes WHERE seen_until < $1 OR seen_until > $2";
        let count = "SELECT COUNT(*) FROM nodes";
        let living = on!(tx, db => {
            sqlx::query(seen).bind(node).bind(now + micros(length)).execute(&mut *db).await?;
            sqlx::query(gone).bind(now).bind(too_far(now, length)).execute(&mut *db).await?;
            sqlx::query_scalar(count).fetch_one(db).await
        })?;
        tx.commit().await?;
        Ok(living)
    }

    /// Says that a node is gone.
    pub async fn node_leaves(&self, node: Uuid) -> Result<()> {
        let statement = "DELETE FROM nodes WHERE id = $1";
        on!(write self, db => sqlx::query(statement).bind(node).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Takes a free slot of a gateway that has so many; `None` where all are
    /// held.
    pub async fn take_slot(
        &self,
        gateway: &str,
        slots: i32,
        lease: Lease,
        length: Duration,
    ) -> Result<Option<i32>> {
        let mut tx = self.begin().await?;
        let make = "INSERT INTO slots (gateway, slot) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        for slot in 0..slots {
            on!(tx, db => sqlx::query(make).bind(gateway).bind(slot).execute(db).await.map(drop))?;
        }
        let now = dialect::now(&mut tx).await?;
        let statement = match tx.engine() {
            Engine::Sqlite => take!(""),
            Engine::Postgres => take!(" FOR UPDATE SKIP LOCKED"),
        };
        let taken = on!(tx, db => {
            sqlx::query_scalar(statement)
                .bind(gateway).bind(slots).bind(now).bind(lease).bind(now + micros(length)).bind(too_far(now, length))
                .fetch_optional(db).await
        })?;
        tx.commit().await?;
        Ok(taken)
    }

    /// Gives back whatever a lease holds that is over: its slot is free, and its
    /// chunks are for the next sweep to take.
    pub async fn abandon(&self, lease: Lease) -> Result<()> {
        let slot = "UPDATE slots SET lease = NULL, lease_until = NULL WHERE lease = $1";
        let chunks = "UPDATE chunks SET lease_until = $2 WHERE lease = $1";
        let mut tx = self.begin().await?;
        on!(tx, db => {
            sqlx::query(slot).bind(lease).execute(&mut *db).await?;
            sqlx::query(chunks).bind(lease).bind(GIVEN_UP).execute(db).await.map(drop)
        })?;
        tx.commit().await
    }

    /// Keeps a pump's slot and its chunks for another while. `false` where the
    /// slot is another's by now: then nothing was kept.
    pub async fn renew_lease(&self, lease: Lease, length: Duration) -> Result<bool> {
        let mut tx = self.begin().await?;
        let now = dialect::now(&mut tx).await?;
        let slot = "UPDATE slots SET lease_until = $2 WHERE lease = $1";
        let chunks = "UPDATE chunks SET lease_until = $2 WHERE lease = $1";
        let held = on!(tx, db => {
            let slots = sqlx::query(slot).bind(lease).bind(now + micros(length)).execute(&mut *db).await?;
            if slots.rows_affected() > 0 {
                sqlx::query(chunks).bind(lease).bind(now + micros(length)).execute(&mut *db).await?;
            }
            slots.rows_affected() > 0
        });
        tx.commit().await?;
        Ok(held)
    }
}
