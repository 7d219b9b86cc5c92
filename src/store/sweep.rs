//! What must happen even if nobody asks: time runs out, notices complete, old
//! receipts are forgotten.

use std::time::Duration;

use jiff::Timestamp;

use super::chunks::micros;
use super::doubt::{ends, in_doubt};
use super::{Result, Store, Tx};
use crate::domain::delivery::State;
use crate::domain::id::{NoticeId, first_uuid_at};
use crate::domain::notice::NoticeState;

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
        let sending: Vec<(NoticeId, i64)> = on!(read self, db => {
            sqlx::query_as("SELECT id, version FROM notices WHERE state = 'sending'").fetch_all(db).await
        })?;
        for (notice, version) in sending {
            if self.progress(notice).await?.waiting > 0 || self.is_open(notice, before).await? {
                continue;
            }
            self.complete_one(notice, version).await?;
        }
        Ok(())
    }

    /// Completes a notice, unless an officer has sent it again since it was
    /// seen to be over in this version.
    pub async fn complete_one(&self, notice: NoticeId, version: i64) -> Result<()> {
        let statement = "UPDATE notices SET state = 'completed', version = version + 1
             WHERE id = $1 AND version = $2 AND state = 'sending'";
        on!(write self, db => sqlx::query(statement).bind(notice).bind(version).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Ends what still waits in notices that were ended: a gateway put it off
    /// while they were being stopped. How many rows.
    pub async fn end_left_over(&self, now: Timestamp) -> Result<u64> {
        let statement = "SELECT DISTINCT n.id, n.state FROM notices n JOIN tally t ON t.notice = n.id
             WHERE n.state IN ('stopped', 'expired') AND t.state IN ('planned', 'due', 'retry_wait') AND t.n > 0";
        let left: Vec<(NoticeId, NoticeState)> =
            on!(read self, db => sqlx::query_as(statement).fetch_all(db).await)?;
        let mut ended = 0;
        for (notice, state) in left {
            let end = match state {
                NoticeState::Expired => State::Expired,
                _ => State::Cancelled,
            };
            let mut tx = self.begin().await?;
            ended += tx.end_open(notice, end, now).await?;
            tx.commit().await?;
        }
        Ok(ended)
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

/// What may be open.
const OPEN: [State; 3] = [State::Planned, State::Due, State::RetryWait];

impl Tx {
    /// Ends everything of a notice that has not left. What may have arrived
    /// before it was to be handed over again is not known to have been ended.
    /// How many rows.
    pub async fn end_open(&mut self, notice: NoticeId, end: State, now: Timestamp) -> Result<u64> {
        let mut changes = Vec::new();
        let mut all = 0;
        for (from, (in_doubt, end)) in OPEN
            .into_iter()
            .flat_map(|from| ends(end).map(|end| (from, end)))
        {
            let statement = concat!(
                "UPDATE deliveries SET state = $3, next_at = NULL, since = $4
                 WHERE chunk IN (SELECT id FROM chunks WHERE notice = $1) AND state = $2 AND $5 = ",
                in_doubt!()
            );
            let rows = on!(self, db => {
                sqlx::query(statement).bind(notice).bind(from).bind(end).bind(now.as_microsecond()).bind(in_doubt)
                    .execute(db).await.map(|done| done.rows_affected())
            })?;
            let n = i64::try_from(rows).unwrap_or(i64::MAX);
            changes.extend([(from, -n), (end, n)]);
            all += rows;
        }
        self.tally(notice, &changes, now).await?;
        Ok(all)
    }
}
