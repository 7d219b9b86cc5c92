//! Notices and who answered for them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::{Error, Result, Store, Tx};
use crate::domain::area::AreaCode;
use crate::domain::id::{NoticeId, OfficerId, uuid_at};
use crate::domain::notice::{Deed, Notice, NoticeState};

#[derive(sqlx::FromRow)]
struct Row {
    id: NoticeId,
    code: String,
    content: String,
    renders: String,
    hash: String,
    state: NoticeState,
    author: OfficerId,
    version: i64,
    planned_at: Option<i64>,
    created_at: i64,
}

impl Row {
    fn read(self) -> Result<Notice> {
        Ok(Notice {
            id: self.id,
            code: self.code,
            content: serde_json::from_str(&self.content)?,
            renders: serde_json::from_str(&self.renders)?,
            hash: self.hash,
            state: self.state,
            author: self.author,
            version: self.version,
            planned_at: self.planned_at.map(moment).transpose()?,
            created_at: moment(self.created_at)?,
        })
    }
}

/// A deed that was done to a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// The officer's name.
    pub officer: String,
    /// What they did.
    pub deed: Deed,
    /// The hash of the content they did it to.
    pub hash: String,
    /// When.
    pub at: Timestamp,
}

/// A stored time.
pub(super) fn moment(micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|_| Error::Strange(format!("the time {micros}")))
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT n.id, n.code, n.content, n.renders, n.hash, n.state, n.author, n.version, n.planned_at, n.created_at FROM notices n ",
            $rest
        )
    };
}

const BY_CODE: &str = select!("WHERE n.code = $1");

impl Store {
    /// The notice of an id.
    pub async fn notice(&self, id: NoticeId) -> Result<Option<Notice>> {
        let row: Option<Row> = on!(read self, db => sqlx::query_as(select!("WHERE n.id = $1")).bind(id).fetch_optional(db).await)?;
        row.map(Row::read).transpose()
    }

    /// The notice of a verification code, whatever its state.
    pub async fn notice_by_code(&self, code: &str) -> Result<Option<Notice>> {
        let row: Option<Row> =
            on!(read self, db => sqlx::query_as(BY_CODE).bind(code).fetch_optional(db).await)?;
        row.map(Row::read).transpose()
    }

    /// The latest notices, newest first.
    pub async fn notices(&self, most: i64) -> Result<Vec<Notice>> {
        let rows: Vec<Row> = on!(read self, db => {
            sqlx::query_as(select!("ORDER BY n.id DESC LIMIT $1")).bind(most).fetch_all(db).await
        })?;
        rows.into_iter().map(Row::read).collect()
    }

    /// The notices a commune's page shows at `now`: approved, begun, not
    /// stopped; those in force and, for a day, those that have just ended.
    /// The most urgent first.
    pub async fn notices_in_force(&self, area: &AreaCode, now: Timestamp) -> Result<Vec<Notice>> {
        const DAY: i64 = 86_400_000_000;
        let at = now.as_microsecond();
        let rows: Vec<Row> = on!(read self, db => {
            sqlx::query_as(select!(
                "JOIN notice_areas a ON a.notice = n.id
                 WHERE a.area = $1 AND n.valid_from <= $2 AND n.valid_to > $3
                   AND n.state NOT IN ('draft', 'approved', 'stopped', 'discarded')
                 ORDER BY n.class DESC, n.id DESC LIMIT 50"
            ))
            .bind(area).bind(at).bind(at - DAY).fetch_all(db).await
        })?;
        rows.into_iter().map(Row::read).collect()
    }

    /// Who did what to a notice, when, and to which content: the first first.
    pub async fn deeds(&self, id: NoticeId) -> Result<Vec<Done>> {
        let statement =
            "SELECT o.name, d.deed, d.hash, d.at FROM deeds d JOIN officers o ON o.id = d.officer
             WHERE d.notice = $1 ORDER BY d.at, d.id";
        let rows: Vec<(String, Deed, String, i64)> =
            on!(read self, db => sqlx::query_as(statement).bind(id).fetch_all(db).await)?;
        rows.into_iter()
            .map(|(officer, deed, hash, at)| {
                Ok(Done {
                    officer,
                    deed,
                    hash,
                    at: moment(at)?,
                })
            })
            .collect()
    }

    /// Everyone who wrote or edited a notice, and everyone who approved it.
    pub async fn hands(&self, id: NoticeId) -> Result<Vec<(OfficerId, Deed)>> {
        let statement = "SELECT officer, deed FROM deeds WHERE notice = $1 ORDER BY id";
        Ok(on!(read self, db => sqlx::query_as(statement).bind(id).fetch_all(db).await)?)
    }
}

impl Tx {
    /// As [`Store::notice_by_code`], within a transaction.
    pub async fn notice_by_code(&mut self, code: &str) -> Result<Option<Notice>> {
        let row: Option<Row> =
            on!(self, db => sqlx::query_as(BY_CODE).bind(code).fetch_optional(db).await)?;
        row.map(Row::read).transpose()
    }

    /// Writes a new notice and shows it on its communes' pages once approved.
    /// `false` where its code is taken: make another.
    pub async fn add_notice(
        &mut self,
        notice: &Notice,
        communes: &BTreeSet<AreaCode>,
    ) -> Result<bool> {
        let content = serde_json::to_string(&notice.content)?;
        let renders = serde_json::to_string(&notice.renders)?;
        let statement = "INSERT INTO notices (id, code, content, renders, hash, state, class, sample, author, version,
                send_by, valid_from, valid_to, created_at, promotional)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (code) DO NOTHING";
        let written = on!(self, db => {
            sqlx::query(statement)
                .bind(notice.id).bind(&notice.code).bind(&content).bind(&renders).bind(&notice.hash)
                .bind(notice.state).bind(notice.content.urgency.class()).bind(notice.content.sample)
                .bind(notice.author).bind(notice.version).bind(notice.content.send_by.as_microsecond())
                .bind(notice.content.valid_from.as_microsecond()).bind(notice.content.valid_to.as_microsecond())
                .bind(notice.created_at.as_microsecond()).bind(notice.content.promotional)
                .execute(db).await.map(|done| done.rows_affected())
        })?;
        if written == 1 {
            self.write_areas(notice.id, communes).await?;
        }
        Ok(written == 1)
    }

    async fn write_areas(&mut self, id: NoticeId, communes: &BTreeSet<AreaCode>) -> Result<()> {
        on!(self, db => sqlx::query("DELETE FROM notice_areas WHERE notice = $1").bind(id).execute(db).await.map(drop))?;
        let communes: Vec<&AreaCode> = communes.iter().collect();
        for group in communes.chunks(1000) {
            on!(self, db => {
                let mut query = sqlx::QueryBuilder::<Db>::new("INSERT INTO notice_areas (area, notice) ");
                query.push_values(group, |mut row, area| {
                    row.push_bind(*area).push_bind(id);
                });
                query.build().execute(db).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Writes a draft's new content. `false` where somebody changed it since
    /// it was read.
    pub async fn rewrite_notice(
        &mut self,
        notice: &Notice,
        communes: &BTreeSet<AreaCode>,
    ) -> Result<bool> {
        let content = serde_json::to_string(&notice.content)?;
        let renders = serde_json::to_string(&notice.renders)?;
        let statement = "UPDATE notices SET content = $3, renders = $4, hash = $5, class = $6, sample = $7, send_by = $8,
                valid_from = $9, valid_to = $10, promotional = $11, version = version + 1
             WHERE id = $1 AND version = $2 AND state = 'draft'";
        let written = on!(self, db => {
            sqlx::query(statement)
                .bind(notice.id).bind(notice.version).bind(&content).bind(&renders).bind(&notice.hash)
                .bind(notice.content.urgency.class()).bind(notice.content.sample)
                .bind(notice.content.send_by.as_microsecond())
                .bind(notice.content.valid_from.as_microsecond()).bind(notice.content.valid_to.as_microsecond())
                .bind(notice.content.promotional)
                .execute(db).await.map(|done| done.rows_affected())
        })?;
        if written == 1 {
            self.write_areas(notice.id, communes).await?;
        }
        Ok(written == 1)
    }

    /// Moves a notice to a state. `false` where it changed since it was read:
    /// of two officers who act at once, one is told to look again.
    pub async fn move_notice(&mut self, notice: &Notice, state: NoticeState) -> Result<bool> {
        let statement = "UPDATE notices SET state = $4, version = version + 1
             WHERE id = $1 AND version = $2 AND state = $3 AND hash = $5";
        let moved = on!(self, db => {
            sqlx::query(statement)
                .bind(notice.id).bind(notice.version).bind(notice.state).bind(state).bind(&notice.hash)
                .execute(db).await.map(|done| done.rows_affected())
        })?;
        Ok(moved == 1)
    }

    /// Writes down who did what to which content.
    pub async fn note_deed(
        &mut self,
        notice: &Notice,
        officer: OfficerId,
        deed: Deed,
        now: Timestamp,
    ) -> Result<()> {
        let statement = "INSERT INTO deeds (id, notice, officer, deed, hash, at) VALUES ($1, $2, $3, $4, $5, $6)";
        on!(self, db => {
            sqlx::query(statement)
                .bind(uuid_at(now)).bind(notice.id).bind(officer).bind(deed).bind(&notice.hash)
                .bind(now.as_microsecond())
                .execute(db).await.map(drop)
        })?;
        Ok(())
    }
}
