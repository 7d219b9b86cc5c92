//! A notice that is being sent is stopped, paused, or overtaken.

use loa::channels::Limits;
use loa::channels::tape::Tape;
use loa::domain::notice::{Deed, NoticeState, Urgency};
use loa::domain::person::Way;
use loa::hub::control::control;

use crate::support::app::{Node, TestApp, limits, until};
use crate::support::notice::content;

#[tokio::test]
async fn a_stopped_notice_sends_nothing_more() {
    let slow = Limits {
        per_second: 50.0,
        ..limits(Way::Sms)
    };
    let test = TestApp::boot_with(Tape::new("slow", slow).keeping().with_receipts(), |_| {}).await;
    test.villagers(400).await;
    let (author, _) = test.two_officers().await;
    let notice = test.approved(content(&test.app, Urgency::Urgent)).await;
    let node = Node::start(&test.app);
    until(async || test.sms.count() >= 20).await;
    let stopped = control(&test.app, &author, notice.id, Deed::Stop)
        .await
        .unwrap();
    let at_stop = test.sms.count();
    assert_eq!(stopped.state, NoticeState::Stopped);
    test.settled(&notice).await;
    node.stop().await;

    let coverage = test.coverage(&notice).await;
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
    let (author, _) = test.two_officers().await;
    let notice = test.approved(content(&test.app, Urgency::Routine)).await;
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
    let slow = Limits {
        per_second: 40.0,
        ..limits(Way::Sms)
    };
    let test = TestApp::boot_with(Tape::new("slow", slow).keeping(), |_| {}).await;
    test.villagers(400).await;
    test.approved(content(&test.app, Urgency::Routine)).await;
    let node = Node::start(&test.app);
    until(async || test.sms.count() >= 10).await;
    let before = test.sms.count();
    let flash = test.approved(content(&test.app, Urgency::Flash)).await;
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
