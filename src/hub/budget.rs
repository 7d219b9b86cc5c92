//! Money before an approval: what the month has left, and who may pass it.

use super::preview::price;
use super::{Refusal, Result};
use crate::app::App;
use crate::domain::alert::Kind;
use crate::domain::budget::Purse;
use crate::domain::month::Month;
use crate::domain::notice::{Notice, Urgency};
use crate::domain::say::Saying;
use crate::store::money::Reckoned;

/// This month's money; none where the office has no budget. What is under way
/// is asked first: a message that leaves meanwhile is counted twice rather
/// than not at all.
pub async fn purse(app: &App) -> Result<Option<Purse>> {
    if app.config.budget.month_vnd.is_none() {
        return Ok(None);
    }
    let month = Month::of(app.clock.now());
    let expected = app.store.expected().await?;
    let spent = app.store.spent(month).await?;
    Ok(app.config.budget.purse(spent, expected))
}

/// Reckons a notice and refuses it where it would pass the budget. A flash
/// notice is never refused for money. Nothing is reckoned without a budget.
pub async fn afford(app: &App, notice: &Notice) -> Result<Option<Reckoned>> {
    if app.config.budget.month_vnd.is_none() {
        return Ok(None);
    }
    let after = app.store.budgeted().await?;
    let (vnd, messages) = price(app, notice).await?;
    if let Some(purse) = purse(app).await? {
        refuse(app, &purse, vnd, notice.content.urgency)?;
    }
    Ok(Some(Reckoned {
        vnd,
        messages,
        after,
    }))
}

/// Refuses what would pass the budget, unless life is in danger.
pub fn refuse(app: &App, purse: &Purse, cost_vnd: i64, urgency: Urgency) -> Result<()> {
    if urgency == Urgency::Flash || !purse.is_passed_by(cost_vnd, urgency) {
        return Ok(());
    }
    Err(Refusal::OverBudget {
        month: Month::of(app.clock.now()),
        cost_vnd,
        left_vnd: purse.left_for(urgency).max(0),
        reserve_vnd: purse.reserve_vnd,
    })
}

/// What is said where the budget is passed, which only danger to life can do:
/// the sentence, once a month to the officers' phones too.
pub async fn passed(app: &App) -> Result<Option<Saying>> {
    let Some(purse) = purse(app).await? else {
        return Ok(None);
    };
    let now = app.clock.now();
    let month = Month::of(now);
    app.store
        .close_budget_alerts(&month.to_string(), now)
        .await?;
    let left = purse.left_for(Urgency::Flash);
    if left >= 0 {
        return Ok(None);
    }
    let name = month.to_string();
    app.store
        .raise(Kind::Budget, &name, None, None, now)
        .await?;
    Ok(Some(
        Saying::new("budget-passed")
            .with("month", month.told())
            .with("budget", purse.month_vnd)
            .with("over", -left),
    ))
}
