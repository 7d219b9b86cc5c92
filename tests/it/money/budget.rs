//! What an approval may cost.

use loa::domain::alert::Kind;
use loa::domain::budget::Budget;
use loa::domain::language::Lang;
use loa::domain::notice::{Notice, NoticeState, Urgency};
use loa::hub::approve::approve;
use loa::hub::budget::purse;
use loa::hub::compose::compose;
use loa::hub::preview::preview;
use loa::hub::{self, Refusal};

use super::{PRICE, this_month};
use crate::support::app::{Node, TestApp, tape, until};
use crate::support::config::read;
use crate::support::notice::content;

/// An office of five people, with money for ten messages, two of them kept for
/// flash.
async fn office() -> TestApp {
    let test = TestApp::boot_with(tape(), |config| {
        config.budget = Budget {
            month_vnd: Some(10 * PRICE),
            flash_reserve_percent: 20,
        };
    })
    .await;
    test.villagers(5).await;
    test
}

async fn draft(test: &TestApp, urgency: Urgency) -> Notice {
    let (author, _) = test.staff().await;
    let content = content(&test.app, urgency);
    compose(&test.app, &author, content).await.unwrap()
}

async fn approved(test: &TestApp, notice: &Notice) -> Result<Notice, Refusal> {
    let (_, approver) = test.staff().await;
    approve(&test.app, &approver, notice.id, &notice.hash).await
}

#[tokio::test]
async fn a_notice_that_would_pass_the_budget_is_refused_before_and_after_the_rest_has_left() {
    let test = office().await;
    let first = draft(&test, Urgency::Routine).await;
    let second = draft(&test, Urgency::Urgent).await;
    let seen = preview(&test.app, &second).await.unwrap();
    assert_eq!((seen.cost_vnd, seen.left_vnd), (5 * PRICE, Some(8 * PRICE)));
    assert!(seen.hindrances.is_empty());
    approved(&test, &first).await.unwrap();

    // What is approved and has not left is spent as good as what has.
    let purse_then = purse(&test.app).await.unwrap().unwrap();
    assert_eq!(
        (purse_then.spent_vnd, purse_then.expected_vnd),
        (0, 5 * PRICE)
    );
    refused(&test, &second).await;
    let node = Node::start(&test.app);
    test.settled(&first).await;
    node.stop().await;
    let purse_now = purse(&test.app).await.unwrap().unwrap();
    assert_eq!(
        (purse_now.spent_vnd, purse_now.expected_vnd),
        (5 * PRICE, 0)
    );
    refused(&test, &second).await;
}

/// An approver is refused, and the author has seen it come.
async fn refused(test: &TestApp, notice: &Notice) {
    let seen = preview(&test.app, notice).await.unwrap();
    assert_eq!(seen.left_vnd, Some(3 * PRICE));
    let keys: Vec<&str> = seen.hindrances.iter().map(|saying| saying.key).collect();
    assert_eq!(keys, ["refused-budget"]);
    let refusal = approved(test, notice).await.unwrap_err();
    let sentence = test.app.speech.say(Lang::vi(), &refusal.sayings()[0]);
    for amount in ["1.750 đ", "1.050 đ", "700 đ"] {
        assert!(sentence.contains(amount), "{sentence}");
    }
    let kept = test.app.store.notice(notice.id).await.unwrap().unwrap();
    assert_eq!(kept.state, NoticeState::Draft);
}

#[tokio::test]
async fn danger_to_life_uses_the_reserve_and_is_never_refused_for_money() {
    let test = office().await;
    let routine = draft(&test, Urgency::Routine).await;
    approved(&test, &routine).await.unwrap();
    let flash = draft(&test, Urgency::Flash).await;
    assert!(
        preview(&test.app, &flash)
            .await
            .unwrap()
            .warnings
            .is_empty()
    );
    approved(&test, &flash).await.unwrap();
    assert!(test.app.store.alerts().await.unwrap().is_empty());
    assert_eq!(hub::budget::passed(&test.app).await.unwrap(), None);

    // The month has nothing left, not even the reserve.
    let flood = draft(&test, Urgency::Flash).await;
    let seen = preview(&test.app, &flood).await.unwrap();
    assert!(seen.hindrances.is_empty());
    assert_eq!(seen.warnings[0].key, "preview-over-budget");
    approved(&test, &flood).await.unwrap();
    let alerts = test.app.store.alerts().await.unwrap();
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0].kind, Kind::Budget);
    let said = hub::budget::passed(&test.app).await.unwrap().unwrap();
    let sentence = test.app.speech.say(Lang::vi(), &said);
    assert!(sentence.contains("ĐÃ VƯỢT NGÂN SÁCH") && sentence.contains("1.750 đ"));

    let node = Node::start(&test.app);
    test.settled(&flood).await;
    test.settled(&flash).await;
    test.settled(&routine).await;
    node.stop().await;
    assert_eq!(test.sms.count(), 15);
    let spent = test.app.store.spent(this_month(&test)).await.unwrap();
    assert_eq!(spent, 15 * PRICE);
}

#[tokio::test]
async fn of_two_approvals_at_once_one_gets_what_is_left() {
    let test = office().await;
    let (one, other) = (
        draft(&test, Urgency::Urgent).await,
        draft(&test, Urgency::Urgent).await,
    );
    let (first, second) = tokio::join!(approved(&test, &one), approved(&test, &other));
    let refused = [&first, &second]
        .iter()
        .filter(|done| matches!(done, Err(Refusal::OverBudget { .. })))
        .count();
    assert!(
        refused == 1 && (first.is_ok() || second.is_ok()),
        "{first:?} {second:?}"
    );
}

#[tokio::test]
async fn what_is_stopped_is_expected_no_more() {
    let test = office().await;
    let first = draft(&test, Urgency::Urgent).await;
    approved(&test, &first).await.unwrap();
    let (author, _) = test.staff().await;
    let stop = loa::domain::notice::Deed::Stop;
    hub::control::control(&test.app, &author, first.id, stop)
        .await
        .unwrap();
    let second = draft(&test, Urgency::Urgent).await;
    approved(&test, &second).await.unwrap();
}

#[tokio::test]
async fn without_a_budget_nothing_is_reckoned_and_nothing_refused() {
    let test = TestApp::boot().await;
    test.villagers(5).await;
    let notice = draft(&test, Urgency::Urgent).await;
    let seen = preview(&test.app, &notice).await.unwrap();
    assert_eq!((seen.purse, seen.left_vnd), (None, None));
    approved(&test, &notice).await.unwrap();
    let node = Node::start(&test.app);
    until(async || test.coverage(&notice).await.counts.delivered == 5).await;
    node.stop().await;
}

#[test]
fn a_budget_that_makes_no_sense_is_refused_at_the_start() {
    let read_budget = |toml: &str| read(format!("[budget]\n{toml}\n"));
    let good = read_budget("month_vnd = 5000000\nflash_reserve_percent = 30").unwrap();
    assert_eq!(good.budget.month_vnd, Some(5_000_000));
    for (toml, key) in [
        ("month_vnd = -1", "budget.month_vnd"),
        (
            "flash_reserve_percent = 101",
            "budget.flash_reserve_percent",
        ),
        ("month_vdn = 1", "month_vdn"),
    ] {
        let error = read_budget(toml).unwrap_err();
        assert!(error.contains(key), "{error}");
    }
}
