//! Villages: local rows, found by the key of their name and by the commune
//! they belonged to before 2025.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::area::AreaCode;
use crate::domain::id::VillageId;
use crate::domain::text::fold;
use crate::domain::village::{VillageKey, village_key};

/// A village as the office counted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Village {
    /// The commune.
    pub area: AreaCode,
    /// "bản Nậm Pố 1".
    pub name: String,
    /// The commune it belonged to before 2025, or empty.
    pub old_commune: String,
    /// Households living there.
    pub households: Option<i64>,
    /// People living there.
    pub people: Option<i64>,
}

/// What a village's name came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// One village.
    One(VillageId),
    /// None of that name.
    None,
    /// Several: those to choose from, with their old communes.
    Several(Vec<String>),
}

/// What a list of villages did to the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A village that was not known.
    Added(VillageId),
    /// One that was, with its new name and figures.
    Updated(VillageId),
    /// Nothing: several villages may be meant.
    Several(Vec<String>),
}

type Row = (VillageId, String, String, String, String);

impl Tx {
    /// Writes a village under its own key, or its new figures where it is known.
    pub async fn save_village(&mut self, village: &Village, now: Timestamp) -> Result<VillageId> {
        let statement = "INSERT INTO villages (id, area, name, folded, kind, old_commune, old_folded, households, people)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (area, folded, old_folded, kind) DO UPDATE SET
                 name = excluded.name,
                 old_commune = excluded.old_commune,
                 households = COALESCE(excluded.households, villages.households),
                 people = COALESCE(excluded.people, villages.people)
             RETURNING id";
        let key = village_key(&village.name);
        Ok(on!(self, db => {
            sqlx::query_scalar(statement)
                .bind(VillageId::at(now))
                .bind(&village.area)
                .bind(&village.name)
                .bind(&key.name)
                .bind(key.kind)
                .bind(&village.old_commune)
                .bind(fold(&village.old_commune))
                .bind(village.households)
                .bind(village.people)
                .fetch_one(db)
                .await
        })?)
    }

    /// Writes a village of a list of villages. One that is known by another
    /// spelling takes the list's, and keeps its people.
    pub async fn write_village(&mut self, village: &Village, now: Timestamp) -> Result<Written> {
        let key = village_key(&village.name);
        let mut alike = self.alike(&village.area, &key).await?;
        let old = fold(&village.old_commune);
        alike.retain(|(_, _, _, _, known)| *known == old);
        let (id, kind) = match alike.as_slice() {
            [] => {
                let id = self.save_village(village, now).await?;
                return Ok(Written::Added(id));
            }
            [(id, _, kind, _, _)] => (*id, kind),
            several => return Ok(Written::Several(choices(several))),
        };
        let kind = if key.kind.is_empty() { kind } else { key.kind };
        let statement = "UPDATE villages SET name = $2, kind = $3, old_commune = $4,
            households = COALESCE($5, households), people = COALESCE($6, people) WHERE id = $1";
        on!(self, db => {
            sqlx::query(statement)
                .bind(id)
                .bind(&village.name)
                .bind(kind)
                .bind(&village.old_commune)
                .bind(village.households)
                .bind(village.people)
                .execute(db)
                .await
                .map(drop)
        })?;
        Ok(Written::Updated(id))
    }

    /// Finds the village meant by a name in a commune. Where several villages
    /// share the name, the old commune decides. A village known by its bare
    /// name takes the kind that is told of it: who was "1" and is called
    /// "Thôn 1" is not "Tổ 1" afterwards.
    pub async fn find_village(
        &mut self,
        area: &AreaCode,
        name: &str,
        old_commune: Option<&str>,
    ) -> Result<Match> {
        let key = village_key(name);
        let mut alike = self.alike(area, &key).await?;
        if let Some(old) = old_commune.map(fold).filter(|old| !old.is_empty()) {
            alike.retain(|(_, _, _, _, known)| *known == old);
        }
        match alike.as_slice() {
            [] => Ok(Match::None),
            [(id, _, kind, _, _)] => {
                if kind.is_empty() && !key.kind.is_empty() {
                    let statement = "UPDATE villages SET kind = $2 WHERE id = $1";
                    on!(self, db => sqlx::query(statement).bind(id).bind(key.kind).execute(db).await.map(drop))?;
                }
                Ok(Match::One(*id))
            }
            several => Ok(Match::Several(choices(several))),
        }
    }

    /// The villages of a commune that a name may mean.
    async fn alike(&mut self, area: &AreaCode, key: &VillageKey) -> Result<Vec<Row>> {
        let statement = "SELECT id, name, kind, old_commune, old_folded FROM villages
            WHERE area = $1 AND folded = $2 ORDER BY old_folded, kind";
        let mut rows: Vec<Row> = on!(self, db => sqlx::query_as(statement).bind(area).bind(&key.name).fetch_all(db).await)?;
        rows.retain(|(_, _, kind, _, _)| key.may_be(&key.name, kind));
        Ok(rows)
    }
}

fn choices(rows: &[Row]) -> Vec<String> {
    let choice = |(_, name, _, old, _): &Row| {
        if old.is_empty() {
            name.clone()
        } else {
            format!("{name} ({old})")
        }
    };
    rows.iter().map(choice).collect()
}

impl Store {
    /// How many villages of a commune are known.
    pub async fn count_villages(&self, area: &AreaCode) -> Result<i64> {
        let statement = "SELECT COUNT(*) FROM villages WHERE area = $1";
        Ok(on!(read self, db => sqlx::query_scalar(statement).bind(area).fetch_one(db).await)?)
    }
}
