//! An office in which the program is a process that can be killed.

use std::collections::{BTreeMap, HashSet};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use loa::channels::tape::Tape;
use loa::domain::notice::{Notice, Urgency};
use loa::domain::person::Way;
use sqlx::Connection;
use sqlx::postgres::PgConnection;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

use super::ledger::submitting;
use crate::support::app::{TestApp, limits, until};
use crate::support::database::Database;
use crate::support::gateway::Gateway;
use crate::support::notice::content;
use crate::support::office::{signal, started};

/// Each of them wants the processor for itself: they take turns.
static TURN: Mutex<()> = Mutex::const_new(());

/// Messages that the gateway may have in hand.
pub const WINDOW: usize = 250;

/// Within it an orderly stop must be over: systemd kills after 30 s.
const STOP: Duration = Duration::from_secs(25);

/// How often a question is asked that costs the database something.
const SELDOM: Duration = Duration::from_millis(250);

/// People, an approved notice, a gateway, and the program while it runs.
pub struct Office {
    pub people: usize,
    pub notice: Notice,
    pub gateway: Gateway,
    pub database: Database,
    pub folder: TempDir,
    program: Option<Child>,
    door: String,
    began: Instant,
    // Given up last, when the program and its files are gone.
    _turn: MutexGuard<'static, ()>,
}

impl Office {
    /// So many people and a notice of at most one copy to each, approved and
    /// not yet planned. Nobody has the database open.
    pub async fn with(people: usize) -> Self {
        let turn = TURN.lock().await;
        let began = Instant::now();
        let test = TestApp::boot_with(Tape::new("tape", limits(Way::Sms)), |_| {}).await;
        test.villagers(people).await;
        let notice = test.approved(content(&test.app, Urgency::Urgent)).await;
        test.app.store.close().await;
        let office = Self {
            people,
            notice,
            gateway: Gateway::start().await,
            database: test.database,
            folder: test.folder,
            program: None,
            door: free_door().await,
            began,
            _turn: turn,
        };
        std::fs::write(office.path("loa.toml"), office.configuration()).unwrap();
        office.hurry_the_server().await;
        office
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn configuration(&self) -> String {
        format!(
            r#"
            database_url = '{database}'
            key_file = '{key}'
            listen = "{door}"
            [deliver]
            lease_seconds = 5
            receipt_horizon_seconds = 5
            [[channel]]
            name = "oracle"
            kind = "http-sms"
            per_second = 100000
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
            database = self.database.url,
            key = self.path("loa.key").display(),
            door = self.door,
            gateway = self.gateway.url,
        )
    }

    /// It is the program that is killed here, never the server: that need not
    /// wait for its disk, which others use too.
    async fn hurry_the_server(&self) {
        if self.database.on_a_server() {
            let name = self.database.url.rsplit('/').next().unwrap();
            let name = name.split('?').next().unwrap();
            let hurry = format!("ALTER DATABASE {name} SET synchronous_commit = off");
            let mut connection = PgConnection::connect(&self.database.url).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(hurry))
                .execute(&mut connection)
                .await
                .unwrap();
        }
    }

    /// Starts `loa serve`.
    pub fn serve(&mut self) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_loa"));
        program
            .arg("serve")
            .current_dir(self.folder.path())
            .env_clear()
            .stdin(Stdio::null())
            .kill_on_drop(true);
        self.program = Some(started(program, &self.path("loa.log")));
    }

    /// Waits for something of the gateway's while the program runs.
    pub async fn until(&mut self, holds: impl Fn(&Gateway) -> bool) {
        let program = self.program.as_mut().unwrap();
        tokio::select! {
            () = until(async || holds(&self.gateway)) => {}
            ended = program.wait() => panic!("the program ended: {ended:?}"),
        }
    }

    /// Waits until all receipts are told and read, and nothing more is expected
    /// of the notice.
    pub async fn until_completed(&self) {
        until(async || self.gateway.untold() == 0).await;
        until(async || {
            tokio::time::sleep(SELDOM).await;
            let unread = self.ids("SELECT id FROM inbox WHERE read_at IS NULL").await;
            unread.is_empty() && self.state().await == "completed"
        })
        .await;
    }

    /// Waits until none of these rows is between mark and record.
    pub async fn until_none_is_submitting(&self, of: &HashSet<Uuid>) {
        until(async || {
            // The whole ledger is looked through, beside a program at work.
            tokio::time::sleep(SELDOM).await;
            self.submitting().await.is_disjoint(of)
        })
        .await;
    }

    /// Waits until the program takes no more calls: it has heard that it shall
    /// stop.
    pub async fn until_closed(&self) {
        until(async || TcpStream::connect(&self.door).await.is_err()).await;
    }

    /// `kill -9`. Returns what the ledger then has between mark and record.
    pub async fn kill(&mut self) -> HashSet<Uuid> {
        let mut program = self.program.take().unwrap();
        program.start_kill().unwrap();
        assert_eq!(program.wait().await.unwrap().signal(), Some(9));
        if self.database.on_a_server() {
            self.until_nobody_writes().await;
            return self.submitting().await;
        }
        // Whoever opens a file that was left in the lurch mends it. That must
        // be the program: what is looked at here is a copy.
        let copy = tempfile::tempdir().unwrap();
        for file in ["loa.db", "loa.db-wal"] {
            std::fs::copy(self.path(file), copy.path().join(file)).unwrap();
        }
        submitting(&Database::on_sqlite(&copy)).await
    }

    /// A server may still be at the last words of a client that was killed.
    async fn until_nobody_writes(&self) {
        let others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
             AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
        until(async || {
            let others: Vec<(i64,)> = self.database.rows(others).await;
            others[0].0 == 0
        })
        .await;
    }

    /// Stops the program in order.
    pub async fn stop(&mut self) -> ExitStatus {
        self.ask_to_stop().await;
        self.ended().await
    }

    /// Asks the program to stop.
    pub async fn ask_to_stop(&self) {
        signal(self.program.as_ref().unwrap(), "-TERM").await;
    }

    /// Waits for the end of a program that was asked to stop.
    pub async fn ended(&mut self) -> ExitStatus {
        let mut program = self.program.take().unwrap();
        let ended = tokio::time::timeout(STOP, program.wait()).await;
        ended.expect("the stop took too long").unwrap()
    }

    /// For whoever reads why a test failed.
    pub fn figures(&self) -> String {
        let mut fates: BTreeMap<String, usize> = BTreeMap::new();
        for handed in self.gateway.book() {
            *fates.entry(format!("{:?}", handed.fate)).or_default() += 1;
        }
        format!(
            "after {:.1} s the gateway heard {fates:?}, has {} in hand and {} receipts to tell",
            self.began.elapsed().as_secs_f64(),
            self.gateway.in_hand(),
            self.gateway.untold()
        )
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.path("loa.log")).unwrap_or_default();
            let last: Vec<&str> = log.lines().rev().take(20).collect();
            eprintln!("{}", self.figures());
            for line in last.iter().rev() {
                eprintln!("loa.log: {line}");
            }
        }
    }
}

/// An address that can be opened again and again: below the ports that a
/// system gives to whoever asks for any.
async fn free_door() -> String {
    loop {
        let port = 20_000 + Uuid::new_v4().as_u128() % 12_000;
        let door = format!("127.0.0.1:{port}");
        if TcpListener::bind(&door).await.is_ok() {
            return door;
        }
    }
}
