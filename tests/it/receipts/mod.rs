//! Receipts come ten times, in any order, before our record of the answer and
//! long after, and some are not ours: the ledger comes to the same end.
#![cfg(unix)]

mod centre;
mod stranded;

use std::collections::BTreeMap;

use loa::domain::coverage::Counts;
use loa::domain::delivery::State;
use loa::domain::notice::{Notice, Urgency};
use uuid::Uuid;

use self::centre::{Centre, Names, Order};
use crate::support::app::{Node, TestApp, until};
use crate::support::config::read;
use crate::support::front::{Door, Front};
use crate::support::notice::content;

const PEOPLE: usize = 75;

/// Each number and the part count of its message, and how it ended.
type Ends = BTreeMap<(String, i64), State>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shuffled_tenfold_early_and_late_they_come_to_the_same_end_by_our_reference() {
    same_end(Names::Ours).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn and_by_the_gateways_own_ids_in_hex_and_decimal() {
    same_end(Names::Theirs).await;
}

async fn same_end(names: Names) {
    let (in_order, shuffled) = (
        ends(names, Order::AsItHappens).await,
        ends(names, Order::Shuffled(7)).await,
    );
    assert_eq!(in_order.len(), 2 * PEOPLE);
    let reached: Vec<State> = in_order.values().copied().collect();
    for state in [State::Delivered, State::Undelivered, State::Accepted] {
        assert!(reached.contains(&state), "{in_order:?}");
    }
    assert_eq!(in_order, shuffled);
}

/// Sends a short notice and a long one through a centre that tells their fate
/// in some order.
async fn ends(names: Names, order: Order) -> Ends {
    let door = Door::open().await;
    let centre = Centre::open(names, order, &door.url()).await;
    let channels = read(centre.block()).unwrap().channel;
    let front = Front::with_gateways(door, channels).await;
    let test = &front.test;
    test.villagers(PEOPLE).await;
    let node = Node::start(&test.app);
    let short = content(&test.app, Urgency::Urgent);
    let mut long = short.clone();
    for text in long.texts.values_mut() {
        text.short = Some("Moi ba con hop dan luc 19 gio toi nay. ".repeat(6));
    }
    let notices = [test.approved(short).await, test.approved(long).await];
    until(async || centre.answered() == 2 * PEOPLE && recorded(test).await).await;
    centre.tell_the_rest().await;
    until(async || unread(test).await == 0).await;
    for notice in &notices {
        counters_agree(test, notice).await;
    }
    let ends = ledger(test, &centre).await;
    node.stop().await;
    front.close().await;
    ends
}

/// Whether every answer of the gateway is in the ledger.
async fn recorded(test: &TestApp) -> bool {
    let rows: Vec<(i64,)> = test
        .database
        .rows("SELECT COUNT(*) FROM attempts WHERE outcome = 'accepted'")
        .await;
    usize::try_from(rows[0].0) == Ok(2 * PEOPLE)
}

async fn unread(test: &TestApp) -> i64 {
    let rows: Vec<(i64,)> = test
        .database
        .rows("SELECT COUNT(*) FROM inbox WHERE read_at IS NULL")
        .await;
    rows[0].0
}

async fn ledger(test: &TestApp, centre: &Centre) -> Ends {
    let rows: Vec<(Uuid, State)> = test.database.rows("SELECT id, state FROM deliveries").await;
    let named = centre.messages();
    rows.into_iter()
        .map(|(id, state)| (named[&id].clone(), state))
        .collect()
}

async fn counters_agree(test: &TestApp, notice: &Notice) {
    let rows: Vec<(Uuid, State)> = test
        .database
        .rows("SELECT notice, state FROM deliveries")
        .await;
    let mut counts = Counts::default();
    for (_, state) in rows.iter().filter(|(of, _)| *of == notice.id.0) {
        counts.add(*state, 1);
    }
    assert_eq!(test.app.store.progress(notice.id).await.unwrap(), counts);
}
