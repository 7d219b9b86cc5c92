//! Chunks: what a pump claims, renews and gives back.

use std::time::Duration;

use jiff::Timestamp;

use super::dialect::{self, skip_locked};
use super::notices::moment;
use super::{Result, Store, Tx};
use crate::domain::area::AreaCode;
use crate::domain::delivery::State;
use crate::domain::id::{ChunkId, ContactId, DeliveryId, Lease, NoticeId, PersonId};
use crate::domain::language::Lang;
use crate::domain::person::{Address, Way};

/// A claimed chunk.
#[derive(Debug, Clone, Copy)]
pub struct Chunk {
    /// Its id.
    pub id: ChunkId,
    /// Whose deliveries it holds.
    pub notice: NoticeId,
    /// Nothing leaves at or after this.
    pub send_by: Timestamp,
    /// A specimen: not through a real gateway.
    pub sample: bool,
}

/// One delivery that is due, with all that is needed to send it.
#[derive(Debug, Clone)]
pub struct Due {
    /// The ledger row.
    pub id: DeliveryId,
    /// Where to.
    pub address: Address,
    /// In what language.
    pub language: Lang,
    /// How often it was tried.
    pub tries: i32,
    /// The person's name, sealed with their id; opened only where a text asks.
    pub names: Names,
}

/// Names a text may ask for, still sealed.
#[derive(Debug, Clone)]
pub struct Names {
    person: Option<(PersonId, Vec<u8>)>,
    head: Option<(PersonId, Vec<u8>)>,
    /// The village's name.
    pub village: Option<String>,
    /// The commune they live in.
    pub area: Option<AreaCode>,
    /// How many people the contact serves.
    pub serves: i64,
}

type DueRow = (
    DeliveryId,
    i32,
    ContactId,
    Way,
    Vec<u8>,
    Option<String>,
    Option<PersonId>,
    Option<Vec<u8>>,
    Option<PersonId>,
    Option<Vec<u8>>,
    Option<String>,
    Option<AreaCode>,
    i64,
);

impl Store {
    /// Claims the next chunk of a channel: the most urgent notice, in it the
    /// people who tell others, then in the order of planning. One small write.
    pub async fn claim_chunk(
        &self,
        way: Way,
        lease: Lease,
        length: Duration,
        now: Timestamp,
    ) -> Result<Option<Chunk>> {
        let mut tx = self.begin().await?;
        let until = dialect::now(&mut tx).await? + micros(length);
        let engine = tx.engine();
        let statement = skip_locked!(
            engine,
            "UPDATE chunks SET lease = $1, lease_until = $2 WHERE id = (
                SELECT c.id FROM chunks c JOIN notices n ON n.id = c.notice
                 WHERE NOT c.done AND c.channel = $3 AND c.lease IS NULL
                   AND n.state IN ('planning', 'sending') AND n.send_by > $4
                   AND NOT EXISTS (SELECT 1 FROM meta WHERE key = 'quarantine')
                 ORDER BY c.class DESC, c.rank, c.id LIMIT 1",
            ") RETURNING id, notice"
        );
        let claimed: Option<(ChunkId, NoticeId)> = on!(tx, db => {
            sqlx::query_as(statement).bind(lease).bind(until).bind(way).bind(now.as_microsecond())
                .fetch_optional(db).await
        })?;
        let Some((id, notice)) = claimed else {
            return Ok(None);
        };
        let (send_by, sample): (i64, bool) = on!(tx, db => {
            sqlx::query_as("SELECT send_by, sample FROM notices WHERE id = $1").bind(notice).fetch_one(db).await
        })?;
        tx.commit().await?;
        Ok(Some(Chunk {
            id,
            notice,
            send_by: moment(send_by)?,
            sample,
        }))
    }

    /// The deliveries of a chunk that are due, in order.
    pub async fn due_in(&self, chunk: ChunkId) -> Result<Vec<Due>> {
        let statement = "SELECT d.id, d.tries, c.id, c.channel, c.address, p.language, p.id, p.name, h.id, h.name, v.name, p.area,
                (SELECT COUNT(*) FROM serves s WHERE s.contact = d.contact)
             FROM deliveries d JOIN contacts c ON c.id = d.contact
             LEFT JOIN people p ON p.id = d.person
             LEFT JOIN people h ON h.id = p.household
             LEFT JOIN villages v ON v.id = p.village
             WHERE d.chunk = $1 AND d.state = 'due' ORDER BY d.seq";
        let rows: Vec<DueRow> =
            on!(read self, db => sqlx::query_as(statement).bind(chunk).fetch_all(db).await)?;
        rows.into_iter().map(|row| self.read_due(row)).collect()
    }

    fn read_due(&self, row: DueRow) -> Result<Due> {
        let (
            id,
            tries,
            contact,
            way,
            sealed,
            language,
            person,
            name,
            head,
            head_name,
            village,
            area,
            serves,
        ) = row;
        let value = self.keys.open_text(contact.0, &sealed)?;
        let address = Address::parse(way, &value)
            .map_err(|_| super::Error::Strange(format!("the address of contact {contact}")))?;
        let names = Names {
            person: person.zip(name),
            head: head.zip(head_name),
            village,
            area,
            serves,
        };
        let language = language
            .as_deref()
            .map_or(Ok(Lang::vi()), super::people::language)?;
        Ok(Due {
            id,
            address,
            language,
            tries,
            names,
        })
    }

    /// Ends deliveries of a chunk whose contact was forgotten while they were
    /// being planned: there is nobody to send them to.
    pub async fn end_orphans(&self, chunk: &Chunk, now: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        let statement = "UPDATE deliveries SET state = 'suppressed', since = $2 WHERE chunk = $1 AND state = 'due'
             AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = deliveries.contact)";
        let ended = on!(tx, db => {
            sqlx::query(statement).bind(chunk.id).bind(now.as_microsecond()).execute(db).await.map(|done| done.rows_affected())
        })?;
        tx.tally_moved(chunk.notice, ended, State::Due, State::Suppressed, now)
            .await?;
        tx.commit().await
    }

    /// Opens the names of a delivery: the person's, the household's first member's.
    pub fn open_names(&self, names: &Names) -> Result<(String, String)> {
        let open = |sealed: &Option<(PersonId, Vec<u8>)>| -> Result<String> {
            match sealed {
                Some((id, name)) => Ok(self.keys.open_text(id.0, name)?),
                None => Ok(String::new()),
            }
        };
        Ok((open(&names.person)?, open(&names.head)?))
    }

    /// Keeps a pump's chunks for another while. How many it still holds.
    pub async fn renew_lease(&self, lease: Lease, length: Duration) -> Result<u64> {
        let mut tx = self.begin().await?;
        let until = dialect::now(&mut tx).await? + micros(length);
        let statement = "UPDATE chunks SET lease_until = $2 WHERE lease = $1";
        let held = on!(tx, db => {
            sqlx::query(statement).bind(lease).bind(until).execute(db).await.map(|done| done.rows_affected())
        })?;
        tx.commit().await?;
        Ok(held)
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

    /// Whether something more urgent than a class waits to be claimed.
    pub async fn outranked(&self, way: Way, class: i32, now: Timestamp) -> Result<bool> {
        let statement = "SELECT EXISTS (SELECT 1 FROM chunks c JOIN notices n ON n.id = c.notice
             WHERE NOT c.done AND c.channel = $1 AND c.class > $2 AND c.lease IS NULL
               AND n.state IN ('planning', 'sending') AND n.send_by > $3)";
        Ok(on!(read self, db => {
            sqlx::query_scalar(statement).bind(way).bind(class).bind(now.as_microsecond()).fetch_one(db).await
        })?)
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

/// A length of time in microseconds.
pub(super) fn micros(length: Duration) -> i64 {
    i64::try_from(length.as_micros()).unwrap_or(i64::MAX)
}

impl Tx {
    /// Chunks whose holder has let the lease run out, by the database's clock.
    pub(super) async fn lost_chunks(&mut self) -> Result<Vec<(ChunkId, NoticeId)>> {
        let now = dialect::now(self).await?;
        let statement = "SELECT id, notice FROM chunks WHERE lease IS NOT NULL AND lease_until < $1 ORDER BY id LIMIT 200";
        Ok(on!(self, db => sqlx::query_as(statement).bind(now).fetch_all(db).await)?)
    }
}
