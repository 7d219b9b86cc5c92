//! Where the two engines truly differ. Kept short on purpose.

use std::net::IpAddr;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{Db, Error, Result, Tx, TxInner};
use crate::domain::restore;

/// Whether a database can be there already: to look into a SQLite file that is
/// not there would make it.
pub fn may_exist(url: &str) -> Result<bool> {
    Ok(url.starts_with("postgres") || SqliteConnectOptions::from_str(url)?.get_filename().exists())
}

/// Opens a SQLite file so that what is committed survives a power cut.
pub async fn open_sqlite(url: &str) -> Result<Db> {
    let options = SqliteConnectOptions::from_str(url)?;
    make_private(options.get_filename());
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("secure_delete", "ON")
        .pragma("cache_size", "-2048")
        .row_buffer_size(ROWS_ON_THEIR_WAY)
        .statement_cache_capacity(KEPT_STATEMENTS);
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(60))
        .connect_with(options.clone())
        .await
        .map_err(|error| {
            let file = options.get_filename().display().to_string();
            unopened(
                &file,
                &error,
                "See that its folder is there and may be written to",
            )
        })?;
    let read = SqlitePoolOptions::new()
        .max_connections(3)
        .test_before_acquire(false)
        .connect_with(options.pragma("cache_size", "-1024"))
        .await?;
    Ok(Db::Sqlite { read, write })
}

/// Rows that wait to be taken from the thread that reads them: a whole group,
/// so that reader and taker do not stop for each other every few rows.
const ROWS_ON_THEIR_WAY: usize = 1000;

/// Prepared statements kept by a connection. Those that write groups come in
/// many lengths, and each is some hundred kilobytes.
const KEPT_STATEMENTS: usize = 32;

/// Every statement of ours is written to be answered through an index. The
/// ledger grows from nothing to millions within one notice, faster than
/// statistics are gathered: a planner left to guess reads whole tables, or
/// compiles for longer than it runs (measured with 300,000 people: 34 ms to
/// find 250 receipts instead of 2).
const BY_INDEX: &str =
    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off;
     SET enable_mergejoin = off; SET max_parallel_workers_per_gather = 0; SET jit = off";

/// Opens a PostgreSQL server. What never leaves this machine is not encrypted
/// unless the address asks for it: it protects nobody, and sqlx 0.9.0 makes
/// every long statement over TLS wait 40 ms (its issue 4335).
pub async fn open_postgres(url: &str) -> Result<Db> {
    let mut options = PgConnectOptions::from_str(url)
        .map_err(|error| {
            unopened(
                "of this address",
                &error,
                "Write postgres://USER:PASSWORD@HOST/NAME",
            )
        })?
        .application_name("loa")
        .statement_cache_capacity(KEPT_STATEMENTS);
    // Without the password.
    let place = format!(
        "{} on {}:{}",
        options.get_database().unwrap_or(options.get_username()),
        options.get_host(),
        options.get_port()
    );
    if is_loopback(options.get_host()) && matches!(options.get_ssl_mode(), PgSslMode::Prefer) {
        options = options.ssl_mode(PgSslMode::Disable);
    }
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(|connection, _| {
            Box::pin(async { sqlx::raw_sql(BY_INDEX).execute(connection).await.map(drop) })
        })
        .connect_with(options)
        .await
        .map_err(|error| {
            unopened(
                &place,
                &error,
                "See that the server runs and lets this user in",
            )
        })?;
    Ok(Db::Postgres(pool))
}

/// Makes a file that is not there, for its owner alone: who lives where is in
/// it. Where that fails, opening it says why.
fn make_private(file: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).ok();
}

fn unopened(place: &str, error: &sqlx::Error, advice: &'static str) -> Error {
    let cause = match error {
        // Its own words say the code and nothing more.
        sqlx::Error::Database(cause) => cause.message().to_owned(),
        sqlx::Error::PoolTimedOut => "it does not answer".to_owned(),
        other => other.to_string(),
    };
    Error::Unopened(place.to_owned(), cause, advice)
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_matches(['[', ']']);
    host == "localhost"
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Refuses to run on a connection that could lose an acknowledged notice. A
/// library is known to turn `synchronous` off behind one's back.
pub async fn assert_safe(db: &Db) -> Result<()> {
    let Db::Sqlite { read, write } = db else {
        return Ok(());
    };
    for pool in [read, write] {
        let mut held = Vec::new();
        for _ in 0..pool.options().get_max_connections() {
            held.push(pool.acquire().await?);
        }
        for connection in &mut held {
            let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
                .fetch_one(&mut **connection)
                .await?;
            let foreign_keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys")
                .fetch_one(&mut **connection)
                .await?;
            let journal: String = sqlx::query_scalar("PRAGMA journal_mode")
                .fetch_one(&mut **connection)
                .await?;
            if synchronous != 2 || foreign_keys != 1 || journal != "wal" {
                return Err(Error::Unsafe(format!(
                    "synchronous={synchronous} foreign_keys={foreign_keys} journal_mode={journal}, wanted 2, 1, wal"
                )));
            }
        }
    }
    Ok(())
}

/// Leaves room in the ledger's pages, where an engine wants to be told: a row
/// is rewritten three times, and beside its old place no index has to know.
pub async fn leave_room(db: &Db) -> Result<()> {
    if let Db::Postgres(pool) = db {
        sqlx::query("ALTER TABLE deliveries SET (fillfactor = 50)")
            .execute(pool)
            .await?;
    }
    Ok(())
}

/// The database's own clock, microseconds since 1970. Leases are judged by it
/// and by nothing else: the clocks of two nodes may differ.
pub async fn now(tx: &mut Tx) -> Result<i64> {
    Ok(match &mut tx.inner {
        TxInner::Sqlite(tx) => sqlx::query_scalar(SQLITE_NOW).fetch_one(&mut **tx).await?,
        TxInner::Postgres(tx) => {
            sqlx::query_scalar(POSTGRES_NOW)
                .fetch_one(&mut **tx)
                .await?
        }
    })
}

/// As [`now`], for whoever only reads.
pub async fn read_now(db: &Db) -> Result<i64> {
    Ok(match db {
        Db::Sqlite { read, .. } => sqlx::query_scalar(SQLITE_NOW).fetch_one(read).await?,
        Db::Postgres(pool) => sqlx::query_scalar(POSTGRES_NOW).fetch_one(pool).await?,
    })
}

/// Where a database stands, as far as its engine can tell: another place means
/// that somebody put it there.
pub async fn place(db: &Db) -> Result<Option<String>> {
    let Db::Postgres(pool) = db else {
        return Ok(None);
    };
    let database: i64 = sqlx::query_scalar(
        "SELECT CAST(oid AS BIGINT) FROM pg_database WHERE datname = current_database()",
    )
    .fetch_one(pool)
    .await?;
    // Not every role may ask, everywhere.
    let server = sqlx::query_scalar("SELECT system_identifier FROM pg_control_system()")
        .fetch_one(pool)
        .await
        .ok();
    Ok(Some(restore::place(database, server)))
}

/// Has the commit of a transaction wait for the disk, even where the office
/// lets others go without.
pub async fn commit_surely(tx: &mut Tx) -> Result<()> {
    if let TxInner::Postgres(tx) = &mut tx.inner {
        sqlx::query("SET LOCAL synchronous_commit = on")
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Lets nobody else write notices or deliveries until the transaction ends. In
/// this order, for so does everybody who writes both.
pub async fn keep_writers_out(tx: &mut Tx) -> Result<()> {
    if let TxInner::Postgres(tx) = &mut tx.inner {
        sqlx::query("LOCK TABLE notices, deliveries IN SHARE ROW EXCLUSIVE MODE")
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

const SQLITE_NOW: &str = "SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER)";
const POSTGRES_NOW: &str = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

/// Which engine a transaction runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Tx {
    pub(in crate::store) fn engine(&self) -> Engine {
        match self.inner {
            TxInner::Sqlite(_) => Engine::Sqlite,
            TxInner::Postgres(_) => Engine::Postgres,
        }
    }
}
