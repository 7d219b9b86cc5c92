//! What is remembered of conversations: what was asked, how much was answered,
//! who agreed to what.

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::list::push_list;
use super::{Result, Store, Tx};
use crate::domain::id::{ContactId, uuid_at};
use crate::domain::notice::Topic;
use crate::domain::person::Address;
use crate::domain::talk::Pending;
use crate::domain::talk::guard::{Busy, Heard};

/// How long a question of ours waits for its answer, in microseconds.
const WAITS: i64 = 24 * 3_600_000_000;
/// A minute in microseconds.
const MINUTE: i64 = 60_000_000;

/// A conversation as it stands.
#[derive(Debug, Clone, Default)]
pub struct Talk {
    /// What was asked and is not answered.
    pub pending: Option<Pending>,
    /// How much was heard and answered.
    pub heard: Heard,
}

/// Something somebody agreed to, or no longer.
#[derive(Debug, Clone, Copy)]
pub struct Consent<'a> {
    /// To what: all notices, a topic.
    pub purpose: &'a str,
    /// Agreed, or no longer.
    pub given: bool,
    /// The key of what was said to it, and a mark of its words.
    pub wording: &'a str,
}

type Row = (Option<String>, i64, i32, Vec<u8>, i32, i64);

impl Tx {
    /// The conversation with an address.
    pub async fn talk(&mut self, address: &Address, now: Timestamp) -> Result<Talk> {
        let hash = self.keys.find(address);
        let statement = "SELECT pending, day, answers, last, repeats, at FROM talks WHERE channel = $1 AND address_hash = $2";
        let row: Option<Row> = on!(self, db => {
            sqlx::query_as(statement).bind(address.way()).bind(&hash).fetch_optional(db).await
        })?;
        let Some((pending, day, answers, last, repeats, at)) = row else {
            return Ok(Talk::default());
        };
        let pending = pending
            .filter(|_| at + WAITS > now.as_microsecond())
            .and_then(|pending| serde_json::from_str(&pending).ok());
        let heard = Heard {
            day,
            answers,
            last,
            repeats,
        };
        Ok(Talk { pending, heard })
    }

    /// Keeps a conversation; whether it is answered now.
    pub async fn keep_talk(
        &mut self,
        address: &Address,
        talk: &Talk,
        answered: bool,
        now: Timestamp,
    ) -> Result<()> {
        let hash = self.keys.find(address);
        let pending = talk
            .pending
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        let at = now.as_microsecond();
        let statement = "INSERT INTO talks (channel, address_hash, prefix, pending, day, answers, last, repeats, answered_at, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (channel, address_hash) DO UPDATE SET pending = excluded.pending, day = excluded.day,
                answers = excluded.answers, last = excluded.last, repeats = excluded.repeats,
                answered_at = COALESCE(excluded.answered_at, talks.answered_at), at = excluded.at";
        on!(self, db => {
            sqlx::query(statement)
                .bind(address.way()).bind(&hash).bind(prefix(address)).bind(pending).bind(talk.heard.day)
                .bind(talk.heard.answers).bind(&talk.heard.last).bind(talk.heard.repeats)
                .bind(answered.then_some(at)).bind(at)
                .execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// How many were answered within the last minute.
    pub async fn busy(&mut self, address: &Address, now: Timestamp) -> Result<Busy> {
        let statement = "SELECT COUNT(*), COUNT(*) FILTER (WHERE prefix = $2) FROM talks WHERE answered_at > $1";
        let (all, alike) = on!(self, db => {
            sqlx::query_as(statement).bind(now.as_microsecond() - MINUTE).bind(prefix(address)).fetch_one(db).await
        })?;
        Ok(Busy { all, alike })
    }

    /// Writes down what somebody agreed to, or no longer.
    pub async fn note_consent(
        &mut self,
        address: &Address,
        consent: Consent<'_>,
        now: Timestamp,
    ) -> Result<()> {
        let hash = self.keys.find(address);
        let statement =
            "INSERT INTO consents (id, channel, address_hash, purpose, given, wording, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)";
        on!(self, db => {
            sqlx::query(statement)
                .bind(uuid_at(now)).bind(address.way()).bind(&hash).bind(consent.purpose).bind(consent.given)
                .bind(consent.wording).bind(now.as_microsecond())
                .execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Keeps that an address wants to hear nothing but danger to life, or again
    /// all but advertising, whether anybody is known by it or not.
    pub async fn silence_address(
        &mut self,
        address: &Address,
        silent: bool,
        now: Timestamp,
    ) -> Result<()> {
        let hash = self.keys.find(address);
        let statement = if silent {
            "INSERT INTO silenced (channel, address_hash, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM silenced WHERE channel = $1 AND address_hash = $2 AND since <= $3"
        };
        on!(self, db => {
            sqlx::query(statement).bind(address.way()).bind(&hash).bind(now.as_microsecond()).execute(db).await.map(drop)
        })?;
        if silent {
            self.agree_to_advertising(address, false, now).await?;
        }
        Ok(())
    }

    /// A number that has asked for silence is silent, whoever brings it back.
    pub(super) async fn keep_silence(&mut self, contacts: &[ContactId]) -> Result<()> {
        for group in contacts.chunks(1000) {
            on!(self, db => {
                let mut query = QueryBuilder::<Db>::new(
                    "UPDATE contacts SET silent_since = s.since FROM silenced s
                     WHERE s.channel = contacts.channel AND s.address_hash = contacts.address_hash AND contacts.id IN ");
                push_list(&mut query, group.iter().copied());
                query.build().execute(db).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Keeps that the contact of an address wants to hear of a topic, or no
    /// more. `false` where nobody is known by it.
    pub async fn want_topic(
        &mut self,
        address: &Address,
        topic: Topic,
        on: bool,
        now: Timestamp,
    ) -> Result<bool> {
        let Some(contact) = self.contact_of(address).await? else {
            return Ok(false);
        };
        let statement = if on {
            "DELETE FROM unwanted_topics WHERE contact = $1 AND topic = $2 AND since <= $3"
        } else {
            "INSERT INTO unwanted_topics (contact, topic, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
        };
        on!(self, db => {
            sqlx::query(statement).bind(contact).bind(topic.as_str()).bind(now.as_microsecond()).execute(db).await.map(drop)
        })?;
        Ok(true)
    }

    /// Forgets what was said with an address; that it wants silence is kept.
    pub(super) async fn forget_talk(&mut self, way: &str, hash: &[u8]) -> Result<()> {
        for statement in [
            "DELETE FROM talks WHERE channel = $1 AND address_hash = $2",
            "DELETE FROM questions WHERE channel = $1 AND address_hash = $2",
            "DELETE FROM consents WHERE channel = $1 AND address_hash = $2",
            "DELETE FROM promotional_consents WHERE channel = $1 AND address_hash = $2",
        ] {
            on!(self, db => sqlx::query(statement).bind(way).bind(hash).execute(db).await.map(drop))?;
        }
        Ok(())
    }
}

impl Store {
    /// What an address agreed to, or no longer, the latest last: purpose,
    /// whether it was given, wording.
    pub async fn consents(&self, address: &Address) -> Result<Vec<(String, bool, String)>> {
        let hash = self.keys.find(address);
        let statement = "SELECT purpose, given, wording FROM consents WHERE channel = $1 AND address_hash = $2 ORDER BY id";
        Ok(on!(read self, db => {
            sqlx::query_as(statement).bind(address.way()).bind(&hash).fetch_all(db).await
        })?)
    }

    /// Forgets conversations that have rested since a time.
    pub async fn forget_talks(&self, before: Timestamp) -> Result<()> {
        let statement = "DELETE FROM talks WHERE at < $1";
        on!(write self, db => sqlx::query(statement).bind(before.as_microsecond()).execute(db).await.map(drop))?;
        Ok(())
    }
}

/// How an address begins: who dials for money dials a row of numbers.
fn prefix(address: &Address) -> String {
    const LETTERS: usize = 6;
    address.expose().chars().take(LETTERS).collect()
}
