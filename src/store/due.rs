//! Deliveries that are due, with all that is needed to send them.

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::chunks::Chunk;
use super::doubt::in_doubt;
use super::list::push_list;
use super::{Result, Store};
use crate::domain::area::AreaCode;
use crate::domain::delivery::State;
use crate::domain::id::{ContactId, DeliveryId, PersonId};
use crate::domain::language::Lang;
use crate::domain::notice::Urgency;
use crate::domain::person::{Address, Way};

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
    /// How often it could not be put together.
    pub crashes: i32,
    /// An earlier try may have arrived.
    pub in_doubt: bool,
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
    i32,
    bool,
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
    bool,
);

/// What a chunk has to send.
#[derive(Debug, Default)]
pub struct Load {
    /// In order.
    pub due: Vec<Due>,
    /// Rows whose address does not open any more: nobody can send them.
    pub unreadable: Vec<DeliveryId>,
    /// Some are for people who have asked for silence since.
    pub silenced: bool,
}

impl Store {
    /// The deliveries of a chunk that are due, in order.
    pub async fn due_in(&self, chunk: &Chunk) -> Result<Load> {
        let statement = concat!("SELECT d.id, d.tries, d.crashes, ", in_doubt!("d"), ", c.id, c.channel, c.address, p.language, p.id, p.name, h.id, h.name, v.name, p.area,
                (SELECT COUNT(*) FROM serves s WHERE s.contact = d.contact), c.silent_since IS NOT NULL
             FROM deliveries d JOIN contacts c ON c.id = d.contact
             LEFT JOIN people p ON p.id = d.person
             LEFT JOIN people h ON h.id = p.household
             LEFT JOIN villages v ON v.id = p.village
             WHERE d.chunk = $1 AND d.state = 'due' ORDER BY d.seq");
        let rows: Vec<DueRow> =
            on!(read self, db => sqlx::query_as(statement).bind(chunk.id).fetch_all(db).await)?;
        let heard_anyway = chunk.class == Urgency::Flash.class();
        let mut load = Load::default();
        for row in rows {
            let (id, silent) = (row.0, row.15);
            if silent && !heard_anyway {
                load.silenced = true;
                continue;
            }
            match self.read_due(row) {
                Ok(due) => load.due.push(due),
                Err(error) => {
                    tracing::error!(delivery = %id, %error, "a delivery cannot be read");
                    load.unreadable.push(id);
                }
            }
        }
        Ok(load)
    }

    fn read_due(&self, row: DueRow) -> Result<Due> {
        let (
            id,
            tries,
            crashes,
            in_doubt,
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
            _,
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
            crashes,
            in_doubt,
            names,
        })
    }

    /// Sets deliveries of a claimed chunk aside, for a person to look at.
    pub async fn set_aside(
        &self,
        chunk: &Chunk,
        deliveries: &[DeliveryId],
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let moved = on!(tx, db => {
            let mut query = QueryBuilder::<Db>::new("UPDATE deliveries SET state = 'quarantined', since = ");
            query.push_bind(now.as_microsecond()).push(" WHERE COALESCE(state = 'due', FALSE) AND id IN ");
            push_list(&mut query, deliveries.iter().copied());
            query.build().execute(db).await.map(|done| done.rows_affected())
        })?;
        tx.tally_moved(chunk.notice, moved, State::Due, State::Quarantined, now)
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
}
