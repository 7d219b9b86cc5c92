//! The time that was reached: what a program that starts must not fall behind.

use jiff::Timestamp;

use super::notices::moment;
use super::{Error, Result, Store};

/// What the delivery engine went by when it last swept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The time it believed.
    pub at: Timestamp,
    /// Whether that was what its machine said.
    pub trusted: bool,
}

/// The word behind a time that was counted on without the machine.
const DOUBTED: &str = "doubted";

impl Store {
    /// Notes the time that is reached. It may lie before the last one: then
    /// that one was wrong, and everybody has waited long enough to believe it.
    pub async fn note_reached(&self, reached: Reached) -> Result<()> {
        let mut value = reached.at.as_microsecond().to_string();
        if !reached.trusted {
            value = format!("{value} {DOUBTED}");
        }
        let statement = "INSERT INTO meta (key, value) VALUES ('clock', $1)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        on!(write self, db => sqlx::query(statement).bind(&value).execute(db).await.map(drop))?;
        Ok(())
    }

    /// The time that was reached; `None` before the first sweep.
    pub async fn reached(&self) -> Result<Option<Reached>> {
        let found: Option<String> = on!(read self, db => {
            sqlx::query_scalar("SELECT value FROM meta WHERE key = 'clock'").fetch_optional(db).await
        })?;
        let Some(value) = found else {
            return Ok(None);
        };
        let (micros, word) = value.split_once(' ').unwrap_or((&value, ""));
        let micros = micros
            .parse()
            .map_err(|_| Error::Strange("the time that was reached".to_owned()))?;
        Ok(Some(Reached {
            at: moment(micros)?,
            trusted: word != DOUBTED,
        }))
    }
}
