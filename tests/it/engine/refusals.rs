//! A text that a gateway refuses: a notice waits for an officer, a warning of
//! danger to life goes on.

use std::collections::BTreeSet;

use loa::domain::alert::Kind;
use loa::domain::delivery::Outcome;
use loa::domain::language::Lang;
use loa::domain::notice::{Content, Deed, Urgency};
use loa::domain::officer::Barred;
use loa::domain::person::{Address, Way};
use loa::hub;
use loa::hub::Refusal;

use super::{Scripted, office, states};
use crate::support::app::{COMMUNE, Node, TestApp, until};
use crate::support::notice::content;

/// A notice whose short text has marks to lose.
fn marked(office: &TestApp, urgency: Urgency) -> Content {
    let mut content = content(&office.app, urgency);
    let text = content.texts.get_mut(&Lang::vi()).unwrap();
    text.short = Some("UBND xã Mường Toong: tối nay nước suối lên to.".to_owned());
    text.plain = Some("UBND xa Muong Toong: toi nay nuoc suoi len to.".to_owned());
    content
}

#[tokio::test]
async fn a_notice_refused_three_times_in_a_row_waits_for_an_officer_who_is_called() {
    let strict = Scripted::new("strict", |message, _| {
        if message.reference.starts_with("alert") {
            Outcome::Accepted
        } else {
            Outcome::BadContent
        }
    });
    let office = office(&[&strict], |_| {}).await;
    let phone = Address::parse(Way::Sms, "0987654321").unwrap();
    let area = office.area(COMMUNE);
    let chief = hub::people::add_officer(
        &office.app,
        "Vàng Thị Bình",
        area.clone(),
        loa::domain::officer::Duty::Approver,
        std::slice::from_ref(&phone),
    )
    .await
    .unwrap();
    office
        .officer("Lò Văn An", loa::domain::officer::Duty::Author)
        .await;
    office.villagers(300).await;
    let notice = office.approved(content(&office.app, Urgency::Urgent)).await;

    let node = Node::start(&office.app);
    let called = || {
        let heard = strict.heard();
        heard
            .into_iter()
            .find(|message| message.reference.starts_with("alert"))
    };
    until(async || called().is_some()).await;
    let call = called().unwrap();
    assert_eq!(call.to, phone);
    assert!(
        call.text.contains(&notice.code) && call.text.contains("loa notice resume"),
        "{}",
        call.text
    );
    // No more than what was under way was asked, and nobody is given up.
    let asked = strict.heard().len();
    assert!(asked <= 2 * 50 + 1, "{asked} were burnt");
    let open: BTreeSet<String> = states(&office, &notice)
        .await
        .into_iter()
        .map(|(state, _)| state)
        .collect();
    assert!(
        open.iter()
            .all(|state| state == "due" || state == "retry_wait"),
        "{open:?}"
    );
    assert_eq!(office.app.store.holds(notice.id).await.unwrap(), [Way::Sms]);
    let alerts = office.app.store.alerts().await.unwrap();
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0].kind, Kind::Content);

    strict.recovers();
    hub::control::control(&office.app, &chief, notice.id, Deed::Resume)
        .await
        .unwrap();
    until(async || office.coverage(&notice).await.counts.accepted == 300).await;
    assert!(office.app.store.alerts().await.unwrap().is_empty());
    node.stop().await;
}

#[tokio::test]
async fn a_refused_warning_goes_on_without_its_marks() {
    let plain_only = Scripted::new("plain-only", |message, _| {
        if message.text.is_ascii() {
            Outcome::Accepted
        } else {
            Outcome::BadContent
        }
    });
    let office = office(&[&plain_only], |_| {}).await;
    office.villagers(40).await;
    let notice = office.approved(marked(&office, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 40).await;
    node.stop().await;

    let plain = |text: &str| text.contains("toi nay nuoc suoi len to");
    let heard = plain_only.heard();
    let taken: BTreeSet<&str> = heard
        .iter()
        .filter(|message| plain(&message.text))
        .map(|message| message.to.expose())
        .collect();
    assert_eq!((heard.len(), taken.len()), (80, 40));
    assert!(office.app.store.holds(notice.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_warning_that_one_gateway_refuses_in_every_form_goes_by_the_next() {
    let strict = Scripted::new("strict", |_, _| Outcome::BadContent);
    let next = Scripted::new("next", |_, _| Outcome::Accepted);
    let office = office(&[&strict, &next], |_| {}).await;
    office.villagers(30).await;
    let notice = office.approved(marked(&office, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 30).await;
    node.stop().await;

    assert_eq!(strict.heard().len(), 60, "both forms, once each");
    let heard = next.heard();
    assert_eq!(heard.len(), 30);
    assert!(
        heard
            .iter()
            .all(|message| message.text.contains("nước suối"))
    );
}

#[tokio::test]
async fn a_warning_nobody_takes_in_any_form_fails_and_says_so() {
    let strict = Scripted::new("strict", |_, _| Outcome::BadContent);
    let office = office(&[&strict], |_| {}).await;
    office.villagers(3).await;
    let (_, coverage) = office.send(marked(&office, Urgency::Flash)).await;
    assert_eq!(coverage.counts.failed, 3);
    assert_eq!(strict.heard().len(), 6);
}

#[tokio::test]
async fn a_warning_of_danger_to_life_is_not_paused() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(1).await;
    let (author, _) = office.two_officers().await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let refused = hub::control::control(&office.app, &author, notice.id, Deed::Pause).await;
    assert!(
        matches!(refused, Err(Refusal::Barred(Barred::FlashIsNotPaused))),
        "{refused:?}"
    );
}
