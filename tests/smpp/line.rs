//! The line itself: when it breaks, and when what comes over it makes no sense.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use loa::domain::notice::Urgency;

use super::centre::{Centre, Fate};
use super::{PLAIN, office, saying};
use crate::support::app::{Node, until};

#[tokio::test]
async fn a_line_that_breaks_is_bound_again() {
    let centre = Centre::open(|_, _| Fate::Deliver, false).await;
    let office = office(centre.port, "").await;
    office.villagers(50).await;
    let node = Node::start(&office.app);
    until(async || centre.binds() == 1).await;
    centre.hang_up();
    until(async || centre.binds() == 2).await;
    let notice = office
        .approved(saying(&office, Urgency::Routine, PLAIN))
        .await;
    office.settled(&notice).await;
    node.stop().await;
    assert_eq!(office.coverage(&notice).await.counts.delivered, 50);
}

#[tokio::test]
async fn what_makes_no_sense_is_answered_and_the_line_goes_on() {
    let centre = Centre::open(|_, _| Fate::Deliver, false).await;
    let office = office(centre.port, "").await;
    office.villagers(5).await;
    let node = Node::start(&office.app);
    until(async || centre.binds() == 1).await;
    // A deliver_sm that ends in the middle of a field, and a command nobody knows.
    for (command, body) in [(0x05u32, &[0xFFu8; 3][..]), (0x7777, &[])] {
        let length = 16 + u32::try_from(body.len()).unwrap();
        let header = [length, command, 0, 77].map(u32::to_be_bytes).concat();
        centre.babble(&[&header, body].concat());
    }
    until(async || centre.nacks() == 2).await;
    let notice = office
        .approved(saying(&office, Urgency::Routine, PLAIN))
        .await;
    office.settled(&notice).await;
    assert_eq!(office.coverage(&notice).await.counts.delivered, 5);
    assert_eq!(centre.binds(), 1, "the line was given up");
    // What is no frame at all cannot be got over: the line is bound anew.
    centre.babble(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    until(async || centre.binds() == 2).await;
    node.stop().await;
}

#[tokio::test]
async fn a_gateway_whose_line_breaks_under_a_full_window_is_tried_again_at_once() {
    // The first part is taken, and the line goes with all that is behind it.
    static BROKEN: AtomicBool = AtomicBool::new(false);
    let first = |_: usize, _: &str| {
        if BROKEN.swap(true, Ordering::SeqCst) {
            Fate::Deliver
        } else {
            Fate::HangUp
        }
    };
    let centre = Centre::open(first, false).await;
    let office = office(centre.port, "").await;
    office.villagers(500).await;
    let started = Instant::now();
    let (_, coverage) = office
        .send(saying(&office, Urgency::Routine, "UBND xa: hop 19h."))
        .await;
    let counts = coverage.counts;
    assert_eq!(counts.delivered + counts.unknown, 500, "{counts:?}");
    // What was written is in doubt, and no more than that.
    assert!((1..=50).contains(&counts.unknown), "{counts:?}");
    assert_eq!(centre.binds(), 2);
    // Its rest would be 15 s; what is in doubt waits 4 s for its receipt.
    assert!(started.elapsed() < Duration::from_secs(14), "{counts:?}");
}
