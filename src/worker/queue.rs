//! How a worker takes letters from the queue, on either engine.

use std::pin::Pin;
use std::time::Duration;

use apalis::prelude::{BackendExt, Strategy};
use apalis_core::backend::ext::lifecycle::BeforeStart;
use apalis_core::backend::ext::poll_strategy::PollWith;
use apalis_postgres::{PostgresStorage, Pubsub};
use apalis_sqlite::SqliteStorage;
use futures::Stream;
use sqlx::{PgPool, SqlitePool};

use crate::store::queue::{Letter, knocks};

/// A queue in `SQLite`, as a worker takes from it.
pub(super) type OnSqlite<L> =
    BeforeStart<PollWith<SqliteStorage<L>, Strategy>, apalis_sqlite::Error>;

/// A queue in `PostgreSQL`, as a worker takes from it.
pub(super) type OnPostgres<L> =
    BeforeStart<PollWith<PostgresStorage<L>, Strategy>, apalis_postgres::Error>;

/// The letters of type `L`, for a worker that was restarted `restarts` times.
///
/// `write` is the store's own writing connection: apalis then waits its turn
/// with everybody else, where it would otherwise fight for the file's lock.
pub(super) fn on_sqlite<L: Letter>(write: &SqlitePool, restarts: usize) -> OnSqlite<L> {
    SqliteStorage::new(write)
        .with_config(
            apalis_sqlite::Config::default()
                .queue(L::QUEUE)
                .batch_size(ONE_BY_ONE)
                .heartbeat_interval(HEARTBEAT)
                .missed_heartbeats(MISSED_HEARTBEATS),
        )
        .poll_with_strategy(Strategy::new().stream(knocking()).interval(LOOK_EVERY))
        .before_start(move |_| async move {
            catch_breath(restarts).await;
            Ok(())
        })
}

/// The letters of type `L`, for a worker that was restarted `restarts` times.
/// Holds one connection of `pool` to listen on, and takes others in passing.
pub(super) fn on_postgres<L: Letter>(pool: &PgPool, restarts: usize) -> OnPostgres<L> {
    let arrivals = Pubsub::new(pool.clone(), L::QUEUE.to_owned());
    PostgresStorage::new(pool)
        .with_config(
            apalis_postgres::Config::default()
                .queue(L::QUEUE)
                .batch_size(ONE_BY_ONE)
                .heartbeat_interval(HEARTBEAT)
                .missed_heartbeats(MISSED_HEARTBEATS),
        )
        .poll_with_strategy(Strategy::new().stream(arrivals).interval(LOOK_EVERY))
        .before_start(move |_| async move {
            catch_breath(restarts).await;
            Ok(())
        })
}

/// More would be dangerous: a worker that holds letters it has no hands for
/// stops its heartbeat, and another one takes and repeats what it is doing.
const ONE_BY_ONE: usize = 1;

/// A worker says this often that it lives …
const HEARTBEAT: Duration = Duration::from_secs(5);

/// … and its letters go back to the queue when it has missed this many. Many,
/// for a stalled disk is more common than a dead node, and the sweeper does not
/// wait for it.
const MISSED_HEARTBEATS: usize = 6;

/// How long a letter can lie unseen when nobody knocked: another process wrote
/// it, or the knock came while the worker was looking.
const LOOK_EVERY: Duration = Duration::from_secs(1);

fn knocking() -> Pin<Box<impl Stream<Item = ()>>> {
    Box::pin(futures::stream::unfold(knocks(), |mut knocks| async move {
        knocks.changed().await.ok()?;
        Some(((), knocks))
    }))
}

/// A worker is restarted at once, whatever felled it; while the database is
/// away that would be a thousand times a second.
async fn catch_breath(restarts: usize) {
    if restarts > 0 {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
