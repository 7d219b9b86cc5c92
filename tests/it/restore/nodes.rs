//! Several nodes of a PostgreSQL office: what one of them finds holds them all.

use std::sync::Arc;

use loa::app::App;
use loa::channels::Channel;
use loa::clock::SystemClock;
use loa::domain::notice::{Deed, NoticeState, Urgency};
use loa::domain::restore::Why;
use loa::hub::restore::{look_before_work, resume};
use loa::hub::{self, Refusal};

use super::copies::{copied, put_back, put_back_in_place};
use super::{approvers, fast, soon, state};
use crate::support::app::{Node, TestApp, until};
use crate::support::config::config;
use crate::support::notice::content;

/// A node that has seen nothing itself: its key file has no number beside it.
#[tokio::test]
async fn what_one_node_has_found_holds_them_all() {
    let test = TestApp::boot_with(fast(), soon).await;
    if !test.database.on_a_server() {
        return;
    }
    test.villagers(3).await;
    let notice = test.approved(content(&test.app, Urgency::Flash)).await;
    look_before_work(&test.app).await.unwrap();
    let copy = copied(&test).await;
    let test = put_back(test, &copy, fast(), soon).await;
    assert!(look_before_work(&test.app).await.unwrap().is_some());

    let elsewhere = tempfile::tempdir().unwrap();
    let mut told = config(elsewhere.path(), &test.database.url);
    soon(&mut told);
    std::fs::copy(&test.app.config.key_file, &told.key_file).unwrap();
    let sms = Arc::new(fast());
    let channels = vec![sms.clone() as Arc<dyn Channel>];
    let other = App::build_with(told, channels, Arc::new(SystemClock))
        .await
        .unwrap();
    let node = Node::start(&other);
    hub::sweep(&other).await.unwrap();
    let refused = hub::restore::may_set_moving(&other).await;
    assert!(matches!(refused, Err(Refusal::InQuarantine)));
    assert_eq!((sms.count(), test.sms.count()), (0, 0));

    // And what two officers say at one of them lets all go on.
    let officers = approvers(&test).await;
    resume(&test.app, &officers).await.unwrap();
    hub::control::control(&other, &officers[0], notice.id, Deed::Resume)
        .await
        .unwrap();
    until(async || sms.count() == 3).await;
    node.stop().await;
}

#[tokio::test]
async fn a_dump_put_back_under_running_nodes_stops_them_all() {
    let test = TestApp::boot_with(fast(), soon).await;
    if !test.database.on_a_server() {
        return;
    }
    test.villagers(3).await;
    let notice = test.approved(content(&test.app, Urgency::Routine)).await;
    let copy = copied(&test).await;
    let nodes = [Node::start(&test.app), Node::start(&test.app)];
    until(async || test.sms.count() == 3).await;
    // Counted once for each node's start, and once for what was sent.
    until(async || test.app.store.epoch_number().await.unwrap() >= 3).await;
    put_back_in_place(&test.database, &copy).await;
    until(async || {
        let quarantine = test.app.store.quarantine().await;
        // While it is being put back, there are no tables.
        quarantine.is_ok_and(|found| found.is_some_and(|found| found.why == Why::Older))
    })
    .await;
    assert_eq!(state(&test, &notice).await, NoticeState::Paused);
    for node in nodes {
        node.stop().await;
    }
}
