//! Writing the ledger, page by page: whoever dies after a page is followed by
//! another who goes on from it, and comes to the same set.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::seal::NAMELESS;
use super::{Result, Store, Tx};
use crate::domain::area::AreaCode;
use crate::domain::delivery::State;
use crate::domain::id::{ChunkId, ContactId, DeliveryId, NoticeId, PersonId, VillageId};
use crate::domain::ladder::Rung;
use crate::domain::language::Lang;
use crate::domain::notice::{NoticeState, Topic};
use crate::domain::person::{Role, Way};
use crate::domain::promotion::LeftOuts;

/// How many deliveries a chunk holds at most.
pub const CHUNK: usize = 500;

/// Which people of a commune a pass of the planner walks. Who tells others is
/// told first, then one of each household, then everyone else, so that a slow
/// modem still reaches each village early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// Relays, heads, officers.
    Tellers,
    /// The first member of each household.
    Households,
    /// All others.
    Rest,
}

impl Pass {
    /// All passes, in order.
    pub const ALL: [Self; 3] = [Self::Tellers, Self::Households, Self::Rest];
}

/// A person of the audience, with every way to reach them.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The person.
    pub person: PersonId,
    /// Their village.
    pub village: Option<VillageId>,
    /// What they want to be told in.
    pub language: Lang,
    /// Their part.
    pub role: Role,
    /// Whether they or the first of their household have a name.
    pub named: bool,
    /// Their ways.
    pub rungs: Vec<Rung<ContactId>>,
}

/// One row to write.
#[derive(Debug, Clone, Copy)]
pub struct NewDelivery {
    /// To whom.
    pub contact: ContactId,
    /// For whom: the language and the names are theirs.
    pub person: PersonId,
    /// By which way.
    pub way: Way,
    /// Its place in the order: 0 first.
    pub rank: i32,
}

/// Where the planner stands, and what a page adds.
#[derive(Debug)]
pub struct Page<'a> {
    /// The notice.
    pub notice: NoticeId,
    /// Its class.
    pub class: i32,
    /// The cursor this page was read at.
    pub from: &'a str,
    /// The cursor after it.
    pub to: &'a str,
    /// People met on it.
    pub people: i64,
    /// Those of them whom nothing reaches.
    pub no_contact: i64,
    /// Those of them who get no advertising.
    pub left_out: LeftOuts,
    /// Its rows.
    pub rows: &'a [NewDelivery],
    /// Whether it is the last.
    pub last: bool,
}

macro_rules! candidates {
    ($filter:literal) => {
        concat!(
            "SELECT p.id, p.village, p.language, p.role, p.named, c.id, c.channel,
                COALESCE(c.silent_since, (SELECT t.since FROM unwanted_topics t WHERE t.contact = c.id AND t.topic = $5)) FROM (
                SELECT id, village, language, role, CAST(CASE WHEN LENGTH(name) > $4 THEN 1 ELSE
                    (SELECT COUNT(*) FROM people h WHERE h.id = people.household AND LENGTH(h.name) > $4)
                    END AS BIGINT) AS named FROM people WHERE area = $1 AND id > $2 AND ",
            $filter,
            " ORDER BY id LIMIT $3) p
             LEFT JOIN serves s ON s.person = p.id LEFT JOIN contacts c ON c.id = s.contact
             ORDER BY p.id, c.id"
        )
    };
}

type CandidateRow = (
    PersonId,
    Option<VillageId>,
    String,
    Role,
    i64,
    Option<ContactId>,
    Option<Way>,
    Option<i64>,
);

impl Store {
    /// The next people of a commune after `after`, at most `most`. Whoever wants
    /// to hear no more of the topic is silent.
    pub async fn candidates(
        &self,
        area: &AreaCode,
        pass: Pass,
        after: PersonId,
        most: i64,
        topic: Topic,
    ) -> Result<Vec<Candidate>> {
        let statement = match pass {
            Pass::Tellers => candidates!("role <> 'villager'"),
            Pass::Households => candidates!("role = 'villager' AND household = id"),
            Pass::Rest => candidates!("role = 'villager' AND household <> id"),
        };
        let rows: Vec<CandidateRow> = on!(read self, db => {
            sqlx::query_as(statement).bind(area).bind(after).bind(most).bind(NAMELESS).bind(topic.as_str()).fetch_all(db).await
        })?;
        let mut people: Vec<Candidate> = Vec::new();
        for (person, village, language, role, named, contact, way, silent) in rows {
            if people.last().is_none_or(|last| last.person != person) {
                let language = super::people::language(&language)?;
                people.push(Candidate {
                    person,
                    village,
                    language,
                    role,
                    named: named > 0,
                    rungs: Vec::new(),
                });
            }
            if let (Some(last), Some(contact), Some(way)) = (people.last_mut(), contact, way) {
                last.rungs.push(Rung {
                    way,
                    silent: silent.is_some(),
                    contact,
                });
            }
        }
        Ok(people)
    }

    /// The cursor a planner goes on from; `None` where the notice is not to be
    /// planned now.
    pub async fn plan_cursor(&self, notice: NoticeId) -> Result<Option<String>> {
        let statement = "SELECT plan_cursor FROM notices WHERE id = $1 AND state = 'planning'";
        Ok(
            on!(read self, db => sqlx::query_scalar(statement).bind(notice).fetch_optional(db).await)?,
        )
    }
}

impl Tx {
    /// Begins the planning of an approved notice. Harmless where it has begun.
    pub async fn begin_plan(&mut self, notice: NoticeId, now: Timestamp) -> Result<()> {
        let statement = "UPDATE notices SET state = 'planning', plan_at = $2, version = version + 1
            WHERE id = $1 AND state = 'approved'";
        on!(self, db => {
            sqlx::query(statement).bind(notice).bind(now.as_microsecond()).execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Writes a page. `false` where another planner was faster: what this page
    /// holds is already written, and nothing of it is kept.
    pub async fn write_page(&mut self, page: &Page<'_>, now: Timestamp) -> Result<bool> {
        let at = now.as_microsecond();
        let state = if page.last {
            NoticeState::Sending
        } else {
            NoticeState::Planning
        };
        let statement = "UPDATE notices SET plan_cursor = $3, plan_at = $4, people = people + $5,
                no_contact = no_contact + $6, state = $7, planned_at = $8, left_no_consent = left_no_consent + $9,
                left_do_not_call = left_do_not_call + $10, left_enough = left_enough + $11
             WHERE id = $1 AND plan_cursor = $2 AND state = 'planning'";
        let moved = on!(self, db => {
            sqlx::query(statement)
                .bind(page.notice).bind(page.from).bind(page.to).bind(at).bind(page.people).bind(page.no_contact)
                .bind(state).bind(page.last.then_some(at))
                .bind(page.left_out.no_consent).bind(page.left_out.do_not_call).bind(page.left_out.enough)
                .execute(db).await.map(|done| done.rows_affected())
        })?;
        if moved == 0 {
            return Ok(false);
        }
        let mut groups: BTreeMap<(i32, Way), Vec<NewDelivery>> = BTreeMap::new();
        for row in page.rows {
            groups.entry((row.rank, row.way)).or_default().push(*row);
        }
        let mut written = 0;
        for ((rank, way), rows) in groups {
            for group in rows.chunks(CHUNK) {
                let chunk = self
                    .add_chunk(page.notice, way, page.class, rank, now)
                    .await?;
                written += self.add_deliveries(page.notice, chunk, group, now).await?;
            }
        }
        self.tally(page.notice, &[(State::Due, written)], now)
            .await?;
        Ok(true)
    }

    pub(super) async fn add_chunk(
        &mut self,
        notice: NoticeId,
        way: Way,
        class: i32,
        rank: i32,
        now: Timestamp,
    ) -> Result<ChunkId> {
        let id = ChunkId::at(now);
        let statement = "INSERT INTO chunks (id, notice, channel, class, rank, done) VALUES ($1, $2, $3, $4, $5, FALSE)";
        on!(self, db => {
            sqlx::query(statement).bind(id).bind(notice).bind(way).bind(class).bind(rank).execute(db).await.map(drop)
        })?;
        Ok(id)
    }

    async fn add_deliveries(
        &mut self,
        notice: NoticeId,
        chunk: ChunkId,
        rows: &[NewDelivery],
        now: Timestamp,
    ) -> Result<i64> {
        let at = now.as_microsecond();
        let written = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO deliveries (id, notice, contact, person, channel, chunk, seq, state, rank, since) ");
            query.push_values(rows.iter().zip(0i32..), |mut row, (delivery, seq)| {
                row.push_bind(DeliveryId::at(now)).push_bind(notice).push_bind(delivery.contact).push_bind(delivery.person)
                    .push_bind(delivery.way).push_bind(chunk).push_bind(seq).push_bind(State::Due)
                    .push_bind(delivery.rank).push_bind(at);
            });
            query.push(" ON CONFLICT (contact, notice) DO NOTHING");
            query.build().execute(db).await.map(|done| done.rows_affected())
        })?;
        Ok(i64::try_from(written).unwrap_or(i64::MAX))
    }
}
