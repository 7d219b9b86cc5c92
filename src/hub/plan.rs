//! From an audience to the ledger, page by page.

use uuid::Uuid;

use super::Result;
use super::audience::Walk;
use super::compose::find;
use crate::app::App;
use crate::crash::crash_point;
use crate::domain::id::NoticeId;
use crate::domain::notice::NoticeState;
use crate::domain::promotion::LeftOuts;
use crate::store::Tx;
use crate::store::plan::{NewDelivery, Page};

/// Writes the ledger of an approved notice, from wherever the last planner
/// came to. May be run twice, and by two at once: one of them gives way. What
/// is written may leave at once; those who tell others are written first.
pub async fn plan(app: &App, id: Uuid) -> Result<()> {
    let id = NoticeId(id);
    let notice = find(app, id).await?;
    if !matches!(
        notice.state,
        NoticeState::Approved | NoticeState::Planning | NoticeState::Sending
    ) {
        return Ok(());
    }
    if app.store.quarantine().await?.is_some() {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    tx.begin_plan(id, app.clock.now()).await?;
    tx.commit().await?;
    let Some(mut cursor) = app.store.plan_cursor(id).await? else {
        // Planned before it was paused: only the pumps must be told.
        return ring_pumps(app, id).await;
    };
    let mut walk = Walk::from(app, &notice, &cursor)?;
    loop {
        let visited = walk.next(app).await?;
        let rows: Vec<NewDelivery> = visited
            .people
            .iter()
            .flat_map(super::audience::Visit::rows)
            .collect();
        let (mut no_contact, mut left_out) = (0, LeftOuts::default());
        for visit in visited.people.iter().filter(|one| one.steps.is_empty()) {
            match visit.left_out {
                Some(why) => left_out.add(why),
                None => no_contact += 1,
            }
        }
        let page = Page {
            notice: id,
            class: notice.content.urgency.class(),
            from: &cursor,
            to: &visited.cursor,
            people: i64::try_from(visited.people.len()).unwrap_or(i64::MAX),
            no_contact,
            left_out,
            rows: &rows,
            last: visited.last,
        };
        let mut tx = app.store.begin().await?;
        if !tx.write_page(&page, app.clock.now()).await? {
            return Ok(());
        }
        // Other nodes are told at both ends; in between their pumps find work
        // whenever they look.
        if cursor.is_empty() || visited.last {
            tell_pumps(app, &mut tx, id).await?;
        }
        crash_point!("plan.page_before_commit");
        tx.commit().await?;
        crash_point!("plan.page_after_commit");
        for way in app.gateways.ways() {
            app.bells.ring(way.as_str());
        }
        if visited.last {
            return Ok(());
        }
        cursor = visited.cursor;
    }
}

async fn ring_pumps(app: &App, id: NoticeId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    tell_pumps(app, &mut tx, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes a letter to the pumps of every open way.
async fn tell_pumps(app: &App, tx: &mut Tx, id: NoticeId) -> Result<()> {
    for way in app.gateways.ways() {
        tx.enqueue_deliver(id.0, way.as_str()).await?;
    }
    Ok(())
}
