//! What is a restore, and what only looks like one.

use std::path::PathBuf;
use std::sync::Arc;

use loa::clock::SystemClock;
use loa::domain::notice::Urgency;
use loa::domain::restore::Why;
use loa::hub::backup;
use loa::hub::restore::{keep_looking, look_before_work};
use loa::hub::sweep;

use crate::support::app::{Node, TestApp, tape, until};
use crate::support::notice::content;
use crate::support::office::{Office, SEND, TAPE, finished, started, terminate};

/// A plain copy of a file and its journal, by whatever tool.
#[tokio::test]
async fn a_file_that_was_copied_by_hand_is_known() {
    let test = TestApp::boot().await;
    if test.database.on_a_server() {
        return;
    }
    test.villagers(5).await;
    look_before_work(&test.app).await.unwrap();
    let path = |name: &str| test.folder.path().join(name);
    let aside = |name: &str| test.folder.path().join(format!("aside-{name}"));
    for file in ["loa.db", "loa.db-wal"] {
        std::fs::copy(path(file), aside(file)).unwrap();
    }
    test.send(content(&test.app, Urgency::Routine)).await;
    test.app.store.close().await;

    std::fs::remove_file(path("loa.db-shm")).ok();
    for file in ["loa.db", "loa.db-wal"] {
        std::fs::copy(aside(file), path(file)).unwrap();
    }
    let test = again(test).await;
    let found = look_before_work(&test.app).await.unwrap();
    assert_eq!(found.map(|found| found.why), Some(Why::Older));
}

#[tokio::test]
async fn a_database_that_comes_without_its_file_was_moved_unless_nodes_share_it() {
    let test = TestApp::boot().await;
    test.villagers(2).await;
    test.send(content(&test.app, Urgency::Routine)).await;
    test.app.store.close().await;
    std::fs::remove_file(beside(&test)).unwrap();

    let test = again(test).await;
    let found = look_before_work(&test.app).await.unwrap();
    if test.database.on_a_server() {
        assert_eq!(found, None);
    } else {
        assert_eq!(found.map(|found| found.why), Some(Why::Moved));
    }
    // Either way the file is there again.
    let number = test.app.store.epoch_number().await.unwrap();
    let file = std::fs::read_to_string(beside(&test)).unwrap();
    assert_eq!(file.trim().parse(), Ok(number));
}

/// An office that begins anew with the key it has.
#[tokio::test]
async fn a_new_database_beside_an_old_key_is_not_an_older_one() {
    let test = TestApp::boot().await;
    std::fs::write(beside(&test), "41\n").unwrap();
    test.app.store.close().await;
    let other = tempfile::tempdir().unwrap();
    let database = crate::support::database::Database::new(&other).await;
    let folder = test.folder;
    let test = TestApp::boot_on(folder, database, tape(), |_| {}, Arc::new(SystemClock)).await;
    test.villagers(2).await;
    test.approved(content(&test.app, Urgency::Routine)).await;
    let node = Node::start(&test.app);
    until(async || test.sms.count() == 2).await;
    node.stop().await;
    assert_eq!(test.app.store.quarantine().await.unwrap(), None);
}

#[tokio::test]
async fn what_is_sent_moves_the_count_and_what_is_not_does_not() {
    let test = TestApp::boot().await;
    test.villagers(2).await;
    look_before_work(&test.app).await.unwrap();
    let first = test.app.store.epoch_number().await.unwrap();
    sweep(&test.app).await.unwrap();
    assert_eq!(test.app.store.epoch_number().await.unwrap(), first);
    test.send(content(&test.app, Urgency::Routine)).await;
    sweep(&test.app).await.unwrap();
    // Once for the start of the engine, once at least for what was sent.
    let then = test.app.store.epoch_number().await.unwrap();
    assert!(then > first + 1, "{then}");
    sweep(&test.app).await.unwrap();
    assert_eq!(test.app.store.epoch_number().await.unwrap(), then);

    // A file that holds no number keeps nobody from working.
    std::fs::write(beside(&test), "?").unwrap();
    sweep(&test.app).await.unwrap();
}

/// Several processes of one office count on at once, and each looks at what
/// the others have written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_count_at_once_do_not_take_each_other_for_a_restore() {
    let test = TestApp::boot().await;
    let others = (0..4).map(|_| {
        let app = test.app.clone();
        tokio::spawn(async move {
            for _ in 0..100 {
                assert_eq!(look_before_work(&app).await.unwrap(), None);
                assert_eq!(keep_looking(&app).await.unwrap(), None);
            }
        })
    });
    for other in others.collect::<Vec<_>>() {
        other.await.unwrap();
    }
    let number = test.app.store.epoch_number().await.unwrap();
    assert_eq!(number, 400);
    keep_looking(&test.app).await.unwrap();
    let file = std::fs::read_to_string(beside(&test)).unwrap();
    assert_eq!(file.trim().parse(), Ok(number));
}

/// A copy made of a database that came without its file hides nothing.
#[tokio::test]
async fn a_backup_of_a_moved_database_leaves_it_known_as_moved() {
    let test = TestApp::boot().await;
    if test.database.on_a_server() {
        return;
    }
    // Never worked with: nothing is missing.
    let copy = |name: &str| test.folder.path().join(name);
    backup::copy(&test.app, &copy("first.db")).await.unwrap();
    assert!(beside(&test).exists());
    test.villagers(2).await;
    test.send(content(&test.app, Urgency::Routine)).await;

    std::fs::remove_file(beside(&test)).unwrap();
    backup::copy(&test.app, &copy("second.db")).await.unwrap();
    let found = look_before_work(&test.app).await.unwrap();
    assert_eq!(found.map(|found| found.why), Some(Why::Moved));
}

/// Restarts and kills, at any moment and at the worst.
#[tokio::test]
async fn restarts_and_kills_are_not_taken_for_a_restore() {
    let office = Office::ready(TAPE).await;
    let log = office.path("loa.log");
    for round in 0..12 {
        // The database has counted on, the file has not.
        let mut dying = office.command(&["serve"]);
        dying.env("FAILPOINTS", "epoch.middle=return");
        let died = finished(dying).await;
        assert!(died.code != 0, "{died:?}");

        let mut program = started(office.command(&["serve"]), &log);
        let before = count(&office);
        if round % 3 > 0 {
            until(async || count(&office) > before).await;
        }
        program.start_kill().unwrap();
        program.wait().await.unwrap();
    }
    let doctor = office.loa(&["doctor"]).await;
    assert!(!doctor.said().contains("restore"), "{doctor:?}");
    let said = std::fs::read_to_string(log).unwrap();
    assert!(!said.contains("NOTHING IS SENT"), "{said}");
}

/// The hold is one transaction: whoever dies in it has done nothing.
#[tokio::test]
async fn killed_while_it_puts_the_office_on_hold_the_next_one_does_it() {
    let office = Office::ready(TAPE).await;
    office.loa(&SEND).await.said();
    office.write("loa.key.epoch", "41\n");
    let mut dying = office.command(&["serve"]);
    dying.env("FAILPOINTS", "hold.middle=return");
    assert!(finished(dying).await.code != 0);
    let paused: Vec<(i64,)> = office
        .database
        .rows("SELECT COUNT(*) FROM notices WHERE state = 'paused'")
        .await;
    assert_eq!(paused[0].0, 0);

    let log = office.path("loa.log");
    let program = started(office.command(&["serve"]), &log);
    let said = || std::fs::read_to_string(&log).unwrap_or_default();
    until(async || said().contains("NOTHING IS SENT")).await;
    terminate(program).await;
    let kept: Vec<(String,)> = office.database.rows("SELECT state FROM notices").await;
    assert_eq!(kept, [("paused".to_owned(),)]);
    assert_eq!(count(&office).map(|number| number > 41), Some(true));
    let sent = std::fs::read_to_string(office.path("tin.jsonl")).unwrap();
    assert_eq!(sent, "");
}

/// What the file beside the key says; nothing before it is there.
fn count(office: &Office) -> Option<i64> {
    let text = std::fs::read_to_string(office.path("loa.key.epoch")).ok()?;
    text.trim().parse().ok()
}

fn beside(test: &TestApp) -> PathBuf {
    test.folder.path().join("loa.key.epoch")
}

/// The same office, started anew.
async fn again(test: TestApp) -> TestApp {
    let TestApp {
        folder, database, ..
    } = test;
    TestApp::boot_on(folder, database, tape(), |_| {}, Arc::new(SystemClock)).await
}
