//! Face two: the list of jobs. Each is three lines around one verb of the hub;
//! how letters get here is the business of `store::queue`.

mod job;
mod node;
mod queue;

use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use apalis::prelude::{BoxDynError, Data, Event, Monitor, WorkerBuilder, WorkerBuilderExt};
use tokio::sync::{Notify, OwnedRwLockWriteGuard, watch};
use tokio::time::MissedTickBehavior;
use uuid::Uuid;

use self::job::{Desk, apart};
pub use self::node::run_node;
use self::queue::{on_postgres, on_sqlite};
use crate::app::App;
use crate::hub;
use crate::store::Db;
use crate::store::queue::{Deliver, Plan};

/// Works through the jobs until `stop` turns true (or its sender is gone); then
/// finishes the running ones, gives back what was taken since, and returns.
///
/// `role` is the beginning of the workers' names in the queue's tables. Dropping
/// the future stops the running jobs where they stand; whoever does so to keep
/// a deadline loses nothing, for the sweeper sets them going again.
///
/// # Errors
/// When a worker ended although nobody asked it to. There is no way on from
/// there but a new process.
pub async fn run(app: App, role: &str, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let boot = format!("{role}-{}-{}", std::process::id(), Uuid::new_v4());
    let desk = Desk::default();
    let fallen = Arc::new(Notify::new());
    let falls = fallen.clone();
    let monitor = everyone(&app, &boot, &desk)
        // Any hiccup of the database ends a worker: it starts again, under a new name.
        .should_restart(|_, _| true)
        .on_event(move |_, event| {
            if matches!(event, Event::Exit) {
                falls.notify_one();
            }
        });
    let everyone = monitor.context();
    let mut running = Box::pin(monitor.run());
    let _shut = tokio::select! {
        shut = shut(&desk, &mut stop) => shut,
        () = sweep_and_sweep(&app, &desk) => bail!("the sweeper ended unasked"),
        () = fallen.notified() => bail!("a worker ended unasked"),
        ended = &mut running => bail!("the workers ended unasked: {ended:?}"),
    };
    // The workers are not asked to stop, but dropped: an apalis worker that stops
    // leaves half-done statements lying, lock and all, for as long as its jobs
    // run, and waits for ever once more than four of them have an answer.
    for _ in 0..LAST_WORDS {
        for worker in everyone.workers() {
            let _ = everyone.wake_worker(worker.name());
        }
        if tokio::time::timeout(A_BREATH, &mut running).await.is_ok() {
            break;
        }
    }
    drop(running);
    app.store.give_back(&boot).await?;
    Ok(())
}

/// Waits until somebody asks to stop, then until nobody is at work. While the
/// guard lives, nobody starts.
async fn shut(desk: &Desk, stop: &mut watch::Receiver<bool>) -> OwnedRwLockWriteGuard<()> {
    // An error means that nobody is left who could ask: the same as asking.
    let _ = stop.wait_for(|stop| *stop).await;
    desk.door.clone().write_owned().await
}

/// How often the workers are nudged to write down that the last jobs are done:
/// what they hear while they look for the next job, they only note when woken.
/// A job they do not get to is done again, which does no harm.
const LAST_WORDS: usize = 4;

const A_BREATH: Duration = Duration::from_millis(50);

/// How many notices one node plans at a time. A plan needs one connection now
/// and then; the number only keeps a flood warning from queueing behind a few
/// very large routine notices.
const PLANS_AT_ONCE: usize = 8;

/// How many bells one node rings at a time.
const RINGS_AT_ONCE: usize = 4;

/// Seconds between two sweeps, at most: a lease shorter than that is a trial's,
/// and is looked after more often.
const SWEEPS: u64 = 5;

/// One worker for each kind of job. Their names are new at every boot and every
/// restart: under a name used before, `PostgreSQL` would never give up the jobs
/// of the one who died, and `SQLite` would refuse to start.
fn everyone(app: &App, boot: &str, desk: &Desk) -> Monitor {
    macro_rules! worker {
        ($job:ident, $at_once:expr, $queue:expr) => {{
            let (app, boot, desk) = (app.clone(), boot.to_owned(), desk.clone());
            move |restarts| {
                WorkerBuilder::new(format!("{boot}-{}-{restarts}", stringify!($job)))
                    .backend($queue(restarts))
                    .data(app.clone())
                    .data(desk.clone())
                    .concurrency($at_once)
                    .build($job)
            }
        }};
    }

    let monitor = Monitor::new();
    match app.store.db().clone() {
        Db::Sqlite { write: db, .. } => {
            let same = db.clone();
            monitor
                .register(worker!(plan, PLANS_AT_ONCE, |n| on_sqlite(&db, n)))
                .register(worker!(deliver, RINGS_AT_ONCE, |n| on_sqlite(&same, n)))
        }
        Db::Postgres(db) => {
            let same = db.clone();
            monitor
                .register(worker!(plan, PLANS_AT_ONCE, |n| on_postgres(&db, n)))
                .register(worker!(deliver, RINGS_AT_ONCE, |n| on_postgres(&same, n)))
        }
    }
}

async fn plan(job: Plan, app: Data<App>, desk: Data<Desk>) -> Result<(), BoxDynError> {
    let _working = desk.door.read().await;
    apart("plan", async move { hub::plan(&app, job.notice).await }).await
}

async fn deliver(job: Deliver, app: Data<App>, desk: Data<Desk>) -> Result<(), BoxDynError> {
    let _working = desk.door.read().await;
    let ring = async move { hub::ring(&app, &job.channel).await };
    apart("deliver", ring).await
}

/// Sweeps every few seconds, counted by a clock that nobody sets: one that goes
/// by the hour could sleep for two when the hour jumps. Does not begin while the
/// house is closing.
async fn sweep_and_sweep(app: &App, desk: &Desk) {
    let seconds = app.config.deliver.lease_seconds.clamp(1, SWEEPS);
    let mut ticks = tokio::time::interval(Duration::from_secs(seconds));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let Ok(_working) = desk.door.try_read() else {
            continue;
        };
        let app = app.clone();
        // What went wrong is in the log, and the next sweep begins anew.
        let _ = apart("sweep", async move { hub::sweep(&app).await }).await;
    }
}
