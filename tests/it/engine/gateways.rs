//! Several gateways of one way: who takes over from whom, and what for.

use std::collections::{BTreeMap, BTreeSet};

use loa::channels::Limits;
use loa::domain::alert::Kind;
use loa::domain::delivery::Outcome;
use loa::domain::notice::{Deed, Urgency};
use loa::domain::person::Way;
use loa::hub;

use super::{Scripted, office, states};
use crate::support::app::{Node, limits, until};
use crate::support::notice::content;

#[tokio::test]
async fn the_next_gateway_takes_over_from_one_that_bars_us_and_nobody_is_told_twice() {
    let broke = Scripted::new("broke", |_, _| Outcome::Auth);
    let next = Scripted::new("next", |_, _| Outcome::Accepted);
    let office = office(&[&broke, &next], |_| {}).await;
    office.villagers(400).await;
    let notice = office
        .approved(content(&office.app, Urgency::Routine))
        .await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 400).await;
    node.stop().await;

    let told: BTreeSet<String> = next
        .heard()
        .iter()
        .map(|message| message.to.expose().to_owned())
        .collect();
    assert_eq!((next.heard().len(), told.len()), (400, 400));
    // What was under way when it first said no, and no more.
    assert!(broke.heard().len() <= 50, "{}", broke.heard().len());
    let alerts = office.app.store.alerts().await.unwrap();
    assert_eq!(alerts.len(), 1);
    assert_eq!(
        (alerts[0].kind, alerts[0].gateway.as_str()),
        (Kind::Auth, "broke")
    );
}

#[tokio::test]
async fn the_next_gateway_takes_over_from_one_that_cannot_be_reached() {
    let down = Scripted::new("down", |_, _| Outcome::NotSent);
    let next = Scripted::new("next", |_, _| Outcome::Accepted);
    let office = office(&[&down, &next], |_| {}).await;
    office.villagers(100).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 100).await;
    node.stop().await;
    assert_eq!(next.heard().len(), 100);
    assert_eq!(office.app.store.alerts().await.unwrap()[0].kind, Kind::Down);
}

#[tokio::test]
async fn what_may_have_left_goes_to_no_other_gateway_and_may_be_sent_again_by_an_officer() {
    let unclear = Scripted::new("unclear", |_, place| {
        if place % 10 == 0 {
            Outcome::Ambiguous
        } else {
            Outcome::Accepted
        }
    });
    let next = Scripted::new("next", |_, _| Outcome::Accepted);
    let office = office(&[&unclear, &next], |config| {
        config.deliver.receipt_horizon_seconds = 2;
    })
    .await;
    office.villagers(100).await;
    let notice = office.approved(content(&office.app, Urgency::Urgent)).await;
    let node = Node::start(&office.app);
    until(async || {
        let counts = office.coverage(&notice).await.counts;
        (counts.accepted, counts.unknown) == (90, 10)
    })
    .await;
    assert!(next.heard().is_empty());

    let (_, approver) = office.staff().await;
    unclear.recovers();
    hub::control::control(&office.app, &approver, notice.id, Deed::Resend)
        .await
        .unwrap();
    until(async || office.coverage(&notice).await.counts.accepted == 100).await;
    let again = hub::control::control(&office.app, &approver, notice.id, Deed::Resend).await;
    assert!(
        matches!(again, Err(hub::Refusal::NobodyUnknown)),
        "{again:?}"
    );
    node.stop().await;
    assert_eq!(
        unclear.heard().len(),
        110,
        "to these ten, and to nobody else"
    );
}

#[tokio::test]
async fn a_gateway_that_knows_a_message_by_its_reference_is_asked_again() {
    let knows = Scripted::within(
        "knows",
        Limits {
            repeatable: true,
            ..limits(Way::Sms)
        },
        |_, place| {
            if place <= 20 {
                Outcome::Ambiguous
            } else {
                Outcome::Accepted
            }
        },
    );
    // Too few to tell a sick gateway by, in what is counted of the last seconds.
    let office = office(&[&knows], |_| {}).await;
    office.villagers(5).await;
    let notice = office
        .approved(content(&office.app, Urgency::Routine))
        .await;
    let node = Node::start(&office.app);
    until(async || knows.heard().len() >= 10).await;
    knows.recovers();
    until(async || office.coverage(&notice).await.counts.accepted == 5).await;
    node.stop().await;

    let mut by_phone: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for message in knows.heard() {
        by_phone
            .entry(message.to.expose().to_owned())
            .or_default()
            .insert(message.reference);
    }
    assert_eq!(by_phone.len(), 5);
    assert!(
        by_phone.values().all(|references| references.len() == 1),
        "{by_phone:?}"
    );
}

#[tokio::test]
async fn a_gateway_that_is_asked_too_fast_gets_everything_a_little_later() {
    let slow = Scripted::new("slow", |_, place| {
        if place <= 30 {
            Outcome::Throttled
        } else {
            Outcome::Accepted
        }
    });
    let office = office(&[&slow], |_| {}).await;
    office.villagers(60).await;
    let notice = office
        .approved(content(&office.app, Urgency::Routine))
        .await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 60).await;
    node.stop().await;
    assert_eq!(
        states(&office, &notice).await,
        [("accepted".to_owned(), 60)]
    );
    assert_eq!(slow.heard().len(), 90);
}
