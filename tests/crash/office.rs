//! An office in which the program is a process that can be killed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use jiff::SignedDuration;
use loa::channels::tape::Tape;
use loa::domain::id::NoticeId;
use loa::domain::notice::Urgency;
use loa::domain::person::Way;
use loa::hub;
use sqlx::Connection;
use sqlx::postgres::PgConnection;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::process::Child;
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use super::gateway::Gateway;
use super::gateway::rule::{Dialect, Rule};
use super::village;
use crate::gateways::kannel::block;
use crate::support::app::{TestApp, limits};
use crate::support::database::Database;
use crate::support::notice::content;

/// They wait more than they work, but not all of them at once.
static TURNS: Semaphore = Semaphore::const_new(2);

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
    pub(super) program: Option<Child>,
    pub(super) door: String,
    pub(super) lives: usize,
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

    /// A path in its folder.
    pub fn path(&self, file: &str) -> PathBuf {
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
            [quiet]
            from = "00:00"
            to = "00:00"
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
            assert!(manual.contains("window = 20 "), "{manual}");
            return manual.replace("window = 20 ", &format!("window = {window} "));
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
pub async fn free_door() -> String {
    loop {
        let port = 20_000 + Uuid::new_v4().as_u128() % 12_000;
        let door = format!("127.0.0.1:{port}");
        if TcpListener::bind(&door).await.is_ok() {
            return door;
        }
    }
}
