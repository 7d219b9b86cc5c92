//! Leases of the dead, chunks that several may want, clocks that were wrong.

use std::time::Duration;

use loa::domain::delivery::Outcome;
use loa::domain::id::{Lease, NoticeId};
use loa::domain::notice::Urgency;
use loa::domain::person::Way;
use loa::store::chunks::{Advertising, Chunk, Claim};
use loa::store::ledger::Leaving;
use uuid::Uuid;

use super::{Scripted, office};
use crate::support::app::{Node, TestApp, until};
use crate::support::notice::content;

#[tokio::test]
async fn what_was_leased_before_the_clock_was_set_back_is_not_waited_for() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(20).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    plan(&office, notice.id).await;
    // What a power cut leaves behind, and a machine whose clock then starts
    // three years behind.
    for statement in [
        "INSERT INTO slots (gateway, slot, lease, lease_until) SELECT 'gateway', 0, id, 1900000000000000 FROM chunks LIMIT 1",
        "INSERT INTO nodes (id, seen_until) SELECT id, 1900000000000000 FROM chunks LIMIT 1",
        "INSERT INTO breakers (gateway, open_until) VALUES ('gateway', 1900000000000000)",
        "UPDATE chunks SET lease = id, lease_until = 1900000000000000",
    ] {
        office.database.run(statement).await;
    }
    let open = office.app.store.breakers().await.unwrap();
    assert!(open[0].1 <= Duration::from_secs(60), "{open:?}");
    office.app.store.close_breaker("gateway").await.unwrap();

    let node = Node::start(&office.app);
    let sent = until(async || office.coverage(&notice).await.counts.accepted == 20);
    tokio::time::timeout(Duration::from_secs(60), sent)
        .await
        .expect("the leases of the dead were waited for");
    node.stop().await;
}

#[tokio::test]
async fn what_is_not_under_way_of_a_chunk_may_be_had_by_others_at_once() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(50).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    plan(&office, notice.id).await;
    let store = &office.app.store;
    let now = office.app.clock.now();
    let (first, second) = (Lease::at(now), Lease::at(now));
    let chunk = claimed(&office, first, false).await.unwrap();
    let due = store.due_in(&chunk).await.unwrap().due;
    let three: Vec<Leaving> = due[..3]
        .iter()
        .map(|due| Leaving {
            delivery: due.id,
            parts: 1,
            cost_vnd: 0,
            language: None,
        })
        .collect();
    let marked = store
        .mark(first, &chunk, "gateway", &three, None, now)
        .await
        .unwrap();
    assert_eq!(marked.len(), 3);
    assert!(claimed(&office, second, false).await.is_none());

    // Somebody whose lease is over lets nothing go.
    store.split_off(second, chunk.id, now).await.unwrap();
    assert!(claimed(&office, second, false).await.is_none());
    store.split_off(first, chunk.id, now).await.unwrap();
    let rest = claimed(&office, second, false).await.unwrap();
    let left = store.due_in(&rest).await.unwrap().due;
    let ids = |due: &[loa::store::due::Due]| due.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(&left), ids(&due[3..]), "in the same order");
}

#[tokio::test]
async fn a_chunk_that_somebody_died_holding_keeps_its_turn() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(1200).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    plan(&office, notice.id).await;
    office
        .database
        .run("UPDATE chunks SET crashes = 1 WHERE id = (SELECT id FROM chunks ORDER BY rank, id LIMIT 1)")
        .await;
    let lease = Lease::at(office.app.clock.now());
    assert!(claimed(&office, lease, true).await.is_none());
    let first = claimed(&office, lease, false).await.unwrap();
    assert_eq!(first.crashes, 1);
    assert!(claimed(&office, lease, true).await.is_some());
}

async fn plan(office: &TestApp, notice: NoticeId) {
    loa::hub::plan(&office.app, notice.0).await.unwrap();
}

async fn claimed(office: &TestApp, lease: Lease, ahead: bool) -> Option<Chunk> {
    let claim = Claim {
        way: Way::Sms,
        gateway: "gateway",
        in_charge: true,
        advertising: Advertising::Nothing,
        ahead,
        least: 0,
        after: NoticeId(Uuid::nil()),
        lease,
        length: Duration::from_secs(15),
    };
    let now = office.app.clock.now();
    office.app.store.claim_chunk(&claim, now).await.unwrap()
}
