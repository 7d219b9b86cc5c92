//! What the hour allows: who is woken at night, and what waits while nobody
//! knows the hour.

use super::{Refusal, Result};
use crate::app::App;
use crate::domain::notice::{Notice, Urgency};
use crate::store;
use crate::store::clock::Reached;

/// The least [`Urgency::class`] that may leave now. While the clock is not
/// trusted routine notices wait, for they might come at night or too late;
/// the others go by the best time there is.
pub fn least_class(app: &App) -> i32 {
    let quiet = app.config.quiet.least_class(app.clock.now());
    if app.clock.trusted() {
        quiet
    } else {
        quiet.max(Urgency::Urgent.class())
    }
}

/// Refuses what would wait out its own time: held back by quiet hours that
/// end when it may not be sent any more.
pub fn in_time(app: &App, notice: &Notice) -> Result<()> {
    let (now, urgency) = (app.clock.now(), notice.content.urgency);
    let quiet = &app.config.quiet;
    let opens = quiet.opens(urgency, now);
    // What is late without any quiet hours is refused in other words.
    if notice.content.send_by <= now || notice.content.send_by > opens {
        return Ok(());
    }
    Err(Refusal::QuietTooLong {
        until: opens,
        urgent_goes: urgency == Urgency::Routine && !quiet.keeps(Urgency::Urgent),
    })
}

/// Notes what time it is, so that a program that starts knows when its
/// machine's clock is behind, and shows whether the clock is trusted.
pub(super) async fn note(app: &App) -> store::Result<()> {
    let trusted = app.clock.trusted();
    metrics::gauge!("loa_clock_trusted").set(if trusted { 1.0 } else { 0.0 });
    let at = app.clock.now();
    app.store.note_reached(Reached { at, trusted }).await
}
