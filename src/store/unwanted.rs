//! Deliveries that nobody is to get any more: their contact has asked for
//! silence, or was forgotten.

use jiff::Timestamp;

use super::chunks::Chunk;
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
        for (in_doubt, end) in ENDS {
            let statement = "UPDATE deliveries SET state = $2, since = $3 WHERE chunk = $1 AND state = 'due'
                 AND (resent + asked > 0 OR NOT $4)
                 AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = deliveries.contact AND (c.silent_since IS NULL OR $5))";
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

/// How it ends where an earlier try may have arrived, and then the rest.
pub(super) const ENDS: [(bool, State); 2] =
    [(true, State::UnknownFinal), (false, State::Suppressed)];

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
        let open = "SELECT d.id, d.notice, d.state, d.resent + d.asked > 0 FROM deliveries d JOIN notices n ON n.id = d.notice
             WHERE d.contact = $1 AND d.state IN ('due', 'retry_wait') AND (n.class < $3 OR $2) AND (n.promotional OR NOT $4)";
        let rows: Vec<(DeliveryId, NoticeId, State, bool)> = on!(self, db => {
            sqlx::query_as(open)
                .bind(contact).bind(ending == Ending::All).bind(Urgency::Flash.class()).bind(ending == Ending::Advertising)
                .fetch_all(db).await
        })?;
        for (id, notice, state, in_doubt) in rows {
            let end = if in_doubt {
                State::UnknownFinal
            } else {
                State::Suppressed
            };
            let statement = "UPDATE deliveries SET state = $4, next_at = NULL, since = $3 WHERE id = $1 AND state = $2";
            let changed = on!(self, db => {
                sqlx::query(statement).bind(id).bind(state).bind(now.as_microsecond()).bind(end).execute(db).await
                    .map(|done| done.rows_affected())
            })?;
            self.tally_moved(notice, changed, state, end, now).await?;
        }
        Ok(())
    }
}
