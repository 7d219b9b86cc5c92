//! The database server is stopped and started again and again while a notice
//! is being sent. Nothing is lost, nobody is told twice, and no gateway is
//! told "stored" of what is not.
#![cfg(unix)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use loa::channels::tape::Tape;
use loa::clock::SystemClock;
use loa::domain::coverage::Counts;
use loa::domain::delivery::State;
use loa::domain::notice::{Notice, Urgency};
use loa::domain::person::Way;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use uuid::Uuid;

use crate::support::app::{TestApp, limits, until};
use crate::support::database::Database;
use crate::support::gateway::{Fate, Gateway};
use crate::support::http::{client, free_port};
use crate::support::notice::content;
use crate::support::office::{started, terminate};
use crate::support::server::{Server, Stop};

const PEOPLE: usize = 3_000;
const WINDOW: usize = 100;
const STOPS: usize = 5;
/// Within it sending goes on after the server's return.
const BACK: Duration = Duration::from_secs(10);
/// When a gateway repeats a call.
const AGAIN: Duration = Duration::from_millis(100);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_stopped_five_times_costs_nobody_a_message() {
    let Some(mut server) = Server::start().await else {
        return;
    };
    let office = Office::open(&server).await;
    for round in 0..STOPS {
        let enough = (round + 1) * PEOPLE / (STOPS + 2);
        until(async || office.gateway.heard() >= enough).await;
        let how = [Stop::Immediate, Stop::Fast][round % 2];
        server.stop(how).await;
        let call = office.another_receipt(round);
        if round == STOPS / 2 {
            // Long enough for a gateway to be turned away.
            assert_eq!(client().get(&call).send().await.unwrap().status(), 503);
        }
        let told = tokio::spawn(told(call));
        server.run().await;
        let (returned, heard) = (Instant::now(), office.gateway.heard());
        // More than can have been under way.
        until(async || office.gateway.heard() > heard + WINDOW).await;
        let took = returned.elapsed();
        assert!(took <= BACK, "{how:?}: sending went on after {took:?}");
        println!("{how:?}: sending went on after {took:.1?}");
        told.await.unwrap();
    }
    office.until_completed().await;
    terminate(office.program).await;

    let fates = told_once(&office.gateway);
    every_call_has_its_row(&office.database, &office.gateway).await;
    ledger_agrees(&office.database, &office.notice, &fates).await;
}

/// The office, its program and its gateway.
struct Office {
    gateway: Gateway,
    notice: Notice,
    database: Database,
    program: Child,
    _folder: TempDir,
}

impl Office {
    async fn open(server: &Server) -> Self {
        let (folder, gateway) = (tempfile::tempdir().unwrap(), Gateway::start().await);
        let database = Database::on_postgres(&server.url()).await;
        let tape = Tape::new("tape", limits(Way::Sms));
        let clock = Arc::new(SystemClock);
        let test = TestApp::boot_on(folder, database, tape, |_| {}, clock).await;
        test.villagers(PEOPLE).await;
        let notice = test.approved(content(&test.app, Urgency::Urgent)).await;
        test.app.store.close().await;
        let TestApp {
            folder, database, ..
        } = test;
        let path = |name: &str| -> PathBuf { folder.path().join(name) };
        std::fs::write(path("loa.toml"), block(&folder, &database, &gateway)).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_loa"));
        program
            .arg("serve")
            .current_dir(folder.path())
            .env_clear()
            .stdin(Stdio::null())
            .kill_on_drop(true);
        Self {
            gateway,
            notice,
            program: started(program, &path("loa.log")),
            database,
            _folder: folder,
        }
    }

    /// A receipt that no call has told before, of a message that was told of.
    fn another_receipt(&self, round: usize) -> String {
        let book = self.gateway.book();
        let told = book.iter().find(|one| one.fate == Some(Fate::Delivered));
        format!("{}&s=DELIVRD&n={round}", told.unwrap().hook)
    }

    async fn until_completed(&self) {
        until(async || self.gateway.untold() == 0).await;
        until(async || {
            let open: Vec<(i64,)> = self
                .database
                .rows("SELECT COUNT(*) FROM notices WHERE state <> 'completed'")
                .await;
            let unread: Vec<(i64,)> = self
                .database
                .rows("SELECT COUNT(*) FROM inbox WHERE read_at IS NULL")
                .await;
            open[0].0 + unread[0].0 == 0
        })
        .await;
    }
}

fn block(folder: &TempDir, database: &Database, gateway: &Gateway) -> String {
    format!(
        r#"
        database_url = '{database}'
        key_file = '{key}'
        listen = "127.0.0.1:{port}"
        [deliver]
        lease_seconds = 5
        receipt_horizon_seconds = 5
        [[channel]]
        name = "oracle"
        kind = "http-sms"
        per_second = 400
        window = {WINDOW}
        price_vnd = 350
        simulated = true
        [channel.request]
        url = "{gateway}"
        form = {{ to = "{{to_0}}", reference = "{{ref}}", hook = "{{hook}}", text = "{{text}}" }}
        [[channel.reply]]
        status = 200
        outcome = "accepted"
        [channel.receipt]
        reference = "d"
        status = "s"
        states = {{ DELIVRD = "delivered", UNDELIV = "undelivered" }}
        "#,
        database = database.url,
        key = folder.path().join("loa.key").display(),
        port = free_port(),
        gateway = gateway.url,
    )
}

/// Repeats a call until it is taken, as a gateway does.
async fn told(call: String) {
    let client = client();
    while !client
        .get(&call)
        .send()
        .await
        .is_ok_and(|answer| answer.status().is_success())
    {
        tokio::time::sleep(AGAIN).await;
    }
}

/// What became of each delivery's message: nobody was handed two.
fn told_once(gateway: &Gateway) -> HashMap<Uuid, Option<Fate>> {
    let book = gateway.book();
    let numbers: HashSet<&str> = book.iter().map(|one| one.to.as_str()).collect();
    assert_eq!(numbers.len(), book.len(), "somebody was told twice");
    book.iter().map(|one| (one.delivery(), one.fate)).collect()
}

/// Each receipt was repeated until it was taken; so each has one row.
async fn every_call_has_its_row(database: &Database, gateway: &Gateway) {
    let book = gateway.book();
    let tells = |fate| matches!(fate, Some(Fate::Delivered | Fate::Undelivered));
    let receipts = book.iter().filter(|one| tells(one.fate)).count();
    let rows: Vec<(i64,)> = database.rows("SELECT COUNT(*) FROM inbox").await;
    assert_eq!(usize::try_from(rows[0].0), Ok(receipts + STOPS));
}

/// Every row ended as the gateway knows it did; whoever was not told is in the
/// figures as one of whom nobody knows.
async fn ledger_agrees(database: &Database, notice: &Notice, fates: &HashMap<Uuid, Option<Fate>>) {
    let ledger: Vec<(Uuid, State)> = database.rows("SELECT id, state FROM deliveries").await;
    assert_eq!(ledger.len(), PEOPLE);
    let (mut counts, mut unknown, mut lost) = (Counts::default(), 0, 0);
    for (id, state) in ledger {
        let fate = fates.get(&id).copied().flatten();
        match fate {
            Some(Fate::Delivered) => assert_eq!(state, State::Delivered),
            Some(Fate::Undelivered) => assert_eq!(state, State::Undelivered),
            Some(Fate::Silent) if state == State::Accepted => {}
            Some(Fate::Silent) => {
                assert_eq!(state, State::UnknownFinal);
                unknown += 1;
            }
            None => {
                assert_eq!(state, State::UnknownFinal, "{id} was lost");
                lost += 1;
            }
        }
        counts.add(state, 1);
    }
    println!("{} told, {lost} not, {unknown} without a word", fates.len());
    // Between its mark and its first byte, when the server's answer was lost.
    assert!(lost <= WINDOW * STOPS, "{lost} were not told");
    let tally: Vec<(String, i64)> = database
        .rows(
            "SELECT state, CAST(SUM(n) AS BIGINT) FROM (SELECT state, n FROM tally
                UNION ALL SELECT state, n FROM tally_changes) AS t GROUP BY state",
        )
        .await;
    let mut counted = Counts::default();
    let states: BTreeMap<String, i64> = tally.into_iter().collect();
    for (state, n) in states {
        counted.add(State::parse(&state).unwrap(), n);
    }
    assert_eq!(counted, counts, "{}", notice.code);
}
