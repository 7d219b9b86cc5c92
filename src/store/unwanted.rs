//! Deliveries that nobody is to get any more: their contact has asked for
//! silence, or was forgotten.

use jiff::Timestamp;

use super::chunks::Chunk;
use super::doubt::{ends, in_doubt};
use super::{Result, Store, Tx};
use crate::domain::delivery::State;
use crate::domain::id::{ContactId, DeliveryId, NoticeId};
use crate::domain::notice::Urgency;

impl Store {
    /// Ends what is due in a claimed chunk for contacts that were forgotten, or
    /// silenced where no life is in danger, since it was planned or handed over
    /// for the first time.
    pub async fn end_unwanted(&self, chunk: &Chunk, now: Timestamp) -> Result<()> {
        let heard_anyway = chunk.class == Urgency::Flash.class();
        let mut tx = self.begin().await?;
        for (in_doubt, end) in ends(State::Suppressed) {
            let statement = concat!("UPDATE deliveries SET state = $2, since = $3 WHERE chunk = $1 AND state = 'due'
                 AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = deliveries.contact AND (c.silent_since IS NULL OR $5))
                 AND $4 = ", in_doubt!());
            let ended = on!(tx, db => {
                sqlx::query(statement)
                    .bind(chunk.id).bind(end).bind(now.as_microsecond()).bind(in_doubt).bind(heard_anyway)
                    .execute(db).await.map(|done| done.rows_affected())
            })?;
            tx.tally_moved(chunk.notice, ended, State::Due, end, now)
                .await?;
        }
        tx.commit().await
    }
}

/// What of a contact's open deliveries ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// All: the contact is being forgotten.
    All,
    /// All but danger to life: it asked for silence.
    Ordinary,
    /// Advertising: it agrees to it no longer.
    Advertising,
}

impl Tx {
    /// Ends what is still to be sent to a contact.
    pub(super) async fn suppress(
        &mut self,
        contact: ContactId,
        ending: Ending,
        now: Timestamp,
    ) -> Result<()> {
        for (in_doubt, end) in ends(State::Suppressed) {
            let open = concat!("SELECT d.id, d.notice, d.state FROM deliveries d JOIN notices n ON n.id = d.notice
                 WHERE d.contact = $1 AND d.state IN ('due', 'retry_wait') AND (n.class < $3 OR $2) AND (n.promotional OR NOT $4) AND $5 = ", in_doubt!("d"));
            let rows: Vec<(DeliveryId, NoticeId, State)> = on!(self, db => {
                sqlx::query_as(open).bind(contact).bind(ending == Ending::All).bind(Urgency::Flash.class()).bind(ending == Ending::Advertising).bind(in_doubt).fetch_all(db).await
            })?;
            for (id, notice, from) in rows {
                self.end_rows(notice, (from, end), &[id], now).await?;
            }
        }
        Ok(())
    }
}
