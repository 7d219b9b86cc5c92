//! A database that was put back from a copy has forgotten what left since. It
//! sends nothing until two officers have looked, and then nothing twice that
//! the office has not asked for.
#![cfg(unix)]

mod backups;
mod copies;
mod held;
mod restarts;

use std::collections::BTreeMap;

use loa::app::App;
use loa::domain::coverage::Counts;
use loa::domain::delivery::State;
use loa::domain::id::NoticeId;

use crate::support::app::TestApp;

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
