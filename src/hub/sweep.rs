//! What must happen even if nobody asks. Runs every few seconds on every
//! worker; doing it twice at once is harmless.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::Result;
use crate::app::App;
use crate::crash::{crash_point, planted};
use crate::domain::alert::Kind;
use crate::domain::doubt::{Route, Waits};
use crate::store::lost::Lost;

/// After how long a plan that does not move is begun again.
const STALLED: Duration = Duration::from_secs(10);
/// How often waits are looked at.
const WAKES: Duration = Duration::from_secs(1);
/// How soon a gateway that knows a message by its reference is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(10);

/// For how long receipts are looked at again that were laid aside because
/// nobody knew their id: far longer than a transaction takes.
const LAID_ASIDE: Duration = Duration::from_secs(600);

/// What must have happened before any pump starts: nothing may leave after its
/// hour because nobody looked at the clock.
pub async fn sweep_before_work(app: &App) -> Result<()> {
    super::hours::note(app).await?;
    let now = app.clock.now();
    app.store.expire(now).await?;
    // Once for all of them: those laid aside before the last boot too.
    app.store.rejoin_orphans(Timestamp::UNIX_EPOCH).await?;
    // Whoever planned them may have died with the last boot. Where somebody
    // still does, one of the two gives way.
    plan_again(app, now).await
}

/// One round.
pub async fn sweep(app: &App) -> Result<()> {
    if planted!("bug.no_sweeper") {
        return Ok(());
    }
    super::hours::note(app).await?;
    // Pumps go by what was read; whoever needs it whole asks and is told.
    app.do_not_call.now().ok();
    super::restore::keep_looking(app).await?;
    let now = app.clock.now();
    let deliver = &app.config.deliver;
    let expired = app.store.expire(now).await? + app.store.end_left_over(now).await?;
    // A database on this machine has jumped with it, and all leases seem to
    // have run out: their holders renew them first.
    let lost = if app.clock.jumped_within(deliver.lease()) {
        Lost::default()
    } else {
        app.store
            .take_lost_chunks(now, deliver.lease(), &waits(app))
            .await?
    };
    crash_point!("sweep.middle");
    if expired + lost.uncertain > 0 {
        let uncertain = lost.uncertain;
        tracing::warn!(
            expired,
            uncertain,
            "deliveries came too late or lost their sender"
        );
    }
    metrics::counter!("loa_deliveries_uncertain_total").increment(lost.uncertain);
    metrics::counter!("loa_deliveries_expired_total").increment(expired);
    for notice in lost.quarantined {
        app.store
            .raise(Kind::Poison, "", Some(notice), None, now)
            .await?;
    }
    if let Some(epoch) = app.store.fold_tally().await? {
        super::restore::write_beside(app, epoch);
    }
    app.store.complete(now, super::horizon(app)).await?;
    plan_again(app, before(now, STALLED)).await?;
    for way in app.store.waiting_ways(now).await? {
        app.bells.ring(way.as_str());
    }
    app.store.rejoin_orphans(before(now, LAID_ASIDE)).await?;
    app.bells.ring(super::receive::BELL);
    let old = before(now, Duration::from_secs(deliver.receipt_days * 86_400));
    app.store.forget_read(old).await?;
    app.store.forget_talks(old).await?;
    app.store.forget_questions(old).await?;
    app.store
        .sweep_queue(before(now, Duration::from_secs(60)))
        .await?;
    Ok(())
}

/// Begins plans again that have not moved since `before`.
async fn plan_again(app: &App, before: Timestamp) -> Result<()> {
    for notice in app.store.stalled_plans(before).await? {
        let mut tx = app.store.begin().await?;
        tx.enqueue_plan(notice.0).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Ends waits, once a second until told to stop: a warning of danger to life is
/// tried again after one.
pub async fn wake(app: App, mut stop: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(WAKES);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = super::told_to_stop(&mut stop) => return,
            _ = tick.tick() => {}
        }
        if planted!("bug.no_sweeper") {
            continue;
        }
        if let Err(error) = wake_once(&app).await {
            tracing::warn!(%error, "waits could not be ended");
        }
    }
}

/// Ends the waits that are over; not while a restored office is on hold.
pub async fn wake_once(app: &App) -> Result<()> {
    if app.store.quarantine().await?.is_some() {
        return Ok(());
    }
    let (now, routes) = (app.clock.now(), routes(app));
    let swept = app.store.wake_waiting(now, &routes).await?;
    let left = app.store.leave_sick_gateways(now, &routes).await?
        + super::detour::leave_sick_gateways(app).await?;
    if swept.given_up > 0 {
        let given_up = swept.given_up;
        tracing::warn!(given_up, "deliveries ended without an answer");
    }
    if swept.retried + left > 0 {
        for way in app.gateways.ways() {
            app.bells.ring(way.as_str());
        }
    }
    Ok(())
}

/// How long uncertain deliveries wait, as configured.
pub(super) fn waits(app: &App) -> Waits {
    let deliver = &app.config.deliver;
    Waits {
        flash: Duration::from_secs(deliver.flash_resend_seconds),
        rest: deliver.horizon(),
        repeatable: ASK_AGAIN * deliver.retry_percent / 100,
        repeatables: routes(app)
            .into_iter()
            .filter(|route| route.repeatable)
            .map(|route| route.gateway)
            .collect(),
    }
}

fn routes(app: &App) -> Vec<Route> {
    app.gateways
        .iter()
        .map(|channel| Route {
            way: channel.limits().carries,
            gateway: channel.name().to_owned(),
            repeatable: channel.limits().repeatable,
            well: app.wardens.is_well(channel.name()),
        })
        .collect()
}

fn before(now: Timestamp, by: Duration) -> Timestamp {
    now.saturating_sub(by).unwrap_or(now)
}
