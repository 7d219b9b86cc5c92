//! Chunks: what a pump claims, renews and gives back.

use std::time::Duration;

use jiff::Timestamp;

use super::dialect::{self, Engine};
use super::notices::moment;
use super::{Result, Store, Tx};
use crate::domain::id::{ChunkId, Lease, NoticeId};
use crate::domain::person::Way;

/// A claimed chunk.
#[derive(Debug, Clone, Copy)]
pub struct Chunk {
    /// Its id.
    pub id: ChunkId,
    /// Whose deliveries it holds.
    pub notice: NoticeId,
    /// How much depends on them.
    pub class: i32,
    /// It is meant for one gateway by name.
    pub pinned: bool,
    /// It is advertising.
    pub promotional: bool,
    /// Refusals of their content so far.
    pub refusals: i32,
    /// Processes that died holding it before they had marked a row.
    pub crashes: i32,
    /// Nothing leaves at or after this.
    pub send_by: Timestamp,
}

/// What a pump may claim.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// The way it serves.
    pub way: Way,
    /// Its gateway.
    pub gateway: &'a str,
    /// Whether the gateway is in charge of the way: else it takes only what is
    /// meant for it by name.
    pub in_charge: bool,
    /// What advertising it may take.
    pub advertising: Advertising,
    /// Fetched while another is still in hand. What somebody died holding is
    /// not, nor what stands behind it: it is taken up when it is the only one,
    /// or its deaths would be counted though nobody had begun it.
    pub ahead: bool,
    /// The least urgent class that may leave now.
    pub least: i32,
    /// Of several notices of one class, the next after this one has its turn.
    pub after: NoticeId,
    /// Its right.
    pub lease: Lease,
    /// For how long.
    pub length: Duration,
}

impl Claim<'_> {
    /// Whether it takes any advertising.
    pub fn advertises(&self) -> bool {
        self.advertising != Advertising::Nothing
    }

    /// Whether it takes what its way has for whichever gateway is in charge.
    pub fn leads(&self, promotional: bool) -> bool {
        if promotional {
            self.advertising == Advertising::All
        } else {
            self.in_charge
        }
    }
}

/// What advertising a pump may claim: its gateway is registered for it or not,
/// and it leaves by day only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advertising {
    /// None.
    Nothing,
    /// What is meant for its gateway by name.
    Named,
    /// Whatever its way has: of those registered its gateway is in charge.
    All,
}

/// The notices that have a chunk a pump may claim: $1 way, $2 now, $3 gateway,
/// $4 whether it is in charge, $5 whether it takes advertising, $6 all of it.
macro_rules! waiting {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM notices n WHERE n.state IN ('planning', 'sending') AND n.send_by > $2
               AND NOT EXISTS (SELECT 1 FROM meta WHERE key = 'quarantine')
               AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.notice = n.id AND h.channel = $1)
               AND EXISTS (SELECT 1 FROM chunks c WHERE c.notice = n.id AND c.channel = $1 AND NOT c.done
                   AND c.lease IS NULL AND (c.gateway = $3 OR (c.gateway = '' AND (($4 AND NOT n.promotional) OR ($6 AND n.promotional)))))
               AND ($5 OR NOT n.promotional)",
            $rest
        )
    };
}

/// Takes the first free chunk of a notice.
macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "UPDATE chunks SET lease = $1, lease_until = $2 WHERE id = (
                SELECT id FROM chunks WHERE notice = $3 AND channel = $4 AND NOT done AND lease IS NULL
                   AND (gateway = $5 OR ($6 AND gateway = '')) ORDER BY rank, id LIMIT 1",
            $lock,
            ") AND (crashes = 0 OR NOT $7) RETURNING id, gateway <> '', refusals, crashes"
        )
    };
}

/// Makes a chunk $1 like the chunk $2, which is held by the lease $3.
macro_rules! split {
    ($lock:literal) => {
        concat!(
            "INSERT INTO chunks (id, notice, channel, gateway, refusals, class, rank, crashes, done)
             SELECT $1, notice, channel, gateway, refusals, class, rank, crashes, FALSE FROM chunks WHERE id = $2 AND lease = $3",
            $lock
        )
    };
}

impl Store {
    /// Claims the next chunk: of the most urgent notices the one whose turn it
    /// is, in it the people who tell others, then in the order of planning. One
    /// small write.
    pub async fn claim_chunk(&self, claim: &Claim<'_>, now: Timestamp) -> Result<Option<Chunk>> {
        let mut after = claim.after;
        // Where another pump takes what we were looking at, we look again.
        for _ in 0..LOOKS {
            let Some((notice, class, send_by, promotional)) =
                self.next_notice(claim, after, now).await?
            else {
                return Ok(None);
            };
            let mut tx = self.begin().await?;
            let until = dialect::now(&mut tx).await? + micros(claim.length);
            let statement = match tx.engine() {
                Engine::Sqlite => claim!(""),
                Engine::Postgres => claim!(" FOR UPDATE SKIP LOCKED"),
            };
            let claimed: Option<(ChunkId, bool, i32, i32)> = on!(tx, db => {
                sqlx::query_as(statement)
                    .bind(claim.lease).bind(until).bind(notice).bind(claim.way).bind(claim.gateway).bind(claim.leads(promotional))
                    .bind(claim.ahead).fetch_optional(db).await
            })?;
            tx.commit().await?;
            if let Some((id, pinned, refusals, crashes)) = claimed {
                return Ok(Some(Chunk {
                    id,
                    notice,
                    class,
                    pinned,
                    promotional,
                    refusals,
                    crashes,
                    send_by: moment(send_by)?,
                }));
            }
            after = notice;
        }
        Ok(None)
    }

    /// The notice whose turn it is: the most urgent ones take turns.
    async fn next_notice(
        &self,
        claim: &Claim<'_>,
        after: NoticeId,
        now: Timestamp,
    ) -> Result<Option<(NoticeId, i32, i64, bool)>> {
        let statement = waiting!(
            "SELECT n.id, n.class, n.send_by, n.promotional",
            " AND n.class >= $7 ORDER BY n.class DESC, CASE WHEN n.id > $8 THEN 0 ELSE 1 END, n.id LIMIT 1"
        );
        Ok(on!(read self, db => {
            sqlx::query_as(statement)
                .bind(claim.way).bind(now.as_microsecond()).bind(claim.gateway).bind(claim.in_charge)
                .bind(claim.advertises()).bind(claim.leads(true)).bind(claim.least).bind(after)
                .fetch_optional(db).await
        })?)
    }

    /// Whether a pump should give back the chunk it holds: something more
    /// urgent waits, or, once its turn is over, another notice of the class.
    pub async fn outranked(
        &self,
        claim: &Claim<'_>,
        holding: &Chunk,
        turn_is_over: bool,
        now: Timestamp,
    ) -> Result<bool> {
        let statement = waiting!(
            "SELECT n.id",
            " AND (n.class > $7 OR ($8 AND n.class = $7 AND n.id <> $9)) LIMIT 1"
        );
        let other: Option<NoticeId> = on!(read self, db => {
            sqlx::query_scalar(statement)
                .bind(claim.way).bind(now.as_microsecond()).bind(claim.gateway).bind(claim.in_charge)
                .bind(claim.advertises()).bind(claim.leads(true)).bind(holding.class).bind(turn_is_over).bind(holding.notice)
                .fetch_optional(db).await
        })?;
        Ok(other.is_some())
    }

    /// Notes that a chunk somebody died holding goes on after all.
    pub async fn goes_on(&self, chunk: ChunkId) -> Result<()> {
        let statement = "UPDATE chunks SET crashes = 0 WHERE id = $1";
        let mut tx = self.begin().await?;
        on!(tx, db => sqlx::query(statement).bind(chunk).execute(db).await.map(drop))?;
        tx.commit().await
    }

    /// Moves what is still due of a claimed chunk into a new one, which anybody
    /// may claim while the rest is waited for.
    pub async fn split_off(&self, lease: Lease, chunk: ChunkId, now: Timestamp) -> Result<()> {
        let rest = ChunkId::at(now);
        let mut tx = self.begin().await?;
        let statement = match tx.engine() {
            Engine::Sqlite => split!(""),
            // Nobody may take the old one over meanwhile.
            Engine::Postgres => split!(" FOR UPDATE"),
        };
        let moves = "UPDATE deliveries SET chunk = $1 WHERE chunk = $2 AND state = 'due'";
        on!(tx, db => {
            let made = sqlx::query(statement).bind(rest).bind(chunk).bind(lease).execute(&mut *db).await?;
            if made.rows_affected() > 0 {
                sqlx::query(moves).bind(rest).bind(chunk).execute(db).await?;
            }
        });
        tx.commit().await
    }

    /// Gives chunks back: done where nothing in them is due any more.
    pub async fn release_chunks(&self, lease: Lease, chunks: &[ChunkId]) -> Result<()> {
        let mut tx = self.begin().await?;
        for chunk in chunks {
            let statement = "UPDATE chunks SET lease = NULL, lease_until = NULL,
                    done = NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.chunk = $1 AND d.state = 'due')
                 WHERE id = $1 AND lease = $2";
            on!(tx, db => sqlx::query(statement).bind(chunk).bind(lease).execute(db).await.map(drop))?;
        }
        tx.commit().await
    }

    /// The ways that have something waiting to be claimed.
    pub async fn waiting_ways(&self, now: Timestamp) -> Result<Vec<Way>> {
        let statement = "SELECT DISTINCT c.channel FROM chunks c JOIN notices n ON n.id = c.notice
             WHERE NOT c.done AND c.lease IS NULL AND n.state IN ('planning', 'sending') AND n.send_by > $1";
        Ok(
            on!(read self, db => sqlx::query_scalar(statement).bind(now.as_microsecond()).fetch_all(db).await)?,
        )
    }
}

/// How often a pump looks for a chunk that others snatch away.
const LOOKS: usize = 4;

/// A length of time in microseconds.
pub(super) fn micros(length: Duration) -> i64 {
    i64::try_from(length.as_micros()).unwrap_or(i64::MAX)
}

/// Until when no lease can have been given that is of this length: one that
/// says more was given before the clock was set back, by whoever died with it.
pub(super) fn too_far(now: i64, length: Duration) -> i64 {
    now.saturating_add(micros(length).saturating_mul(2))
}

macro_rules! lost {
    ($lock:literal) => {
        concat!(
            "SELECT id, notice FROM chunks WHERE lease IS NOT NULL AND (lease_until < $1 OR lease_until > $2) ORDER BY id LIMIT 200",
            $lock
        )
    };
}

impl Tx {
    /// Chunks whose holder has let the lease run out, by the database's clock.
    pub(super) async fn lost_chunks(
        &mut self,
        lease: Duration,
    ) -> Result<Vec<(ChunkId, NoticeId)>> {
        let now = dialect::now(self).await?;
        let statement = match self.engine() {
            Engine::Sqlite => lost!(""),
            // Of two sweepers each takes what the other leaves.
            Engine::Postgres => lost!(" FOR UPDATE SKIP LOCKED"),
        };
        Ok(
            on!(self, db => sqlx::query_as(statement).bind(now).bind(too_far(now, lease)).fetch_all(db).await)?,
        )
    }
}
