//! What the hour allows: who is woken at night, and what waits while nobody
//! knows the hour.

use jiff::Timestamp;

use super::{Refusal, Result};
use crate::app::App;
use crate::domain::hours::Hours;
use crate::domain::notice::{Content, Notice, Urgency};
use crate::store;
use crate::store::chunks::Chunk;
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

/// Whether advertising may leave now: by day, by a clock that is trusted, and
/// while it is known whom it may not be sent to.
pub fn may_advertise(app: &App) -> bool {
    let night = app.config.promotional.night().ends(app.clock.now());
    night.is_none() && app.clock.trusted() && app.do_not_call.last().is_ok()
}

/// Whether a chunk in hand may leave now.
pub fn lets_go(app: &App, chunk: &Chunk) -> bool {
    chunk.class >= least_class(app) && (!chunk.promotional || may_advertise(app))
}

/// Until when a message of a chunk that leaves now may be shown by a phone that
/// is switched on later: advertising not by night.
pub fn shown_until(app: &App, chunk: &Chunk) -> Timestamp {
    if !chunk.promotional {
        return chunk.send_by;
    }
    let night = app.config.promotional.night().begins(app.clock.now());
    night.map_or(chunk.send_by, |night| night.min(chunk.send_by))
}

/// The hours in which a notice may leave.
pub fn of(app: &App, content: &Content) -> Hours {
    let night = content.promotional.then(|| app.config.promotional.night());
    Hours::of(content.urgency, app.config.quiet, night)
}

/// Refuses what would wait out its own time: held back by quiet hours, or those
/// of advertising, that end when it may not be sent any more.
pub fn in_time(app: &App, notice: &Notice) -> Result<()> {
    let (now, urgency) = (app.clock.now(), notice.content.urgency);
    let quiet = &app.config.quiet;
    let opens = of(app, &notice.content).opens(now).unwrap_or(now);
    // What is late without any quiet hours is refused in other words.
    if notice.content.send_by <= now || notice.content.send_by > opens {
        return Ok(());
    }
    if notice.content.promotional {
        return Err(Refusal::AdvertisingTooLate { until: opens });
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
