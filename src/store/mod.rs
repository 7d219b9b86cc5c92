//! The memory of the house, and its only SQL: one text for SQLite and
//! PostgreSQL. Personal data goes in sealed and comes out opened; nothing
//! above this module sees a sealed byte.
//!
//! Every function that touches deliveries takes slices: one-row writes are ten
//! times slower than grouped ones on both engines.

use std::sync::Arc;

use sqlx::{PgPool, Postgres, SqlitePool, Transaction};

use self::turns::{Turn, Turns};

/// Runs one piece of code on whichever database is open. All arms are the
/// same words, each checked against its own driver, whose type is `Db`.
macro_rules! on {
    (read $store:expr, $db:ident => $run:expr) => {
        match &$store.db {
            $crate::store::Db::Sqlite { read: $db, .. } => {
                #[allow(
                    dead_code,
                    clippy::allow_attributes,
                    reason = "only built statements name it"
                )]
                type Db = sqlx::Sqlite;
                $run
            }
            $crate::store::Db::Postgres($db) => {
                #[allow(
                    dead_code,
                    clippy::allow_attributes,
                    reason = "only built statements name it"
                )]
                type Db = sqlx::Postgres;
                $run
            }
        }
    };
    (write $store:expr, $db:ident => $run:expr) => {
        match &$store.db {
            $crate::store::Db::Sqlite { write: $db, .. } => $run,
            $crate::store::Db::Postgres($db) => $run,
        }
    };
    ($tx:expr, $db:ident => $run:expr) => {
        match &mut $tx.inner {
            $crate::store::TxInner::Sqlite(tx) => {
                #[allow(
                    dead_code,
                    clippy::allow_attributes,
                    reason = "only built statements name it"
                )]
                type Db = sqlx::Sqlite;
                let $db = &mut **tx;
                $run
            }
            $crate::store::TxInner::Postgres(tx) => {
                #[allow(
                    dead_code,
                    clippy::allow_attributes,
                    reason = "only built statements name it"
                )]
                type Db = sqlx::Postgres;
                let $db = &mut **tx;
                $run
            }
        }
    };
}

mod again;
mod announce;
pub mod chunks;
pub mod clock;
pub mod contacts;
pub mod copy;
mod coverage;
mod detour;
mod dialect;
mod doubt;
pub mod due;
pub mod epoch;
pub mod epoch_file;
mod error;
pub mod inbox;
pub mod ledger;
mod list;
pub mod lost;
mod mark;
pub mod members;
pub mod money;
pub mod notices;
mod officers;
pub mod people;
pub mod plan;
pub mod promotion;
pub mod quarantine;
pub mod questions;
pub mod queue;
mod receipts;
mod refusals;
pub mod replies;
pub mod seal;
mod slots;
pub mod sweep;
pub mod talks;
mod tally;
pub mod troubles;
mod turns;
mod unwanted;
pub mod villages;
pub mod waiting;

pub use error::{Error, Result};
pub use seal::Keys;

/// An open database.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file: several readers, one writer.
    Sqlite {
        /// For reading.
        read: SqlitePool,
        /// One connection, for writing.
        write: SqlitePool,
    },
    /// A server, shared by many nodes.
    Postgres(PgPool),
}

/// The store: a database and the keys to what is sealed in it.
#[derive(Clone)]
pub struct Store {
    pub(in crate::store) db: Db,
    pub(in crate::store) keys: Arc<Keys>,
    turns: Turns,
}

/// A transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
pub struct Tx {
    pub(in crate::store) inner: TxInner,
    pub(in crate::store) keys: Arc<Keys>,
}

pub(in crate::store) enum TxInner {
    Sqlite(Turn),
    Postgres(Transaction<'static, Postgres>),
}

impl Store {
    /// Opens `sqlite:FILE` or `postgres://…`. Does not touch tables: see
    /// [`Store::migrate`].
    pub async fn open(url: &str, keys: Arc<Keys>) -> Result<Self> {
        Ok(Self {
            db: Self::connect(url).await?,
            keys,
            turns: Turns::default(),
        })
    }

    /// The fingerprint of the key a database is sealed with; `None` where it
    /// is new.
    pub async fn sealed_with(url: &str) -> Result<Option<String>> {
        if !dialect::may_exist(url)? {
            return Ok(None);
        }
        let db = Self::connect(url).await?;
        let statement = "SELECT value FROM meta WHERE key = 'key'";
        // A database without our tables is as good as new.
        let found = match &db {
            Db::Sqlite { read, .. } => sqlx::query_scalar(statement).fetch_optional(read).await,
            Db::Postgres(pool) => sqlx::query_scalar(statement).fetch_optional(pool).await,
        };
        match db {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
        Ok(found.unwrap_or_default())
    }

    async fn connect(url: &str) -> Result<Db> {
        if url.starts_with("postgres") {
            dialect::open_postgres(url).await
        } else {
            dialect::open_sqlite(url).await
        }
    }

    /// Brings the tables up to date, takes possession of an empty database in
    /// the name of our key, and refuses one that belongs to another. An empty
    /// one counts on from `epoch`: no file beside the key is ahead of it.
    pub async fn migrate(&self, key_file: &str, epoch: i64) -> Result<()> {
        let migrations = sqlx::migrate!("./migrations");
        on!(write self, db => migrations.run(db).await)?;
        dialect::leave_room(&self.db).await?;
        self.migrate_queue().await?;
        self.claim_for_key(key_file, epoch).await?;
        dialect::assert_safe(&self.db).await
    }

    async fn claim_for_key(&self, key_file: &str, epoch: i64) -> Result<()> {
        let ours = self.keys.fingerprint();
        let claim = "INSERT INTO meta (key, value) VALUES ('key', $1), ('epoch', $2) ON CONFLICT (key) DO NOTHING";
        on!(write self, db => {
            sqlx::query(claim).bind(ours).bind(epoch.to_string()).execute(db).await.map(drop)
        })?;
        let theirs: String = on!(read self, db => {
            sqlx::query_scalar("SELECT value FROM meta WHERE key = 'key'").fetch_one(db).await
        })?;
        if theirs == ours {
            return Ok(());
        }
        Err(Error::WrongKey {
            theirs,
            ours: ours.to_owned(),
            file: key_file.to_owned(),
        })
    }

    /// The open database, for the queue's workers.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The keys of this office.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Begins a writing transaction.
    pub async fn begin(&self) -> Result<Tx> {
        let inner = match &self.db {
            Db::Sqlite { write, .. } => TxInner::Sqlite(self.turns.begin(write).await?),
            Db::Postgres(pool) => TxInner::Postgres(pool.begin().await?),
        };
        Ok(Tx {
            inner,
            keys: Arc::clone(&self.keys),
        })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        let one: i32 = on!(read self, db => sqlx::query_scalar("SELECT 1").fetch_one(db).await)?;
        debug_assert_eq!(one, 1);
        Ok(())
    }

    pub(in crate::store) fn is_sqlite(&self) -> bool {
        matches!(self.db, Db::Sqlite { .. })
    }

    /// "SQLite" or "PostgreSQL", for people.
    pub fn engine(&self) -> &'static str {
        match self.db {
            Db::Sqlite { .. } => "SQLite",
            Db::Postgres(_) => "PostgreSQL",
        }
    }

    /// Lets go of the database, having written all there is.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes everything done in it last.
    pub async fn commit(self) -> Result<()> {
        match self.inner {
            TxInner::Sqlite(turn) => turn.commit().await?,
            TxInner::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
