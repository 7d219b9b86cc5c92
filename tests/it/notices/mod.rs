//! The way of a notice, as officers and villagers were promised it.

mod approval;
mod asked;
mod foreseen;
mod languages;
mod names;
mod plain;
mod slow_line;
mod under_way;

use std::sync::Arc;

use loa::clock::SystemClock;
use loa::domain::notice::Urgency;
use loa::domain::person::Role;

use crate::support::app::{TestApp, tape};
use crate::support::database::Database;
use crate::support::notice::content;

#[tokio::test]
async fn an_approved_notice_reaches_the_commune_and_says_so() {
    let test = TestApp::boot().await;
    test.villagers(30).await;
    let (notice, coverage) = test.send(content(&test.app, Urgency::Urgent)).await;

    assert_eq!(test.sms.heard().len(), 30);
    let text = &test.sms.heard()[0].text;
    assert_eq!(
        *text,
        format!(
            "UBND xa Muong Toong: Toi nay hop dan luc 19h tai nha van hoa. KT:{}",
            notice.code
        )
    );
    assert_eq!(
        (coverage.people, coverage.no_contact, coverage.deliveries),
        (30, 0, 30)
    );
    assert_eq!(
        (coverage.counts.delivered, coverage.counts.total()),
        (30, 30)
    );
    assert_eq!(coverage.cost_vnd, 30 * 350);
    assert_eq!(coverage.villages[0].reached, 30);
}

#[tokio::test]
async fn the_same_on_postgresql() {
    let Some(server) = Database::postgres_server().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let database = Database::on_postgres(&server).await;
    let clock = Arc::new(SystemClock);
    let test = TestApp::boot_on(folder, database, tape(), |_| {}, clock).await;
    test.villagers(1200).await;
    let (_, coverage) = test.send(content(&test.app, Urgency::Routine)).await;

    assert_eq!(
        (coverage.deliveries, coverage.counts.delivered),
        (1200, 1200)
    );
    assert_eq!(test.sms.count(), 1200);
}

#[tokio::test]
async fn those_who_tell_others_are_told_first_then_one_of_each_household() {
    let test = TestApp::boot().await;
    let people = [
        test.person("Páo", &["0912000001"], Role::Villager),
        // Shares Páo's phone, has a second one: the household's second way.
        test.person("Mỷ", &["0912000001", "0912000002"], Role::Villager),
        test.person("Ông Sính", &["0912000003"], Role::Relay),
        test.person("Trưởng bản", &["0912000004"], Role::Head),
        test.person("Dung", &["0912000005"], Role::Villager),
    ];
    test.save(&people).await;
    let (_, coverage) = test.send(content(&test.app, Urgency::Flash)).await;

    let order: Vec<String> = test
        .sms
        .heard()
        .iter()
        .map(|message| message.to.expose()[9..].to_owned())
        .collect();
    assert_eq!(coverage.deliveries, 5, "a shared phone is one delivery");
    let place = |end: &str| order.iter().position(|number| number == end).unwrap();
    assert!(
        place("003").max(place("004")) < place("001").min(place("005")),
        "{order:?}"
    );
    assert_eq!(place("002"), 4, "{order:?}");
}
