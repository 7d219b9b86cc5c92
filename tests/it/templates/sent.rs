//! What goes by which gateway.

use loa::domain::alert::Kind;
use loa::domain::language::Lang;
use loa::domain::notice::Urgency;
use loa::domain::person::{Role, Way};

use super::{DEAR, MEETING, entry, gateway, heard, office, office_of, reopened, saying};
use crate::support::app::{Node, TestApp, until};
use crate::support::notice::content;

async fn accepted(office: &TestApp, notice: &loa::domain::notice::Notice, n: i64) {
    until(async || office.coverage(notice).await.counts.accepted == n).await;
}

#[tokio::test]
async fn a_registered_text_goes_by_the_preferred_gateway() {
    let meeting = entry("TB-01", MEETING, "approved");
    let office = office(&[("esms", Some(&meeting)), ("modem", None)]).await;
    office.villagers(5).await;
    let notice = office.approved(content(&office.app, Urgency::Urgent)).await;
    let node = Node::start(&office.app);
    accepted(&office, &notice, 5).await;
    node.stop().await;
    assert_eq!(
        (heard(&office, "esms").len(), heard(&office, "modem").len()),
        (5, 0)
    );
}

#[tokio::test]
async fn another_text_goes_by_the_gateway_that_takes_it_and_by_no_other() {
    let lu = entry("LU-01", "Bao lu: {1}", "approved");
    for urgency in [Urgency::Routine, Urgency::Flash] {
        let office = office(&[("esms", Some(&lu)), ("modem", None)]).await;
        office.villagers(40).await;
        let notice = office.approved(content(&office.app, urgency)).await;
        let node = Node::start(&office.app);
        accepted(&office, &notice, 40).await;
        node.stop().await;
        assert_eq!(
            (heard(&office, "esms").len(), heard(&office, "modem").len()),
            (0, 40)
        );
    }
}

#[tokio::test]
async fn a_warning_that_is_no_registered_text_is_tried_all_the_same() {
    let lu = entry("LU-01", "Bao lu: {1}", "approved");
    let office = office(&[("esms", Some(&lu))]).await;
    office.villagers(5).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    accepted(&office, &notice, 5).await;
    node.stop().await;
    assert_eq!(heard(&office, "esms").len(), 5);
}

#[tokio::test]
async fn each_language_goes_by_the_gateway_that_takes_its_text() {
    let meeting = entry("TB-01", MEETING, "approved");
    let office = office(&[("esms", Some(&meeting)), ("modem", None)]).await;
    office.villagers(6).await;
    let mong: Lang = "hmn-Latn-VN".parse().unwrap();
    let mut person = office.person("Páo", &["0987000001"], Role::Villager);
    person.language = mong;
    office.save(&[person]).await;
    let mut both = content(&office.app, Urgency::Routine);
    let mut text = both.texts[&Lang::vi()].clone();
    text.short = Some("Hmo no sib tham.".to_owned());
    both.texts.insert(mong, text);
    let notice = office.approved(both).await;
    let node = Node::start(&office.app);
    accepted(&office, &notice, 7).await;
    node.stop().await;
    let (esms, modem) = (heard(&office, "esms"), heard(&office, "modem"));
    assert_eq!((esms.len(), modem.len()), (6, 1));
    assert!(modem[0].starts_with("Hmo no sib tham."), "{modem:?}");
}

/// A text that calls people by name, and a carrier that allows names of 25
/// letters: one villager has a longer one.
async fn with_a_long_name(gateways: &[(&str, Option<&str>)]) -> TestApp {
    let office = office(gateways).await;
    office.villagers(3).await;
    let long = office.person(
        "Nguyễn Phước Bảo Quý Kim Chi Hoàng Oanh",
        &["0987000001"],
        Role::Villager,
    );
    office.save(&[long]).await;
    office
}

const CALLED: &str = "Moi {name} den nha van hoa.";

#[tokio::test]
async fn a_name_that_is_too_long_for_one_gateway_goes_by_another() {
    let called = entry("MOI-01", "Moi {1} den {2}", "approved") + "longest = 25\n";
    let office = with_a_long_name(&[("esms", Some(&called)), ("modem", None)]).await;
    let notice = office
        .approved(saying(&office, Urgency::Routine, CALLED))
        .await;
    let node = Node::start(&office.app);
    accepted(&office, &notice, 4).await;
    node.stop().await;
    assert_eq!(heard(&office, "esms").len(), 3);
    assert!(heard(&office, "modem")[0].contains("Hoang Oanh"));
}

#[tokio::test]
async fn a_name_that_is_too_long_for_all_of_them_fails_alone_and_holds_up_nobody() {
    let called = entry("MOI-01", "Moi {1} den {2}", "approved") + "longest = 25\n";
    let office = with_a_long_name(&[("esms", Some(&called))]).await;
    let notice = office
        .approved(saying(&office, Urgency::Routine, CALLED))
        .await;
    let node = Node::start(&office.app);
    until(async || {
        let counts = office.coverage(&notice).await.counts;
        (counts.accepted, counts.failed) == (3, 1)
    })
    .await;
    node.stop().await;
    assert_eq!(heard(&office, "esms").len(), 3);
    assert!(office.app.store.holds(notice.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_approved_before_the_carrier_changed_its_mind_waits_for_an_officer() {
    let meeting = entry("TB-01", MEETING, "approved");
    let office = office(&[("esms", Some(&meeting))]).await;
    office.villagers(5).await;
    let notice = office.approved(content(&office.app, Urgency::Urgent)).await;

    let now_refused = entry("TB-01", MEETING, "refused");
    let block = gateway(office.folder.path(), "esms", Some(&now_refused));
    let app = reopened(&office.folder, &office.database, &block).await;
    let node = Node::start(&app);
    until(async || app.store.holds(notice.id).await.unwrap() == [Way::Sms]).await;
    node.stop().await;
    assert!(heard(&office, "esms").is_empty());
    let alerts = app.store.alerts().await.unwrap();
    assert_eq!(
        (alerts[0].kind, alerts[0].gateway.as_str()),
        (Kind::Content, "esms")
    );
    // Nobody is given up.
    let counts = office.coverage(&notice).await.counts;
    assert_eq!((counts.failed, counts.waiting), (0, 5));
}

#[tokio::test]
async fn what_was_passed_on_to_a_gateway_that_falls_ill_goes_by_the_next_that_takes_it() {
    let folder = tempfile::tempdir().unwrap();
    let lu = entry("LU-01", "Bao lu: {1}", "approved");
    let esms = gateway(folder.path(), "esms", Some(&lu));
    let modem = gateway(folder.path(), "modem", None);
    let office = office_of(folder, &format!("{esms}{DEAR}{modem}")).await;
    office.villagers(1100).await;
    let notice = office.approved(content(&office.app, Urgency::Urgent)).await;
    let node = Node::start(&office.app);
    accepted(&office, &notice, 1100).await;
    node.stop().await;
    assert_eq!(
        (heard(&office, "esms").len(), heard(&office, "modem").len()),
        (0, 1100)
    );
}

#[tokio::test]
async fn a_warning_goes_by_a_gateway_on_trial_that_takes_it() {
    let lu = entry("LU-01", "Bao lu: {1}", "approved");
    let office = office(&[("esms", Some(&lu)), ("modem", None)]).await;
    office.villagers(40).await;
    office.app.wardens.line_is_back("modem");
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    accepted(&office, &notice, 40).await;
    node.stop().await;
    assert_eq!(
        (heard(&office, "esms").len(), heard(&office, "modem").len()),
        (0, 40)
    );
}

#[tokio::test]
async fn a_warning_leaves_without_marks_where_only_that_is_registered() {
    let plain = entry("LU-01", "Lu ve: {1}", "approved");
    let office = office(&[("esms", Some(&plain)), ("modem", None)]).await;
    office.villagers(5).await;
    let text = "Lũ về: bà con lên đồi ngay.";
    let mut warning = saying(&office, Urgency::Flash, text);
    let vietnamese = warning.texts.get_mut(&Lang::vi()).unwrap();
    vietnamese.plain = Some("Lu ve: ba con len doi ngay.".to_owned());
    let notice = office.approved(warning).await;
    let node = Node::start(&office.app);
    accepted(&office, &notice, 5).await;
    node.stop().await;
    let esms = heard(&office, "esms");
    assert_eq!((esms.len(), heard(&office, "modem").len()), (5, 0));
    assert!(esms[0].contains("Lu ve: ba con len doi ngay."), "{esms:?}");
}

#[tokio::test]
async fn who_reads_a_language_that_nobody_registered_holds_up_nobody_else() {
    let meeting = entry("TB-01", MEETING, "approved");
    let office = office(&[("esms", Some(&meeting))]).await;
    office.villagers(6).await;
    let mong: Lang = "hmn-Latn-VN".parse().unwrap();
    let mut both = content(&office.app, Urgency::Routine);
    let mut text = both.texts[&Lang::vi()].clone();
    text.short = Some("Hmo no sib tham.".to_owned());
    both.texts.insert(mong, text);
    let notice = office.approved(both).await;
    // Nobody read it when it was approved.
    let mut person = office.person("Páo", &["0987000001"], Role::Villager);
    person.language = mong;
    office.save(&[person]).await;
    let node = Node::start(&office.app);
    until(async || {
        let counts = office.coverage(&notice).await.counts;
        (counts.accepted, counts.failed) == (6, 1)
    })
    .await;
    node.stop().await;
    assert!(office.app.store.holds(notice.id).await.unwrap().is_empty());
}
