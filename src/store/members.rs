//! People who write themselves down, and say where they live and what they
//! speak.

use jiff::Timestamp;

use super::people::NewPerson;
use super::{Result, Store, Tx};
use crate::domain::area::AreaCode;
use crate::domain::id::{ListId, PersonId, VillageId};
use crate::domain::language::Lang;
use crate::domain::person::{Address, Role};
use crate::domain::talk::Choice;

impl Tx {
    /// Writes somebody down in a commune: whoever is known by the address moves
    /// there, somebody new is added.
    pub async fn join(
        &mut self,
        address: &Address,
        commune: &AreaCode,
        now: Timestamp,
    ) -> Result<()> {
        let known = self.served_by(address).await?;
        if known.iter().any(|(_, area)| area == commune) {
            return Ok(());
        }
        if let [(person, _)] = known.as_slice() {
            let statement = "UPDATE people SET area = $2, village = NULL WHERE id = $1";
            on!(self, db => sqlx::query(statement).bind(person).bind(commune).execute(db).await.map(drop))?;
            return Ok(());
        }
        let person = NewPerson {
            area: commune.clone(),
            village: None,
            name: String::new(),
            language: Lang::vi(),
            role: Role::Villager,
            consent_by: None,
            consent_at: None,
            addresses: vec![address.clone()],
        };
        self.save_people(&[person], ListId::at(now), now).await?;
        Ok(())
    }

    /// Writes down in which village of a commune those live whom an address
    /// serves there.
    pub async fn live(
        &mut self,
        address: &Address,
        commune: &AreaCode,
        village: VillageId,
    ) -> Result<()> {
        for (person, area) in self.served_by(address).await? {
            if area != *commune {
                continue;
            }
            let statement = "UPDATE people SET village = $2 WHERE id = $1";
            on!(self, db => sqlx::query(statement).bind(person).bind(village).execute(db).await.map(drop))?;
        }
        Ok(())
    }

    /// Writes down what those are to be told in whom an address serves.
    /// `false` where it serves nobody.
    pub async fn speak(&mut self, address: &Address, language: Lang) -> Result<bool> {
        let known = self.served_by(address).await?;
        for (person, _) in &known {
            let statement = "UPDATE people SET language = $2 WHERE id = $1";
            on!(self, db => sqlx::query(statement).bind(person).bind(language.as_str()).execute(db).await.map(drop))?;
        }
        Ok(!known.is_empty())
    }

    /// Whom an address serves, and where they live.
    pub async fn served_by(&mut self, address: &Address) -> Result<Vec<(PersonId, AreaCode)>> {
        let hash = self.keys.find(address);
        let statement = "SELECT p.id, p.area FROM contacts c JOIN serves s ON s.contact = c.id
             JOIN people p ON p.id = s.person WHERE c.channel = $1 AND c.address_hash = $2 ORDER BY p.id";
        Ok(on!(self, db => {
            sqlx::query_as(statement).bind(address.way()).bind(&hash).fetch_all(db).await
        })?)
    }
}

impl Store {
    /// The villages of a commune, by name.
    pub async fn villages_of(&self, commune: &AreaCode) -> Result<Vec<Choice>> {
        let statement =
            "SELECT id, name FROM villages WHERE area = $1 ORDER BY folded, id LIMIT 500";
        let rows: Vec<(VillageId, String)> =
            on!(read self, db => sqlx::query_as(statement).bind(commune).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(id, name)| Choice { id, name })
            .collect())
    }
}
