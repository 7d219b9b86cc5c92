//! How often, and when.

use std::sync::Arc;
use std::time::Duration;

use loa::clock::FixedClock;
use loa::domain::notice::Urgency;
use loa::hub;
use loa::hub::Refusal;
use loa::hub::preview::preview;

use super::{advertised, agree, at, draft, left_out, line, loan, office, refused};
use crate::support::app::{Node, TestApp, until};
use crate::support::database::Database;
use crate::support::notice::content;

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn the_fourth_of_a_day_is_left_out_and_counted() {
    let (clock, test) = office("08:00", 2).await;
    for _ in 0..3 {
        let (_, coverage) = test.send(loan(&test.app)).await;
        assert_eq!(coverage.counts.delivered, 2);
        clock.advance(HOUR);
    }
    agree(&test.app, 1, false).await;
    let fourth = draft(&test, loan(&test.app)).await;
    let seen = preview(&test.app, &fourth).await.unwrap();
    assert_eq!(seen.promotional.unwrap().left_out, left_out(1, 0, 1));
    assert_eq!(seen.hindrances[0].key, "refused-nobody-advertising");
    refused(&test, &fourth).await;

    // Somebody new makes it worth sending; a notice that is none is not counted.
    test.villagers(3).await;
    agree(&test.app, 3, true).await;
    test.send(content(&test.app, Urgency::Routine)).await;
    let (_, coverage) = test.send(loan(&test.app)).await;
    assert_eq!(coverage.left_out, left_out(1, 0, 1));
    assert_eq!(coverage.counts.delivered, 1);

    // A day after the first of them there is room for one.
    clock.advance(21 * HOUR + HOUR / 60);
    let (_, coverage) = test.send(loan(&test.app)).await;
    assert_eq!(coverage.left_out, left_out(1, 0, 0));
    let (_, coverage) = test.send(loan(&test.app)).await;
    assert_eq!(coverage.left_out, left_out(1, 0, 1));
}

#[tokio::test]
async fn four_that_were_planned_at_once_do_not_all_leave() {
    let (_, test) = office("09:00", 1).await;
    let mut notices = Vec::new();
    for _ in 0..4 {
        let content = loan(&test.app);
        notices.push(test.approved(content).await);
    }
    // Each was planned before any of the others was written.
    test.database
        .run("UPDATE notices SET promotional = FALSE")
        .await;
    for notice in &notices {
        hub::plan(&test.app, notice.id.0).await.unwrap();
        assert_eq!(test.coverage(notice).await.deliveries, 1);
    }
    test.database
        .run("UPDATE notices SET promotional = TRUE")
        .await;
    let node = Node::start(&test.app);
    for notice in &notices {
        test.settled(notice).await;
    }
    node.stop().await;
    assert_eq!(advertised(&test.sms).len(), 3);
    let mut stopped = 0;
    for notice in &notices {
        stopped += test.coverage(notice).await.counts.stopped;
    }
    assert_eq!(stopped, 1);
}

#[tokio::test]
async fn it_waits_for_the_morning_whatever_the_office_says() {
    // The office of the tests has no quiet hours at all.
    let (clock, test) = office("22:30", 2).await;
    let mut urgent = loan(&test.app);
    urgent.urgency = Urgency::Urgent;
    let seen = preview(&test.app, &draft(&test, urgent.clone()).await)
        .await
        .unwrap();
    assert_eq!(seen.begins, Some(at(26, "07:00")));
    assert!(seen.last_at >= at(26, "07:00") && seen.quiet_between);
    let node = Node::start(&test.app);
    let waiting = test.approved(urgent.clone()).await;
    // What is none passes it by.
    let ordinary = content(&test.app, Urgency::Routine);
    let other = test.approved(ordinary).await;
    test.settled(&other).await;
    assert_eq!(advertised(&test.sms), [""; 0]);
    clock.advance(8 * HOUR + HOUR / 2);
    test.settled(&waiting).await;
    node.stop().await;
    assert_eq!(advertised(&test.sms), ["001", "002"]);
    // A phone that is switched on in the next night is not rung for it.
    let heard = test.sms.heard();
    let mut loans = heard.iter().filter(|one| one.text.starts_with("[QC] "));
    assert!(loans.all(|one| one.valid_for <= 15 * HOUR), "{heard:?}");

    // What would be too late in the morning is not approved.
    clock.advance(15 * HOUR);
    urgent.send_by = at(27, "06:00");
    urgent.valid_to = at(28, "06:00");
    let late = draft(&test, urgent).await;
    let refusal = refused(&test, &late).await;
    assert!(
        matches!(refusal, Refusal::AdvertisingTooLate { until } if until == at(27, "07:00")),
        "{refusal:?}"
    );
}

#[tokio::test]
async fn the_same_on_postgresql() {
    let Some(server) = Database::postgres_server().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let database = Database::on_postgres(&server).await;
    let clock = Arc::new(FixedClock::at(at(25, "09:00")));
    let sms = line("tape", true);
    let test = TestApp::boot_on(folder, database, sms, |_| {}, clock).await;
    test.villagers(600).await;
    for person in 1..=40 {
        agree(&test.app, person, true).await;
    }
    for _ in 0..3 {
        let (_, coverage) = test.send(loan(&test.app)).await;
        assert_eq!(coverage.counts.delivered, 40);
        assert_eq!(coverage.left_out, left_out(560, 0, 0));
    }
    let notice = draft(&test, loan(&test.app)).await;
    let refusal = refused(&test, &notice).await;
    assert!(
        matches!(refusal, Refusal::NobodyToAdvertiseTo { left_out: all, .. } if all == left_out(560, 0, 40)),
        "{refusal:?}"
    );
    until(async || test.sms.count() == 120).await;
}
