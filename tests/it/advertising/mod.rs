//! Advertising: marked, by day, through a registered name, to those who agreed,
//! and three a day at most.

mod marked;
mod often;
mod people;

use std::sync::Arc;

use jiff::Timestamp;
use loa::app::App;
use loa::channels::Limits;
use loa::channels::tape::Tape;
use loa::clock::FixedClock;
use loa::config::Config;
use loa::domain::notice::{Content, Notice, Topic, Urgency};
use loa::domain::person::{Address, Way};
use loa::domain::promotion::LeftOuts;
use loa::hub;
use loa::hub::Refusal;

use crate::support::app::{TestApp, limits};
use crate::support::notice::{content, hours_after};

/// A moment of November 2026 by the clock of Viet Nam.
fn at(day: u8, clock: &str) -> Timestamp {
    let moment = format!("2026-11-{day:02}T{clock}:00+07:00");
    moment.parse().unwrap()
}

/// A gateway whose name is registered for advertising, or not.
fn line(name: &str, promotional: bool) -> Tape {
    let limits = Limits {
        promotional,
        ..limits(Way::Sms)
    };
    Tape::new(name, limits).keeping().with_receipts()
}

/// An office of so many people at an hour of the 25th, all of whom agreed to
/// advertising.
async fn office(clock: &str, people: usize) -> (Arc<FixedClock>, TestApp) {
    office_with(clock, people, |_| {}).await
}

async fn office_with(
    clock: &str,
    people: usize,
    change: impl FnOnce(&mut Config),
) -> (Arc<FixedClock>, TestApp) {
    let clock = Arc::new(FixedClock::at(at(25, clock)));
    let test = TestApp::boot_by(clock.clone(), line("tape", true), change).await;
    test.villagers(people).await;
    for person in 1..=people {
        agree(&test.app, person, true).await;
    }
    (clock, test)
}

/// A villager agrees to advertising, or no longer.
async fn agree(app: &App, person: usize, agreed: bool) {
    let address = Address::parse(Way::Sms, &format!("0912{person:06}")).unwrap();
    let mut tx = app.store.begin().await.unwrap();
    tx.agree_to_advertising(&address, agreed, app.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// A loan, as an advertisement that may be sent until tomorrow.
fn loan(app: &App) -> Content {
    let mut content = content(app, Urgency::Routine);
    content.promotional = true;
    content.topic = Topic::Market;
    content.send_by = hours_after(app.clock.now(), 24);
    content.valid_to = content.send_by;
    content
}

async fn draft(test: &TestApp, content: Content) -> Notice {
    let (author, _) = test.staff().await;
    hub::compose::compose(&test.app, &author, content)
        .await
        .unwrap()
}

async fn refused(test: &TestApp, notice: &Notice) -> Refusal {
    let (_, approver) = test.staff().await;
    hub::approve::approve(&test.app, &approver, notice.id, &notice.hash)
        .await
        .unwrap_err()
}

/// Whom a tape was given advertising for: the ends of their numbers.
fn advertised(tape: &Tape) -> Vec<String> {
    let mut ends: Vec<String> = tape
        .heard()
        .iter()
        .filter(|message| message.text.starts_with("[QC] "))
        .map(|message| message.to.expose()[9..].to_owned())
        .collect();
    ends.sort();
    ends
}

fn left_out(no_consent: i64, do_not_call: i64, enough: i64) -> LeftOuts {
    LeftOuts {
        no_consent,
        do_not_call,
        enough,
    }
}
