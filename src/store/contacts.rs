//! People found by a contact: shown, silenced, forgotten without a trace.

use jiff::Timestamp;

use super::unwanted::Ending;
use super::{Result, Store, Tx};
use crate::domain::area::AreaCode;
use crate::domain::id::{ContactId, PersonId};
use crate::domain::person::{Address, Role, Way};

/// A person as an officer is shown them: no number in it.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their commune.
    pub area: AreaCode,
    /// Their village's name.
    pub village: Option<String>,
    /// Their language's tag.
    pub language: String,
    /// Their part.
    pub role: Role,
    /// Who wrote their consent down.
    pub consent_by: Option<String>,
    /// On which day, as yyyy-mm-dd.
    pub consent_at: Option<String>,
    /// Their ways, and whether each is silent.
    pub ways: Vec<(Way, bool)>,
    /// Whether they agreed to advertising by any of them.
    pub advertising: bool,
}

type Kept = (
    PersonId,
    Vec<u8>,
    AreaCode,
    Option<String>,
    String,
    Role,
    Option<String>,
    Option<String>,
);

impl Tx {
    /// The contact of an address, where it is known.
    pub async fn contact_of(&mut self, address: &Address) -> Result<Option<ContactId>> {
        let hash = self.keys.find(address);
        let statement = "SELECT id FROM contacts WHERE channel = $1 AND address_hash = $2";
        Ok(
            on!(self, db => sqlx::query_scalar(statement).bind(address.way()).bind(&hash).fetch_optional(db).await)?,
        )
    }

    /// Makes a contact silent, or lets it hear again. Danger to life reaches a
    /// silent contact all the same. Open deliveries of other notices to it end
    /// here. True where anything changed.
    pub async fn set_silent(
        &mut self,
        contact: ContactId,
        silent: bool,
        now: Timestamp,
    ) -> Result<bool> {
        let since = silent.then(|| now.as_microsecond());
        let statement =
            "UPDATE contacts SET silent_since = $2 WHERE id = $1 AND (silent_since IS NULL) = $3";
        let changed = on!(self, db => {
            sqlx::query(statement).bind(contact).bind(since).bind(silent).execute(db).await.map(|done| done.rows_affected())
        })?;
        if silent {
            self.suppress(contact, Ending::Ordinary, now).await?;
        }
        Ok(changed > 0)
    }

    /// Forgets a person: name, contacts that serve nobody else, what was said,
    /// all of it but that an address wants silence.
    /// The ledger keeps counts, and ids that lead nowhere.
    pub async fn forget(&mut self, person: PersonId, now: Timestamp) -> Result<()> {
        let lone = "SELECT s.contact FROM serves s WHERE s.person = $1
            AND NOT EXISTS (SELECT 1 FROM serves o WHERE o.contact = s.contact AND o.person <> $1)
            AND NOT EXISTS (SELECT 1 FROM officer_contacts f WHERE f.contact = s.contact)";
        let contacts: Vec<ContactId> =
            on!(self, db => sqlx::query_scalar(lone).bind(person).fetch_all(db).await)?;
        for contact in &contacts {
            self.suppress(*contact, Ending::All, now).await?;
        }
        on!(self, db => sqlx::query("DELETE FROM serves WHERE person = $1").bind(person).execute(db).await.map(drop))?;
        for contact in &contacts {
            let topics = "DELETE FROM unwanted_topics WHERE contact = $1";
            let gone = "DELETE FROM contacts WHERE id = $1 RETURNING channel, address_hash";
            let address: (String, Vec<u8>) = on!(self, db => {
                sqlx::query(topics).bind(contact).execute(&mut *db).await?;
                sqlx::query_as(gone).bind(contact).fetch_one(db).await
            })?;
            self.forget_talk(&address.0, &address.1).await?;
        }
        // The household lives on under its next member.
        let next: Option<PersonId> = on!(self, db => {
            sqlx::query_scalar("SELECT id FROM people WHERE household = $1 AND id <> $1 ORDER BY id LIMIT 1")
                .bind(person).fetch_optional(db).await
        })?;
        if let Some(next) = next {
            on!(self, db => {
                sqlx::query("UPDATE people SET household = $2 WHERE household = $1")
                    .bind(person).bind(next).execute(db).await.map(drop)
            })?;
        }
        on!(self, db => sqlx::query("DELETE FROM people WHERE id = $1").bind(person).execute(db).await.map(drop))?;
        Ok(())
    }
}

impl Store {
    /// The people an address serves.
    pub async fn people_of(&self, address: &Address) -> Result<Vec<Person>> {
        let hash = self.keys.find(address);
        let statement =
            "SELECT p.id, p.name, p.area, v.name, p.language, p.role, p.consent_by, p.consent_at
            FROM contacts c JOIN serves s ON s.contact = c.id JOIN people p ON p.id = s.person
            LEFT JOIN villages v ON v.id = p.village
            WHERE c.channel = $1 AND c.address_hash = $2 ORDER BY p.id";
        let rows: Vec<Kept> = on!(read self, db => sqlx::query_as(statement).bind(address.way()).bind(&hash).fetch_all(db).await)?;
        let mut people = Vec::with_capacity(rows.len());
        for (id, name, area, village, language, role, consent_by, consent_at) in rows {
            let ways: Vec<(Way, Option<i64>, bool)> = on!(read self, db => {
                sqlx::query_as("SELECT c.channel, c.silent_since,
                        EXISTS (SELECT 1 FROM promotional_consents k WHERE k.channel = c.channel AND k.address_hash = c.address_hash)
                    FROM serves s JOIN contacts c ON c.id = s.contact WHERE s.person = $1 ORDER BY c.channel")
                    .bind(id).fetch_all(db).await
            })?;
            let advertising = ways.iter().any(|(_, _, agreed)| *agreed);
            let ways = ways
                .into_iter()
                .map(|(way, silent, _)| (way, silent.is_some()))
                .collect();
            let name = self.keys.open_text(id.0, &name)?;
            people.push(Person {
                id,
                name,
                area,
                village,
                language,
                role,
                consent_by,
                consent_at,
                ways,
                advertising,
            });
        }
        Ok(people)
    }

    /// How many people the lists hold.
    pub async fn count_people(&self) -> Result<i64> {
        Ok(
            on!(read self, db => sqlx::query_scalar("SELECT COUNT(*) FROM people").fetch_one(db).await)?,
        )
    }
}
