//! What must happen even if nobody asks. Runs every few seconds on every
//! worker; doing it twice at once is harmless.

use std::time::Duration;

use jiff::Timestamp;

use super::Result;
use crate::app::App;
use crate::crash::planted;
use crate::store::sweep::{Swept, Waits};

/// After how long a plan that does not move is begun again.
const STALLED: Duration = Duration::from_secs(10);

/// For how long receipts are looked at again that were laid aside because
/// nobody knew their id: far longer than a transaction takes.
const LAID_ASIDE: Duration = Duration::from_secs(600);

/// What must have happened before any pump starts: nothing may leave after its
/// hour because nobody looked at the clock.
pub async fn sweep_before_work(app: &App) -> Result<()> {
    let now = app.clock.now();
    app.store.expire(now).await?;
    // Once for all of them: those laid aside before the last boot too.
    app.store.rejoin_orphans(Timestamp::UNIX_EPOCH).await?;
    // Whoever planned them may have died with the last boot. Where somebody
    // still does, one of the two gives way.
    for notice in app.store.stalled_plans(now).await? {
        let mut tx = app.store.begin().await?;
        tx.enqueue_plan(notice.0).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// One round.
pub async fn sweep(app: &App) -> Result<()> {
    if planted!("bug.no_sweeper") {
        return Ok(());
    }
    let held = super::restore::keep_looking(app).await?.is_some();
    let now = app.clock.now();
    let deliver = &app.config.deliver;
    let expired = app.store.expire(now).await?;
    let uncertain = app.store.take_lost_chunks(now, &waits(app)).await?;
    let swept = if held {
        Swept::default()
    } else {
        app.store.wake_waiting(now).await?
    };
    if expired + uncertain + swept.given_up > 0 {
        tracing::warn!(
            expired,
            uncertain,
            given_up = swept.given_up,
            "deliveries ended without an answer"
        );
    }
    metrics::counter!("loa_deliveries_uncertain_total").increment(uncertain);
    metrics::counter!("loa_deliveries_expired_total").increment(expired);
    if let Some(epoch) = app.store.fold_tally().await? {
        super::restore::write_beside(app, epoch);
    }
    app.store.complete(now, super::horizon(app)).await?;
    for notice in app.store.stalled_plans(before(now, STALLED)).await? {
        let mut tx = app.store.begin().await?;
        tx.enqueue_plan(notice.0).await?;
        tx.commit().await?;
    }
    for way in app.store.waiting_ways(now).await? {
        app.bells.ring(way.as_str());
    }
    app.store.rejoin_orphans(before(now, LAID_ASIDE)).await?;
    app.bells.ring(super::receive::BELL);
    app.store
        .forget_read(before(
            now,
            Duration::from_secs(deliver.receipt_days * 86_400),
        ))
        .await?;
    app.store
        .sweep_queue(before(now, Duration::from_secs(60)))
        .await?;
    Ok(())
}

/// How long uncertain deliveries wait, as configured.
pub(super) fn waits(app: &App) -> Waits {
    let deliver = &app.config.deliver;
    Waits {
        flash: Duration::from_secs(deliver.flash_resend_seconds),
        rest: deliver.horizon(),
    }
}

fn before(now: Timestamp, by: Duration) -> Timestamp {
    now.saturating_sub(by).unwrap_or(now)
}
