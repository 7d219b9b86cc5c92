//! The real program in a folder of its own, with tapes for gateways.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use loa::app::App;
use loa::channels::tape::Tape;
use loa::channels::{Channel, Limits};
use loa::clock::{Clock, SystemClock};
use loa::config::Config;
use loa::domain::area::AreaCode;
use loa::domain::coverage::Coverage;
use loa::domain::id::ListId;
use loa::domain::language::Lang;
use loa::domain::notice::{Content, Notice};
use loa::domain::officer::{Duty, Officer};
use loa::domain::person::{Address, Role, Way};
use loa::hub;
use loa::store::people::NewPerson;
use loa::worker;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::config::config;
use super::database::Database;

/// The longest anything in a test may take, on a machine that is busy elsewhere.
pub const LONG: Duration = Duration::from_secs(300);

/// As [`LONG`], or `LOA_TEST_PATIENCE` in seconds, for long forms.
fn patience() -> Duration {
    let asked = std::env::var("LOA_TEST_PATIENCE").ok();
    asked.map_or(LONG, |asked| Duration::from_secs(asked.parse().unwrap()))
}

/// Mường Toong, a real commune of Điện Biên.
pub const COMMUNE: &str = "03163";

/// The program under test.
pub struct TestApp {
    pub app: App,
    pub sms: Arc<Tape>,
    pub folder: TempDir,
    pub database: Database,
}

/// An SMS tape that keeps what it hears and confirms everything.
pub fn tape() -> Tape {
    Tape::new("tape", limits(Way::Sms))
        .keeping()
        .with_receipts()
}

/// How a tape stands in for a gateway of a way.
pub fn limits(way: Way) -> Limits {
    Limits {
        carries: way,
        window: 50,
        per_second: 100_000.0,
        slots: 1,
        repeatable: false,
        price_vnd: 350.into(),
        simulated: true,
        promotional: false,
    }
}

impl TestApp {
    /// With an SMS tape that keeps what it hears and confirms everything.
    pub async fn boot() -> Self {
        Self::boot_with(tape(), |_| {}).await
    }

    /// With an SMS tape of one's own and a changed configuration.
    pub async fn boot_with(sms: Tape, change: impl FnOnce(&mut Config)) -> Self {
        Self::boot_by(Arc::new(SystemClock), sms, change).await
    }

    /// The same by a clock of one's own.
    pub async fn boot_by(
        clock: Arc<dyn Clock>,
        sms: Tape,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::new(&folder).await;
        Self::boot_on(folder, database, sms, change, clock).await
    }

    /// On a given database, with a given clock.
    pub async fn boot_on(
        folder: TempDir,
        database: Database,
        sms: Tape,
        change: impl FnOnce(&mut Config),
        clock: Arc<dyn Clock>,
    ) -> Self {
        let mut config = config(folder.path(), &database.url);
        change(&mut config);
        let sms = Arc::new(sms);
        let app = App::build_with(config, vec![sms.clone() as Arc<dyn Channel>], clock)
            .await
            .unwrap();
        Self {
            app,
            sms,
            folder,
            database,
        }
    }

    /// An officer of the commune.
    pub async fn officer(&self, name: &str, duty: Duty) -> Officer {
        let area = self.area(COMMUNE);
        hub::people::add_officer(&self.app, name, area, duty, &[])
            .await
            .unwrap()
    }

    /// An author and an approver.
    pub async fn two_officers(&self) -> (Officer, Officer) {
        (
            self.officer("Lò Văn An", Duty::Author).await,
            self.officer("Vàng Thị Bình", Duty::Approver).await,
        )
    }

    /// The author and the approver, who are added where they are not there yet.
    pub async fn staff(&self) -> (Officer, Officer) {
        let Ok(author) = hub::people::officer(&self.app, "Lò Văn An").await else {
            return self.two_officers().await;
        };
        let approver = hub::people::officer(&self.app, "Vàng Thị Bình").await;
        (author, approver.unwrap())
    }

    /// The code of an area.
    pub fn area(&self, code: &str) -> AreaCode {
        self.app.areas.find(code).unwrap().code.clone()
    }

    /// So many villagers, each with a number of their own: 0912 000 001 …
    pub async fn villagers(&self, n: usize) {
        let people: Vec<NewPerson> = (1..=n)
            .map(|i| {
                self.person(
                    &format!("Người {i}"),
                    &[&format!("0912{i:06}")],
                    Role::Villager,
                )
            })
            .collect();
        self.save(&people).await;
    }

    /// A person of the commune with these numbers.
    pub fn person(&self, name: &str, phones: &[&str], role: Role) -> NewPerson {
        NewPerson {
            area: self.area(COMMUNE),
            village: None,
            name: name.to_owned(),
            language: Lang::vi(),
            role,
            consent_by: None,
            consent_at: None,
            addresses: phones
                .iter()
                .map(|phone| Address::parse(Way::Sms, phone).unwrap())
                .collect(),
        }
    }

    /// Writes people, as an import does.
    pub async fn save(&self, people: &[NewPerson]) {
        let list = ListId::at(self.app.clock.now());
        for group in people.chunks(2000) {
            let mut tx = self.app.store.begin().await.unwrap();
            tx.save_people(group, list, self.app.clock.now())
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
    }

    /// Writes, approves and delivers a notice; returns when nothing more is
    /// expected.
    pub async fn send(&self, content: Content) -> (Notice, Coverage) {
        let notice = self.approved(content).await;
        let node = Node::start(&self.app);
        self.settled(&notice).await;
        node.stop().await;
        (notice.clone(), self.coverage(&notice).await)
    }

    /// Writes a notice and approves it.
    pub async fn approved(&self, content: Content) -> Notice {
        let (author, approver) = self.staff().await;
        let notice = hub::compose::compose(&self.app, &author, content)
            .await
            .unwrap();
        hub::approve::approve(&self.app, &approver, notice.id, &notice.hash)
            .await
            .unwrap()
    }

    /// Whom a notice has reached so far.
    pub async fn coverage(&self, notice: &Notice) -> Coverage {
        hub::cover::cover(&self.app, notice.id).await.unwrap()
    }

    /// Waits until a notice is planned and all its deliveries are delivered or
    /// at another end.
    pub async fn settled(&self, notice: &Notice) {
        until(async || {
            let now = self.app.store.notice(notice.id).await.unwrap().unwrap();
            now.planned_at.is_some()
                && !self
                    .app
                    .store
                    .is_open(notice.id, Timestamp::UNIX_EPOCH)
                    .await
                    .unwrap()
        })
        .await;
    }
}

/// Waits until something holds; fails loudly if it never does.
pub async fn until(holds: impl AsyncFn() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(patience(), waiting)
        .await
        .expect("what the test waits for did not happen");
}

/// A running delivery engine.
pub struct Node {
    halt: watch::Sender<bool>,
    engine: JoinHandle<anyhow::Result<()>>,
}

impl Node {
    /// Starts one.
    pub fn start(app: &App) -> Self {
        let (halt, stop) = watch::channel(false);
        Self {
            halt,
            engine: tokio::spawn(worker::run_node(app.clone(), "test", stop)),
        }
    }

    /// Stops it, and makes sure that it ended in order.
    pub async fn stop(self) {
        self.halt.send(true).unwrap();
        self.engine.await.unwrap().unwrap();
    }
}
