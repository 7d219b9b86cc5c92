//! What people wrote that is for officers to read and answer.

use jiff::Timestamp;
use uuid::Uuid;

use super::notices::moment;
use super::replies::Reply;
use super::{Result, Store, Tx};
use crate::domain::area::AreaCode;
use crate::domain::id::{OfficerId, uuid_at};
use crate::domain::person::{Address, Way};

/// A question, opened.
#[derive(Debug, Clone)]
pub struct Question {
    /// How officers call it.
    pub no: i64,
    /// The way it came.
    pub way: Way,
    /// The gateway it came by.
    pub gateway: String,
    /// Who wrote. Not for showing.
    pub from: Address,
    /// What.
    pub text: String,
    /// The writer's commune, where it is known.
    pub area: Option<AreaCode>,
    /// When it came.
    pub received_at: Timestamp,
    /// The officer who is to answer.
    pub assigned_to: Option<String>,
    /// The officer who has.
    pub answered_by: Option<String>,
}

type Row = (
    Uuid,
    i64,
    Way,
    String,
    Vec<u8>,
    Option<AreaCode>,
    i64,
    Option<String>,
    Option<String>,
);

macro_rules! questions {
    ($rest:literal) => {
        concat!(
            "SELECT q.id, q.no, q.channel, q.gateway, q.body, q.area, q.received_at, a.name, b.name FROM questions q
             LEFT JOIN officers a ON a.id = q.assigned_to LEFT JOIN officers b ON b.id = q.answered_by ",
            $rest
        )
    };
}

impl Tx {
    /// Keeps what somebody wrote.
    pub async fn add_question(
        &mut self,
        gateway: &str,
        from: &Address,
        text: &str,
        area: Option<&AreaCode>,
        now: Timestamp,
    ) -> Result<()> {
        let id = uuid_at(now);
        let written = Reply {
            way: from.way(),
            to: from.expose().to_owned(),
            text: text.to_owned(),
        };
        let body = self.keys.seal(id, &serde_json::to_vec(&written)?)?;
        let hash = self.keys.find(from);
        let statement = "INSERT INTO questions (id, no, channel, gateway, address_hash, body, area, received_at)
             SELECT $1, COALESCE(MAX(no), 0) + 1, $2, $3, $4, $5, $6, $7 FROM questions";
        on!(self, db => {
            sqlx::query(statement)
                .bind(id).bind(from.way()).bind(gateway).bind(&hash).bind(&body).bind(area).bind(now.as_microsecond())
                .execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Gives a question to an officer.
    pub async fn assign(&mut self, no: i64, to: OfficerId) -> Result<()> {
        let statement = "UPDATE questions SET assigned_to = $2 WHERE no = $1";
        on!(self, db => sqlx::query(statement).bind(no).bind(to).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Notes who answered a question. `false` where somebody has already.
    pub async fn answered(&mut self, no: i64, by: OfficerId, now: Timestamp) -> Result<bool> {
        let statement = "UPDATE questions SET answered_by = $2, answered_at = $3 WHERE no = $1 AND answered_at IS NULL";
        let answered = on!(self, db => {
            sqlx::query(statement).bind(no).bind(by).bind(now.as_microsecond()).execute(db).await.map(|done| done.rows_affected())
        })?;
        Ok(answered == 1)
    }
}

impl Store {
    /// The questions nobody has answered, or all, the oldest first.
    pub async fn questions(&self, all: bool) -> Result<Vec<Question>> {
        let statement = questions!("WHERE $1 OR q.answered_at IS NULL ORDER BY q.no LIMIT 500");
        let rows: Vec<Row> =
            on!(read self, db => sqlx::query_as(statement).bind(all).fetch_all(db).await)?;
        rows.into_iter()
            .map(|row| self.open_question(row))
            .collect()
    }

    /// The question of a number.
    pub async fn question(&self, no: i64) -> Result<Option<Question>> {
        let statement = questions!("WHERE q.no = $1");
        let row: Option<Row> =
            on!(read self, db => sqlx::query_as(statement).bind(no).fetch_optional(db).await)?;
        row.map(|row| self.open_question(row)).transpose()
    }

    /// Forgets questions that were answered before a time.
    pub async fn forget_questions(&self, before: Timestamp) -> Result<()> {
        let statement = "DELETE FROM questions WHERE answered_at < $1";
        on!(write self, db => sqlx::query(statement).bind(before.as_microsecond()).execute(db).await.map(drop))?;
        Ok(())
    }

    fn open_question(&self, row: Row) -> Result<Question> {
        let (id, no, way, gateway, body, area, received_at, assigned_to, answered_by) = row;
        let written: Reply = serde_json::from_slice(&self.keys.open(id, &body)?)?;
        let from = Address::parse(way, &written.to)
            .map_err(|_| super::Error::Strange(format!("the sender of question {no}")))?;
        Ok(Question {
            no,
            way,
            gateway,
            from,
            text: written.text,
            area,
            received_at: moment(received_at)?,
            assigned_to,
            answered_by,
        })
    }
}
