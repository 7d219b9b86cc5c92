//! Nobody is woken for what can wait until morning.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use loa::channels::Limits;
use loa::channels::tape::Tape;
use loa::clock::FixedClock;
use loa::domain::notice::Urgency;
use loa::domain::person::Way;
use loa::domain::quiet::Quiet;
use loa::hub;

use super::{at, lasting, left, planned, pumps_are_idle_after};
use crate::support::app::{Node, TestApp, limits, tape, until};

const HOUR: Duration = Duration::from_secs(3600);

/// The program at an hour of the day, with quiet hours from ten to seven.
async fn program(now: Timestamp, sms: Tape, urgent: bool) -> (Arc<FixedClock>, TestApp) {
    let clock = Arc::new(FixedClock::at(now));
    let quiet = Quiet {
        urgent,
        ..Quiet::default()
    };
    let test = TestApp::boot_by(clock.clone(), sms, |config| config.quiet = quiet).await;
    test.villagers(3).await;
    (clock, test)
}

#[tokio::test]
async fn routine_waits_for_the_morning() {
    let (clock, test) = program(at(25, "23:00"), tape(), false).await;
    let node = Node::start(&test.app);
    let routine = planned(&test, lasting(&test, Urgency::Routine, 12 * 60)).await;
    assert!(pumps_are_idle_after(&test, Urgency::Urgent).await);
    assert!(pumps_are_idle_after(&test, Urgency::Flash).await);
    assert_eq!(left(&test, &routine), 0);
    clock.advance(8 * HOUR);
    test.settled(&routine).await;
    node.stop().await;
    assert_eq!(test.coverage(&routine).await.counts.delivered, 3);
}

#[tokio::test]
async fn urgent_waits_too_where_the_office_says_so() {
    let (clock, test) = program(at(25, "23:00"), tape(), true).await;
    let node = Node::start(&test.app);
    let urgent = planned(&test, lasting(&test, Urgency::Urgent, 12 * 60)).await;
    assert!(pumps_are_idle_after(&test, Urgency::Flash).await);
    assert_eq!(left(&test, &urgent), 0);
    clock.advance(8 * HOUR);
    test.settled(&urgent).await;
    node.stop().await;
    assert_eq!(left(&test, &urgent), 3);
}

#[tokio::test]
async fn what_was_approved_in_the_evening_may_expire_at_night() {
    let (clock, test) = program(at(25, "21:59"), tape(), false).await;
    let routine = test
        .approved(lasting(&test, Urgency::Routine, 8 * 60))
        .await;
    clock.advance(HOUR);
    let node = Node::start(&test.app);
    assert!(pumps_are_idle_after(&test, Urgency::Flash).await);
    assert_eq!(test.coverage(&routine).await.counts.waiting, 3);
    clock.advance(7 * HOUR);
    hub::sweep(&test.app).await.unwrap();
    assert_eq!(test.coverage(&routine).await.counts.expired, 3);
    clock.advance(2 * HOUR);
    assert!(pumps_are_idle_after(&test, Urgency::Routine).await);
    node.stop().await;
    assert_eq!(left(&test, &routine), 0);
}

#[tokio::test]
async fn the_night_interrupts_what_is_going_out() {
    let slow = Limits {
        per_second: 10.0,
        window: 1,
        ..limits(Way::Sms)
    };
    let sms = Tape::new("slow", slow).keeping().with_receipts();
    let (clock, test) = program(at(25, "21:59"), sms, false).await;
    test.villagers(40).await;
    let node = Node::start(&test.app);
    let routine = planned(&test, lasting(&test, Urgency::Routine, 12 * 60)).await;
    until(async || left(&test, &routine) > 0).await;
    clock.advance(Duration::from_secs(60));
    assert!(pumps_are_idle_after(&test, Urgency::Flash).await);
    let before = left(&test, &routine);
    assert!(before < 40, "all of it left after ten o'clock");
    clock.advance(9 * HOUR);
    test.settled(&routine).await;
    node.stop().await;
    assert_eq!(left(&test, &routine), 40);
}
