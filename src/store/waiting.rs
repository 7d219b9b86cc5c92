//! Waits that end: what is to be tried again is gathered into new chunks, what
//! was uncertain long enough is settled.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::again::{Again, Lot};
use super::dialect::Engine;
use super::{Result, Store};
use crate::domain::delivery::State;
use crate::domain::doubt::{Onward, Route, Waited};
use crate::domain::id::{DeliveryId, NoticeId};
use crate::domain::notice::{NoticeState, Urgency};
use crate::domain::person::Way;

/// What became of what waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Deliveries that are tried again.
    pub retried: u64,
    /// Deliveries nobody will ever know about.
    pub given_up: u64,
}

#[derive(sqlx::FromRow)]
struct Waiting {
    id: DeliveryId,
    notice: NoticeId,
    channel: Way,
    class: i32,
    rank: i32,
    state: State,
    asked: i32,
    resent: i32,
    refusals: i32,
    gateway: Option<String>,
    send_by: i64,
    stands: NoticeState,
}

/// What has waited long enough. What waits in a notice that was ended is the
/// sweeper's.
macro_rules! waited {
    ($lock:literal) => {
        concat!(
            "SELECT d.id, d.notice, d.channel, n.class, d.rank, d.state, d.asked, d.resent, d.refusals, d.gateway, n.send_by, n.state AS stands
               FROM deliveries d JOIN notices n ON n.id = d.notice
              WHERE d.next_at IS NOT NULL AND d.next_at <= $1 AND n.state <> 'paused'
                AND (d.state = 'uncertain' OR d.state = 'retry_wait' AND n.state NOT IN ('stopped', 'expired'))
              ORDER BY n.class DESC, d.next_at LIMIT 2000",
            $lock
        )
    };
}

impl Store {
    /// Gathers what is to be tried again into new chunks, and settles what has
    /// been uncertain long enough, each by [`Waited::onward`].
    pub async fn wake_waiting(&self, now: Timestamp, routes: &[Route]) -> Result<Swept> {
        let mut tx = self.begin().await?;
        let statement = match tx.engine() {
            Engine::Sqlite => waited!(""),
            // Of two nodes each takes what the other leaves.
            Engine::Postgres => waited!(" FOR UPDATE OF d SKIP LOCKED"),
        };
        let waiting: Vec<Waiting> = on!(tx, db => {
            sqlx::query_as(statement).bind(now.as_microsecond()).fetch_all(db).await
        })?;
        if waiting.is_empty() {
            return Ok(Swept::default());
        }
        let mut again: BTreeMap<Lot, Vec<Again>> = BTreeMap::new();
        let mut lost: BTreeMap<(NoticeId, State), Vec<DeliveryId>> = BTreeMap::new();
        for row in waiting {
            match row.onward(now, routes) {
                Some((lot, one)) => again.entry(lot).or_default().push(one),
                None => lost
                    .entry((row.notice, row.state))
                    .or_default()
                    .push(row.id),
            }
        }
        let mut swept = Swept::default();
        for (lot, rows) in again {
            swept.retried += tx.make_due(&lot, &rows, now).await?;
        }
        for ((notice, from), ids) in lost {
            let over = (from, State::UnknownFinal);
            swept.given_up += tx.end_rows(notice, over, &ids, now).await?;
        }
        tx.commit().await?;
        Ok(swept)
    }

    /// Lets danger to life leave gateways that may have it and are out of
    /// order: one extra copy of each goes by another that is well. How many.
    pub async fn leave_sick_gateways(&self, now: Timestamp, routes: &[Route]) -> Result<u64> {
        let mut left = 0;
        for sick in routes
            .iter()
            .filter(|route| route.repeatable && !route.well)
        {
            let next = routes
                .iter()
                .find(|route| route.way == sick.way && route.well);
            if let Some(next) = next {
                left += self.leave(sick, next, now).await?;
            }
        }
        Ok(left)
    }

    async fn leave(&self, sick: &Route, next: &Route, now: Timestamp) -> Result<u64> {
        let statement = "SELECT c.notice, c.class, c.rank, d.id FROM notices n
             JOIN chunks c ON c.notice = n.id AND NOT c.done
             JOIN deliveries d ON d.chunk = c.id
             WHERE n.class = $1 AND n.state IN ('planning', 'sending') AND n.send_by > $2
               AND c.channel = $3 AND c.gateway = $4 AND c.lease IS NULL
               AND d.state = 'due' AND d.asked > 0 AND d.resent = 0 ORDER BY d.seq LIMIT 2000";
        let mut tx = self.begin().await?;
        let rows: Vec<(NoticeId, i32, i32, DeliveryId)> = on!(tx, db => {
            sqlx::query_as(statement)
                .bind(Urgency::Flash.class()).bind(now.as_microsecond()).bind(sick.way).bind(&sick.gateway)
                .fetch_all(db).await
        })?;
        if rows.is_empty() {
            return Ok(0);
        }
        let mut lots: BTreeMap<Lot, Vec<Again>> = BTreeMap::new();
        for (notice, class, rank, id) in rows {
            let lot = Lot {
                gateway: next.gateway.clone(),
                ..Lot::of(notice, sick.way, class, rank)
            };
            lots.entry(lot)
                .or_default()
                .push(Again::extra(id, State::Due, 0));
        }
        let mut left = 0;
        for (lot, rows) in lots {
            left += tx.make_due(&lot, &rows, now).await?;
        }
        tx.commit().await?;
        Ok(left)
    }
}

impl Waiting {
    /// Where it goes on; `None` where nobody will ever know.
    fn onward(&self, now: Timestamp, routes: &[Route]) -> Option<(Lot, Again)> {
        let waited = Waited {
            urgency: Urgency::of_class(self.class),
            state: self.state,
            way: self.channel,
            gateway: self.gateway.as_deref(),
            asked: self.asked,
            resent: self.resent,
            refusals: self.refusals,
            in_time: self.stands.sends() && self.send_by > now.as_microsecond(),
        };
        let (gateway, asked, extra) = match waited.onward(routes) {
            Onward::Retry(gateway) => (gateway, self.asked, false),
            Onward::Ask(gateway) => (Some(gateway), self.asked + 1, false),
            Onward::Extra(gateway) => (gateway, 0, true),
            Onward::GiveUp => return None,
        };
        let lot = Lot {
            gateway: gateway.unwrap_or_default().to_owned(),
            refusals: self.refusals,
            ..Lot::of(self.notice, self.channel, self.class, self.rank)
        };
        let again = Again {
            id: self.id,
            from: self.state,
            resent: self.resent,
            asked,
            extra,
        };
        Some((lot, again))
    }
}
