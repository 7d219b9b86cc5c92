//! Who writes, and what they hear.

use loa::config::Config;
use loa::domain::person::{Address, Way};
use loa::domain::sms;
use loa::hub::receive::Written;
use loa::store::contacts::Person;
use loa::store::inbox::{Kind, NewEvent};
use loa::store::villages::Village;

use crate::support::app::{Node, TestApp, tape, until};

/// An office with its lines open.
pub struct Line {
    pub test: TestApp,
    pub node: Node,
}

impl Line {
    /// With its usual limits.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    pub async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let test = TestApp::boot_with(tape(), change).await;
        let node = Node::start(&test.app);
        Self { test, node }
    }

    /// Writes to the office; what it answers.
    pub async fn says(&self, from: &str, text: &str) -> String {
        let before = self.heard(from).len();
        self.writes(from, text).await;
        until(async || self.heard(from).len() > before).await;
        let answer = self.heard(from).pop().unwrap();
        assert!(sms::measure(&answer).parts <= 2, "{answer}");
        answer
    }

    /// Writes to the office, which may keep its answer to itself.
    pub async fn writes(&self, from: &str, text: &str) {
        let written = Written {
            way: Way::Sms,
            from: from.to_owned(),
            text: text.to_owned(),
        };
        let event = NewEvent {
            gateway: "tape".to_owned(),
            key: uuid::Uuid::new_v4().as_bytes().to_vec(),
            kind: Kind::Message,
            body: serde_json::to_vec(&written).unwrap(),
        };
        self.test.app.mailbox.store(vec![event]).await.unwrap();
    }

    /// Everything a number was sent, in order.
    pub fn heard(&self, number: &str) -> Vec<String> {
        let kept = self.test.sms.heard();
        let to_it = kept
            .into_iter()
            .filter(|message| message.to.expose() == number);
        to_it.map(|message| message.text).collect()
    }

    pub async fn person(&self, number: &str) -> Person {
        let address = Address::parse(Way::Sms, number).unwrap();
        let mut people = self.test.app.store.people_of(&address).await.unwrap();
        assert_eq!(people.len(), 1, "{people:?}");
        people.remove(0)
    }

    pub async fn count(&self, statement: &'static str) -> i64 {
        let rows: Vec<(i64,)> = self.test.database.rows(statement).await;
        rows[0].0
    }
}

/// The villages of the commune, as the office counted them.
pub async fn count_villages(line: &Line, area: &str, names: &[&str]) {
    let mut tx = line.test.app.store.begin().await.unwrap();
    for name in names {
        let village = Village {
            area: line.test.area(area),
            name: (*name).to_owned(),
            old_commune: String::new(),
            households: Some(40),
            people: None,
        };
        tx.save_village(&village, line.test.app.clock.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}
