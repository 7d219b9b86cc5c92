//! Several nodes and one gateway's account.

use std::collections::BTreeSet;
use std::time::Duration;

use loa::channels::Limits;
use loa::domain::delivery::Outcome;
use loa::domain::notice::Urgency;
use loa::domain::person::Way;

use super::{Scripted, office};
use crate::support::app::{Node, TestApp, limits, until};
use crate::support::notice::content;

/// The slots that somebody holds.
async fn held(office: &TestApp) -> usize {
    let slots: Vec<(i32,)> = office
        .database
        .rows("SELECT slot FROM slots WHERE lease IS NOT NULL")
        .await;
    slots.len()
}

#[tokio::test]
async fn two_nodes_share_an_accounts_slots_and_never_exceed_its_rate() {
    let account = Limits {
        per_second: 100.0,
        slots: 2,
        ..limits(Way::Sms)
    };
    let gateway = Scripted::within("gateway", account, |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(400).await;
    let nodes = [Node::start(&office.app), Node::start(&office.app)];
    until(async || held(&office).await == 2).await;
    let living: Vec<(i64,)> = office.database.rows("SELECT COUNT(*) FROM nodes").await;
    assert_eq!(living, [(2,)]);

    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    until(async || gateway.heard().len() >= 20).await;
    let began = tokio::time::Instant::now();
    let before = gateway.heard().len();
    until(async || office.coverage(&notice).await.counts.accepted == 400).await;
    let rate = (400 - before) as f64 / began.elapsed().as_secs_f64();
    assert!(rate <= 110.0, "{rate} messages a second");
    let told: BTreeSet<String> = gateway
        .heard()
        .iter()
        .map(|message| message.to.expose().to_owned())
        .collect();
    assert_eq!((gateway.heard().len(), told.len()), (400, 400));
    for node in nodes {
        node.stop().await;
    }
    assert_eq!(held(&office).await, 0, "given back in order");
}

#[tokio::test]
async fn a_node_that_stops_in_order_leaves_its_slot_to_the_next_at_once() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |config| config.deliver.lease_seconds = 600).await;
    office.villagers(10).await;
    let first = Node::start(&office.app);
    until(async || held(&office).await == 1).await;
    let second = Node::start(&office.app);
    first.stop().await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let sent = until(async || office.coverage(&notice).await.counts.accepted == 10);
    tokio::time::timeout(Duration::from_secs(10), sent)
        .await
        .expect("its lease of ten minutes was waited for");
    second.stop().await;
}
