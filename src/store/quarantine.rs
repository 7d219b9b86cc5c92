//! A restored office is held: what it has forgotten may have left already.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::chunks::micros;
use super::epoch::number;
use super::{Result, Store, Tx, dialect};
use crate::crash::crash_point;
use crate::domain::delivery::{Event, State, transition};
use crate::domain::doubt::Waits;
use crate::domain::id::{NoticeId, OfficerId, uuid_at};
use crate::domain::notice::Urgency;
use crate::domain::restore::{LEAP, Quarantine};

/// What the hold came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// Deliveries of which nobody knows now whether they left.
    pub uncertain: u64,
    /// Notices that an officer must decide on.
    pub paused: u64,
}

impl Store {
    /// The hold that is on, if one is.
    pub async fn quarantine(&self) -> Result<Option<Quarantine>> {
        read(self.meta("quarantine").await?)
    }

    /// Puts the office on hold, all or nothing: whatever had not surely been
    /// handed over is uncertain from here on, and whatever was not planned to
    /// its end waits for an officer. `beside` is the count the file beside the
    /// key has reached. Returns the new count as well.
    pub async fn hold(
        &self,
        quarantine: &Quarantine,
        beside: i64,
        wait: &Waits,
    ) -> Result<(Held, i64)> {
        let place = dialect::place(&self.db).await?;
        let mut tx = self.begin().await?;
        dialect::commit_surely(&mut tx).await?;
        dialect::keep_writers_out(&mut tx).await?;
        let epoch = number(tx.meta("epoch").await?.as_deref())?
            .max(beside)
            .saturating_add(LEAP);
        tx.set_meta("epoch", &epoch.to_string()).await?;
        if let Some(place) = place {
            tx.set_meta("place", &place).await?;
        }
        tx.set_meta("quarantine", &serde_json::to_string(quarantine)?)
            .await?;
        let mut held = Held::default();
        for (notice, class) in tx.unfinished().await? {
            let decide_at =
                quarantine.since.as_microsecond() + micros(wait.of(Urgency::of_class(class), ""));
            held.uncertain += tx.doubt(notice, decide_at, quarantine.since).await?;
        }
        held.paused = tx.pause_unplanned().await?;
        tx.give_up_leases().await?;
        tx.drop_replies().await?;
        crash_point!("hold.middle");
        tx.commit().await?;
        Ok((held, epoch))
    }
}

impl Tx {
    /// The hold that is on, seen by whatever is done in this transaction.
    pub async fn quarantine(&mut self) -> Result<Option<Quarantine>> {
        read(self.meta("quarantine").await?)
    }

    /// Ends the hold in the name of officers. `false` where none is on.
    pub async fn end_quarantine(
        &mut self,
        quarantine: &Quarantine,
        officers: &[OfficerId],
        now: Timestamp,
    ) -> Result<bool> {
        let gone = on!(self, db => {
            sqlx::query("DELETE FROM meta WHERE key = 'quarantine'").execute(db).await.map(|done| done.rows_affected())
        })?;
        let statement = "INSERT INTO resumptions (id, officer, held_since, reason, at) VALUES ($1, $2, $3, $4, $5)";
        for officer in officers {
            on!(self, db => {
                sqlx::query(statement)
                    .bind(uuid_at(now)).bind(officer).bind(quarantine.since.as_microsecond())
                    .bind(quarantine.why.as_str()).bind(now.as_microsecond())
                    .execute(db).await.map(drop)
            })?;
        }
        Ok(gone == 1)
    }

    /// Notices that may have deliveries without an end: those under way, and
    /// those that ended while something was still open.
    async fn unfinished(&mut self) -> Result<BTreeMap<NoticeId, i32>> {
        let statement = "SELECT id, class FROM notices WHERE state IN ('approved', 'planning', 'sending', 'paused')
             UNION SELECT n.id, n.class FROM notices n JOIN (
                SELECT notice, state, n FROM tally UNION ALL SELECT notice, state, n FROM tally_changes) AS t
                ON t.notice = n.id
             WHERE t.state IN ('planned', 'due', 'retry_wait', 'submitting')
             GROUP BY n.id, n.class, t.state HAVING SUM(t.n) > 0";
        let rows: Vec<(NoticeId, i32)> =
            on!(self, db => sqlx::query_as(statement).fetch_all(db).await)?;
        Ok(rows.into_iter().collect())
    }

    /// Makes uncertain what of a notice may have left since. How many rows.
    async fn doubt(&mut self, notice: NoticeId, decide_at: i64, since: Timestamp) -> Result<u64> {
        let at = since.as_microsecond();
        let attempts =
            "INSERT INTO attempts (delivery, n, gateway, started_at, ended_at, outcome, code, parts, cost_vnd)
             SELECT id, tries, gateway, since, $2, 'ambiguous', 'restored', parts,
                    cost_vnd / (1 + (SELECT COUNT(*) FROM attempts a
                        WHERE a.delivery = deliveries.id AND a.outcome IN ('accepted', 'ambiguous')))
               FROM deliveries
              WHERE chunk IN (SELECT id FROM chunks WHERE notice = $1) AND state = 'submitting' AND gateway IS NOT NULL
             ON CONFLICT (delivery, n) DO NOTHING";
        on!(self, db => sqlx::query(attempts).bind(notice).bind(at).execute(db).await.map(drop))?;
        let statement =
            "UPDATE deliveries SET state = 'uncertain', lease = NULL, gateway = NULL, next_at = $3, since = $4
             WHERE chunk IN (SELECT id FROM chunks WHERE notice = $1) AND state = $2";
        // No gateway is asked about any of them: it may have refused since what
        // it is asked about, and would take the question for a new message.
        let unasked = "UPDATE deliveries SET gateway = NULL
             WHERE chunk IN (SELECT id FROM chunks WHERE notice = $1) AND state = 'uncertain'";
        on!(self, db => sqlx::query(unasked).bind(notice).execute(db).await.map(drop))?;
        let mut changes = Vec::new();
        let mut all = 0;
        for from in forgetful() {
            let rows = on!(self, db => {
                sqlx::query(statement).bind(notice).bind(from).bind(decide_at).bind(at).execute(db).await
                    .map(|done| done.rows_affected())
            })?;
            let n = i64::try_from(rows).unwrap_or(i64::MAX);
            changes.extend([(from, -n), (State::Uncertain, n)]);
            all += rows;
        }
        self.tally(notice, &changes, since).await?;
        Ok(all)
    }

    async fn pause_unplanned(&mut self) -> Result<u64> {
        let statement = "UPDATE notices SET state = 'paused', version = version + 1 WHERE state IN ('approved', 'planning')";
        Ok(
            on!(self, db => sqlx::query(statement).execute(db).await.map(|done| done.rows_affected()))?,
        )
    }

    /// Nothing is due in any chunk, and whoever held one does so no more.
    async fn give_up_leases(&mut self) -> Result<()> {
        for statement in [
            "UPDATE chunks SET lease = NULL, lease_until = NULL WHERE lease IS NOT NULL",
            "UPDATE chunks SET done = TRUE WHERE NOT done",
        ] {
            on!(self, db => sqlx::query(statement).execute(db).await.map(drop))?;
        }
        Ok(())
    }
}

/// The states, as rows have them, that a restore makes uncertain.
fn forgetful() -> impl Iterator<Item = State> {
    State::ALL.into_iter().filter(|state| {
        !matches!(state, State::Claimed | State::Uncertain)
            && transition(*state, Event::Restored, Urgency::Routine) == Ok(State::Uncertain)
    })
}

fn read(value: Option<String>) -> Result<Option<Quarantine>> {
    Ok(value.map(|text| serde_json::from_str(&text)).transpose()?)
}
