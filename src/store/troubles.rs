//! What nodes tell each other about sick gateways, and what officers must be
//! told.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::chunks::micros;
use super::dialect;
use super::notices::moment;
use super::{Result, Store, Tx};
use crate::domain::alert::Kind;
use crate::domain::breaker::REST_AUTH;
use crate::domain::id::{NoticeId, uuid_at};
use crate::domain::person::{Address, Way};

/// Something an officer must look at.
#[derive(Debug, Clone, Serialize)]
pub struct Alert {
    /// Its name.
    pub id: Uuid,
    /// What.
    pub kind: Kind,
    /// The gateway it is about.
    pub gateway: String,
    /// The notice's code, where it is about one.
    pub notice: Option<String>,
    /// The gateway's own word.
    pub code: Option<String>,
    /// Since when.
    pub raised_at: Timestamp,
}

impl Store {
    /// Tells all nodes that a gateway is to be left alone for so long.
    pub async fn open_breaker(&self, gateway: &str, rest: Duration) -> Result<()> {
        let mut tx = self.begin().await?;
        let until = dialect::now(&mut tx).await? + micros(rest);
        let statement = "INSERT INTO breakers (gateway, open_until) VALUES ($1, $2)
             ON CONFLICT (gateway) DO UPDATE SET open_until = excluded.open_until";
        on!(tx, db => sqlx::query(statement).bind(gateway).bind(until).execute(db).await.map(drop))?;
        tx.commit().await
    }

    /// Tells all nodes that a gateway is well again.
    pub async fn close_breaker(&self, gateway: &str) -> Result<()> {
        let statement = "DELETE FROM breakers WHERE gateway = $1";
        on!(write self, db => sqlx::query(statement).bind(gateway).execute(db).await.map(drop))?;
        Ok(())
    }

    /// The gateways that are out of order, and for how long they are still to
    /// be left alone: zero where they are on trial.
    pub async fn breakers(&self) -> Result<Vec<(String, Duration)>> {
        let statement = "SELECT gateway, open_until FROM breakers";
        let rows: Vec<(String, i64)> =
            on!(read self, db => sqlx::query_as(statement).fetch_all(db).await)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let now = dialect::read_now(&self.db).await?;
        Ok(rows
            .into_iter()
            .map(|(gateway, until)| {
                let left = Duration::from_micros(u64::try_from(until - now).unwrap_or(0));
                // Nobody rests longer: the clock was set back meanwhile.
                (gateway, left.min(REST_AUTH))
            })
            .collect())
    }

    /// Holds a notice back on a way, until an officer lets it go on. `false`
    /// where it was held already.
    pub async fn hold_back(&self, notice: NoticeId, way: Way, now: Timestamp) -> Result<bool> {
        let statement =
            "INSERT INTO holds (notice, channel, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let held = on!(write self, db => {
            sqlx::query(statement).bind(notice).bind(way).bind(now.as_microsecond()).execute(db).await
                .map(|done| done.rows_affected())
        })?;
        Ok(held == 1)
    }

    /// The ways a notice is held back on.
    pub async fn holds(&self, notice: NoticeId) -> Result<Vec<Way>> {
        let statement = "SELECT channel FROM holds WHERE notice = $1 ORDER BY channel";
        Ok(on!(read self, db => sqlx::query_scalar(statement).bind(notice).fetch_all(db).await)?)
    }

    /// Raises an alert, once for as long as it is open. `false` where it was
    /// open already.
    pub async fn raise(
        &self,
        kind: Kind,
        gateway: &str,
        notice: Option<NoticeId>,
        code: Option<&str>,
        now: Timestamp,
    ) -> Result<bool> {
        let statement = "INSERT INTO alerts (id, kind, gateway, notice, code, raised_at)
             SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT 1 FROM alerts
                 WHERE kind = $2 AND gateway = $3 AND notice = $4 AND closed_at IS NULL)";
        let notice = notice.map_or(Uuid::nil(), |notice| notice.0);
        let raised = on!(write self, db => {
            sqlx::query(statement).bind(uuid_at(now)).bind(kind).bind(gateway).bind(notice).bind(code)
                .bind(now.as_microsecond()).execute(db).await.map(|done| done.rows_affected())
        })?;
        Ok(raised == 1)
    }

    /// Closes what was raised about a gateway as a whole.
    pub async fn gateway_is_well(&self, gateway: &str, now: Timestamp) -> Result<()> {
        let statement = "UPDATE alerts SET closed_at = $3 WHERE gateway = $1 AND notice = $2 AND closed_at IS NULL";
        on!(write self, db => {
            sqlx::query(statement).bind(gateway).bind(Uuid::nil()).bind(now.as_microsecond()).execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Closes what was raised about the budgets of other months.
    pub async fn close_budget_alerts(&self, month: &str, now: Timestamp) -> Result<()> {
        let statement = "UPDATE alerts SET closed_at = $3 WHERE kind = $1 AND gateway <> $2 AND closed_at IS NULL";
        on!(write self, db => {
            sqlx::query(statement).bind(Kind::Budget).bind(month).bind(now.as_microsecond()).execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// The alerts that are open, the oldest first.
    pub async fn alerts(&self) -> Result<Vec<Alert>> {
        self.open_alerts(false).await
    }

    /// Those of them that nobody was called for yet.
    pub async fn uncalled_alerts(&self) -> Result<Vec<Alert>> {
        self.open_alerts(true).await
    }

    async fn open_alerts(&self, uncalled: bool) -> Result<Vec<Alert>> {
        type Row = (Uuid, Kind, String, Option<String>, Option<String>, i64);
        let statement = "SELECT a.id, a.kind, a.gateway, n.code, a.code, a.raised_at
             FROM alerts a LEFT JOIN notices n ON n.id = a.notice
             WHERE a.closed_at IS NULL AND (NOT $1 OR a.called_at IS NULL) ORDER BY a.id LIMIT 100";
        let rows: Vec<Row> =
            on!(read self, db => sqlx::query_as(statement).bind(uncalled).fetch_all(db).await)?;
        rows.into_iter()
            .map(|(id, kind, gateway, notice, code, raised_at)| {
                Ok(Alert {
                    id,
                    kind,
                    gateway,
                    notice,
                    code,
                    raised_at: moment(raised_at)?,
                })
            })
            .collect()
    }

    /// Takes an alert for calling officers; `false` where another node has it,
    /// or where nobody could be reached less than `again` ago.
    pub async fn take_page(&self, alert: Uuid, again: Duration, now: Timestamp) -> Result<bool> {
        let statement = "UPDATE alerts SET paged_at = $2 WHERE id = $1 AND called_at IS NULL
             AND (paged_at IS NULL OR paged_at <= $3 OR paged_at > $4)";
        let (at, again) = (now.as_microsecond(), micros(again));
        let taken = on!(write self, db => {
            sqlx::query(statement).bind(alert).bind(at).bind(at - again).bind(at + again).execute(db).await
                .map(|done| done.rows_affected())
        })?;
        Ok(taken == 1)
    }

    /// Notes that somebody may have been reached about an alert.
    pub async fn called(&self, alert: Uuid, now: Timestamp) -> Result<()> {
        let statement = "UPDATE alerts SET called_at = $2 WHERE id = $1";
        on!(write self, db => {
            sqlx::query(statement).bind(alert).bind(now.as_microsecond()).execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// The addresses of those who answer for a notice; of all officers where
    /// no notice is named.
    pub async fn pagers(&self, code: Option<&str>) -> Result<Vec<Address>> {
        let statement = "SELECT DISTINCT c.id, c.channel, c.address FROM officer_contacts o JOIN contacts c ON c.id = o.contact
             WHERE $1 = '' OR o.officer IN (SELECT d.officer FROM deeds d JOIN notices n ON n.id = d.notice WHERE n.code = $1)
             ORDER BY c.id LIMIT 50";
        let rows: Vec<(Uuid, Way, Vec<u8>)> = on!(read self, db => {
            sqlx::query_as(statement).bind(code.unwrap_or_default()).fetch_all(db).await
        })?;
        let mut pagers = Vec::with_capacity(rows.len());
        for (contact, way, sealed) in rows {
            let value = self.keys.open_text(contact, &sealed).ok();
            if let Some(address) = value.and_then(|value| Address::parse(way, &value).ok()) {
                pagers.push(address);
            } else {
                tracing::error!(%contact, "an officer's address cannot be read");
            }
        }
        Ok(pagers)
    }
}

impl Tx {
    /// Lets a notice go on wherever it was held back, and closes what was
    /// raised about it.
    pub async fn release_holds(&mut self, notice: NoticeId, now: Timestamp) -> Result<()> {
        let holds = "DELETE FROM holds WHERE notice = $1";
        let alerts = "UPDATE alerts SET closed_at = $2 WHERE notice = $1 AND closed_at IS NULL";
        on!(self, db => {
            sqlx::query(holds).bind(notice).execute(&mut *db).await?;
            sqlx::query(alerts).bind(notice).bind(now.as_microsecond()).execute(db).await.map(drop)
        })?;
        Ok(())
    }
}
