//! Copies, however they are made, and how they are put back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use loa::channels::tape::Tape;
use loa::clock::SystemClock;
use loa::config::Config;
use loa::hub;
use loa::store::copy::Server;
use tokio::process::Command;

use crate::support::app::TestApp;
use crate::support::database::Database;

/// The file that `loa backup` or `pg_dump` makes, while others write.
pub async fn copied(test: &TestApp) -> PathBuf {
    let file = test.folder.path().join("copy");
    if test.database.on_a_server() {
        let mut tool = told("pg_dump", &test.database);
        tool.arg("--format=custom").arg("--file").arg(&file);
        run(tool).await;
    } else {
        hub::backup::copy(&test.app, &file).await.unwrap();
    }
    file
}

/// Ends an office and puts a copy in the place of its database: over the file,
/// or into a new database of the server.
pub async fn put_back(
    test: TestApp,
    copy: &Path,
    tape: Tape,
    change: impl FnOnce(&mut Config),
) -> TestApp {
    test.app.store.close().await;
    let TestApp {
        folder, database, ..
    } = test;
    let database = if database.on_a_server() {
        let server = std::env::var("LOA_TEST_DATABASE_URL").unwrap();
        let elsewhere = Database::on_postgres(&server).await;
        let mut tool = told("pg_restore", &elsewhere);
        tool.args(["--exit-on-error", "--no-owner"]).arg(copy);
        run(tool).await;
        elsewhere
    } else {
        for file in ["loa.db-wal", "loa.db-shm"] {
            std::fs::remove_file(folder.path().join(file)).ok();
        }
        std::fs::copy(copy, folder.path().join("loa.db")).unwrap();
        database
    };
    TestApp::boot_on(folder, database, tape, change, Arc::new(SystemClock)).await
}

/// Puts a dump back over the very database it was taken of.
pub async fn put_back_in_place(database: &Database, copy: &Path) {
    let mut tool = told("pg_restore", database);
    tool.args([
        "--single-transaction",
        "--no-owner",
        "--clean",
        "--if-exists",
    ])
    .arg(copy);
    run(tool).await;
}

/// A tool of PostgreSQL that is told of a database.
fn told(tool: &str, database: &Database) -> Command {
    let server = Server::of(&database.url).unwrap();
    let mut command = Command::new(tool);
    command
        .arg(format!("--host={}", server.host))
        .arg(format!("--port={}", server.port))
        .arg(format!("--username={}", server.user))
        .arg(format!("--dbname={}", server.name));
    command
}

async fn run(mut tool: Command) {
    let output = tool.output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
