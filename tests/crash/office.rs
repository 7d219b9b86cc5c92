//! An office in which the program is a process that can be killed.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use loa::channels::tape::Tape;
use loa::clock::{Clock, SystemClock};
use loa::domain::id::NoticeId;
use loa::domain::notice::Urgency;
use loa::domain::person::Way;
use loa::hub;
use sqlx::Connection;
use sqlx::postgres::PgConnection;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use super::gateway::Gateway;
use super::gateway::rule::{Dialect, Rule};
use super::ledger::{Flight, flight};
use super::village;
use crate::gateways::kannel::block;
use crate::support::app::{TestApp, limits, until};
use crate::support::database::Database;
use crate::support::notice::content;
use crate::support::office::{Ran, finished, signal, started};

/// They wait more than they work, but not all of them at once.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Within it an orderly stop must be over: systemd kills after 30 s.
const STOP: Duration = Duration::from_secs(25);

/// How often a question is asked that costs the database something.
const SELDOM: Duration = Duration::from_millis(200);

/// Who writes a notice, and who answers for it.
pub const AUTHOR: &str = "Lò Văn An";
pub const APPROVER: &str = "Vàng Thị Bình";

/// What an office is set up with.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    /// How many people are to be told.
    pub people: usize,
    /// How urgently.
    pub urgency: Urgency,
    /// Messages that the gateway may have in hand.
    pub window: usize,
    /// Nothing leaves later than so long from now.
    pub send_within: SignedDuration,
    /// How the gateway behaves.
    pub rule: Rule,
}

/// People, a notice, a gateway, and the program while it runs.
pub struct Office {
    pub setup: Setup,
    /// How many of the people can be reached.
    pub contacts: usize,
    /// The notice's id, and its code for the command line.
    pub notice: NoticeId,
    pub code: String,
    pub gateway: Gateway,
    pub database: Database,
    pub folder: TempDir,
    program: Option<Child>,
    door: String,
    lives: usize,
    began: Instant,
    // Given up last, when the program and its files are gone.
    _turn: SemaphorePermit<'static>,
}

impl Office {
    /// People, and a notice that is written and not yet approved. Nobody has
    /// the database open.
    pub async fn open(setup: Setup) -> Self {
        let turn = TURNS.acquire().await.unwrap();
        let began = Instant::now();
        let test = TestApp::boot_with(Tape::new("tape", limits(Way::Sms)), |_| {}).await;
        let contacts = village::settle(&test, setup.people).await;
        let (author, _) = test.staff().await;
        let mut content = content(&test.app, setup.urgency);
        content.send_by = content.valid_from + setup.send_within;
        let notice = hub::compose::compose(&test.app, &author, content)
            .await
            .unwrap();
        test.app.store.close().await;
        let log = test.folder.path().join("oracle.log");
        let office = Self {
            setup,
            contacts,
            notice: notice.id,
            code: notice.code,
            gateway: Gateway::start(setup.rule, &log).await,
            database: test.database,
            folder: test.folder,
            program: None,
            door: free_door().await,
            lives: 0,
            began,
            _turn: turn,
        };
        std::fs::write(office.path("loa.toml"), office.configuration()).unwrap();
        office.hurry_the_server().await;
        office
    }

    /// As [`Office::open`], and approved.
    pub async fn approved(setup: Setup) -> Self {
        let office = Self::open(setup).await;
        office.loa(&office.approval(), "").await.said();
        office
    }

    /// The words that approve the notice.
    pub fn approval(&self) -> [&str; 5] {
        ["notice", "approve", &self.code, "--as", APPROVER]
    }

    /// The words that stop it.
    pub fn stopping(&self) -> [&str; 5] {
        ["notice", "stop", &self.code, "--as", AUTHOR]
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
            public_url = "http://office.test"
            [deliver]
            lease_seconds = 2
            retry_percent = 1
            receipt_horizon_seconds = 3
            flash_resend_seconds = 1
            {gateway}
            "#,
            database = self.database.url,
            key = self.path("loa.key").display(),
            door = self.door,
            gateway = self.gateway_block(),
        )
    }

    fn gateway_block(&self) -> String {
        let (at, window) = (&self.gateway.at, self.setup.window);
        if self.setup.rule.dialect == Dialect::Kannel {
            let manual = block(&format!("http://{at}/cgi-bin/sendsms"), "loa", "p", "t");
            let (simulated, wide) = ("simulated = true", format!("window = {window}"));
            return manual.replace(simulated, &format!("{simulated}\n{wide}"));
        }
        format!(
            r#"
            [[channel]]
            name = "oracle"
            kind = "http-sms"
            per_second = 100000
            window = {window}
            price_vnd = 350
            simulated = true
            [channel.request]
            url = "http://{at}/send"
            form = {{ to = "{{to_0}}", reference = "{{ref}}", hook = "{{hook}}", text = "{{text}}" }}
            [[channel.reply]]
            status = 200
            outcome = "accepted"
            [[channel.reply]]
            status = 503
            outcome = "transient_rejected"
            [[channel.reply]]
            status = 429
            outcome = "throttled"
            [channel.receipt]
            reference = "d"
            status = "s"
            states = {{ ACCEPTD = "accepted", DELIVRD = "delivered", UNDELIV = "undelivered" }}
            "#
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

    fn command(&self, args: &[&str], points: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_loa"));
        program
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if !points.is_empty() {
            program.env("FAILPOINTS", points);
        }
        program
    }

    /// Runs a command to its end, with these fail points.
    pub async fn loa(&self, args: &[&str], points: &str) -> Ran {
        finished(self.command(args, points)).await
    }

    /// Starts `loa serve` with these fail points.
    pub fn serve(&mut self, points: &str) {
        let program = started(self.command(&["serve"], points), &self.path("loa.log"));
        self.lives += 1;
        self.gateway.life(self.lives);
        self.gateway.tell_at(Some(self.door.clone()));
        self.program = Some(program);
    }

    /// Starts another `loa serve` beside the one that runs, and tells receipts
    /// there.
    pub async fn serve_beside(&mut self, points: &str) -> Child {
        let door = free_door().await;
        let mut command = self.command(&["serve"], points);
        command.env("LOA_LISTEN", &door);
        let other = started(command, &self.path("loa.log"));
        self.gateway.tell_at(Some(door));
        other
    }

    /// Waits for something of the gateway's while the program runs.
    pub async fn until(&mut self, holds: impl Fn(&Gateway) -> bool) {
        let program = self.program.as_mut().unwrap();
        tokio::select! {
            () = until(async || holds(&self.gateway)) => {}
            ended = program.wait() => panic!("the program ended: {ended:?}"),
        }
    }

    /// Waits for so long that something of the gateway's comes true, or the
    /// program ends. Its status, if it did.
    pub async fn watch(
        &mut self,
        patience: Duration,
        holds: impl Fn(&Gateway) -> bool,
    ) -> Option<ExitStatus> {
        let program = self.program.as_mut().unwrap();
        let ended = tokio::select! {
            () = until(async || holds(&self.gateway)) => None,
            () = tokio::time::sleep(patience) => None,
            ended = program.wait() => Some(ended.unwrap()),
        };
        if ended.is_some() {
            self.program = None;
            self.gateway.tell_at(None);
        }
        ended
    }

    /// Waits until all receipts are told and read, and nothing more is expected
    /// of the notice; `false` where that takes too long.
    pub async fn is_settled_within(&self, patience: Duration) -> bool {
        let settled = async {
            while self.gateway.untold() > 0 || !self.is_at_rest().await {
                tokio::time::sleep(SELDOM).await;
            }
        };
        tokio::time::timeout(patience, settled).await.is_ok()
    }

    /// Waits until nobody's lease can hold any more.
    pub async fn until_leases_end(&self) {
        let last = self.leased_until().await;
        until(async || SystemClock.now().as_microsecond() > last).await;
    }

    /// Waits until none of these rows is between mark and record.
    pub async fn until_none_is_submitting(&self, of: &HashSet<Uuid>) {
        until(async || {
            // The whole ledger is looked through, beside a program at work.
            tokio::time::sleep(SELDOM).await;
            flight(&self.database).await.submitting.is_disjoint(of)
        })
        .await;
    }

    /// Waits until the program takes no more calls: it has heard that it shall
    /// stop.
    pub async fn until_closed(&self) {
        until(async || TcpStream::connect(&self.door).await.is_err()).await;
    }

    /// `kill -9`. Returns where the work stood.
    pub async fn kill(&mut self) -> Flight {
        let mut program = self.program.take().unwrap();
        program.start_kill().unwrap();
        program.wait().await.unwrap();
        self.gateway.tell_at(None);
        self.look().await
    }

    /// Where the work stands, with nobody at it.
    pub async fn look(&self) -> Flight {
        if self.database.on_a_server() {
            self.until_nobody_writes().await;
            return flight(&self.database).await;
        }
        // Whoever opens a file that was left in the lurch mends it. That must
        // be the program: what is looked at here is a copy.
        let copy = tempfile::tempdir().unwrap();
        for file in ["loa.db", "loa.db-wal"] {
            if self.path(file).exists() {
                std::fs::copy(self.path(file), copy.path().join(file)).unwrap();
            }
        }
        flight(&Database::on_sqlite(&copy)).await
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

    /// Sends the program a signal.
    pub async fn signal(&self, name: &str) {
        signal(self.program.as_ref().unwrap(), name).await;
    }

    /// Stops the program in order.
    pub async fn stop(&mut self) -> ExitStatus {
        self.signal("-TERM").await;
        self.ended().await
    }

    /// Waits for the end of a program that was asked to stop.
    pub async fn ended(&mut self) -> ExitStatus {
        let mut program = self.program.take().unwrap();
        let ended = tokio::time::timeout(STOP, program.wait()).await;
        self.gateway.tell_at(None);
        ended.expect("the stop took too long").unwrap()
    }

    /// For whoever reads why a test failed.
    pub fn figures(&self) -> String {
        let mut faults: BTreeMap<String, usize> = BTreeMap::new();
        for handed in self.gateway.handed() {
            *faults.entry(format!("{:?}", handed.fault)).or_default() += 1;
        }
        format!(
            "after {:.1} s and {} lives the gateway was handed {faults:?}, has {} in hand and {} receipts to tell",
            self.began.elapsed().as_secs_f64(),
            self.lives,
            self.gateway.in_hand(),
            self.gateway.untold()
        )
    }

    /// The last the program said.
    pub fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.path("loa.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}\nloa.log:\n{}", self.figures(), self.last_words());
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
