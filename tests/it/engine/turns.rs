//! Who comes first, and who must not wait for whom.

use std::time::Duration;

use loa::channels::Limits;
use loa::domain::delivery::Outcome;
use loa::domain::language::Lang;
use loa::domain::notice::Urgency;
use loa::domain::person::{Role, Way};

use super::{Scripted, office};
use crate::support::app::{Node, limits, until};
use crate::support::notice::content;

/// A line of so many parts a second.
fn line(per_second: f64) -> Limits {
    Limits {
        per_second,
        ..limits(Way::Sms)
    }
}

#[tokio::test]
async fn a_communes_notice_does_not_wait_for_the_end_of_a_provinces_campaign() {
    let gateway = Scripted::within("gateway", line(60.0), |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(450).await;
    let relay = office.person("Giàng A Páo", &["0987000001"], Role::Relay);
    office.save(&[relay]).await;
    office
        .approved(content(&office.app, Urgency::Routine))
        .await;
    let node = Node::start(&office.app);
    until(async || gateway.heard().len() >= 20).await;

    let mut small = content(&office.app, Urgency::Routine);
    small.audience.roles = vec![Role::Relay];
    small.texts.get_mut(&Lang::vi()).unwrap().short = Some("Hop ban chieu nay.".to_owned());
    office.approved(small).await;
    let told = || {
        let heard = gateway.heard();
        heard
            .iter()
            .position(|message| message.text.contains("Hop ban"))
    };
    until(async || told().is_some()).await;
    let before = told().unwrap();
    assert!(before < 300, "{before} of the campaign's 451 came first");
    node.stop().await;
}

#[tokio::test]
async fn a_warning_overtakes_what_is_on_its_way_within_a_second() {
    let gateway = Scripted::within("gateway", line(100.0), |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(600).await;
    office
        .approved(content(&office.app, Urgency::Routine))
        .await;
    let node = Node::start(&office.app);
    until(async || gateway.heard().len() >= 50).await;

    let mut warning = content(&office.app, Urgency::Flash);
    warning.texts.get_mut(&Lang::vi()).unwrap().short = Some("LU QUET, CHAY NGAY.".to_owned());
    office.approved(warning).await;
    let approved = tokio::time::Instant::now();
    let told = || gateway.heard().iter().any(|m| m.text.contains("LU QUET"));
    until(async || told()).await;
    let took = approved.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
    node.stop().await;
}

#[tokio::test]
async fn those_who_tell_others_come_first_then_one_of_each_household() {
    let gateway = Scripted::within(
        "gateway",
        Limits {
            window: 1,
            ..line(10_000.0)
        },
        |_, _| Outcome::Accepted,
    );
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(20).await;
    let relay = office.person("Giàng A Páo", &["0987000001"], Role::Relay);
    office.save(&[relay]).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 21).await;
    node.stop().await;
    assert_eq!(gateway.heard()[0].to.expose(), "+84987000001");
}
