//! An end of what may have arrived before: nobody knows it, whatever ends it.

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::list::push_list;
use super::{Result, Tx};
use crate::domain::delivery::State;
use crate::domain::id::{DeliveryId, NoticeId};

/// Whether an earlier try of a row may have arrived, in SQL.
macro_rules! in_doubt {
    () => {
        "(resent + asked > 0)"
    };
    ($row:literal) => {
        concat!("(", $row, ".resent + ", $row, ".asked > 0)")
    };
}

pub(super) use in_doubt;

/// How rows end, by whether they are in doubt, where `end` is the end of those
/// that are not.
pub(super) const fn ends(end: State) -> [(bool, State); 2] {
    [(true, State::UnknownFinal), (false, end)]
}

impl Tx {
    /// Ends rows of a notice that still stand in a state. How many.
    pub(super) async fn end_rows(
        &mut self,
        notice: NoticeId,
        (from, end): (State, State),
        ids: &[DeliveryId],
        now: Timestamp,
    ) -> Result<u64> {
        let rows = on!(self, db => {
            let mut query = QueryBuilder::<Db>::new("UPDATE deliveries SET next_at = NULL, state = ");
            query.push_bind(end).push(", since = ").push_bind(now.as_microsecond());
            query.push(" WHERE COALESCE(state = ").push_bind(from).push(", FALSE) AND id IN ");
            push_list(&mut query, ids.iter().copied());
            query.build().execute(db).await.map(|done| done.rows_affected())
        })?;
        self.tally_moved(notice, rows, from, end, now).await?;
        Ok(rows)
    }
}
