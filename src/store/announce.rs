//! Bells between nodes: PostgreSQL carries them, a single SQLite process needs
//! none. A lost one costs a second: everyone looks again by themselves.

use std::time::Duration;

use sqlx::postgres::PgListener;

use super::{Db, Result, Store};

const CHANNEL: &str = "loa_bells";

impl Store {
    /// Rings a bell on every other node.
    pub async fn announce(&self, bell: &str) -> Result<()> {
        if let Db::Postgres(pool) = &self.db {
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(bell)
                .execute(pool)
                .await?;
        }
        Ok(())
    }

    /// Hears the bells of other nodes for as long as it is awaited.
    pub async fn hear(&self, ring: impl Fn(&str)) {
        let Db::Postgres(pool) = &self.db else {
            return std::future::pending().await;
        };
        loop {
            if let Err(error) = hear_until_cut(pool, &ring).await {
                tracing::warn!(%error, "the line for bells was cut; it is laid again");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn hear_until_cut(pool: &sqlx::PgPool, ring: &impl Fn(&str)) -> Result<()> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        ring(listener.recv().await?.payload());
    }
}
