//! Money: what a month has left, who may pass it, and what a carrier is owed.

mod billed;
mod budget;
mod carriers;

use loa::domain::month::Month;
use loa::domain::statement::GatewayMonth;

use crate::support::app::TestApp;

/// What one message of the tests costs, in đồng.
const PRICE: i64 = 350;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn this_month(test: &TestApp) -> Month {
    Month::of(test.app.clock.now())
}

/// The month of the only gateway that was handed anything.
async fn billed(test: &TestApp, month: Month) -> GatewayMonth {
    let mut gateways = test.app.store.statement(month).await.unwrap();
    assert_eq!(gateways.len(), 1, "{gateways:?}");
    gateways.remove(0)
}
