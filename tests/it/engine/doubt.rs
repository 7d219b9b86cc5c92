//! What may have arrived, where the gateway knows it by its reference and falls
//! ill meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use loa::channels::Limits;
use loa::domain::delivery::Outcome;
use loa::domain::doubt::Route;
use loa::domain::notice::{Deed, Urgency};
use loa::domain::person::Way;
use loa::hub;

use super::{Scripted, office, states};
use crate::support::app::{Node, limits, until};
use crate::support::notice::content;

/// A gateway that knows messages by their reference. It may have the first
/// five, and then cannot be reached.
fn falls_ill() -> Arc<Scripted> {
    let knows = Limits {
        repeatable: true,
        ..limits(Way::Sms)
    };
    Scripted::within("knows", knows, |_, place| {
        if place <= 5 {
            Outcome::Ambiguous
        } else {
            Outcome::NotSent
        }
    })
}

#[tokio::test]
async fn a_notice_waits_for_the_gateway_that_may_have_it_however_long_that_is_ill() {
    let knows = falls_ill();
    let next = Scripted::new("next", |_, _| Outcome::Accepted);
    let office = office(&[&knows, &next], |_| {}).await;
    office.villagers(5).await;
    let notice = office
        .approved(content(&office.app, Urgency::Routine))
        .await;
    let node = Node::start(&office.app);
    until(async || !office.app.wardens.is_well("knows")).await;
    knows.recovers();
    until(async || office.coverage(&notice).await.counts.accepted == 5).await;
    node.stop().await;

    assert!(
        next.heard().is_empty(),
        "a second message for the same people"
    );
    let references: BTreeSet<String> = knows
        .heard()
        .into_iter()
        .map(|message| message.reference)
        .collect();
    assert_eq!(references.len(), 5);
}

#[tokio::test]
async fn a_warning_leaves_such_a_gateway_once_and_is_not_sent_a_third_time() {
    let knows = falls_ill();
    let next = Scripted::new("next", |_, _| Outcome::Accepted);
    let office = office(&[&knows, &next], |_| {}).await;
    office.villagers(5).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 5).await;
    node.stop().await;
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for message in next.heard() {
        *copies.entry(message.to.expose().to_owned()).or_default() += 1;
    }
    assert_eq!(copies.len(), 5);
    assert!(copies.values().all(|copies| *copies == 1), "{copies:?}");
}

#[tokio::test]
async fn of_two_nodes_that_leave_a_gateway_at_once_one_counts_the_extra_copies() {
    let gateway = Scripted::new("next", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(600).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    hub::plan(&office.app, notice.id.0).await.unwrap();
    // All of it stands with a gateway that may have it.
    office
        .database
        .run("UPDATE chunks SET gateway = 'knows'")
        .await;
    office.database.run("UPDATE deliveries SET asked = 1").await;
    let routes = [("knows", false), ("next", true)].map(|(gateway, well)| Route {
        way: Way::Sms,
        gateway: gateway.to_owned(),
        repeatable: true,
        well,
    });
    let (store, now) = (&office.app.store, office.app.clock.now());
    let (one, other) = tokio::join!(
        store.leave_sick_gateways(now, &routes),
        store.leave_sick_gateways(now, &routes)
    );
    assert_eq!(one.unwrap() + other.unwrap(), 600);
    let copies: Vec<(i32, i64)> = office
        .database
        .rows("SELECT resent, COUNT(*) FROM deliveries GROUP BY resent")
        .await;
    assert_eq!(copies, [(1, 600)]);
}

#[tokio::test]
async fn a_second_copy_that_is_stopped_does_not_hide_that_the_first_may_have_arrived() {
    let gateway = Scripted::new("gateway", |_, place| {
        if place <= 5 {
            Outcome::Ambiguous
        } else {
            Outcome::Throttled
        }
    });
    let office = office(&[&gateway], |config| {
        config.deliver.flash_resend_seconds = 1;
    })
    .await;
    office.villagers(5).await;
    let (author, _) = office.staff().await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    until(async || gateway.heard().len() >= 10).await;
    hub::control::control(&office.app, &author, notice.id, Deed::Stop)
        .await
        .unwrap();
    until(async || states(&office, &notice).await == [("unknown_final".to_owned(), 5)]).await;
    until(async || {
        let counts = office.coverage(&notice).await.counts;
        (counts.unknown, counts.waiting) == (5, 0)
    })
    .await;
    node.stop().await;
}
