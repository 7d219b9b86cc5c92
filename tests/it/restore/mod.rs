//! A database that was put back from a copy has forgotten what left since. It
//! sends nothing until two officers have looked, and then nothing twice that
//! the office has not asked for.
#![cfg(unix)]

mod backups;
mod copies;
mod held;
mod nodes;
mod restarts;

use std::collections::BTreeMap;

use loa::app::App;
use loa::channels::tape::Tape;
use loa::config::Config;
use loa::domain::coverage::Counts;
use loa::domain::delivery::State;
use loa::domain::id::NoticeId;
use loa::domain::notice::{Notice, NoticeState};
use loa::domain::officer::{Duty, Officer};
use loa::domain::person::Way;
use loa::hub;

use crate::support::app::{TestApp, limits};

/// How the deliveries of a notice stand, row by row.
async fn ledger(test: &TestApp, notice: NoticeId) -> BTreeMap<State, i64> {
    let rows: Vec<(uuid::Uuid, State)> = test
        .database
        .rows("SELECT notice, state FROM deliveries")
        .await;
    let mut states = BTreeMap::new();
    for (_, state) in rows.into_iter().filter(|(of, _)| *of == notice.0) {
        *states.entry(state).or_default() += 1;
    }
    states
}

/// The same as the officers see it, and as the counters say.
async fn counted(app: &App, states: &BTreeMap<State, i64>, notice: NoticeId) {
    let mut counts = Counts::default();
    for (state, n) in states {
        counts.add(*state, *n);
    }
    assert_eq!(app.store.progress(notice).await.unwrap(), counts);
}

/// Sends at once and keeps what it was given.
fn fast() -> Tape {
    Tape::new("tape", limits(Way::Sms)).keeping()
}

/// Everything that is waited for comes soon.
fn soon(config: &mut Config) {
    config.deliver.lease_seconds = 2;
    config.deliver.flash_resend_seconds = 1;
    config.deliver.receipt_horizon_seconds = 4;
}

/// Two who may approve.
async fn approvers(test: &TestApp) -> Vec<Officer> {
    let (_, first) = test.staff().await;
    let name = "Lường Thị Chung";
    let second = match hub::people::officer(&test.app, name).await {
        Ok(officer) => officer,
        Err(_) => test.officer(name, Duty::Approver).await,
    };
    vec![first, second]
}

/// Where a notice stands.
async fn state(test: &TestApp, notice: &Notice) -> NoticeState {
    test.app
        .store
        .notice(notice.id)
        .await
        .unwrap()
        .unwrap()
        .state
}
