//! The way of a notice, as officers and villagers were promised it.

use jiff::Timestamp;
use loa::domain::check::Fault;
use loa::domain::notice::{Deed, NoticeState, Urgency};
use loa::domain::officer::{Barred, Duty};
use loa::domain::person::{Role, Way};
use loa::hub::{self, Refusal, approve::approve, compose, control::control};

use crate::support::app::{Node, TestApp, content, hours_after, limits, until};
use crate::support::database::Database;
use loa::channels::tape::Tape;

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
    let tape = Tape::new("tape", limits(Way::Sms))
        .keeping()
        .with_receipts();
    let clock = std::sync::Arc::new(loa::clock::SystemClock);
    let test = TestApp::boot_on(folder, database, tape, |_| {}, clock).await;
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
    let test = TestApp::boot_with(
        Tape::new("tape", limits(Way::Sms))
            .keeping()
            .with_receipts(),
        |_| {},
    )
    .await;
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

#[tokio::test]
async fn nobody_approves_what_they_wrote_or_edited() {
    let test = TestApp::boot().await;
    test.villagers(1).await;
    let author = test.officer("Tác giả", Duty::Approver).await;
    let editor = test.officer("Người sửa", Duty::Approver).await;
    let clerk = test.officer("Văn thư", Duty::Author).await;
    let notice = compose::compose(&test.app, &author, content(&test.app, Urgency::Urgent))
        .await
        .unwrap();
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
    let read = compose::compose(&test.app, &author, content(&test.app, Urgency::Urgent))
        .await
        .unwrap();
    let mut other = content(&test.app, Urgency::Urgent);
    other.title = "Họp dân sáng mai".to_owned();
    let edited = compose::edit(&test.app, &author, read.id, other.clone())
        .await
        .unwrap();

    let refused = approve(&test.app, &approver, read.id, &read.hash).await;
    assert!(
        matches!(refused, Err(Refusal::ChangedMeanwhile)),
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

    let notice = compose::compose(&test.app, &author, content(&test.app, Urgency::Urgent))
        .await
        .unwrap();
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

    let notice = compose::compose(&test.app, &author, content(&test.app, Urgency::Urgent))
        .await
        .unwrap();
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
        Refusal::ChangedMeanwhile,
        Refusal::SampleOnRealGateway("kannel".into()),
    ] {
        for saying in refusal.sayings() {
            let sentence = test
                .app
                .speech
                .say(loa::domain::language::Lang::vi(), &saying);
            assert!(
                sentence.contains(' ') && !sentence.contains(saying.key),
                "{sentence}"
            );
        }
    }
}

#[tokio::test]
async fn a_specimen_never_leaves_through_a_real_gateway() {
    let real = loa::channels::Limits {
        simulated: false,
        ..limits(Way::Sms)
    };
    let test = TestApp::boot_with(Tape::new("carrier", real).keeping(), |_| {}).await;
    test.villagers(3).await;
    let (author, approver) = test.two_officers().await;
    let notice = compose::compose(&test.app, &author, content(&test.app, Urgency::Flash))
        .await
        .unwrap();
    let refused = approve(&test.app, &approver, notice.id, &notice.hash).await;
    assert!(
        matches!(refused, Err(Refusal::SampleOnRealGateway(_))),
        "{refused:?}"
    );
    nothing_was_sent(&test).await;
}

#[tokio::test]
async fn a_stopped_notice_sends_nothing_more() {
    let slow = loa::channels::Limits {
        per_second: 50.0,
        ..limits(Way::Sms)
    };
    let test = TestApp::boot_with(Tape::new("slow", slow).keeping().with_receipts(), |_| {}).await;
    test.villagers(400).await;
    let (author, approver) = test.two_officers().await;
    let notice = compose::compose(&test.app, &author, content(&test.app, Urgency::Urgent))
        .await
        .unwrap();
    approve(&test.app, &approver, notice.id, &notice.hash)
        .await
        .unwrap();
    let node = Node::start(&test.app);
    until(async || test.sms.count() >= 20).await;
    let stopped = control(&test.app, &author, notice.id, Deed::Stop)
        .await
        .unwrap();
    let at_stop = test.sms.count();
    assert_eq!(stopped.state, NoticeState::Stopped);
    test.settled(&notice).await;
    node.stop().await;

    let coverage = hub::cover::cover(&test.app, notice.id).await.unwrap();
    // What was marked before the stop may still leave: two seconds of it at most.
    assert!(
        test.sms.count() - at_stop <= 100,
        "{} left after the stop",
        test.sms.count() - at_stop
    );
    assert_eq!(coverage.counts.delivered + coverage.counts.stopped, 400);
    assert!(coverage.counts.stopped > 200, "{:?}", coverage.counts);
}

#[tokio::test]
async fn a_pause_holds_and_a_resume_lets_go() {
    let test = TestApp::boot().await;
    test.villagers(10).await;
    let (author, approver) = test.two_officers().await;
    let notice = compose::compose(&test.app, &author, content(&test.app, Urgency::Routine))
        .await
        .unwrap();
    approve(&test.app, &approver, notice.id, &notice.hash)
        .await
        .unwrap();
    control(&test.app, &author, notice.id, Deed::Pause)
        .await
        .unwrap();
    let node = Node::start(&test.app);
    until(async || test.app.store.letters_open().await.unwrap() == 0).await;
    assert_eq!(test.sms.count(), 0);
    control(&test.app, &author, notice.id, Deed::Resume)
        .await
        .unwrap();
    test.settled(&notice).await;
    node.stop().await;
    assert_eq!(test.sms.count(), 10);
}

#[tokio::test]
async fn a_flood_warning_does_not_wait_behind_a_slow_campaign() {
    let slow = loa::channels::Limits {
        per_second: 40.0,
        ..limits(Way::Sms)
    };
    let test = TestApp::boot_with(Tape::new("slow", slow).keeping(), |_| {}).await;
    test.villagers(400).await;
    let (author, approver) = test.two_officers().await;
    let routine = compose::compose(&test.app, &author, content(&test.app, Urgency::Routine))
        .await
        .unwrap();
    approve(&test.app, &approver, routine.id, &routine.hash)
        .await
        .unwrap();
    let node = Node::start(&test.app);
    until(async || test.sms.count() >= 10).await;
    let before = test.sms.count();
    let flash = compose::compose(&test.app, &author, content(&test.app, Urgency::Flash))
        .await
        .unwrap();
    approve(&test.app, &approver, flash.id, &flash.hash)
        .await
        .unwrap();
    let warned = |code: &str| {
        test.sms
            .heard()
            .iter()
            .position(|message| message.text.contains(code))
    };
    until(async || warned(&flash.code).is_some()).await;
    node.stop().await;

    let between = warned(&flash.code).unwrap() as u64 - before;
    assert!(
        between < 80,
        "{between} routine messages left before the first warning"
    );
}

#[tokio::test]
async fn nobody_is_doubled_when_a_list_is_read_again_with_a_contact_or_without() {
    let test = TestApp::boot().await;
    let people = [
        test.person("Giàng A Páo", &["0912000001"], Role::Villager),
        test.person("Vàng Thị Mỷ", &[], Role::Villager),
        test.person("Vàng Thị Mỷ", &[], Role::Villager),
    ];
    test.save(&people).await;
    test.save(&people).await;
    assert_eq!(test.app.store.count_people().await.unwrap(), 3);
}

#[tokio::test]
async fn two_of_one_name_far_apart_in_one_list_are_two_people() {
    let test = TestApp::boot().await;
    let twin = test.person("Vàng Thị Mỷ", &[], Role::Villager);
    let mut people = vec![twin.clone()];
    people
        .extend((0..2500).map(|n| test.person("Giàng", &[&format!("0912{n:06}")], Role::Villager)));
    people.push(twin);
    for _ in 0..2 {
        test.save(&people).await;
        assert_eq!(test.app.store.count_people().await.unwrap(), 2502);
    }
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
        assert!(!open && notice.state == NoticeState::Draft);
    }
}
