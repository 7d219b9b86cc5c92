//! People who ask for silence while something is on its way to them, and
//! officers who must be called.

use loa::domain::delivery::Outcome;
use loa::domain::notice::Urgency;
use loa::domain::officer::Duty;
use loa::domain::person::{Address, Way};
use loa::hub;
use loa::store::inbox::{Kind, NewEvent};

use super::{Scripted, office, states};
use crate::support::app::{COMMUNE, Node, TestApp, until};
use crate::support::notice::content;

#[tokio::test]
async fn what_is_put_off_does_not_reach_those_who_have_asked_for_silence_since() {
    let gateway = Scripted::new("gateway", |_, place| {
        if place <= 5 {
            Outcome::Throttled
        } else {
            Outcome::Accepted
        }
    });
    gateway.keep_silent(true);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(5).await;
    let notice = office.approved(content(&office.app, Urgency::Urgent)).await;
    let node = Node::start(&office.app);
    until(async || gateway.heard().len() == 5).await;
    let quiet = gateway.heard()[0].to.clone();
    hub::people::set_silent(&office.app, &quiet, true)
        .await
        .unwrap();
    gateway.keep_silent(false);
    until(async || {
        let states = states(&office, &notice).await;
        states == [("accepted".to_owned(), 4), ("suppressed".to_owned(), 1)]
    })
    .await;
    node.stop().await;
    let told = gateway
        .heard()
        .iter()
        .filter(|sent| sent.to == quiet)
        .count();
    assert_eq!(told, 1, "before it was asked for, and not again");
}

#[tokio::test]
async fn a_gateway_that_never_answers_holds_no_opt_out_up() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    gateway.keep_silent(true);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(30).await;
    let node = Node::start(&office.app);
    for n in 1..=30 {
        write(&office, &format!("0912{n:06}"), "TC").await;
    }
    let silent = async || {
        let rows: Vec<(i64,)> = office
            .database
            .rows("SELECT COUNT(*) FROM contacts WHERE silent_since IS NOT NULL")
            .await;
        rows[0].0
    };
    until(async || silent().await == 30).await;
    until(async || !gateway.heard().is_empty()).await;
    assert!(gateway.heard().len() < 30, "the rest wait for their turn");
    gateway.keep_silent(false);
    until(async || gateway.heard().len() == 30).await;
    node.stop().await;
}

#[tokio::test]
async fn an_answer_that_did_not_leave_is_given_later_and_once() {
    let gateway = Scripted::new("gateway", |_, place| {
        if place == 1 {
            Outcome::NotSent
        } else {
            Outcome::Accepted
        }
    });
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(1).await;
    write(&office, "0912000001", "TC").await;
    let node = Node::start(&office.app);
    until(async || gateway.heard().len() == 2).await;
    node.stop().await;
    let left: Vec<(i64,)> = office.database.rows("SELECT COUNT(*) FROM replies").await;
    assert_eq!(left, [(0,)]);
}

#[tokio::test]
async fn officers_nobody_could_reach_are_called_again() {
    let down = Scripted::new("down", |_, _| Outcome::Auth);
    let office = office(&[&down], |_| {}).await;
    let phone = Address::parse(Way::Sms, "0987654321").unwrap();
    let area = office.area(COMMUNE);
    hub::people::add_officer(&office.app, "Giàng A Chua", area, Duty::Approver, &[phone])
        .await
        .unwrap();
    office.villagers(5).await;
    office.approved(content(&office.app, Urgency::Urgent)).await;
    let node = Node::start(&office.app);
    let calls = || {
        let heard = down.heard();
        let calls = heard
            .iter()
            .filter(|sent| sent.reference.starts_with("alert"));
        calls.count()
    };
    until(async || calls() >= 2).await;
    down.recovers();
    let called = async || {
        let rows: Vec<(i64,)> = office
            .database
            .rows("SELECT COUNT(*) FROM alerts WHERE called_at IS NOT NULL")
            .await;
        rows[0].0
    };
    until(async || called().await == 1).await;
    let in_all = calls();
    node.stop().await;
    assert_eq!(calls(), in_all);
}

/// A message that came to the office by the gateway.
async fn write(office: &TestApp, from: &str, text: &str) {
    let address = Address::parse(Way::Sms, from).unwrap();
    let written = hub::receive::Written {
        way: Way::Sms,
        from: address.expose().to_owned(),
        text: text.to_owned(),
    };
    let event = NewEvent {
        gateway: "gateway".to_owned(),
        key: from.as_bytes().to_vec(),
        kind: Kind::Message,
        body: serde_json::to_vec(&written).unwrap(),
    };
    office.app.mailbox.store(vec![event]).await.unwrap();
}
