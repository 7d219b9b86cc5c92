//! What a restored office does, and what it does not do any more.

use std::collections::HashMap;

use loa::channels::Limits;
use loa::channels::tape::Tape;
use loa::domain::delivery::{ReceiptStatus, State};
use loa::domain::id::DeliveryId;
use loa::domain::notice::{Deed, Notice, NoticeState, Urgency};
use loa::domain::person::Way;
use loa::hub::restore::resume;
use loa::hub::{self, Refusal};
use loa::store::inbox::{Kind, NewEvent};

use super::copies::{copied, put_back};
use super::{approvers, counted, fast, ledger, soon, state};
use crate::support::app::{Node, TestApp, limits, until};
use crate::support::notice::content;

const PEOPLE: i64 = 60;

/// Slow enough that a copy is taken in the middle.
fn slow() -> Tape {
    let limits = Limits {
        per_second: 40.0,
        window: 4,
        ..limits(Way::Sms)
    };
    Tape::new("tape", limits).keeping().with_receipts()
}

#[tokio::test]
async fn a_restored_office_sends_nothing_until_two_officers_let_it_and_then_by_the_class_rule() {
    let test = TestApp::boot_with(slow(), soon).await;
    test.villagers(usize::try_from(PEOPLE).unwrap()).await;
    let flash = test.approved(content(&test.app, Urgency::Flash)).await;
    let routine = test.approved(content(&test.app, Urgency::Routine)).await;
    let node = Node::start(&test.app);
    until(async || planned(&test, &[&flash, &routine]).await && test.sms.count() >= 10).await;
    let copy = copied(&test).await;
    test.settled(&flash).await;
    test.settled(&routine).await;
    node.stop().await;
    let sent = numbers(&test, [&flash, &routine]);
    assert!(sent.values().all(|times| *times == [1, 1]), "{sent:?}");

    let test = put_back(test, &copy, fast(), soon).await;
    let node = Node::start(&test.app);
    until(async || test.app.store.quarantine().await.unwrap().is_some()).await;
    // What the copy had stored and not yet read is read first.
    until(async || unread(&test).await == 0).await;
    let flash_open = doubted(&test, &flash).await;
    let routine_open = doubted(&test, &routine).await;
    refused_but_to_two(&test).await;

    // A receipt that comes meanwhile is heard.
    let told = an_uncertain(&test, &flash).await;
    receipt(&test, told).await;
    until(async || ledger(&test, flash.id).await[&State::Uncertain] == flash_open - 1).await;
    hub::sweep(&test.app).await.unwrap();
    assert_eq!(test.sms.count(), 0, "something left");

    let officers = approvers(&test).await;
    assert!(resume(&test.app, &officers).await.is_ok());
    until(async || {
        test.sms.count() >= u64::try_from(flash_open - 1).unwrap()
            && ledger(&test, routine.id).await.get(&State::UnknownFinal) == Some(&routine_open)
    })
    .await;
    node.stop().await;
    let again = numbers(&test, [&flash, &routine]);
    assert_eq!(again.len(), usize::try_from(flash_open - 1).unwrap());
    assert!(again.values().all(|times| *times == [1, 0]), "{again:?}");
    let kept: Vec<(String, String)> = test
        .database
        .rows("SELECT o.name, r.reason FROM resumptions r JOIN officers o ON o.id = r.officer ORDER BY o.name")
        .await;
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert_ne!(kept[0].0, kept[1].0);
}

#[tokio::test]
async fn a_notice_that_was_not_planned_to_its_end_waits_for_an_officer() {
    let test = TestApp::boot_with(fast(), soon).await;
    test.villagers(3).await;
    let notice = test.approved(content(&test.app, Urgency::Routine)).await;
    let copy = copied(&test).await;
    let node = Node::start(&test.app);
    until(async || test.sms.count() == 3).await;
    node.stop().await;

    let test = put_back(test, &copy, fast(), soon).await;
    let node = Node::start(&test.app);
    until(async || state(&test, &notice).await == NoticeState::Paused).await;
    let (author, _) = test.staff().await;
    let moving = hub::control::control(&test.app, &author, notice.id, Deed::Resume).await;
    assert!(matches!(moving, Err(Refusal::InQuarantine)), "{moving:?}");
    let officers = approvers(&test).await;
    resume(&test.app, &officers).await.unwrap();
    hub::sweep(&test.app).await.unwrap();
    assert_eq!(state(&test, &notice).await, NoticeState::Paused);
    assert_eq!(test.sms.count(), 0);
    hub::control::control(&test.app, &author, notice.id, Deed::Resume)
        .await
        .unwrap();
    until(async || test.sms.count() == 3).await;
    node.stop().await;
    assert!(matches!(
        resume(&test.app, &officers).await,
        Err(Refusal::NotInQuarantine)
    ));
}

/// How many deliveries of a notice are uncertain; none is on its way, and the
/// counters say the same.
async fn doubted(test: &TestApp, notice: &Notice) -> i64 {
    let states = ledger(test, notice.id).await;
    let known = |state: &State| state.is_final() || *state == State::Accepted;
    let settled = |state| known(state) || *state == State::Uncertain;
    assert!(states.keys().all(settled), "{states:?}");
    counted(&test.app, &states, notice.id).await;
    assert!(states[&State::Uncertain] > 0, "the copy was taken too late");
    // A gateway that knows its messages again is not asked: what it knows may
    // be older than what was sent since.
    let asked: Vec<(i64,)> = test
        .database
        .rows("SELECT COUNT(*) FROM deliveries WHERE state = 'uncertain' AND gateway IS NOT NULL")
        .await;
    assert_eq!(asked[0].0, 0);
    states[&State::Uncertain]
}

/// One officer, the same twice, one who may not approve: none of them is
/// enough, and nothing new may be approved.
async fn refused_but_to_two(test: &TestApp) {
    let officers = approvers(test).await;
    let (author, first) = test.staff().await;
    for too_few in [
        vec![],
        vec![first.clone()],
        vec![first.clone(), first.clone()],
        vec![first.clone(), author.clone()],
    ] {
        let refused = resume(&test.app, &too_few).await;
        assert!(matches!(refused, Err(Refusal::Barred(_))), "{refused:?}");
    }
    let notice = hub::compose::compose(&test.app, &author, content(&test.app, Urgency::Flash))
        .await
        .unwrap();
    let refused = hub::approve::approve(&test.app, &officers[1], notice.id, &notice.hash).await;
    assert!(matches!(refused, Err(Refusal::InQuarantine)), "{refused:?}");
    assert_eq!(state(test, &notice).await, NoticeState::Draft);
    assert!(test.app.store.quarantine().await.unwrap().is_some());
}

async fn planned(test: &TestApp, notices: &[&Notice]) -> bool {
    for notice in notices {
        let now = test.app.store.notice(notice.id).await.unwrap().unwrap();
        if now.planned_at.is_none() {
            return false;
        }
    }
    true
}

async fn unread(test: &TestApp) -> usize {
    let rows: Vec<(uuid::Uuid,)> = test
        .database
        .rows("SELECT id FROM inbox WHERE read_at IS NULL")
        .await;
    rows.len()
}

/// How often each number was told each notice.
fn numbers(test: &TestApp, notices: [&Notice; 2]) -> HashMap<String, [usize; 2]> {
    let mut numbers: HashMap<String, [usize; 2]> = HashMap::new();
    for message in test.sms.heard() {
        let times = numbers.entry(message.to.expose().to_owned()).or_default();
        let which = notices
            .iter()
            .position(|notice| message.text.contains(&notice.code));
        times[which.unwrap()] += 1;
    }
    numbers
}

async fn an_uncertain(test: &TestApp, notice: &Notice) -> DeliveryId {
    let rows: Vec<(uuid::Uuid, uuid::Uuid)> = test
        .database
        .rows("SELECT id, notice FROM deliveries WHERE state = 'uncertain'")
        .await;
    let found = rows.into_iter().find(|(_, of)| *of == notice.id.0);
    DeliveryId(found.unwrap().0)
}

async fn receipt(test: &TestApp, delivery: DeliveryId) {
    let kind = Kind::Receipt {
        delivery: Some(delivery),
        message_id: None,
        status: ReceiptStatus::Delivered,
    };
    let event = NewEvent {
        gateway: "tape".to_owned(),
        key: b"a receipt".to_vec(),
        kind,
        body: Vec::new(),
    };
    test.app.mailbox.store(vec![event]).await.unwrap();
}
