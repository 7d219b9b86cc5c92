//! What officers do while messages are under way.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::date;
use jiff::tz::TimeZone;
use loa::app::App;
use loa::channels::Limits;
use loa::channels::tape::Tape;
use loa::clock::FixedClock;
use loa::domain::delivery::Outcome;
use loa::domain::notice::{Content, Deed, NoticeState, Urgency};
use loa::domain::person::Way;
use loa::domain::quiet::Quiet;
use loa::hub;

use super::{Scripted, office, states};
use crate::support::app::{Node, TestApp, limits, until};
use crate::support::config::config;
use crate::support::database::Database;
use crate::support::notice::content;

#[tokio::test]
async fn what_a_gateway_puts_off_while_the_notice_is_being_stopped_ends_with_it() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Throttled);
    gateway.keep_silent(true);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(5).await;
    let (author, _) = office.staff().await;
    let notice = office.approved(content(&office.app, Urgency::Urgent)).await;
    let node = Node::start(&office.app);
    until(async || gateway.heard().len() == 5).await;
    hub::control::control(&office.app, &author, notice.id, Deed::Stop)
        .await
        .unwrap();
    gateway.keep_silent(false);
    until(async || states(&office, &notice).await == [("cancelled".to_owned(), 5)]).await;
    until(async || office.coverage(&notice).await.counts.waiting == 0).await;
    node.stop().await;
    assert_eq!(gateway.heard().len(), 5);
}

#[tokio::test]
async fn a_notice_that_is_sent_again_is_not_completed_by_whoever_looked_before() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(2).await;
    let (author, _) = office.staff().await;
    let notice = office.approved(content(&office.app, Urgency::Urgent)).await;
    hub::plan(&office.app, notice.id.0).await.unwrap();
    let store = &office.app.store;
    let now = async || store.notice(notice.id).await.unwrap().unwrap();
    let seen = now().await;
    assert_eq!(seen.state, NoticeState::Sending);
    // An officer does something to it meanwhile.
    hub::control::control(&office.app, &author, notice.id, Deed::Resume)
        .await
        .unwrap();
    store.complete_one(notice.id, seen.version).await.unwrap();
    assert_eq!(now().await.state, NoticeState::Sending);
    let version = now().await.version;
    store.complete_one(notice.id, version).await.unwrap();
    assert_eq!(now().await.state, NoticeState::Completed);
}

#[tokio::test]
async fn a_notice_whose_words_cannot_be_read_takes_nobodys_turn() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(10).await;
    let broken = office.approved(content(&office.app, Urgency::Flash)).await;
    hub::plan(&office.app, broken.id.0).await.unwrap();
    office
        .database
        .run("UPDATE notices SET renders = 'no JSON'")
        .await;
    let sound = office
        .approved(content(&office.app, Urgency::Routine))
        .await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&sound).await.counts.accepted == 10).await;
    node.stop().await;
    let holds = office.app.store.holds(broken.id).await.unwrap();
    assert_eq!(holds, [Way::Sms]);
    let alerts = office.app.store.alerts().await.unwrap();
    assert_eq!(alerts[0].notice.as_deref(), Some(broken.code.as_str()));
}

#[tokio::test]
async fn who_waits_for_the_pace_when_night_falls_waits_for_the_morning() {
    let slow = Limits {
        per_second: 0.25,
        ..limits(Way::Sms)
    };
    let gateway = Scripted::within("gateway", slow, |_, _| Outcome::Accepted);
    let hanoi = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let evening = date(2026, 8, 10).at(21, 59, 30, 0).to_zoned(hanoi).unwrap();
    let clock = Arc::new(FixedClock::at(evening.timestamp()));
    let folder = tempfile::tempdir().unwrap();
    let database = Database::new(&folder).await;
    let mut config = config(folder.path(), &database.url);
    config.quiet = Quiet::default();
    let app = App::build_with(config, vec![gateway.clone()], clock.clone())
        .await
        .unwrap();
    let office = TestApp {
        app,
        sms: Arc::new(Tape::new("nobody", limits(Way::Sms))),
        folder,
        database,
    };
    office.villagers(5).await;
    let content = Content {
        send_by: evening.timestamp() + Duration::from_secs(24 * 3600),
        ..content(&office.app, Urgency::Routine)
    };
    office.approved(content).await;
    let node = Node::start(&office.app);
    until(async || gateway.heard().len() == 1).await;
    let chunk_is_held = async || {
        let rows: Vec<(i64,)> = office
            .database
            .rows("SELECT COUNT(*) FROM chunks WHERE lease IS NOT NULL")
            .await;
        rows[0].0 > 0
    };
    assert!(chunk_is_held().await, "it waits for the pace");
    clock.advance(Duration::from_secs(60));
    until(async || !chunk_is_held().await).await;
    node.stop().await;
    assert_eq!(gateway.heard().len(), 1);
}
