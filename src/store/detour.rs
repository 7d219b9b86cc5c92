//! Rows that one gateway passes on to another, before they are marked.

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::dialect::Engine;
use super::list::push_list;
use super::{Result, Store};
use crate::domain::id::{ChunkId, DeliveryId, Lease, NoticeId};
use crate::domain::notice::Urgency;
use crate::domain::person::Way;

/// Makes a chunk $1 like the chunk $2, which is held by the lease $3, for the
/// gateway $4.
macro_rules! pass {
    ($lock:literal) => {
        concat!(
            "INSERT INTO chunks (id, notice, channel, gateway, refusals, class, rank, crashes, done)
             SELECT $1, notice, channel, $4, refusals, class, rank, crashes, FALSE FROM chunks WHERE id = $2 AND lease = $3",
            $lock
        )
    };
}

impl Store {
    /// Moves what is due of these rows out of a claimed chunk into a new one,
    /// for another gateway to claim.
    pub async fn pass_on(
        &self,
        lease: Lease,
        chunk: ChunkId,
        gateway: &str,
        rows: &[DeliveryId],
        now: Timestamp,
    ) -> Result<()> {
        let passed = ChunkId::at(now);
        let mut tx = self.begin().await?;
        let statement = match tx.engine() {
            Engine::Sqlite => pass!(""),
            // Nobody may take the old one over meanwhile.
            Engine::Postgres => pass!(" FOR UPDATE"),
        };
        on!(tx, db => {
            let made = sqlx::query(statement).bind(passed).bind(chunk).bind(lease).bind(gateway).execute(&mut *db).await?;
            if made.rows_affected() > 0 {
                let mut query = QueryBuilder::<Db>::new("UPDATE deliveries SET chunk = ");
                query.push_bind(passed).push(" WHERE COALESCE(state = 'due' AND chunk = ").push_bind(chunk);
                query.push(", FALSE) AND id IN ");
                push_list(&mut query, rows.iter().copied());
                query.build().execute(db).await?;
            }
        });
        tx.commit().await
    }

    /// The notices with something that was passed on to a gateway and waits for
    /// it, and their classes.
    pub async fn waiting_for(
        &self,
        way: Way,
        gateway: &str,
        now: Timestamp,
    ) -> Result<Vec<(NoticeId, i32)>> {
        let statement =
            "SELECT DISTINCT n.id, n.class FROM notices n JOIN chunks c ON c.notice = n.id
             WHERE n.state IN ('planning', 'sending') AND n.send_by > $3
               AND c.channel = $1 AND c.gateway = $2 AND NOT c.done AND c.lease IS NULL";
        Ok(on!(read self, db => {
            sqlx::query_as(statement)
                .bind(way).bind(gateway).bind(now.as_microsecond())
                .fetch_all(db).await
        })?)
    }

    /// Lets whichever gateway is in charge claim what was passed on to one: the
    /// chunks that it was not asked about yet, and of a warning those that were
    /// not refused. How many chunks.
    pub async fn unpin(&self, notice: NoticeId, way: Way, gateway: &str) -> Result<u64> {
        let statement = "UPDATE chunks SET gateway = '' WHERE lease IS NULL AND id IN (SELECT c.id FROM chunks c
             WHERE c.notice = $4 AND c.channel = $2 AND c.gateway = $3 AND NOT c.done AND c.lease IS NULL
               AND (c.class < $1 OR c.refusals = 0)
               AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.chunk = c.id AND d.state = 'due'
                   AND (d.asked > 0 OR d.resent > 0 AND c.class = $1)))";
        Ok(on!(write self, db => {
            sqlx::query(statement)
                .bind(Urgency::Flash.class()).bind(way).bind(gateway).bind(notice)
                .execute(db).await.map(|done| done.rows_affected())
        })?)
    }
}
