//! What must happen even if nobody asks: time runs out, holders of leases die,
//! waits end, notices complete.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::chunks::micros;
use super::list::push_list;
use super::plan::CHUNK;
use super::{Result, Store, Tx};
use crate::crash::planted;
use crate::domain::delivery::State;
use crate::domain::id::{ChunkId, DeliveryId, NoticeId, first_uuid_at};
use crate::domain::notice::{NoticeState, Urgency};
use crate::domain::person::Way;

/// What a sweep found to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Deliveries that came too late.
    pub expired: u64,
    /// Deliveries whose sender died in the middle.
    pub uncertain: u64,
    /// Deliveries that are tried again.
    pub retried: u64,
    /// Deliveries nobody will ever know about.
    pub given_up: u64,
}

type Waiting = (
    DeliveryId,
    NoticeId,
    Way,
    i32,
    i32,
    State,
    i32,
    i64,
    NoticeState,
);

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

    /// Takes chunks from holders that are gone. What they had marked is
    /// uncertain from here on; what they had not is due again.
    pub async fn take_lost_chunks(&self, now: Timestamp, wait: &Waits) -> Result<u64> {
        let mut tx = self.begin().await?;
        let mut uncertain = 0;
        for (chunk, notice) in tx.lost_chunks().await? {
            uncertain += tx.take_lost(chunk, notice, now, wait).await?;
        }
        tx.commit().await?;
        Ok(uncertain)
    }

    /// Gathers what is to be tried again into new chunks, and settles what has
    /// been uncertain long enough: danger to life is sent once more, the rest
    /// is given up and counted.
    pub async fn wake_waiting(&self, now: Timestamp) -> Result<Swept> {
        let mut tx = self.begin().await?;
        let waiting: Vec<Waiting> = on!(tx, db => {
            sqlx::query_as("SELECT d.id, d.notice, d.channel, n.class, d.rank, d.state, d.resent, n.send_by, n.state
                 FROM deliveries d JOIN notices n ON n.id = d.notice
                 WHERE d.next_at IS NOT NULL AND d.next_at <= $1 AND n.state NOT IN ('paused')
                   AND d.state IN ('retry_wait', 'uncertain')
                 ORDER BY n.class DESC, d.next_at LIMIT 2000")
                .bind(now.as_microsecond()).fetch_all(db).await
        })?;
        let mut again: BTreeMap<(NoticeId, Way, i32, i32), Vec<(DeliveryId, State)>> =
            BTreeMap::new();
        let mut lost: BTreeMap<NoticeId, Vec<DeliveryId>> = BTreeMap::new();
        for (id, notice, way, class, rank, state, resent, send_by, stands) in waiting {
            let in_time = stands.sends() && send_by > now.as_microsecond();
            let resend = Urgency::of_class(class) == Urgency::Flash && resent == 0 && in_time;
            if state == State::RetryWait || resend {
                again
                    .entry((notice, way, class, rank))
                    .or_default()
                    .push((id, state));
            } else {
                lost.entry(notice).or_default().push(id);
            }
        }
        let mut swept = Swept::default();
        for ((notice, way, class, rank), rows) in again {
            for group in rows.chunks(CHUNK) {
                let chunk = tx.add_chunk(notice, way, class, rank, now).await?;
                swept.retried += tx.make_due(notice, chunk, group, now).await?;
            }
        }
        for (notice, ids) in lost {
            swept.given_up += tx.give_up(notice, &ids, now).await?;
        }
        tx.commit().await?;
        Ok(swept)
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

/// How long an uncertain delivery waits for the truth.
#[derive(Debug, Clone, Copy)]
pub struct Waits {
    /// Danger to life: then it is sent once more.
    pub flash: Duration,
    /// The rest: then it is given up.
    pub rest: Duration,
}

impl Waits {
    /// The wait of one class.
    pub fn of(&self, urgency: Urgency) -> Duration {
        if urgency == Urgency::Flash {
            self.flash
        } else {
            self.rest
        }
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

    async fn take_lost(
        &mut self,
        chunk: ChunkId,
        notice: NoticeId,
        now: Timestamp,
        wait: &Waits,
    ) -> Result<u64> {
        let class: i32 = on!(self, db => {
            sqlx::query_scalar("SELECT class FROM notices WHERE id = $1").bind(notice).fetch_one(db).await
        })?;
        let at = now.as_microsecond();
        let decide_at = at + micros(wait.of(Urgency::of_class(class)));
        let attempts =
            "INSERT INTO attempts (delivery, n, gateway, started_at, ended_at, outcome, code)
             SELECT id, tries, gateway, since, $2,
                    CASE state WHEN 'submitting' THEN 'ambiguous' ELSE 'accepted' END,
                    CASE state WHEN 'submitting' THEN 'lease lost' ELSE 'lease lost, receipt' END
               FROM deliveries WHERE chunk = $1 AND lease IS NOT NULL ON CONFLICT (delivery, n) DO NOTHING";
        on!(self, db => sqlx::query(attempts).bind(chunk).bind(at).execute(db).await.map(drop))?;
        let statement = if planted!("bug.resend_uncertain") {
            "UPDATE deliveries SET state = 'due', lease = NULL, next_at = NULL, since = COALESCE($3, $2)
             WHERE chunk = $1 AND state = 'submitting'"
        } else {
            "UPDATE deliveries SET state = 'uncertain', lease = NULL, next_at = $2, since = $3
             WHERE chunk = $1 AND state = 'submitting'"
        };
        let rows = on!(self, db => {
            sqlx::query(statement).bind(chunk).bind(decide_at).bind(at).execute(db).await.map(|done| done.rows_affected())
        })?;
        let free = "UPDATE chunks SET lease = NULL, lease_until = NULL,
                done = NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.chunk = $1 AND d.state = 'due') WHERE id = $1";
        on!(self, db => sqlx::query(free).bind(chunk).execute(db).await.map(drop))?;
        self.tally_moved(notice, rows, State::Submitting, State::Uncertain, now)
            .await?;
        Ok(rows)
    }

    async fn make_due(
        &mut self,
        notice: NoticeId,
        chunk: ChunkId,
        rows: &[(DeliveryId, State)],
        now: Timestamp,
    ) -> Result<u64> {
        let at = now.as_microsecond();
        let moved: Vec<DeliveryId> = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "UPDATE deliveries SET state = 'due', next_at = NULL, seq = v.column3,
                    resent = resent + CASE state WHEN 'uncertain' THEN 1 ELSE 0 END, chunk = ");
            query.push_bind(chunk).push(", since = ").push_bind(at).push(" FROM (");
            query.push_values(rows.iter().zip(0i32..), |mut row, ((id, from), seq)| {
                row.push_bind(*id).push_bind(*from).push_bind(seq);
            });
            query.push(") AS v WHERE deliveries.id = v.column1 AND COALESCE(state = v.column2, FALSE) RETURNING deliveries.id");
            query.build_query_scalar().fetch_all(db).await
        })?;
        let moved: std::collections::HashSet<DeliveryId> = moved.into_iter().collect();
        let mut changes: Vec<(State, i64)> = rows
            .iter()
            .filter(|(id, _)| moved.contains(id))
            .map(|(_, from)| (*from, -1))
            .collect();
        let n = i64::try_from(changes.len()).unwrap_or(i64::MAX);
        changes.push((State::Due, n));
        self.tally(notice, &changes, now).await?;
        Ok(moved.len() as u64)
    }

    async fn give_up(
        &mut self,
        notice: NoticeId,
        ids: &[DeliveryId],
        now: Timestamp,
    ) -> Result<u64> {
        let at = now.as_microsecond();
        let rows = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new("UPDATE deliveries SET state = 'unknown_final', next_at = NULL, since = ");
            query.push_bind(at).push(" WHERE state = 'uncertain' AND id IN ");
            push_list(&mut query, ids.iter().copied());
            query.build().execute(db).await.map(|done| done.rows_affected())
        })?;
        self.tally_moved(notice, rows, State::Uncertain, State::UnknownFinal, now)
            .await?;
        Ok(rows)
    }
}
