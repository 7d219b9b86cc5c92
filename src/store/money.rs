//! What was spent in a month, and what is still expected: added up from the
//! tries themselves, by when they left. Nothing is counted while sending.
//!
//! A try has no index by time. Its delivery's id has its time in it, and
//! nothing leaves after its notice's `send_by`: so a month's tries stand
//! between two ids of the table's own key.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::notices::moment;
use super::{Error, Result, Store, Tx};
use crate::domain::budget::UnderWay;
use crate::domain::id::{NoticeId, first_uuid_at};
use crate::domain::month::Month;
use crate::domain::statement::{GatewayMonth, Kind, Share};

/// How far the clocks of those who write, plan and send may be apart.
const APART: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Where the tries of a month stand.
struct Span {
    first: Uuid,
    last: Uuid,
    begins: i64,
    ends: i64,
}

/// What a notice is reckoned at, at its approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoned {
    /// Its price, in đồng.
    pub vnd: i64,
    /// Its messages.
    pub messages: i64,
    /// How many approvals there had been under a budget.
    pub after: i64,
}

impl Store {
    /// What was handed over in a month and may cost, in đồng.
    pub async fn spent(&self, month: Month) -> Result<i64> {
        let span = self.span(month).await?;
        let statement = "SELECT CAST(COALESCE(SUM(cost_vnd), 0) AS BIGINT) FROM attempts
             WHERE delivery >= $1 AND delivery < $2 AND started_at >= $3 AND started_at < $4
               AND outcome IN ('accepted', 'ambiguous')";
        Ok(on!(read self, db => {
            sqlx::query_scalar(statement).bind(span.first).bind(span.last).bind(span.begins).bind(span.ends)
                .fetch_one(db).await
        })?)
    }

    /// What each gateway was handed in a month and may bill, by what became of
    /// it. Of several tries of one message the last gateway's is the one a
    /// phone confirmed.
    pub async fn statement(&self, month: Month) -> Result<Vec<GatewayMonth>> {
        let span = self.span(month).await?;
        let statement = "SELECT t.gateway, t.kind, COUNT(*), CAST(SUM(t.parts) AS BIGINT), CAST(SUM(t.cost_vnd) AS BIGINT),
                CAST(SUM(t.least_vnd) AS BIGINT), MIN(t.least_vnd / t.parts), MAX(t.cost_vnd / t.parts) FROM (
                SELECT a.gateway, a.cost_vnd, COALESCE(a.least_vnd, a.cost_vnd) AS least_vnd,
                       CASE WHEN a.parts > 0 THEN a.parts ELSE 1 END AS parts, CASE
                    WHEN a.n > 1 AND EXISTS (SELECT 1 FROM attempts b WHERE b.delivery = a.delivery AND b.n < a.n
                        AND b.outcome IN ('accepted', 'ambiguous')) THEN 'extra'
                    WHEN d.state = 'delivered' AND COALESCE(d.gateway, a.gateway) = a.gateway THEN 'delivered'
                    WHEN a.outcome = 'ambiguous' THEN 'ambiguous'
                    WHEN d.state = 'undelivered' AND COALESCE(d.gateway, a.gateway) = a.gateway THEN 'undelivered'
                    ELSE 'accepted' END AS kind
                  FROM attempts a LEFT JOIN deliveries d ON d.id = a.delivery
                 WHERE a.delivery >= $1 AND a.delivery < $2 AND a.started_at >= $3 AND a.started_at < $4
                   AND a.outcome IN ('accepted', 'ambiguous')) AS t
             GROUP BY t.gateway, t.kind";
        let rows: Vec<(String, String, i64, i64, i64, i64, i64, i64)> = on!(read self, db => {
            sqlx::query_as(statement).bind(span.first).bind(span.last).bind(span.begins).bind(span.ends)
                .fetch_all(db).await
        })?;
        let mut gateways: BTreeMap<String, GatewayMonth> = BTreeMap::new();
        for (gateway, kind, messages, parts, vnd, least_vnd, least, most) in rows {
            let kind = Kind::parse(&kind).ok_or_else(|| Error::Strange(kind))?;
            let share = Share {
                messages,
                parts,
                vnd,
                least_vnd,
            };
            gateways
                .entry(gateway.clone())
                .or_insert_with(|| GatewayMonth::of(&gateway))
                .add(kind, share, least, most);
        }
        Ok(gateways.into_values().collect())
    }

    /// Between which ids, and which moments, a month's tries stand.
    async fn span(&self, month: Month) -> Result<Span> {
        let (begins, ends) = (month.begins(), month.ends());
        let statement =
            "SELECT MIN(created_at) FROM notices WHERE send_by > $1 AND state <> 'draft'";
        let earliest: Option<i64> = on!(read self, db => {
            sqlx::query_scalar(statement).bind(begins.as_microsecond()).fetch_one(db).await
        })?;
        let earliest = earliest.map(moment).transpose()?.unwrap_or(begins);
        let apart = |at: Timestamp, by| first_uuid_at(at.saturating_add(by).unwrap_or(at));
        Ok(Span {
            first: apart(earliest, -APART),
            last: apart(ends, APART),
            begins: begins.as_microsecond(),
            ends: ends.as_microsecond(),
        })
    }

    /// What approved notices that are under way will still cost, in đồng, as
    /// they were reckoned at their approval.
    pub async fn expected(&self) -> Result<i64> {
        let statement =
            "SELECT id, planned_at IS NOT NULL, reckoned_vnd, reckoned_messages FROM notices
             WHERE state IN ('approved', 'planning', 'sending', 'paused') AND reckoned_vnd > 0";
        let notices: Vec<(NoticeId, bool, i64, i64)> =
            on!(read self, db => sqlx::query_as(statement).fetch_all(db).await)?;
        let mut expected = 0;
        for (notice, planned, reckoned_vnd, reckoned_messages) in notices {
            let counts = self.progress(notice).await?;
            let under_way = UnderWay {
                reckoned_vnd,
                reckoned_messages,
                planned,
                open: counts.waiting,
                gone: counts.total() - counts.waiting,
            };
            expected += under_way.expected_vnd();
        }
        Ok(expected)
    }

    /// How many approvals there have been under a budget.
    pub async fn budgeted(&self) -> Result<i64> {
        let count = self.meta("budgeted").await?;
        Ok(count.and_then(|count| count.parse().ok()).unwrap_or(0))
    }
}

impl Tx {
    /// Keeps what a notice is reckoned at. `false` where another was approved
    /// since it was reckoned: what was left then may be left no more.
    pub async fn reckon(&mut self, notice: NoticeId, reckoned: Reckoned) -> Result<bool> {
        let first =
            "INSERT INTO meta (key, value) VALUES ('budgeted', '0') ON CONFLICT (key) DO NOTHING";
        on!(self, db => sqlx::query(first).execute(db).await.map(drop))?;
        let count = "UPDATE meta SET value = $2 WHERE key = 'budgeted' AND value = $1";
        let counted = on!(self, db => {
            sqlx::query(count).bind(reckoned.after.to_string()).bind((reckoned.after + 1).to_string())
                .execute(db).await.map(|done| done.rows_affected())
        })?;
        let keep = "UPDATE notices SET reckoned_vnd = $2, reckoned_messages = $3 WHERE id = $1";
        on!(self, db => {
            sqlx::query(keep).bind(notice).bind(reckoned.vnd).bind(reckoned.messages).execute(db).await.map(drop)
        })?;
        Ok(counted == 1)
    }
}
