//! What is not approved is not sent, and the officer is told why.

use jiff::Timestamp;
use loa::channels::Limits;
use loa::channels::tape::Tape;
use loa::domain::check::Fault;
use loa::domain::language::Lang;
use loa::domain::notice::{Deed, Notice, NoticeState, Urgency};
use loa::domain::officer::{Barred, Duty, Officer};
use loa::domain::person::{Role, Way};
use loa::hub::{self, Refusal, approve::approve, compose};

use crate::support::app::{Node, TestApp, limits, until};
use crate::support::notice::{content, hours_after};

#[tokio::test]
async fn nobody_approves_what_they_wrote_or_edited() {
    let test = TestApp::boot().await;
    test.villagers(1).await;
    let author = test.officer("Tác giả", Duty::Approver).await;
    let editor = test.officer("Người sửa", Duty::Approver).await;
    let clerk = test.officer("Văn thư", Duty::Author).await;
    let notice = draft(&test, &author, Urgency::Urgent).await;
    let notice = compose::edit(
        &test.app,
        &editor,
        notice.id,
        content(&test.app, Urgency::Routine),
    )
    .await
    .unwrap();

    for (officer, wanted) in [
        (&author, Barred::OwnNotice("Tác giả".into())),
        (&editor, Barred::OwnNotice("Người sửa".into())),
        (&clerk, Barred::NotApprover("Văn thư".into())),
    ] {
        match approve(&test.app, officer, notice.id, &notice.hash).await {
            Err(Refusal::Barred(barred)) => assert_eq!(barred, wanted),
            other => panic!("{other:?}"),
        }
    }
    nothing_was_sent(&test).await;
}

#[tokio::test]
async fn what_was_changed_since_it_was_read_is_not_approved_and_what_is_approved_is_not_changed() {
    let test = TestApp::boot().await;
    test.villagers(1).await;
    let (author, approver) = test.two_officers().await;
    let read = draft(&test, &author, Urgency::Urgent).await;
    let mut other = content(&test.app, Urgency::Urgent);
    other.title = "Họp dân sáng mai".to_owned();
    let edited = compose::edit(&test.app, &author, read.id, other.clone())
        .await
        .unwrap();

    let refused = approve(&test.app, &approver, read.id, &read.hash).await;
    assert!(
        matches!(&refused, Err(Refusal::OtherHash(code)) if *code == read.code),
        "{refused:?}"
    );
    nothing_was_sent(&test).await;

    approve(&test.app, &approver, read.id, &edited.hash)
        .await
        .unwrap();
    let refused = compose::edit(&test.app, &author, read.id, other).await;
    assert!(
        matches!(
            refused,
            Err(Refusal::Barred(Barred::State(Deed::Edit, "approved")))
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_expired_notice_is_refused() {
    let test = TestApp::boot().await;
    test.villagers(1).await;
    let (author, approver) = test.two_officers().await;
    let mut late = content(&test.app, Urgency::Urgent);
    late.send_by = hours_after(test.app.clock.now(), -1);
    match compose::compose(&test.app, &author, late).await {
        Err(Refusal::Faults(faults)) => assert_eq!(faults, [Fault::Expired]),
        other => panic!("{other:?}"),
    }

    // Written in time, approved too late.
    let mut soon = content(&test.app, Urgency::Urgent);
    soon.send_by = test
        .app
        .clock
        .now()
        .checked_add(jiff::SignedDuration::from_millis(150))
        .unwrap();
    let notice = compose::compose(&test.app, &author, soon).await.unwrap();
    until(async || test.app.clock.now() > notice.content.send_by).await;
    let refused = approve(&test.app, &approver, notice.id, &notice.hash).await;
    assert!(
        matches!(&refused, Err(Refusal::Faults(faults)) if faults == &[Fault::Expired]),
        "{refused:?}"
    );
    nothing_was_sent(&test).await;
}

#[tokio::test]
async fn an_empty_audience_is_refused() {
    let test = TestApp::boot().await;
    let (author, approver) = test.two_officers().await;
    let mut nowhere = content(&test.app, Urgency::Urgent);
    nowhere.audience.areas.clear();
    let refused = compose::compose(&test.app, &author, nowhere).await;
    assert!(
        matches!(&refused, Err(Refusal::Faults(faults)) if faults == &[Fault::NoAreas]),
        "{refused:?}"
    );

    let notice = draft(&test, &author, Urgency::Urgent).await;
    let refused = approve(&test.app, &approver, notice.id, &notice.hash).await;
    assert!(
        matches!(refused, Err(Refusal::NobodyToReach { people: 0 })),
        "{refused:?}"
    );

    test.save(&[test.person("Không có máy", &[], Role::Villager)])
        .await;
    let refused = approve(&test.app, &approver, notice.id, &notice.hash).await;
    assert!(
        matches!(refused, Err(Refusal::NobodyToReach { people: 1 })),
        "{refused:?}"
    );
    nothing_was_sent(&test).await;
}

#[tokio::test]
async fn an_area_outside_the_officers_is_refused_to_author_and_approver() {
    let test = TestApp::boot().await;
    test.villagers(1).await;
    let (author, _) = test.two_officers().await;
    let stranger = test.area("02839");
    let stranger =
        hub::people::add_officer(&test.app, "Người xã khác", stranger, Duty::Approver, &[])
            .await
            .unwrap();
    let mut elsewhere = content(&test.app, Urgency::Urgent);
    elsewhere.audience.areas = vec![test.area("02839")];
    let refused = compose::compose(&test.app, &author, elsewhere).await;
    assert!(
        matches!(&refused, Err(Refusal::Barred(Barred::OutsideArea(..)))),
        "{refused:?}"
    );

    let notice = draft(&test, &author, Urgency::Urgent).await;
    let refused = approve(&test.app, &stranger, notice.id, &notice.hash).await;
    assert!(
        matches!(&refused, Err(Refusal::Barred(Barred::OutsideArea(..)))),
        "{refused:?}"
    );
    nothing_was_sent(&test).await;
}

#[tokio::test]
async fn every_refusal_is_a_sentence_in_the_officers_language() {
    let test = TestApp::boot().await;
    for refusal in [
        Refusal::Barred(Barred::OwnNotice("An".into())),
        Refusal::Barred(Barred::State(Deed::Edit, "approved")),
        Refusal::Faults(vec![Fault::Expired, Fault::NoAreas]),
        Refusal::NobodyToReach { people: 0 },
        Refusal::QuietTooLong {
            until: Timestamp::UNIX_EPOCH,
            urgent_goes: true,
        },
        Refusal::ChangedMeanwhile,
        Refusal::SampleOnRealGateway("kannel".into()),
    ] {
        for saying in refusal.sayings() {
            let sentence = test.app.speech.say(Lang::vi(), &saying);
            assert!(
                sentence.contains(' ') && !sentence.contains(saying.key),
                "{sentence}"
            );
        }
    }
}

#[tokio::test]
async fn a_specimen_never_leaves_through_a_real_gateway() {
    let real = Limits {
        simulated: false,
        ..limits(Way::Sms)
    };
    let test = TestApp::boot_with(Tape::new("carrier", real).keeping(), |_| {}).await;
    test.villagers(3).await;
    let (author, approver) = test.two_officers().await;
    let notice = draft(&test, &author, Urgency::Flash).await;
    let refused = approve(&test.app, &approver, notice.id, &notice.hash).await;
    assert!(
        matches!(refused, Err(Refusal::SampleOnRealGateway(_))),
        "{refused:?}"
    );
    nothing_was_sent(&test).await;
}

/// A notice of an urgency, written only.
async fn draft(test: &TestApp, author: &Officer, urgency: Urgency) -> Notice {
    let content = content(&test.app, urgency);
    compose::compose(&test.app, author, content).await.unwrap()
}

async fn nothing_was_sent(test: &TestApp) {
    let node = Node::start(&test.app);
    until(async || test.app.store.letters_open().await.unwrap() == 0).await;
    node.stop().await;
    assert_eq!(test.sms.count(), 0);
    for notice in test.app.store.notices(10).await.unwrap() {
        let open = test
            .app
            .store
            .is_open(notice.id, Timestamp::UNIX_EPOCH)
            .await
            .unwrap();
        let unsent = matches!(notice.state, NoticeState::Draft | NoticeState::Discarded);
        assert!(!open && unsent, "{:?}", notice.state);
    }
}

#[tokio::test]
async fn a_draft_is_given_up_without_anybody_seeing_it() {
    let test = TestApp::boot().await;
    test.villagers(1).await;
    let (author, approver) = test.two_officers().await;
    let notice = draft(&test, &author, Urgency::Urgent).await;
    let ended = hub::control::control(&test.app, &author, notice.id, Deed::Stop)
        .await
        .unwrap();
    assert_eq!(ended.state, NoticeState::Discarded);
    let refused = approve(&test.app, &approver, notice.id, &notice.hash).await;
    assert!(
        matches!(
            refused,
            Err(Refusal::Barred(Barred::State(Deed::Approve, "discarded")))
        ),
        "{refused:?}"
    );
    let now = test.app.clock.now();
    let area = test.area(crate::support::app::COMMUNE);
    let shown = test.app.store.notices_in_force(&area, now).await.unwrap();
    assert!(shown.is_empty());
    assert_eq!(loa::domain::standing::standing(&ended, now), None);
    nothing_was_sent(&test).await;
}
