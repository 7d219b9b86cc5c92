//! Leases that ran out: what their holders had marked is uncertain from here
//! on, what they had not is due again.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;

use super::chunks::micros;
use super::slots::GIVEN_UP;
use super::{Result, Store, Tx};
use crate::crash::planted;
use crate::domain::delivery::State;
use crate::domain::doubt::Waits;
use crate::domain::id::{ChunkId, NoticeId};
use crate::domain::notice::Urgency;
use crate::domain::retry::CRASHES;

/// What holders of leases that are gone have left behind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lost {
    /// Deliveries of which nobody knows whether they left.
    pub uncertain: u64,
    /// The notices whose deliveries have brought processes down.
    pub quarantined: BTreeSet<NoticeId>,
}

impl Store {
    /// Takes chunks from holders that are gone, where leases are of this length. What they had marked is
    /// uncertain from here on; what they had not is due again.
    pub async fn take_lost_chunks(
        &self,
        now: Timestamp,
        lease: Duration,
        wait: &Waits,
    ) -> Result<Lost> {
        let mut tx = self.begin().await?;
        let mut all = Lost::default();
        for (chunk, notice) in tx.lost_chunks(lease).await? {
            tx.take_lost(chunk, notice, now, wait, &mut all).await?;
        }
        tx.commit().await?;
        Ok(all)
    }
}

impl Tx {
    async fn take_lost(
        &mut self,
        chunk: ChunkId,
        notice: NoticeId,
        now: Timestamp,
        wait: &Waits,
        all: &mut Lost,
    ) -> Result<()> {
        let (class, crashes, until): (i32, i32, i64) = on!(self, db => {
            sqlx::query_as("SELECT class, crashes, lease_until FROM chunks WHERE id = $1").bind(chunk).fetch_one(db).await
        })?;
        // Nobody died of what was given up in order: the database had failed us.
        let died = until != GIVEN_UP;
        let at = now.as_microsecond();
        let attempts =
            "INSERT INTO attempts (delivery, n, gateway, started_at, ended_at, outcome, code, parts, cost_vnd)
             SELECT id, tries, gateway, since, $2,
                    CASE state WHEN 'submitting' THEN 'ambiguous' ELSE 'accepted' END,
                    CASE state WHEN 'submitting' THEN 'lease lost' ELSE 'lease lost, receipt' END,
                    parts, cost_vnd / (1 + (SELECT COUNT(*) FROM attempts a
                        WHERE a.delivery = deliveries.id AND a.outcome IN ('accepted', 'ambiguous')))
               FROM deliveries WHERE chunk = $1 AND lease IS NOT NULL ON CONFLICT (delivery, n) DO NOTHING";
        on!(self, db => sqlx::query(attempts).bind(chunk).bind(at).execute(db).await.map(drop))?;
        // Where a chunk has brought three processes down, its rows are sent one
        // by one: whichever was under way did it.
        let alone = died && crashes >= CRASHES;
        let end = if alone {
            State::Quarantined
        } else if planted!("bug.resend_uncertain") {
            State::Due
        } else {
            State::Uncertain
        };
        let rows = self.doubt_submitted(chunk, end, class, now, wait).await?;
        // Who died before a mark may have died of what stood next in line.
        let crashes = match rows {
            0 if died => crashes + 1,
            _ if crashes >= CRASHES => crashes,
            _ => 0,
        };
        let free = "UPDATE chunks SET lease = NULL, lease_until = NULL, crashes = $2,
                done = NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.chunk = $1 AND d.state = 'due') WHERE id = $1";
        on!(self, db => sqlx::query(free).bind(chunk).bind(crashes).execute(db).await.map(drop))?;
        self.tally_moved(notice, rows, State::Submitting, end, now)
            .await?;
        if !alone {
            all.uncertain += rows;
        } else if rows > 0 {
            all.quarantined.insert(notice);
        }
        Ok(())
    }

    /// Ends what was being submitted, each by the rule of its gateway. How many.
    async fn doubt_submitted(
        &mut self,
        chunk: ChunkId,
        end: State,
        class: i32,
        now: Timestamp,
        wait: &Waits,
    ) -> Result<u64> {
        let gateways: Vec<String> = on!(self, db => {
            sqlx::query_scalar("SELECT DISTINCT gateway FROM deliveries WHERE chunk = $1 AND state = 'submitting' AND gateway IS NOT NULL")
                .bind(chunk).fetch_all(db).await
        })?;
        let statement = "UPDATE deliveries SET state = $2, lease = NULL, next_at = $3, since = $4
             WHERE chunk = $1 AND state = 'submitting' AND gateway = $5";
        let (at, urgency) = (now.as_microsecond(), Urgency::of_class(class));
        let mut rows = 0;
        for gateway in gateways {
            let decide_at = at + micros(wait.of(urgency, &gateway));
            let decide_at = (end == State::Uncertain).then_some(decide_at);
            rows += on!(self, db => {
                sqlx::query(statement).bind(chunk).bind(end).bind(decide_at).bind(at).bind(&gateway)
                    .execute(db).await.map(|done| done.rows_affected())
            })?;
        }
        Ok(rows)
    }
}
