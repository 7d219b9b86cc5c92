//! The office's own people.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::area::AreaCode;
use crate::domain::id::{ContactId, OfficerId};
use crate::domain::officer::{Duty, Officer, officer_key};
use crate::domain::person::Address;

type Row = (OfficerId, String, AreaCode, Duty);

fn officer((id, name, area, duty): Row) -> Officer {
    Officer {
        id,
        name,
        area,
        duty,
    }
}

impl Tx {
    /// Writes an officer; `false` where the name is taken, in
    /// whatever spelling.
    pub async fn add_officer(&mut self, officer: &Officer, now: Timestamp) -> Result<bool> {
        let statement =
            "INSERT INTO officers (id, name, folded, area, duty, created_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (folded) DO NOTHING";
        let written = on!(self, db => {
            sqlx::query(statement)
                .bind(officer.id)
                .bind(&officer.name)
                .bind(officer_key(&officer.name))
                .bind(&officer.area)
                .bind(officer.duty)
                .bind(now.as_microsecond())
                .execute(db)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(written == 1)
    }

    /// Writes a way by which an officer is paged.
    pub async fn add_officer_contact(
        &mut self,
        officer: OfficerId,
        address: &Address,
        now: Timestamp,
    ) -> Result<()> {
        let contact = match self.contact_of(address).await? {
            Some(contact) => contact,
            None => self.add_contact(address, now).await?,
        };
        let statement = "INSERT INTO officer_contacts (officer, contact) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        on!(self, db => sqlx::query(statement).bind(officer).bind(contact).execute(db).await.map(drop))?;
        Ok(())
    }

    async fn add_contact(&mut self, address: &Address, now: Timestamp) -> Result<ContactId> {
        let id = ContactId::at(now);
        let sealed = self.keys.seal(id.0, address.expose().as_bytes())?;
        let hash = self.keys.find(address);
        let statement = "INSERT INTO contacts (id, channel, address_hash, address, created_at) VALUES ($1, $2, $3, $4, $5)";
        on!(self, db => {
            sqlx::query(statement)
                .bind(id)
                .bind(address.way())
                .bind(&hash)
                .bind(&sealed)
                .bind(now.as_microsecond())
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(id)
    }
}

impl Store {
    /// The officer of a name, in whatever spelling.
    pub async fn officer(&self, name: &str) -> Result<Option<Officer>> {
        let key = officer_key(name);
        let statement = "SELECT id, name, area, duty FROM officers WHERE folded = $1";
        let row: Option<Row> =
            on!(read self, db => sqlx::query_as(statement).bind(&key).fetch_optional(db).await)?;
        Ok(row.map(officer))
    }

    /// Everybody of the office, by name.
    pub async fn officers(&self) -> Result<Vec<Officer>> {
        let statement = "SELECT id, name, area, duty FROM officers ORDER BY folded";
        let rows: Vec<Row> = on!(read self, db => sqlx::query_as(statement).fetch_all(db).await)?;
        Ok(rows.into_iter().map(officer).collect())
    }

    /// The officer of an id.
    pub async fn officer_by_id(&self, id: OfficerId) -> Result<Option<Officer>> {
        let statement = "SELECT id, name, area, duty FROM officers WHERE id = $1";
        let row: Option<Row> =
            on!(read self, db => sqlx::query_as(statement).bind(id).fetch_optional(db).await)?;
        Ok(row.map(officer))
    }
}
