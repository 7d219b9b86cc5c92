//! Holding a notice back, letting it go on, ending it.

use super::Result;
use super::compose::{changed, find};
use super::restore::may_set_moving_in;
use crate::app::App;
use crate::domain::delivery::State;
use crate::domain::id::NoticeId;
use crate::domain::notice::{Deed, Notice};
use crate::domain::officer::{Barred, Officer};

/// Pauses, resumes or stops a notice. One officer is enough: a false alarm
/// must not wait for a second. After the commit nothing more is marked for
/// sending; what is stopped or expired is ended in the same transaction.
pub async fn control(app: &App, officer: &Officer, id: NoticeId, deed: Deed) -> Result<Notice> {
    let notice = find(app, id).await?;
    officer.may(deed, &notice, &[], app.areas)?;
    let barred = Barred::State(deed, notice.state.as_str());
    let state = notice
        .state
        .after(deed, notice.planned_at.is_some())
        .ok_or(barred)?;
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    if !tx.move_notice(&notice, state).await? {
        return Err(changed(app, id, deed).await?);
    }
    tx.note_deed(&notice, officer.id, deed, now).await?;
    if deed == Deed::Stop {
        tx.end_open(id, State::Cancelled, now).await?;
    }
    if deed == Deed::Resume {
        may_set_moving_in(&mut tx).await?;
        tx.enqueue_plan(id.0).await?;
    }
    tx.commit().await?;
    find(app, id).await
}
