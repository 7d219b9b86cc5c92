//! Holding a notice back, letting it go on, sending it again to those of whom
//! nobody knows, ending it.

use super::compose::{changed, find};
use super::restore::may_set_moving_in;
use super::{Refusal, Result};
use crate::app::App;
use crate::crash::crash_point;
use crate::domain::delivery::State;
use crate::domain::id::NoticeId;
use crate::domain::notice::{Deed, Notice};
use crate::domain::officer::{Barred, Officer};

/// Pauses, resumes, stops or sends again. One officer is enough: a false alarm
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
    if deed == Deed::Resend && notice.content.send_by <= now {
        return Err(Refusal::TooLate);
    }
    let mut tx = app.store.begin().await?;
    if !tx.move_notice(&notice, state).await? {
        return Err(changed(app, id, deed).await?);
    }
    tx.note_deed(&notice, officer.id, deed, now).await?;
    match deed {
        Deed::Stop => {
            tx.end_open(id, State::Cancelled, now).await?;
            tx.release_holds(id, now).await?;
        }
        Deed::Resume => {
            may_set_moving_in(&mut tx).await?;
            tx.release_holds(id, now).await?;
            tx.enqueue_plan(id.0).await?;
        }
        Deed::Resend => {
            may_set_moving_in(&mut tx).await?;
            let class = notice.content.urgency.class();
            if tx.send_again(id, class, now).await? == 0 {
                return Err(Refusal::NobodyUnknown);
            }
            tx.enqueue_plan(id.0).await?;
        }
        Deed::Write | Deed::Edit | Deed::Approve | Deed::Pause => {}
    }
    tx.commit().await?;
    crash_point!("stop.after_commit");
    find(app, id).await
}
