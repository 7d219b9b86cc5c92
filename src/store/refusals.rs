//! What is remembered of messages that were refused, or that could not be put
//! together: how often, which decides what is tried next.

use sqlx::QueryBuilder;

use super::ledger::Recorded;
use super::{Result, Tx};
use crate::domain::delivery::Outcome;
use crate::domain::id::Lease;

impl Tx {
    /// Notes the refusals among answers, while their rows are still ours. A
    /// gateway that refuses a text does not have it, and was not the worse asked.
    pub(super) async fn note_refusals(&mut self, lease: Lease, results: &[Recorded]) -> Result<()> {
        let refused: Vec<&Recorded> = results
            .iter()
            .filter(|result| matches!(result.outcome, Outcome::BadContent | Outcome::Poison))
            .collect();
        if refused.is_empty() {
            return Ok(());
        }
        on!(self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "UPDATE deliveries SET refusals = v.column2, crashes = v.column3, asked = CASE WHEN v.column4 THEN 0 ELSE asked END FROM (");
            query.push_values(&refused, |mut row, result| {
                row.push_bind(result.delivery).push_bind(result.settled.refusals).push_bind(result.settled.crashes)
                    .push_bind(result.outcome == Outcome::BadContent);
            });
            query.push(") AS v WHERE deliveries.id = v.column1 AND COALESCE(state = 'submitting' AND lease = ");
            query.push_bind(lease).push(", FALSE)");
            query.build().execute(db).await.map(drop)
        })?;
        Ok(())
    }
}
