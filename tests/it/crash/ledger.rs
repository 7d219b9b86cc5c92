//! What the ledger says, to whoever looks in beside the program.

use std::collections::HashSet;

use loa::domain::delivery::State;
use uuid::Uuid;

use super::office::Office;
use crate::support::database::Database;

impl Office {
    /// Every row of the ledger.
    pub async fn ledger(&self) -> Vec<(Uuid, State)> {
        self.database.rows("SELECT id, state FROM deliveries").await
    }

    /// The notice's state, and how many rows of the ledger are written.
    pub async fn planned_so_far(&self) -> (String, usize) {
        (self.state().await, self.ledger().await.len())
    }

    /// Rows between mark and record.
    pub async fn submitting(&self) -> HashSet<Uuid> {
        submitting(&self.database).await
    }

    /// Rows of which nobody knew at some time whether the gateway had them.
    pub async fn found_uncertain(&self) -> HashSet<Uuid> {
        self.ids(
            "SELECT delivery FROM attempts WHERE outcome = 'ambiguous' AND code = 'lease lost'",
        )
        .await
    }

    /// Rows of which a single try is on record.
    pub async fn tried_once(&self) -> usize {
        let once = "SELECT delivery FROM attempts GROUP BY delivery HAVING COUNT(*) = 1";
        self.ids(once).await.len()
    }

    /// Chunks that somebody holds.
    pub async fn leased(&self) -> HashSet<Uuid> {
        self.ids("SELECT id FROM chunks WHERE lease IS NOT NULL")
            .await
    }

    /// The notice's state.
    pub async fn state(&self) -> String {
        let states: Vec<(String,)> = self.database.rows("SELECT state FROM notices").await;
        states.into_iter().next().unwrap().0
    }

    /// The rows that a statement names.
    pub async fn ids(&self, statement: &'static str) -> HashSet<Uuid> {
        ids(self.database.rows(statement).await)
    }
}

/// Rows between mark and record, in the office's database or in a copy of it.
pub async fn submitting(database: &Database) -> HashSet<Uuid> {
    ids(database
        .rows("SELECT id FROM deliveries WHERE state = 'submitting'")
        .await)
}

fn ids(rows: Vec<(Uuid,)>) -> HashSet<Uuid> {
    rows.into_iter().map(|(id,)| id).collect()
}
