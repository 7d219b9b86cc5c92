//! What must happen even if nobody asks: time runs out, notices complete, old
//! receipts are forgotten.

use std::time::Duration;

use jiff::Timestamp;

use super::chunks::micros;
use super::{Result, Store, Tx};
use crate::domain::delivery::State;
use crate::domain::id::{NoticeId, first_uuid_at};

impl Store {
    /// Ends what could only be sent too late. Runs before any pump at boot.
    pub async fn expire(&self, now: Timestamp) -> Result<u64> {
        let late: Vec<NoticeId> = on!(read self, db => {
            sqlx::query_scalar("SELECT id FROM notices WHERE state IN ('approved', 'planning', 'sending', 'paused') AND send_by <= $1")
                .bind(now.as_microsecond()).fetch_all(db).await
        })?;
        let mut expired = 0;
        for notice in late {
            let mut tx = self.begin().await?;
            let rows = tx.end_open(notice, State::Expired, now).await?;
            // What left in time is not undone by the hour: such a notice goes
            // on to be completed by its receipts.
            let statement = "UPDATE notices SET state = 'expired', version = version + 1 WHERE id = $1
                 AND (state <> 'sending' OR $2 > 0) AND state IN ('approved', 'planning', 'sending', 'paused')";
            let rows_bound = i64::try_from(rows).unwrap_or(i64::MAX);
            on!(tx, db => sqlx::query(statement).bind(notice).bind(rows_bound).execute(db).await.map(drop))?;
            tx.commit().await?;
            expired += rows;
        }
        Ok(expired)
    }

    /// Completes notices of which nothing more is expected.
    pub async fn complete(&self, now: Timestamp, horizon: Duration) -> Result<()> {
        let before =
            Timestamp::from_microsecond(now.as_microsecond() - micros(horizon)).unwrap_or(now);
        let sending: Vec<NoticeId> = on!(read self, db => {
            sqlx::query_scalar("SELECT id FROM notices WHERE state = 'sending'").fetch_all(db).await
        })?;
        for notice in sending {
            if self.progress(notice).await?.waiting > 0 || self.is_open(notice, before).await? {
                continue;
            }
            let statement = "UPDATE notices SET state = 'completed', version = version + 1 WHERE id = $1 AND state = 'sending'";
            on!(write self, db => sqlx::query(statement).bind(notice).execute(db).await.map(drop))?;
        }
        Ok(())
    }

    /// Notices that should be planned and are not moving: their job was lost.
    pub async fn stalled_plans(&self, before: Timestamp) -> Result<Vec<NoticeId>> {
        let statement =
            "SELECT id FROM notices WHERE state IN ('approved', 'planning') AND plan_at < $1";
        Ok(
            on!(read self, db => sqlx::query_scalar(statement).bind(before.as_microsecond()).fetch_all(db).await)?,
        )
    }

    /// Forgets receipts that came before a time and are read. The ledger keeps what they said.
    pub async fn forget_read(&self, before: Timestamp) -> Result<u64> {
        let statement = "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE id < $1 AND read_at IS NOT NULL LIMIT 5000)";
        Ok(on!(write self, db => {
            sqlx::query(statement).bind(first_uuid_at(before)).execute(db).await.map(|done| done.rows_affected())
        })?)
    }
}

impl Tx {
    /// Ends everything of a notice that has not left. How many rows.
    pub async fn end_open(&mut self, notice: NoticeId, end: State, now: Timestamp) -> Result<u64> {
        let mut changes = Vec::new();
        let mut all = 0;
        for from in [State::Planned, State::Due, State::RetryWait] {
            let statement = "UPDATE deliveries SET state = $3, next_at = NULL, since = $4
                 WHERE chunk IN (SELECT id FROM chunks WHERE notice = $1) AND state = $2";
            let rows = on!(self, db => {
                sqlx::query(statement).bind(notice).bind(from).bind(end).bind(now.as_microsecond()).execute(db).await
                    .map(|done| done.rows_affected())
            })?;
            let n = i64::try_from(rows).unwrap_or(i64::MAX);
            changes.extend([(from, -n), (end, n)]);
            all += rows;
        }
        self.tally(notice, &changes, now).await?;
        Ok(all)
    }
}
