//! What is written of a group of people, and how.

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::NewPerson;
use crate::domain::id::{ContactId, ListId, PersonId};
use crate::domain::person::Way;
use crate::store::{Result, Tx};

/// What a group of people comes to, to be written.
#[derive(Default)]
pub(super) struct Writes {
    pub(super) people: Vec<(PersonId, PersonId, NewPerson, Vec<u8>, Option<Vec<u8>>)>,
    pub(super) updates: Vec<(PersonId, NewPerson, Option<Vec<u8>>)>,
    pub(super) contacts: Vec<(ContactId, Way, Vec<u8>, Vec<u8>)>,
    pub(super) serves: Vec<(PersonId, ContactId)>,
}

impl Tx {
    /// Writes a group, table by table.
    pub(super) async fn write_people(
        &mut self,
        writes: &Writes,
        list: ListId,
        now: Timestamp,
    ) -> Result<()> {
        let at = now.as_microsecond();
        for group in writes.people.chunks(1000) {
            on!(self, db => {
                let mut query = QueryBuilder::<Db>::new(
                    "INSERT INTO people (id, area, village, household, name, known_by, list, language, role, consent_by, consent_at, created_at) ");
                query.push_values(group, |mut row, (id, household, person, name, known_by)| {
                    row.push_bind(id).push_bind(&person.area).push_bind(person.village).push_bind(household)
                        .push_bind(name).push_bind(known_by.as_deref()).push_bind(list).push_bind(person.language.as_str()).push_bind(person.role)
                        .push_bind(&person.consent_by).push_bind(&person.consent_at).push_bind(at);
                });
                query.build().execute(db).await.map(drop)
            })?;
        }
        for (id, person, name) in &writes.updates {
            let statement = "UPDATE people SET area = $2, village = COALESCE($3, village), name = COALESCE($4, name), language = $5,
                role = $6, consent_by = COALESCE($7, consent_by), consent_at = COALESCE($8, consent_at), list = $9 WHERE id = $1";
            on!(self, db => {
                sqlx::query(statement).bind(id).bind(&person.area).bind(person.village).bind(name)
                    .bind(person.language.as_str()).bind(person.role)
                    .bind(&person.consent_by).bind(&person.consent_at).bind(list)
                    .execute(db).await.map(drop)
            })?;
        }
        for group in writes.contacts.chunks(1000) {
            on!(self, db => {
                let mut query = QueryBuilder::<Db>::new(
                    "INSERT INTO contacts (id, channel, address_hash, address, created_at) ");
                query.push_values(group, |mut row, (id, way, hash, sealed)| {
                    row.push_bind(id).push_bind(*way).push_bind(hash).push_bind(sealed).push_bind(at);
                });
                query.build().execute(db).await.map(drop)
            })?;
        }
        let added: Vec<ContactId> = writes.contacts.iter().map(|(id, ..)| *id).collect();
        self.keep_silence(&added).await?;
        for group in writes.serves.chunks(1000) {
            on!(self, db => {
                let mut query = QueryBuilder::<Db>::new("INSERT INTO serves (person, contact) ");
                query.push_values(group, |mut row, (person, contact)| {
                    row.push_bind(person).push_bind(contact);
                });
                query.push(" ON CONFLICT (person, contact) DO NOTHING");
                query.build().execute(db).await.map(drop)
            })?;
        }
        Ok(())
    }
}
