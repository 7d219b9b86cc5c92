//! The queue: letters that tell a worker to look at the ledger. A letter may be
//! lost or come twice without harm, for the ledger decides, and the sweeper
//! writes another one within seconds. So letters hold ids only, are tried once,
//! and are thrown away soon after.
//!
//! This file and `worker/` are the only ones that know apalis; its tables are
//! `Jobs` and `Workers` on `SQLite`, `apalis.jobs` and `apalis.workers` on
//! `PostgreSQL`.

use std::sync::LazyLock;

use apalis::prelude::{Task, TaskBuilder};
use apalis_postgres::PostgresStorage;
use apalis_sqlite::SqliteStorage;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use uuid::Uuid;

use super::{Db, Result, Store, Tx, TxInner};

/// A letter that can be queued.
pub trait Letter: Serialize + DeserializeOwned + Send + Sync + Unpin + 'static {
    /// The queue's name, written out: apalis would take the type's path, and
    /// moving the type would then strand every letter already stored.
    const QUEUE: &'static str;
}

/// "Work out whom this notice concerns."
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which notice.
    pub notice: Uuid,
}

/// "Something waits on this channel": rings a bell that every node hears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliver {
    /// The notice that waits, for whoever reads the table.
    pub notice: Uuid,
    /// The name of the channel it waits on, which is the name of the bell.
    pub channel: String,
}

impl Letter for Plan {
    const QUEUE: &'static str = "loa.plan";
}

impl Letter for Deliver {
    const QUEUE: &'static str = "loa.deliver";
}

impl Store {
    /// Makes the queue's tables, or brings them up to date.
    ///
    /// apalis' own `setup()` is never called: on `SQLite` it turns `synchronous`
    /// off on whichever connection it happens to get.
    pub async fn migrate_queue(&self) -> Result<()> {
        match &self.db {
            Db::Sqlite { write, .. } => {
                let mut migrations = SqliteStorage::migrations();
                // Else it would keep its books in our own `_sqlx_migrations`.
                migrations.dangerous_set_table_name("_queue_migrations");
                migrations.run(write).await?;
            }
            // Its books are `apalis._sqlx_migrations`, in a schema of its own.
            Db::Postgres(pool) => PostgresStorage::migrations().run(pool).await?,
        }
        Ok(())
    }

    /// Throws away letters finished before `before`, letters that have brought
    /// down [`POISONOUS`] workers, and workers unseen for a day before that.
    /// Returns how many letters went. The queue slows as its table grows, so a
    /// minute is enough to keep them.
    pub async fn sweep_queue(&self, before: Timestamp) -> Result<u64> {
        let (letters, workers) = match self.db {
            Db::Sqlite { .. } => (
                "DELETE FROM Jobs
                  WHERE (status IN ('Done', 'Failed', 'Killed')
                         AND done_at IS NOT NULL AND done_at < $1
                         AND (status <> 'Failed' OR attempts >= max_attempts))
                     OR (status = 'Pending' AND attempts >= $2)",
                "DELETE FROM Workers
                  WHERE last_seen < $1
                    AND NOT EXISTS (SELECT 1 FROM Jobs WHERE lock_by = Workers.id)",
            ),
            Db::Postgres(_) => (
                "DELETE FROM apalis.jobs
                  WHERE (status IN ('Done', 'Failed', 'Killed')
                         AND done_at < to_timestamp($1::bigint)
                         AND (status <> 'Failed' OR attempts >= max_attempts))
                     OR (status = 'Pending' AND attempts >= $2)",
                "DELETE FROM apalis.workers
                  WHERE last_seen < to_timestamp($1::bigint)
                    AND NOT EXISTS (SELECT 1 FROM apalis.jobs WHERE lock_by = workers.id)",
            ),
        };
        let before = before.as_second();
        let swept = on!(write self, db => {
            let letters = sqlx::query(letters).bind(before).bind(POISONOUS).execute(db).await?;
            sqlx::query(workers).bind(before - A_DAY).execute(db).await?;
            letters.rows_affected()
        });
        Ok(swept)
    }

    /// Puts back into the queue what the workers of `boot` (the beginning of
    /// their names) still hold. For a boot that is over: its letters would
    /// otherwise lie until its heartbeat is missed.
    pub async fn give_back(&self, boot: &str) -> Result<()> {
        let letters = match self.db {
            Db::Sqlite { .. } => {
                "UPDATE Jobs SET status = 'Pending', lock_by = NULL, lock_at = NULL
                  WHERE status IN ('Queued', 'Running') AND lock_by LIKE $1 || '%'"
            }
            Db::Postgres(_) => {
                "UPDATE apalis.jobs SET status = 'Pending', lock_by = NULL, lock_at = NULL
                  WHERE status IN ('Queued', 'Running') AND lock_by LIKE $1 || '%'"
            }
        };
        on!(write self, db => sqlx::query(letters).bind(boot).execute(db).await.map(drop))?;
        Ok(())
    }

    /// How many letters are waiting or being worked on.
    pub async fn letters_open(&self) -> Result<i64> {
        let letters = match self.db {
            Db::Sqlite { .. } => {
                "SELECT COUNT(*) FROM Jobs WHERE status IN ('Pending', 'Queued', 'Running')"
            }
            Db::Postgres(_) => {
                "SELECT COUNT(*) FROM apalis.jobs
                  WHERE status IN ('Pending', 'Queued', 'Running')"
            }
        };
        Ok(on!(read self, db => sqlx::query_scalar(letters).fetch_one(db).await)?)
    }
}

/// A letter this often handed back by a worker that died is not handed out again.
const POISONOUS: i32 = 3;

/// In seconds.
const A_DAY: i64 = 24 * 60 * 60;

impl Tx {
    /// Asks for `notice` to be planned, if and when this transaction commits.
    pub async fn enqueue_plan(&mut self, notice: Uuid) -> Result<()> {
        self.enqueue(&Plan { notice }).await
    }

    /// Asks for the bell of `channel` to be rung on every node, if and when this
    /// transaction commits.
    pub async fn enqueue_deliver(&mut self, notice: Uuid, channel: &str) -> Result<()> {
        let channel = channel.to_owned();
        self.enqueue(&Deliver { notice, channel }).await
    }

    async fn enqueue<L: Letter>(&mut self, letter: &L) -> Result<()> {
        let task = task(letter)?;
        match &mut self.inner {
            TxInner::Sqlite(tx) => {
                apalis_sqlite::queries::push_tasks(&mut **tx, L::QUEUE, &[task])
                    .await
                    .map_err(from_sqlite)?;
                // Not too early: whoever looks now waits for the one writing
                // connection, which is ours until this transaction ends.
                KNOCK.send_replace(());
            }
            TxInner::Postgres(tx) => {
                apalis_postgres::queries::push_tasks(&mut **tx, L::QUEUE, vec![task])
                    .await
                    .map_err(from_postgres)?;
            }
        }
        Ok(())
    }
}

/// One attempt: apalis would repeat a failure at once and up to 25 times; when
/// to try again is the sweeper's business.
///
/// Due since 1970: with "now" in whole seconds of our clock, a database whose
/// clock is behind ours would neither announce the letter nor hand it out.
fn task<L: Letter>(letter: &L) -> Result<Task<Vec<u8>>> {
    Ok(TaskBuilder::new(serde_json::to_vec(letter)?)
        .max_attempts(1)
        .run_at_timestamp(0)
        .build())
}

/// Knocked at for every letter this process writes to `SQLite`, so that its
/// workers look at once. (`PostgreSQL` tells them itself, by NOTIFY.)
static KNOCK: LazyLock<watch::Sender<()>> = LazyLock::new(|| watch::Sender::new(()));

/// Changes whenever this process has written a letter to `SQLite`.
pub(crate) fn knocks() -> watch::Receiver<()> {
    KNOCK.subscribe()
}

fn from_sqlite(error: apalis_sqlite::Error) -> sqlx::Error {
    match error {
        apalis_sqlite::Error::Database(error) => error,
        other => sqlx::Error::Protocol(other.to_string()),
    }
}

fn from_postgres(error: apalis_postgres::Error) -> sqlx::Error {
    match error {
        apalis_postgres::Error::Database(error) => error,
        other => sqlx::Error::Protocol(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stored_by_an_older_version_can_still_be_read() {
        let id = "018f3f3e-0000-7000-8000-000000000001";
        let notice = Uuid::parse_str(id).unwrap();
        let plan = format!(r#"{{"notice":"{id}"}}"#);
        let deliver = format!(r#"{{"notice":"{id}","channel":"sms"}}"#);

        assert_eq!(
            serde_json::from_str::<Plan>(&plan).unwrap(),
            Plan { notice }
        );
        let channel = "sms".to_owned();
        assert_eq!(
            serde_json::from_str::<Deliver>(&deliver).unwrap(),
            Deliver { notice, channel }
        );
        assert_eq!((Plan::QUEUE, Deliver::QUEUE), ("loa.plan", "loa.deliver"));
    }

    #[test]
    fn a_letter_is_tried_once_and_due_whatever_the_clocks_say() {
        let task = task(&Plan {
            notice: Uuid::nil(),
        })
        .unwrap();
        assert_eq!((task.max_attempts(), task.run_at()), (Some(1), Some(0)));
    }
}
