//! The database's own count, by which it is known from an older copy of
//! itself, and the place it stands in.

use super::{Error, Result, Store, Tx, dialect};

/// What a database says of itself.
#[derive(Debug, Clone)]
pub struct Epoch {
    /// How far it has counted.
    pub number: i64,
    /// The place it noted as its own, where the engine can tell.
    pub noted: Option<String>,
    /// The place it stands in.
    pub place: Option<String>,
    /// Whether nodes on other machines may work with it.
    pub shared: bool,
}

impl Store {
    /// How far the database has counted, and where it stands.
    pub async fn epoch(&self) -> Result<Epoch> {
        Ok(Epoch {
            number: self.epoch_number().await?,
            noted: self.meta("place").await?,
            place: dialect::place(&self.db).await?,
            shared: !self.is_sqlite(),
        })
    }

    /// How far the database has counted.
    pub async fn epoch_number(&self) -> Result<i64> {
        number(self.meta("epoch").await?.as_deref())
    }

    /// Counts one on, so that every copy made before is known as older.
    /// Returns the new number when it is safely stored.
    pub async fn move_epoch(&self) -> Result<i64> {
        let mut tx = self.begin().await?;
        let moved = tx.move_epoch().await?;
        tx.commit().await?;
        Ok(moved)
    }

    /// Notes the place the database stands in as its own.
    pub async fn note_place(&self) -> Result<()> {
        let Some(place) = dialect::place(&self.db).await? else {
            return Ok(());
        };
        let mut tx = self.begin().await?;
        tx.set_meta("place", &place).await?;
        tx.commit().await
    }

    pub(super) async fn meta(&self, key: &str) -> Result<Option<String>> {
        let statement = "SELECT value FROM meta WHERE key = $1";
        Ok(on!(read self, db => sqlx::query_scalar(statement).bind(key).fetch_optional(db).await)?)
    }
}

impl Tx {
    /// Counts one on, if and when this transaction commits.
    pub(super) async fn move_epoch(&mut self) -> Result<i64> {
        dialect::commit_surely(self).await?;
        let statement = "UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT)
             WHERE key = 'epoch' RETURNING value";
        let moved: Option<String> =
            on!(self, db => sqlx::query_scalar(statement).fetch_optional(db).await)?;
        number(moved.as_deref())
    }

    pub(super) async fn meta(&mut self, key: &str) -> Result<Option<String>> {
        let statement = "SELECT value FROM meta WHERE key = $1";
        Ok(on!(self, db => sqlx::query_scalar(statement).bind(key).fetch_optional(db).await)?)
    }

    pub(super) async fn set_meta(&mut self, key: &str, value: &str) -> Result<()> {
        let statement = "INSERT INTO meta (key, value) VALUES ($1, $2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        on!(self, db => sqlx::query(statement).bind(key).bind(value).execute(db).await.map(drop))?;
        Ok(())
    }
}

/// Reads the count.
pub(super) fn number(value: Option<&str>) -> Result<i64> {
    let value = value.unwrap_or("no epoch");
    value
        .parse()
        .map_err(|_| Error::Strange(format!("the epoch {value}")))
}
