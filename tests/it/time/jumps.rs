//! A clock that is wrong by two hours, ahead and behind.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use loa::clock::{HandMachine, WatchedClock};
use loa::domain::notice::{NoticeState, Urgency};
use loa::hub;

use super::{at, claims, lasting, left, planned, pumps_are_idle_after};
use crate::support::app::{Node, TestApp, tape, until};

const TWO_HOURS: SignedDuration = SignedDuration::from_hours(2);

/// A machine whose clock can be set, and the program on it, at noon.
async fn program() -> (Arc<HandMachine>, TestApp) {
    let machine = Arc::new(HandMachine::at(at(25, "12:00")));
    let clock = Arc::new(WatchedClock::of(machine.clone()));
    (machine, TestApp::boot_by(clock, tape(), |_| {}).await)
}

#[tokio::test]
async fn while_the_clock_is_wrong_routine_waits_and_the_rest_goes() {
    for jump in [TWO_HOURS, -TWO_HOURS] {
        let (machine, test) = program().await;
        test.villagers(3).await;
        let node = Node::start(&test.app);
        machine.jump(jump);
        assert_eq!(test.app.clock.now(), at(25, "12:00"));
        // It may be sent for one hour: two hours ahead that is over.
        let routine = planned(&test, lasting(&test, Urgency::Routine, 60)).await;
        assert!(pumps_are_idle_after(&test, Urgency::Urgent).await);
        assert!(pumps_are_idle_after(&test, Urgency::Flash).await);
        hub::sweep(&test.app).await.unwrap();
        assert_eq!(left(&test, &routine), 0);
        assert_eq!(test.coverage(&routine).await.counts.waiting, 3);

        machine.jump(-jump);
        test.settled(&routine).await;
        node.stop().await;
        assert_eq!(test.coverage(&routine).await.counts.delivered, 3);
    }
}

#[tokio::test]
async fn a_clock_that_somebody_set_is_followed_after_a_quarter_of_an_hour() {
    let (machine, test) = program().await;
    test.villagers(3).await;
    let node = Node::start(&test.app);
    machine.jump(TWO_HOURS);
    let over = planned(&test, lasting(&test, Urgency::Routine, 60)).await;
    let lasts = planned(&test, lasting(&test, Urgency::Routine, 600)).await;
    machine.pass(Duration::from_secs(14 * 60));
    hub::sweep(&test.app).await.unwrap();
    assert!(!test.app.clock.trusted());
    assert_eq!(test.coverage(&over).await.counts.waiting, 3);

    machine.pass(Duration::from_secs(60));
    assert!(test.app.clock.trusted());
    assert_eq!(test.app.clock.now(), at(25, "14:15"));
    test.settled(&lasts).await;
    test.settled(&over).await;
    node.stop().await;
    assert_eq!(test.coverage(&lasts).await.counts.delivered, 3);
    assert_eq!(
        (
            left(&test, &over),
            test.coverage(&over).await.counts.expired
        ),
        (0, 3)
    );
}

#[tokio::test]
async fn nothing_leaves_when_it_is_late_though_the_clock_says_it_is_early() {
    let (machine, test) = program().await;
    test.villagers(3).await;
    let late = [
        test.approved(lasting(&test, Urgency::Routine, 10)).await,
        test.approved(lasting(&test, Urgency::Flash, 10)).await,
    ];
    machine.jump(-TWO_HOURS);
    machine.pass(Duration::from_secs(10 * 60));
    let node = Node::start(&test.app);
    assert!(pumps_are_idle_after(&test, Urgency::Flash).await);
    node.stop().await;
    for notice in late {
        assert_eq!(left(&test, &notice), 0);
        let now = test.app.store.notice(notice.id).await.unwrap().unwrap();
        assert_eq!(now.state, NoticeState::Expired);
    }
}

#[tokio::test]
async fn a_program_that_starts_on_a_slow_clock_goes_on_from_where_it_was() {
    let (_, test) = program().await;
    test.villagers(3).await;
    hub::sweep_before_work(&test.app).await.unwrap();
    test.app.store.close().await;
    let TestApp {
        folder, database, ..
    } = test;

    let machine = Arc::new(HandMachine::at(at(25, "10:00")));
    let clock = Arc::new(WatchedClock::of(machine.clone()));
    let test = TestApp::boot_on(folder, database, tape(), |_| {}, clock).await;
    assert_eq!(test.app.clock.now(), at(25, "12:00"));
    assert!(!test.app.clock.trusted());
    let node = Node::start(&test.app);
    let routine = planned(&test, lasting(&test, Urgency::Routine, 60)).await;
    assert!(pumps_are_idle_after(&test, Urgency::Flash).await);
    assert_eq!(left(&test, &routine), 0);

    machine.pass(Duration::from_secs(15 * 60));
    test.settled(&routine).await;
    assert_eq!(test.app.clock.now(), at(25, "10:15"));
    // Where the mark was wrong, it is so no longer.
    until(async || {
        let reached = test.app.store.reached().await.unwrap().unwrap();
        reached.trusted && reached.at == at(25, "10:15")
    })
    .await;
    node.stop().await;
}

#[tokio::test]
async fn after_a_jump_holders_renew_before_anybody_takes_over() {
    let (machine, test) = program().await;
    test.villagers(3).await;
    let notice = test.approved(lasting(&test, Urgency::Flash, 600)).await;
    hub::plan(&test.app, notice.id.0).await.unwrap();
    assert!(claims(&test, Duration::ZERO).await);
    machine.jump(TWO_HOURS);
    hub::sweep(&test.app).await.unwrap();
    assert!(!claims(&test, Duration::ZERO).await);
    machine.pass(test.app.config.deliver.lease());
    until(async || {
        hub::sweep(&test.app).await.unwrap();
        claims(&test, Duration::ZERO).await
    })
    .await;
}
