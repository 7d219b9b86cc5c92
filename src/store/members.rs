//! People who write themselves down, and say where they live and what they
//! speak.

use jiff::Timestamp;

use super::people::NewPerson;
use super::{Result, Tx};
use crate::domain::area::AreaCode;
use crate::domain::id::{ListId, PersonId, VillageId};
use crate::domain::language::Lang;
use crate::domain::person::{Address, Role};
use crate::domain::talk::Choice;

/// Somebody an address serves.
pub struct Served {
    /// Who.
    pub id: PersonId,
    /// Their commune.
    pub area: AreaCode,
    /// What they want to be told in.
    pub language: Lang,
}

/// A statement, with all whom an address serves behind it: `$1` is its way,
/// `$2` its hash.
macro_rules! served {
    ($statement:literal) => {
        concat!(
            $statement,
            "(SELECT s.person FROM contacts c JOIN serves s ON s.contact = c.id WHERE c.channel = $1 AND c.address_hash = $2)"
        )
    };
}

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
        if known.iter().any(|one| one.area == *commune) {
            return Ok(());
        }
        if let [one] = known.as_slice() {
            let statement = "UPDATE people SET area = $2, village = NULL WHERE id = $1";
            on!(self, db => sqlx::query(statement).bind(one.id).bind(commune).execute(db).await.map(drop))?;
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
        let hash = self.keys.find(address);
        let statement = served!("UPDATE people SET village = $3 WHERE area = $4 AND id IN ");
        on!(self, db => {
            sqlx::query(statement).bind(address.way()).bind(&hash).bind(village).bind(commune)
                .execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Writes down what those are to be told in whom an address serves.
    /// `false` where it serves nobody.
    pub async fn speak(&mut self, address: &Address, language: Lang) -> Result<bool> {
        let hash = self.keys.find(address);
        let statement = served!("UPDATE people SET language = $3 WHERE id IN ");
        let told = on!(self, db => {
            sqlx::query(statement).bind(address.way()).bind(&hash).bind(language.as_str())
                .execute(db).await.map(|done| done.rows_affected())
        })?;
        Ok(told > 0)
    }

    /// Whom an address serves, who was known first at the front.
    pub async fn served_by(&mut self, address: &Address) -> Result<Vec<Served>> {
        let hash = self.keys.find(address);
        let statement = concat!(
            served!("SELECT id, area, language FROM people WHERE id IN "),
            " ORDER BY id"
        );
        let rows: Vec<(PersonId, AreaCode, String)> = on!(self, db => {
            sqlx::query_as(statement).bind(address.way()).bind(&hash).fetch_all(db).await
        })?;
        let served = |(id, area, tag): (PersonId, AreaCode, String)| Served {
            id,
            area,
            language: Lang::parse(&tag).unwrap_or_else(|_| Lang::vi()),
        };
        Ok(rows.into_iter().map(served).collect())
    }

    /// The villages of a commune, by name.
    pub async fn villages_of(&mut self, commune: &AreaCode) -> Result<Vec<Choice>> {
        let statement =
            "SELECT id, name FROM villages WHERE area = $1 ORDER BY folded, id LIMIT 500";
        let rows: Vec<(VillageId, String)> =
            on!(self, db => sqlx::query_as(statement).bind(commune).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(id, name)| Choice { id, name })
            .collect())
    }
}
