//! What people wrote that officers read: shown, given to somebody, answered.

use std::time::Duration;

use super::{Refusal, Result, reply};
use crate::app::App;
use crate::domain::area::AreaCode;
use crate::domain::officer::Officer;
use crate::domain::person::Way;
use crate::domain::sms;
use crate::domain::text::nfc;
use crate::store::questions::Question;
use crate::store::replies::Reply;

/// How long an officer's answer is worth delivering.
const WORTH: Duration = Duration::from_secs(24 * 3600);

/// The questions of an area that nobody has answered, or all of them.
pub async fn list(app: &App, area: Option<&AreaCode>, all: bool) -> Result<Vec<Question>> {
    let mut questions = app.store.questions(all).await?;
    questions.retain(|question| {
        area.is_none_or(|scope| {
            question
                .area
                .as_ref()
                .is_some_and(|code| app.areas.covers(scope, code))
        })
    });
    Ok(questions)
}

/// The question of a number.
pub async fn find(app: &App, no: i64) -> Result<Question> {
    app.store
        .question(no)
        .await?
        .ok_or(Refusal::NoSuchQuestion(no))
}

/// Gives a question to an officer of its area.
pub async fn assign(app: &App, by: &Officer, no: i64, to: &Officer) -> Result<()> {
    let question = find(app, no).await?;
    for officer in [by, to] {
        speaks_for(app, officer, &question)?;
    }
    let mut tx = app.store.begin().await?;
    tx.assign(no, to.id).await?;
    Ok(tx.commit().await?)
}

/// Answers a question, once, by the gateway it came by.
pub async fn answer(app: &App, by: &Officer, no: i64, text: &str) -> Result<()> {
    let question = find(app, no).await?;
    speaks_for(app, by, &question)?;
    let text = nfc(text.trim());
    if text.is_empty() {
        return Err(Refusal::EmptyAnswer);
    }
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    if !tx.answered(no, by.id, now).await? {
        return Err(Refusal::AnsweredAlready(no));
    }
    let reply = Reply {
        way: question.way,
        to: question.from.expose().to_owned(),
        text: match question.way {
            Way::Sms => sms::plain(&text),
            _ => text,
        },
    };
    let send_by = now.saturating_add(WORTH).unwrap_or(now);
    tx.add_reply(&question.gateway, &reply, send_by, now)
        .await?;
    tx.commit().await?;
    super::ring(app, reply::BELL).await
}

fn speaks_for(app: &App, officer: &Officer, question: &Question) -> Result<()> {
    let codes: Vec<AreaCode> = question.area.iter().cloned().collect();
    Ok(officer.speaks_for(&codes, app.areas)?)
}
