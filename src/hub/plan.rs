//! From an audience to the ledger, page by page.

use uuid::Uuid;

use super::Result;
use super::audience::Walk;
use super::compose::find;
use crate::app::App;
use crate::domain::id::NoticeId;
use crate::domain::notice::NoticeState;
use crate::domain::person::Way;
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
    let mut tx = app.store.begin().await?;
    tx.begin_plan(id, app.clock.now()).await?;
    tx.commit().await?;
    let Some(mut cursor) = app.store.plan_cursor(id).await? else {
        return wake(app, id).await;
    };
    let mut walk = Walk::from(
        app,
        &notice.content.audience,
        notice.content.urgency,
        &cursor,
    );
    loop {
        let visited = walk.next(app).await?;
        let rows: Vec<NewDelivery> = visited
            .people
            .iter()
            .flat_map(super::audience::Visit::rows)
            .collect();
        let no_contact = visited
            .people
            .iter()
            .filter(|visit| visit.steps.is_empty())
            .count();
        let page = Page {
            notice: id,
            class: notice.content.urgency.class(),
            from: &cursor,
            to: &visited.cursor,
            people: i64::try_from(visited.people.len()).unwrap_or(i64::MAX),
            no_contact: i64::try_from(no_contact).unwrap_or(i64::MAX),
            rows: &rows,
            last: visited.last,
        };
        let mut tx = app.store.begin().await?;
        if !tx.write_page(&page, app.clock.now()).await? {
            return Ok(());
        }
        tx.commit().await?;
        wake(app, id).await?;
        if visited.last {
            return Ok(());
        }
        cursor = visited.cursor;
    }
}

/// Tells the pumps of every open way, here and on other nodes.
async fn wake(app: &App, id: NoticeId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    for way in app.gateways.ways() {
        tx.enqueue_deliver(id.0, Way::as_str(way)).await?;
    }
    tx.commit().await?;
    Ok(())
}
