//! Somebody holds a code and asks whether the notice is real.

use std::sync::Arc;
use std::time::Duration;

use loa::clock::{Clock, FixedClock, SystemClock};
use loa::domain::notice::{Content, Deed, Notice, Urgency};
use loa::domain::sms;
use loa::hub::answer::Office;
use loa::hub::compose::compose;
use loa::hub::control::control;
use loa_bots::{Desk, Incoming};

use crate::support::app::{TestApp, tape};
use crate::support::notice::content;

#[tokio::test]
async fn a_code_is_answered_by_what_its_notice_is_worth_now() {
    let clock = Arc::new(FixedClock::at(SystemClock.now()));
    let test = TestApp::boot_by(clock.clone(), tape(), |_| {}).await;
    test.villagers(3).await;
    let (author, _) = test.two_officers().await;
    let real = || Content {
        sample: false,
        ..content(&test.app, Urgency::Urgent)
    };

    let draft = compose(&test.app, &author, real()).await.unwrap();
    answered(&test, &draft, "Chung toi khong gui tin nao").await;
    let specimen = test.approved(content(&test.app, Urgency::Urgent)).await;
    let withdrawn = test.approved(real()).await;
    let notice = test.approved(real()).await;
    answered(&test, &withdrawn, "TIN THAT cua UBND xa").await;
    control(&test.app, &author, withdrawn.id, Deed::Stop)
        .await
        .unwrap();
    control(&test.app, &author, specimen.id, Deed::Stop)
        .await
        .unwrap();
    answered(&test, &withdrawn, "DA THU HOI tin so 12/TB-UBND").await;
    // Nobody is to act on a specimen, whatever became of it.
    answered(&test, &specimen, "BAN MAU, KHONG PHAI TIN").await;

    answered(&test, &notice, "TIN THAT cua UBND xa").await;
    clock.advance(Duration::from_secs(24 * 3600));
    answered(&test, &notice, "DA HET HIEU LUC tu").await;
    // What was taken back has not merely run out.
    answered(&test, &withdrawn, "DA THU HOI tin so 12/TB-UBND").await;
}

/// Asserts how the answer begins, as a key phone shows it.
async fn answered(test: &TestApp, notice: &Notice, opening: &str) {
    let asked = Incoming::text("sms", "+84912000001", &format!("KT {}", notice.code));
    let replies = Office(test.app.clone()).answer(&asked).await.unwrap();
    let answer = sms::plain(&replies[0].text);
    assert!(answer.starts_with(opening), "{answer}");
    assert_eq!(sms::measure(&answer).parts, 1, "{answer}");
}
