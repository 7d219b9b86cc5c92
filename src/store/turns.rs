//! One commit for many writers. SQLite has one writer at a time, and a commit
//! that is safe from a power cut costs it far more than a group of rows. So
//! writers take turns within one transaction, each in a savepoint of its own;
//! whoever is waiting when the first has finished still gets a turn, then all
//! is committed at once. Nobody is told "committed" before that.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::{Error, Result};

type Told = Result<(), Arc<sqlx::Error>>;

/// The writers of one database, in the order they came.
#[derive(Clone, Default)]
pub(super) struct Turns(Arc<Mutex<Option<Open>>>);

/// A transaction that several writers share.
struct Open {
    tx: Transaction<'static, Sqlite>,
    /// Those whose turn is over and who wait for the commit.
    told: Vec<oneshot::Sender<Told>>,
    /// The last turn was given up: what it wrote must go first.
    undo: bool,
}

/// One writer's turn. Dropped without [`Turn::commit`], it leaves nothing
/// behind.
pub(in crate::store) struct Turn {
    turns: Turns,
    open: OwnedMutexGuard<Option<Open>>,
    over: bool,
}

impl Turns {
    /// Waits for a turn, and begins it.
    pub(super) async fn begin(&self, pool: &SqlitePool) -> Result<Turn> {
        let mut open = Arc::clone(&self.0).lock_owned().await;
        undo(&mut open).await;
        if let Some(shared) = open.as_mut() {
            run(shared, "SAVEPOINT turn").await?;
        } else {
            *open = Some(Open {
                tx: begin(pool).await?,
                told: Vec::new(),
                undo: false,
            });
        }
        Ok(Turn {
            turns: self.clone(),
            open,
            over: false,
        })
    }

    /// Commits what those have written whose turn is over. It waits in line
    /// itself: whoever came before it is in the same commit.
    async fn commit(self) {
        let mut open = self.0.lock().await;
        undo(&mut open).await;
        if let Some(shared) = open.take() {
            let committed = shared.tx.commit().await;
            tell(shared.told, committed);
        }
    }
}

impl Turn {
    /// Ends the turn; returns once what it wrote lasts.
    pub(in crate::store) async fn commit(mut self) -> Result<()> {
        let (teller, told) = oneshot::channel();
        let shared = self.shared();
        let first = shared.told.is_empty();
        if !first {
            // Where a fault has ended the whole transaction, this fails.
            run(shared, "RELEASE turn").await?;
        }
        shared.told.push(teller);
        self.over = true;
        if first {
            // On a task of its own: whoever gives up waiting takes nobody's
            // commit away.
            tokio::spawn(self.turns.clone().commit());
        }
        drop(self);
        told.await
            .map_err(|_| Error::Ended("a commit"))?
            .map_err(Error::Commit)
    }

    fn shared(&mut self) -> &mut Open {
        match self.open.as_mut() {
            Some(shared) => shared,
            None => unreachable!("a turn is taken within a transaction"),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        match self.open.as_mut() {
            Some(shared) if !shared.told.is_empty() => shared.undo = true,
            // Nobody else is in it: it is rolled back as a whole.
            _ => drop(self.open.take()),
        }
    }
}

impl Deref for Turn {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match self.open.as_ref() {
            Some(shared) => &shared.tx,
            None => unreachable!("a turn is taken within a transaction"),
        }
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.shared().tx
    }
}

async fn begin(pool: &SqlitePool) -> sqlx::Result<Transaction<'static, Sqlite>> {
    const BEGIN: &str = "BEGIN IMMEDIATE";
    match pool.begin_with(BEGIN).await {
        // Where a fault such as a full disk has ended a transaction, its
        // connection still counts on it.
        Err(sqlx::Error::InvalidSavePointStatement) => {
            pool.acquire().await?.close().await?;
            pool.begin_with(BEGIN).await
        }
        begun => begun,
    }
}

/// Takes back what the last turn wrote, where it was given up. Where even that
/// fails the transaction is lost, and everyone in it is told so.
async fn undo(open: &mut Option<Open>) {
    let Some(shared) = open.as_mut().filter(|shared| shared.undo) else {
        return;
    };
    let undone = match run(shared, "ROLLBACK TO turn").await {
        Ok(()) => run(shared, "RELEASE turn").await,
        Err(error) => Err(error),
    };
    shared.undo = false;
    if undone.is_err()
        && let Some(lost) = open.take()
    {
        tell(lost.told, undone);
    }
}

async fn run(shared: &mut Open, statement: &'static str) -> sqlx::Result<()> {
    sqlx::query(statement)
        .execute(&mut *shared.tx)
        .await
        .map(drop)
}

fn tell(waiting: Vec<oneshot::Sender<Told>>, outcome: sqlx::Result<()>) {
    let outcome = outcome.map_err(Arc::new);
    for one in waiting {
        // Whoever has given up waiting does not need the answer.
        one.send(outcome.clone()).ok();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
    use tempfile::TempDir;

    use super::*;

    struct House {
        turns: Turns,
        write: SqlitePool,
        read: SqlitePool,
        _folder: TempDir,
    }

    impl House {
        async fn open() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let options = SqliteConnectOptions::new()
                .filename(folder.path().join("turns.db"))
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal);
            let pool = || SqlitePoolOptions::new().max_connections(1);
            let write = pool().connect_with(options.clone()).await.unwrap();
            sqlx::query("CREATE TABLE rows (n BIGINT PRIMARY KEY)")
                .execute(&write)
                .await
                .unwrap();
            Self {
                turns: Turns::default(),
                read: pool().connect_with(options).await.unwrap(),
                write,
                _folder: folder,
            }
        }

        async fn turn_with(&self, n: i64) -> Turn {
            let mut turn = self.turns.begin(&self.write).await.unwrap();
            sqlx::query("INSERT INTO rows VALUES ($1)")
                .bind(n)
                .execute(&mut *turn)
                .await
                .unwrap();
            turn
        }

        async fn rows(&self) -> Vec<i64> {
            sqlx::query_scalar("SELECT n FROM rows ORDER BY n")
                .fetch_all(&self.read)
                .await
                .unwrap()
        }
    }

    #[tokio::test]
    async fn who_waits_is_in_the_same_commit_and_nobody_is_told_before() {
        let house = House::open().await;
        let told = AtomicBool::new(false);
        let first = async {
            house.turn_with(1).await.commit().await.unwrap();
            told.store(true, Ordering::SeqCst);
        };
        let second = async {
            let turn = house.turn_with(2).await;
            assert!(!told.load(Ordering::SeqCst));
            assert!(house.rows().await.is_empty());
            turn.commit().await.unwrap();
        };
        tokio::join!(first, second);
        assert_eq!(house.rows().await, [1, 2]);
    }

    #[tokio::test]
    async fn a_turn_that_is_given_up_leaves_nothing_and_takes_nothing_away() {
        let house = House::open().await;
        let kept = async |n| house.turn_with(n).await.commit().await.unwrap();
        let given_up = async |n| drop(house.turn_with(n).await);
        tokio::join!(given_up(1), kept(2), given_up(3), kept(4), given_up(5));
        assert_eq!(house.rows().await, [2, 4]);
        kept(5).await;
        assert_eq!(house.rows().await, [2, 4, 5]);
    }

    #[tokio::test]
    async fn a_fault_that_ends_the_transaction_is_told_to_everyone_in_it() {
        let house = House::open().await;
        let fine = async |n| house.turn_with(n).await.commit().await;
        let faulty = async {
            let mut turn = house.turn_with(2).await;
            // As SQLite does by itself when the disk is full.
            sqlx::query("ROLLBACK").execute(&mut *turn).await.unwrap();
            turn.commit().await
        };
        let (first, second) = tokio::join!(fine(1), faulty);
        assert!(first.is_err() && second.is_err());
        assert!(house.rows().await.is_empty());
        fine(3).await.unwrap();
        assert_eq!(house.rows().await, [3]);
    }

    #[tokio::test]
    async fn who_stops_waiting_takes_nobodys_commit_away() {
        let house = House::open().await;
        let impatient = async {
            let turn = house.turn_with(1).await;
            tokio::select! {
                biased;
                committed = turn.commit() => committed.unwrap(),
                () = std::future::ready(()) => {}
            }
        };
        let patient = async { house.turn_with(2).await.commit().await.unwrap() };
        tokio::join!(impatient, patient);
        assert_eq!(house.rows().await, [1, 2]);
    }
}
