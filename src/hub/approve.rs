//! The second pair of eyes. State, deed and job are one transaction: "approved
//! but never sent" cannot happen.

use super::audience::Walk;
use super::compose::{changed, find};
use super::hours::in_time;
use super::registered::may_be_taken;
use super::restore::may_set_moving_in;
use super::{Refusal, Result, budget};
use crate::app::App;
use crate::crash::crash_point;
use crate::domain::check::{self, Fault};
use crate::domain::id::{NoticeId, OfficerId};
use crate::domain::notice::{Deed, Notice, NoticeState, Urgency, content_hash};
use crate::domain::officer::Officer;
use crate::domain::promotion::LeftOuts;
use crate::store;

/// Approves a notice and sets it moving. `seen` is the hash of what the
/// approver read; a notice that was changed since is refused.
pub async fn approve(app: &App, approver: &Officer, id: NoticeId, seen: &str) -> Result<Notice> {
    approve_by_all(app, std::slice::from_ref(approver), id, seen).await
}

/// As [`approve`], by several officers at once: each must be free to answer
/// for the notice, and each is written down.
pub async fn approve_by_all(
    app: &App,
    approvers: &[Officer],
    id: NoticeId,
    seen: &str,
) -> Result<Notice> {
    let notice = find(app, id).await?;
    allowed(app, approvers, &notice, &writers(app, id).await?)?;
    if notice.hash != seen
        || notice.hash
            != content_hash(&notice.content, &notice.renders).map_err(store::Error::from)?
    {
        return Err(Refusal::OtherHash(notice.code));
    }
    let now = app.clock.now();
    let faults: Vec<Fault> = check::content(&notice.content, now);
    if !faults.is_empty() {
        return Err(Refusal::Faults(faults));
    }
    in_time(app, &notice)?;
    may_leave(app, &notice)?;
    somebody_to_reach(app, &notice).await?;
    may_be_taken(app, &notice).await?;
    let mut tx = loop {
        let reckoned = budget::afford(app, &notice).await?;
        let mut tx = app.store.begin().await?;
        if !tx.move_notice(&notice, NoticeState::Approved).await? {
            return Err(changed(app, id, Deed::Approve).await?);
        }
        match reckoned {
            Some(reckoned) if !tx.reckon(id, reckoned).await? => {}
            _ => break tx,
        }
    };
    may_set_moving_in(&mut tx).await?;
    for approver in approvers {
        tx.note_deed(&notice, approver.id, Deed::Approve, now)
            .await?;
    }
    tx.enqueue_plan(id.0).await?;
    crash_point!("approve.before_commit");
    tx.commit().await?;
    crash_point!("approve.after_commit");
    if notice.content.urgency == Urgency::Flash
        && let Err(error) = budget::passed(app).await
    {
        // It is approved and on its way, whatever becomes of the sum.
        tracing::error!(%error, "the month's sum could not be looked at");
    }
    find(app, id).await
}

/// Whether these officers may answer for a notice that `writers` wrote.
pub fn allowed(
    app: &App,
    approvers: &[Officer],
    notice: &Notice,
    writers: &[OfficerId],
) -> Result<()> {
    for approver in approvers {
        approver.may(Deed::Approve, notice, writers, app.areas)?;
    }
    Ok(())
}

/// Everyone whose hands were on the text.
async fn writers(app: &App, id: NoticeId) -> Result<Vec<OfficerId>> {
    let hands = app.store.hands(id).await?;
    Ok(hands
        .into_iter()
        .filter(|(_, deed)| matches!(deed, Deed::Write | Deed::Edit))
        .map(|(who, _)| who)
        .collect())
}

/// Whether the gateways that would carry a notice may: a specimen names real
/// communes, and must not reach a real phone; advertising wants one that is
/// registered for it.
pub fn may_leave(app: &App, notice: &Notice) -> Result<()> {
    if app.gateways.ways().is_empty() {
        return Err(Refusal::NoGateway);
    }
    let advertising = notice.content.promotional;
    let ways = app.gateways.ways_for(advertising);
    if ways.is_empty() {
        return Err(Refusal::NoAdvertiser);
    }
    let real = ways
        .iter()
        .filter_map(|way| app.gateways.carrier(*way, advertising))
        .find(|channel| !channel.limits().simulated);
    match real {
        Some(channel) if notice.content.sample => {
            Err(Refusal::SampleOnRealGateway(channel.name().to_owned()))
        }
        _ => Ok(()),
    }
}

/// An audience in which nobody can be reached is a mistake, not a success.
pub async fn somebody_to_reach(app: &App, notice: &Notice) -> Result<()> {
    let mut walk = Walk::from(app, notice, "")?;
    let (mut people, mut left_out) = (0, LeftOuts::default());
    loop {
        let page = walk.next(app).await?;
        if page.people.iter().any(|visit| !visit.steps.is_empty()) {
            return Ok(());
        }
        people += i64::try_from(page.people.len()).unwrap_or(i64::MAX);
        for why in page.people.iter().filter_map(|visit| visit.left_out) {
            left_out.add(why);
        }
        if page.last {
            return Err(Refusal::nobody(people, left_out));
        }
    }
}
