//! What the hour does to a notice: clocks that jump, quiet hours, `send_by`.

mod jumps;
mod quiet;
mod told;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use loa::domain::id::{Lease, NoticeId};
use loa::domain::notice::{Content, Notice, Urgency};
use loa::domain::person::Way;
use loa::hub::hours::least_class;
use loa::store::chunks::{Advertising, Claim};
use uuid::Uuid;

use crate::support::app::{TestApp, until};
use crate::support::notice::content;

/// A moment of 25 November 2026 and after, by the clock of Viet Nam.
fn at(day: u8, clock: &str) -> Timestamp {
    format!("2026-11-{day:02}T{clock}:00+07:00")
        .parse()
        .unwrap()
}

/// A notice that may be sent for so many minutes from now on.
fn lasting(test: &TestApp, urgency: Urgency, minutes: i64) -> Content {
    let mut content = content(&test.app, urgency);
    let later = |minutes| {
        let by = SignedDuration::from_mins(minutes);
        test.app.clock.now().checked_add(by).unwrap()
    };
    content.send_by = later(minutes);
    content.valid_to = later(minutes + 24 * 60);
    content
}

/// Approves a notice and waits until its ledger is whole; a node must be running.
async fn planned(test: &TestApp, content: Content) -> Notice {
    let notice = test.approved(content).await;
    until(async || {
        let now = test.app.store.notice(notice.id).await.unwrap().unwrap();
        now.planned_at.is_some()
    })
    .await;
    notice
}

/// How many messages of a notice the gateway has.
fn left(test: &TestApp, notice: &Notice) -> usize {
    let heard = test.sms.heard();
    let of_notice = |text: &str| text.contains(&notice.code);
    heard.iter().filter(|one| of_notice(&one.text)).count()
}

/// Sends an urgent notice to everybody, and asks the ledger what a pump would
/// find after it: nothing, while the rest waits.
async fn pumps_are_idle_after(test: &TestApp, urgency: Urgency) -> bool {
    let notice = planned(test, lasting(test, urgency, 600)).await;
    test.settled(&notice).await;
    let people = usize::try_from(test.app.store.count_people().await.unwrap()).unwrap();
    assert_eq!(left(test, &notice), people);
    !claims(test, test.app.config.deliver.lease()).await
}

/// Whether a pump finds something to claim, which it then holds for so long.
async fn claims(test: &TestApp, length: Duration) -> bool {
    let now = test.app.clock.now();
    let claim = Claim {
        way: Way::Sms,
        gateway: "tape",
        in_charge: true,
        advertising: Advertising::Nothing,
        ahead: false,
        least: least_class(&test.app),
        after: NoticeId(Uuid::nil()),
        lease: Lease::at(now),
        length,
    };
    let claimed = test.app.store.claim_chunk(&claim, now).await;
    claimed.unwrap().is_some()
}
