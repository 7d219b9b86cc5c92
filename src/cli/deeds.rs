//! Who wrote a notice, who answered for it, and what was done to it since.

use serde_json::{Value, json};

use super::session::Session;
use crate::app::App;
use crate::domain::notice::{Deed, Notice};
use crate::speech;
use crate::store::notices::Done;

/// Adds author, approvers and deeds to what is shown of a notice as JSON.
pub async fn add(app: &App, notice: &Notice, shown: &mut Value) -> anyhow::Result<()> {
    let deeds = app.store.deeds(notice.id).await?;
    shown["author"] = json!(author(app, notice).await?);
    shown["approvers"] = json!(approvers(&deeds));
    shown["deeds"] = json!(deeds);
    Ok(())
}

/// Prints them, the first deed first.
pub async fn print(session: &Session, app: &App, notice: &Notice) -> anyhow::Result<()> {
    let deeds = app.store.deeds(notice.id).await?;
    let approvers = approvers(&deeds);
    println!();
    session.print("notice-author", &[("officer", author(app, notice).await?)]);
    if approvers.is_empty() {
        session.print("notice-no-approver", &[]);
    } else {
        session.print("notice-approver", &[("officers", approvers.join(", "))]);
    }
    let mut table = session.table(&["head-when", "head-officer", "head-deed"], 9);
    for done in &deeds {
        table.add_row([
            speech::moment(session.lang, done.at),
            done.officer.clone(),
            session.word(&format!("deed-{}", done.deed.as_str())),
        ]);
    }
    println!("{table}");
    Ok(())
}

async fn author(app: &App, notice: &Notice) -> anyhow::Result<String> {
    let author = app.store.officer_by_id(notice.author).await?;
    Ok(author.map(|officer| officer.name).unwrap_or_default())
}

fn approvers(deeds: &[Done]) -> Vec<&str> {
    deeds
        .iter()
        .filter(|done| done.deed == Deed::Approve)
        .map(|done| done.officer.as_str())
        .collect()
}
