//! What the delivery engine promises when gateways misbehave, when there are
//! several of them, and when several nodes share one.

mod doubt;
mod gateways;
mod leases;
mod nodes;
mod poison;
mod refusals;
mod silence;
mod turns;
mod under_way;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use loa::app::App;
use loa::channels::tape::Tape;
use loa::channels::{Channel, Limits, Outgoing, Submitted};
use loa::clock::SystemClock;
use loa::config::Config;
use loa::domain::delivery::Outcome;
use loa::domain::notice::Notice;
use loa::domain::person::Way;
use tokio::sync::watch;

use crate::support::app::{TestApp, limits};
use crate::support::config::config;
use crate::support::database::Database;

/// What a gateway answers to a message, the how manieth it is.
type Answers = Box<dyn Fn(&Outgoing, usize) -> Outcome + Send + Sync>;

/// A gateway that answers as it is told, and forgets nothing.
pub struct Scripted {
    name: &'static str,
    limits: Limits,
    answers: Mutex<Answers>,
    heard: Mutex<Vec<Outgoing>>,
    /// While it is true nobody gets an answer.
    silent: watch::Sender<bool>,
}

impl Scripted {
    pub fn new(
        name: &'static str,
        answers: impl Fn(&Outgoing, usize) -> Outcome + Send + Sync + 'static,
    ) -> Arc<Self> {
        Self::within(name, limits(Way::Sms), answers)
    }

    fn within(
        name: &'static str,
        limits: Limits,
        answers: impl Fn(&Outgoing, usize) -> Outcome + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            name,
            limits,
            answers: Mutex::new(Box::new(answers)),
            heard: Mutex::default(),
            silent: watch::Sender::default(),
        })
    }

    /// From now on it takes everything.
    fn recovers(&self) {
        *self.answers.lock().unwrap() = Box::new(|_, _| Outcome::Accepted);
    }

    /// From now on, or no longer, it keeps its answers to itself.
    fn keep_silent(&self, silent: bool) {
        self.silent.send_replace(silent);
    }

    /// All it was handed, in order, taken or not.
    fn heard(&self) -> Vec<Outgoing> {
        self.heard.lock().unwrap().clone()
    }
}

#[async_trait]
impl Channel for Scripted {
    fn name(&self) -> &str {
        self.name
    }

    fn limits(&self) -> Limits {
        self.limits
    }

    async fn send(&self, message: &Outgoing) -> Submitted {
        let place = {
            let mut heard = self.heard.lock().unwrap();
            heard.push(message.clone());
            heard.len()
        };
        let mut silent = self.silent.subscribe();
        silent.wait_for(|silent| !silent).await.unwrap();
        let outcome = self.answers.lock().unwrap()(message, place);
        Submitted::new(outcome, "as it was told")
    }
}

/// An office with these gateways, in this order, and a changed configuration.
pub async fn office(gateways: &[&Arc<Scripted>], change: impl FnOnce(&mut Config)) -> TestApp {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::new(&folder).await;
    let mut config = config(folder.path(), &database.url);
    config.deliver.retry_percent = 2;
    change(&mut config);
    let channels = gateways
        .iter()
        .map(|gateway| Arc::clone(gateway) as Arc<dyn Channel>)
        .collect();
    let app = App::build_with(config, channels, Arc::new(SystemClock))
        .await
        .unwrap();
    TestApp {
        app,
        sms: Arc::new(Tape::new("nobody", limits(Way::Sms))),
        folder,
        database,
    }
}

/// How many deliveries stand in each state, by the state's name.
async fn states(office: &TestApp, notice: &Notice) -> Vec<(String, i64)> {
    let statement = format!(
        "SELECT state, COUNT(*) FROM deliveries WHERE notice = {} GROUP BY state ORDER BY state",
        quoted(office, notice)
    );
    office.database.rows(sqlx::AssertSqlSafe(statement)).await
}

/// A notice's id, as the engine's own literal.
fn quoted(office: &TestApp, notice: &Notice) -> String {
    if office.database.on_a_server() {
        format!("'{}'", notice.id)
    } else {
        format!("X'{}'", notice.id.0.simple())
    }
}
