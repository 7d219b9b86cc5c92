//! What the database says, to whoever looks in beside the program. All the
//! harness knows of its tables stands here and in `invariants.rs`.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use std::time::Duration;

use loa::domain::delivery::State;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use uuid::Uuid;

use super::office::Office;
use crate::support::database::Database;

/// How long somebody may take to end a change, when nobody should be at one.
const BRIEF: Duration = Duration::from_millis(300);

/// Where the work stood when somebody looked.
#[derive(Debug, Clone, Default)]
pub struct Flight {
    /// Rows between mark and record.
    pub submitting: HashSet<Uuid>,
    /// Chunks that somebody held.
    pub leased: HashSet<Uuid>,
    /// Rows that waited to be sent.
    pub due: usize,
    /// The notice's state.
    pub state: String,
}

impl Flight {
    /// Whether anything was under way that an end of the process could spoil.
    pub fn is_busy(&self) -> bool {
        !self.submitting.is_empty()
            || !self.leased.is_empty()
            || self.due > 0
            || matches!(self.state.as_str(), "draft" | "approved" | "planning")
    }
}

/// What is under way, in the office's database or in a copy of it.
pub async fn flight(database: &Database) -> Flight {
    let due: Vec<(i64,)> = database
        .rows("SELECT COUNT(*) FROM deliveries WHERE state = 'due'")
        .await;
    Flight {
        submitting: ids(
            database,
            "SELECT id FROM deliveries WHERE state = 'submitting'",
        )
        .await,
        leased: ids(database, "SELECT id FROM chunks WHERE lease IS NOT NULL").await,
        due: usize::try_from(due[0].0).unwrap(),
        state: state(database).await,
    }
}

async fn ids(database: &Database, statement: &'static str) -> HashSet<Uuid> {
    let rows: Vec<(Uuid,)> = database.rows(statement).await;
    rows.into_iter().map(|(id,)| id).collect()
}

async fn state(database: &Database) -> String {
    let states: Vec<(String,)> = database.rows("SELECT state FROM notices").await;
    states.into_iter().next().unwrap().0
}

/// Whether nobody stands in the middle of a change.
pub async fn is_free(database: &Database) -> bool {
    if database.on_a_server() {
        let busy = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
             AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'";
        let busy: Vec<(i64,)> = database.rows(busy).await;
        return busy[0].0 == 0;
    }
    let options = SqliteConnectOptions::from_str(&database.url).unwrap();
    let mut connection = options.busy_timeout(BRIEF).connect().await.unwrap();
    let free = sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut connection)
        .await
        .is_ok();
    connection.close().await.unwrap();
    free
}

/// Whether somebody has begun a change on a server a while ago, and not ended it.
pub async fn is_held_open(database: &Database) -> bool {
    let held = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
         AND state = 'idle in transaction' AND state_change < clock_timestamp() - INTERVAL '300 ms'";
    let held: Vec<(i64,)> = database.rows(held).await;
    held[0].0 > 0
}

impl Office {
    /// Every row of the ledger.
    pub async fn ledger(&self) -> HashMap<Uuid, State> {
        let rows: Vec<(Uuid, State)> = self.database.rows("SELECT id, state FROM deliveries").await;
        rows.into_iter().collect()
    }

    /// Rows of which nobody knew at some time whether the gateway had them.
    pub async fn doubted(&self) -> HashSet<Uuid> {
        let doubted = "SELECT DISTINCT delivery FROM attempts WHERE outcome = 'ambiguous'";
        ids(&self.database, doubted).await
    }

    /// Until when, in microseconds, somebody holds a chunk by its lease.
    pub async fn leased_until(&self) -> i64 {
        let last = "SELECT COALESCE(MAX(lease_until), 0) FROM chunks";
        let rows: Vec<(i64,)> = self.database.rows(last).await;
        rows[0].0
    }

    /// How many connections to gateways somebody holds.
    pub async fn slots_held(&self) -> usize {
        let held = "SELECT COUNT(*) FROM slots WHERE lease IS NOT NULL";
        let rows: Vec<(i64,)> = self.database.rows(held).await;
        usize::try_from(rows[0].0).unwrap()
    }

    /// The notice's `send_by`, and when it was stopped, in microseconds.
    pub async fn limits(&self) -> (i64, Option<i64>) {
        let statement = "SELECT n.send_by, (SELECT MIN(s.at) FROM deeds s WHERE s.deed = 'stop' AND s.notice = n.id)
             FROM notices n";
        let rows: Vec<(i64, Option<i64>)> = self.database.rows(statement).await;
        rows[0]
    }

    /// The notice's state.
    pub async fn state(&self) -> String {
        state(&self.database).await
    }

    /// Whether nothing more is expected: of the notice, of the inbox.
    pub async fn is_at_rest(&self) -> bool {
        let unread = "SELECT id FROM inbox WHERE read_at IS NULL LIMIT 1";
        if !ids(&self.database, unread).await.is_empty() {
            return false;
        }
        let open = "SELECT id FROM deliveries
             WHERE state IN ('planned', 'due', 'submitting', 'retry_wait', 'uncertain') LIMIT 1";
        match self.state().await.as_str() {
            "completed" => true,
            "stopped" | "expired" => ids(&self.database, open).await.is_empty(),
            _ => false,
        }
    }
}
