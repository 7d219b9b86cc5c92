//! Villages: local rows, found by folded name and by the commune they
//! belonged to before 2025.

use jiff::Timestamp;

use super::{Result, Store, Tx};
use crate::domain::area::AreaCode;
use crate::domain::id::VillageId;
use crate::domain::text::fold;

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
    /// Several: the old communes to choose from.
    Several(Vec<String>),
}

impl Tx {
    /// Writes a village, or its new figures where it is known.
    pub async fn save_village(&mut self, village: &Village, now: Timestamp) -> Result<VillageId> {
        let statement = "INSERT INTO villages (id, area, name, folded, old_commune, old_folded, households, people)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (area, folded, old_folded) DO UPDATE SET
                 name = excluded.name,
                 old_commune = excluded.old_commune,
                 households = COALESCE(excluded.households, villages.households),
                 people = COALESCE(excluded.people, villages.people)
             RETURNING id";
        Ok(on!(self, db => {
            sqlx::query_scalar(statement)
                .bind(VillageId::at(now))
                .bind(&village.area)
                .bind(&village.name)
                .bind(fold(&village.name))
                .bind(&village.old_commune)
                .bind(fold(&village.old_commune))
                .bind(village.households)
                .bind(village.people)
                .fetch_one(db)
                .await
        })?)
    }

    /// Finds the village meant by a name in a commune. Where several villages
    /// share the name, the old commune decides.
    pub async fn find_village(
        &mut self,
        area: &AreaCode,
        name: &str,
        old_commune: Option<&str>,
    ) -> Result<Match> {
        let statement = "SELECT id, old_commune, old_folded FROM villages WHERE area = $1 AND folded = $2 ORDER BY old_folded";
        let folded = fold(name);
        let found: Vec<(VillageId, String, String)> = on!(self, db => sqlx::query_as(statement).bind(area).bind(&folded).fetch_all(db).await)?;
        if let Some(old) = old_commune.map(fold).filter(|old| !old.is_empty()) {
            let one = found.iter().find(|(_, _, known)| *known == old);
            return Ok(one.map_or(Match::None, |(id, _, _)| Match::One(*id)));
        }
        Ok(match found.as_slice() {
            [] => Match::None,
            [(id, _, _)] => Match::One(*id),
            several => Match::Several(several.iter().map(|(_, old, _)| old.clone()).collect()),
        })
    }
}

impl Store {
    /// How many villages of a commune are known.
    pub async fn count_villages(&self, area: &AreaCode) -> Result<i64> {
        let statement = "SELECT COUNT(*) FROM villages WHERE area = $1";
        Ok(on!(read self, db => sqlx::query_scalar(statement).bind(area).fetch_one(db).await)?)
    }
}
