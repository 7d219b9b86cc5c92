//! What the queue promises, through the real store and the real workers. What
//! a letter does is watched by its bell; that of the last test by the queue.

use std::time::{Duration, Instant};

use loa::app::App;
use loa::worker;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::support::config::config;
use crate::support::database::Database;

/// Longer than a worker can overlook a letter.
const LONG: Duration = Duration::from_secs(5);

/// Long enough for a letter that must not be read to have been read.
const A_WHILE: Duration = Duration::from_millis(1500);

#[tokio::test]
async fn a_letter_is_read_at_once_when_its_transaction_commits_and_not_before() {
    let (_folder, app) = boot().await;
    let node = Node::start(&app);
    let mut tx = app.store.begin().await.unwrap();
    tx.enqueue_deliver(notice(), "sms").await.unwrap();
    assert!(!rang(&app, "sms", A_WHILE).await);

    let committed = Instant::now();
    tx.commit().await.unwrap();
    assert!(rang(&app, "sms", LONG).await);
    assert!(committed.elapsed() < Duration::from_millis(500));

    assert!(!rang(&app, "sms", A_WHILE).await, "it was read twice");
    node.stop().await;
}

#[tokio::test]
async fn a_letter_of_a_transaction_that_failed_was_never_written() {
    let (_folder, app) = boot().await;
    let node = Node::start(&app);
    let mut tx = app.store.begin().await.unwrap();
    tx.enqueue_deliver(notice(), "sms").await.unwrap();
    drop(tx);

    assert!(!rang(&app, "sms", A_WHILE).await);
    assert_eq!(app.store.letters_open().await.unwrap(), 0);
    node.stop().await;
}

#[tokio::test]
async fn a_job_that_fails_is_over_and_leaves_the_others_alone() {
    let (_folder, app) = boot().await;
    let node = Node::start(&app);
    let mut tx = app.store.begin().await.unwrap();
    tx.enqueue_plan(notice()).await.unwrap(); // there is no such notice
    tx.enqueue_deliver(notice(), "sms").await.unwrap();
    tx.commit().await.unwrap();

    assert!(rang(&app, "sms", LONG).await);
    quiet(&app).await;
    node.stop().await;
}

#[tokio::test]
async fn finished_letters_are_thrown_away_and_open_ones_are_not() {
    let (_folder, app) = boot().await;
    let node = Node::start(&app);
    deliver(&app, "sms").await;
    assert!(rang(&app, "sms", LONG).await);
    quiet(&app).await;
    node.stop().await;
    deliver(&app, "push").await;

    let now = app.clock.now();
    let before = now - Duration::from_mins(1);
    assert_eq!(app.store.sweep_queue(before).await.unwrap(), 0);
    let after = now + Duration::from_mins(1);
    assert_eq!(app.store.sweep_queue(after).await.unwrap(), 1);
    assert_eq!(app.store.letters_open().await.unwrap(), 1);
}

#[tokio::test]
async fn a_node_that_was_stopped_takes_nothing_more_and_the_next_one_goes_on() {
    let (_folder, app) = boot().await;
    let node = Node::start(&app);
    deliver(&app, "sms").await;
    assert!(rang(&app, "sms", LONG).await);
    node.stop().await;

    deliver(&app, "sms").await;
    assert!(!rang(&app, "sms", A_WHILE).await);

    let node = Node::start(&app);
    assert!(rang(&app, "sms", LONG).await);
    quiet(&app).await;
    node.stop().await;
}

/// The jobs of one node, at work.
struct Node {
    stop: watch::Sender<bool>,
    jobs: JoinHandle<anyhow::Result<()>>,
}

impl Node {
    fn start(app: &App) -> Self {
        let (stop, asked) = watch::channel(false);
        let app = app.clone();
        let jobs = tokio::spawn(async move { worker::run(app, "test", asked).await });
        Self { stop, jobs }
    }

    async fn stop(self) {
        self.stop.send(true).expect("it listens");
        let ended = tokio::time::timeout(LONG, self.jobs).await;
        let ended = ended.expect("it stops").expect("it does not panic");
        ended.expect("it says so");
    }
}

async fn boot() -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().expect("a folder");
    let config = config(folder.path(), &Database::on_sqlite(&folder).url);
    let app = App::build(config).await.expect("an app");
    (folder, app)
}

fn notice() -> Uuid {
    Uuid::new_v4()
}

async fn deliver(app: &App, channel: &str) {
    let mut tx = app.store.begin().await.expect("a transaction");
    tx.enqueue_deliver(notice(), channel)
        .await
        .expect("a letter");
    tx.commit().await.expect("a commit");
}

async fn rang(app: &App, bell: &str, longest: Duration) -> bool {
    let began = Instant::now();
    app.bells.wait(bell, longest).await;
    began.elapsed() < longest
}

async fn quiet(app: &App) {
    let began = Instant::now();
    while app.store.letters_open().await.expect("a count") > 0 {
        assert!(began.elapsed() < LONG, "a letter is still open");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
