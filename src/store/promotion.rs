//! Advertising: who agreed to it, how much each number has had within a day,
//! and what ends because of either.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use sqlx::QueryBuilder;

use super::chunks::Chunk;
use super::dialect::Engine;
use super::doubt::{ends, in_doubt};
use super::ledger::Leaving;
use super::list::push_list;
use super::{Result, Store, Tx};
use crate::domain::delivery::State;
use crate::domain::id::{ContactId, DeliveryId, NoticeId};
use crate::domain::person::{Address, Way};

/// A contact, as far as advertising is concerned.
#[derive(Debug, Clone)]
pub struct Addressee {
    /// Where it is.
    pub address: Address,
    /// Whoever has it agreed to advertising.
    pub agreed: bool,
    /// Advertisements of the last 24 hours, with those that wait to leave.
    pub had: i64,
}

/// The tries of a delivery `o` that may have put an advertisement on a phone
/// within a day: all but those that provably did not, or that lie further back.
/// A try of which nothing was recorded counts. To be followed by that moment
/// and a bracket.
macro_rules! tries {
    () => {
        "o.tries - (SELECT COUNT(*) FROM attempts a WHERE a.delivery = o.id
            AND (a.outcome NOT IN ('accepted', 'ambiguous') OR a.started_at <= "
    };
}
pub(super) use tries;

/// How far back a day reaches.
pub(super) fn a_day_before(now: Timestamp) -> i64 {
    let day = now.saturating_sub(SignedDuration::from_hours(24));
    day.unwrap_or(Timestamp::MIN).as_microsecond()
}

type Standing = (ContactId, Way, Vec<u8>, bool, i64);

impl Store {
    /// How contacts stand to advertising, other notices than this one counted.
    /// Those whose address does not open any more are not among them.
    pub async fn addressees(
        &self,
        contacts: &[ContactId],
        notice: NoticeId,
        now: Timestamp,
    ) -> Result<HashMap<ContactId, Addressee>> {
        let day = a_day_before(now);
        let mut found = HashMap::new();
        for group in contacts.chunks(500) {
            let rows: Vec<Standing> = on!(read self, db => {
                let mut query = QueryBuilder::<Db>::new(concat!(
                    "SELECT c.id, c.channel, c.address,
                        EXISTS (SELECT 1 FROM promotional_consents k WHERE k.channel = c.channel AND k.address_hash = c.address_hash),
                        CAST(COALESCE((SELECT SUM(CASE WHEN o.state IN ('due', 'retry_wait') THEN 1 ELSE 0 END + ", tries!()));
                query.push_bind(day).push("))) FROM notices q JOIN deliveries o ON o.notice = q.id AND o.contact = c.id
                     WHERE q.promotional AND q.send_by > ").push_bind(day).push(" AND q.id <> ").push_bind(notice);
                query.push("), 0) AS BIGINT) FROM contacts c WHERE c.id IN ");
                push_list(&mut query, group.iter().copied());
                query.build_query_as().fetch_all(db).await
            })?;
            for (contact, way, sealed, agreed, had) in rows {
                let opened = self.keys.open_text(contact.0, &sealed).ok();
                let address = opened.and_then(|value| Address::parse(way, &value).ok());
                found.extend(address.map(|address| {
                    let addressee = Addressee {
                        address,
                        agreed,
                        had,
                    };
                    (contact, addressee)
                }));
            }
        }
        Ok(found)
    }

    /// What is due in a claimed chunk of advertising: whether those it goes to
    /// still agree, and how many they were handed within a day, this one's own
    /// earlier tries among them.
    pub async fn advertised(
        &self,
        chunk: &Chunk,
        now: Timestamp,
    ) -> Result<HashMap<DeliveryId, (bool, i64)>> {
        let day = a_day_before(now);
        let rows: Vec<(DeliveryId, bool, i64)> = on!(read self, db => {
            let mut query = QueryBuilder::<Db>::new(concat!(
                "SELECT d.id,
                    EXISTS (SELECT 1 FROM contacts c JOIN promotional_consents k ON k.channel = c.channel AND k.address_hash = c.address_hash
                        WHERE c.id = d.contact),
                    CAST(COALESCE((SELECT SUM(", tries!()));
            query.push_bind(day).push("))) FROM notices q JOIN deliveries o ON o.notice = q.id AND o.contact = d.contact
                 WHERE q.promotional AND q.send_by > ").push_bind(day);
            query.push("), 0) AS BIGINT) FROM deliveries d WHERE d.state = 'due' AND d.chunk = ").push_bind(chunk.id);
            query.build_query_as().fetch_all(db).await
        })?;
        let stands = rows
            .into_iter()
            .map(|(id, agreed, had)| (id, (agreed, had)));
        Ok(stands.collect())
    }

    /// Ends what is due in a claimed chunk for those who are to get no
    /// advertising after all: stopped, or unknown where an earlier try may have
    /// arrived.
    pub async fn withhold(
        &self,
        chunk: &Chunk,
        deliveries: &[DeliveryId],
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        for (in_doubt, end) in ends(State::Suppressed) {
            let ended = on!(tx, db => {
                let mut query = QueryBuilder::<Db>::new("UPDATE deliveries SET state = ");
                query.push_bind(end).push(", since = ").push_bind(now.as_microsecond());
                query.push(concat!(" WHERE COALESCE(state = 'due', FALSE) AND ", in_doubt!(), " = ")).push_bind(in_doubt);
                query.push(" AND id IN ");
                push_list(&mut query, deliveries.iter().copied());
                query.build().execute(db).await.map(|done| done.rows_affected())
            })?;
            tx.tally_moved(chunk.notice, ended, State::Due, end, now)
                .await?;
        }
        tx.commit().await
    }
}

impl Tx {
    /// Keeps that an address agrees to advertising, or no longer: then what
    /// still waits to leave for it ends.
    pub async fn agree_to_advertising(
        &mut self,
        address: &Address,
        agreed: bool,
        now: Timestamp,
    ) -> Result<()> {
        let hash = self.keys.find(address);
        if agreed {
            let statement = "INSERT INTO promotional_consents (channel, address_hash, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
            on!(self, db => {
                sqlx::query(statement).bind(address.way()).bind(&hash).bind(now.as_microsecond()).execute(db).await.map(drop)
            })?;
            return Ok(());
        }
        // Whatever time it is said to have been when they agreed: clocks are set.
        let statement = "DELETE FROM promotional_consents WHERE channel = $1 AND address_hash = $2";
        on!(self, db => {
            sqlx::query(statement).bind(address.way()).bind(&hash).execute(db).await.map(drop)
        })?;
        if let Some(contact) = self.contact_of(address).await? {
            self.suppress(contact, super::unwanted::Ending::Advertising, now)
                .await?;
        }
        Ok(())
    }

    /// Keeps two marks of advertising for one number apart on a server, where
    /// neither would see what the other is about to write.
    pub(super) async fn one_at_a_time(&mut self, deliveries: &[Leaving]) -> Result<()> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "SELECT c.id FROM contacts c WHERE c.id IN (SELECT d.contact FROM deliveries d WHERE d.id IN ");
            push_list(&mut query, deliveries.iter().map(|one| one.delivery));
            query.push(") ORDER BY c.id");
            // Not against who lists the number meanwhile.
            query.push(" FOR NO KEY UPDATE");
            query.build().fetch_all(db).await.map(drop)
        })?;
        Ok(())
    }
}
