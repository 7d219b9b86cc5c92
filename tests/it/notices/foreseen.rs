//! What a preview foresees of an approval.

use std::sync::Arc;
use std::time::Duration;

use loa::channels::Limits;
use loa::channels::tape::Tape;
use loa::clock::{Clock, FixedClock, SystemClock};
use loa::domain::notice::Urgency;
use loa::domain::person::Way;
use loa::hub::compose::{compose, draft};
use loa::hub::preview::{Preview, preview};

use crate::support::app::{TestApp, limits};
use crate::support::notice::content;

#[tokio::test]
async fn a_preview_says_that_an_approval_will_be_refused() {
    let clock = Arc::new(FixedClock::at(SystemClock.now()));
    let real = Limits {
        simulated: false,
        ..limits(Way::Sms)
    };
    let test = TestApp::boot_by(clock.clone(), Tape::new("real", real), |_| {}).await;
    let (author, _) = test.two_officers().await;
    let mut content = content(&test.app, Urgency::Urgent);
    let specimen = compose(&test.app, &author, content.clone()).await.unwrap();
    content.sample = false;
    let notice = compose(&test.app, &author, content).await.unwrap();

    let seen = preview(&test.app, &notice).await.unwrap();
    assert_eq!(hindrances(&seen), ["refused-nobody"]);
    test.villagers(1).await;
    let seen = preview(&test.app, &notice).await.unwrap();
    assert_eq!(hindrances(&seen), [""; 0]);
    let seen = preview(&test.app, &specimen).await.unwrap();
    assert_eq!(hindrances(&seen), ["refused-sample"]);
    clock.advance(Duration::from_secs(7 * 3600));
    let seen = preview(&test.app, &notice).await.unwrap();
    assert_eq!(hindrances(&seen), ["fault-expired"]);
}

#[tokio::test]
async fn what_is_written_nowhere_has_no_code_to_ask_after() {
    let test = TestApp::boot().await;
    let (author, _) = test.two_officers().await;
    let content = content(&test.app, Urgency::Urgent);
    let unwritten = draft(&test.app, &author, content.clone()).unwrap();
    let written = compose(&test.app, &author, content).await.unwrap();
    let text = |notice: &loa::domain::notice::Notice| {
        let render = notice.renders.values().next().unwrap();
        render.sms.clone().unwrap()
    };
    assert!(text(&unwritten).ends_with(" KT:......"));
    assert_eq!(loa::domain::code::parse(&unwritten.code), None);
    assert_eq!(text(&unwritten).len(), text(&written).len());
}

fn hindrances(preview: &Preview) -> Vec<&str> {
    preview.hindrances.iter().map(|saying| saying.key).collect()
}
