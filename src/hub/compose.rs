//! Writing a notice down, and changing it before anybody answers for it.

use std::collections::BTreeSet;

use ring::rand::{SecureRandom, SystemRandom};

pub use super::notice_file::NoticeFile;
use super::{Refusal, Result, wording};
use crate::app::App;
use crate::domain::area::AreaCode;
use crate::domain::check;
use crate::domain::code;
use crate::domain::id::NoticeId;
use crate::domain::notice::{Content, Deed, Notice, NoticeState, Renders, content_hash};
use crate::domain::officer::{Barred, Officer};
use crate::store;

/// Stands for the code of a draft that is written nowhere: as long as one, and
/// none that anybody could ask after.
const NO_CODE: &str = "......";

/// A draft, checked and framed, that is written nowhere yet and has no code.
pub fn draft(app: &App, author: &Officer, content: Content) -> Result<Notice> {
    framed(app, author, content, NO_CODE.to_owned())
}

fn framed(app: &App, author: &Officer, content: Content, code: String) -> Result<Notice> {
    author.speaks_for(&content.audience.areas, app.areas)?;
    let now = app.clock.now();
    let renders = faultless(app, &content, &code)?;
    Ok(Notice {
        id: NoticeId::at(now),
        hash: content_hash(&content, &renders).map_err(store::Error::from)?,
        code,
        renders,
        content,
        state: NoticeState::Draft,
        author: author.id,
        version: 1,
        planned_at: None,
        created_at: now,
    })
}

/// Writes a draft in an officer's name.
pub async fn compose(app: &App, author: &Officer, content: Content) -> Result<Notice> {
    loop {
        let notice = framed(app, author, content.clone(), fresh_code())?;
        let mut tx = app.store.begin().await?;
        // Codes are few enough for two notices to draw the same one.
        if tx
            .add_notice(&notice, &communes(app, &notice.content))
            .await?
        {
            tx.note_deed(&notice, author.id, Deed::Write, notice.created_at)
                .await?;
            tx.commit().await?;
            return Ok(notice);
        }
    }
}

/// Changes a draft. Whoever edits may not approve.
pub async fn edit(app: &App, editor: &Officer, id: NoticeId, content: Content) -> Result<Notice> {
    let mut notice = find(app, id).await?;
    editor.may(Deed::Edit, &notice, &[], app.areas)?;
    editor.speaks_for(&content.audience.areas, app.areas)?;
    notice.renders = faultless(app, &content, &notice.code)?;
    notice.hash = content_hash(&content, &notice.renders).map_err(store::Error::from)?;
    notice.content = content;
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    if !tx
        .rewrite_notice(&notice, &communes(app, &notice.content))
        .await?
    {
        return Err(changed(app, id, Deed::Edit).await?);
    }
    tx.note_deed(&notice, editor.id, Deed::Edit, now).await?;
    tx.commit().await?;
    find(app, id).await
}

/// The notice of an id.
pub async fn find(app: &App, id: NoticeId) -> Result<Notice> {
    app.store
        .notice(id)
        .await?
        .ok_or_else(|| Refusal::NoSuchNotice(id.to_string()))
}

/// The notice of an id or of a verification code.
pub async fn find_by_word(app: &App, word: &str) -> Result<Notice> {
    let found = match (word.parse::<NoticeId>(), code::parse(word)) {
        (Ok(id), _) => app.store.notice(id).await?,
        (_, Some(code)) => app.store.notice_by_code(&code).await?,
        _ => None,
    };
    found.ok_or_else(|| Refusal::NoSuchNotice(word.to_owned()))
}

/// Why a write found nothing to change: the state forbids the deed now, or
/// somebody else was faster.
pub(super) async fn changed(app: &App, id: NoticeId, deed: Deed) -> Result<Refusal> {
    let notice = find(app, id).await?;
    Ok(
        match notice.state.after(deed, notice.planned_at.is_some()) {
            None => Barred::State(deed, notice.state.as_str()).into(),
            Some(_) => Refusal::ChangedMeanwhile,
        },
    )
}

fn faultless(app: &App, content: &Content, code: &str) -> Result<Renders> {
    let mut faults = check::content(content, app.clock.now());
    let renders = wording::render(
        content,
        wording::Frame::of(content, code, &app.config),
        &app.speech,
    );
    faults.extend(check::renders(content, &renders));
    if faults.is_empty() {
        Ok(renders)
    } else {
        Err(Refusal::Faults(faults))
    }
}

fn communes(app: &App, content: &Content) -> BTreeSet<AreaCode> {
    content
        .audience
        .areas
        .iter()
        .flat_map(|area| app.areas.communes_of(area))
        .collect()
}

fn fresh_code() -> String {
    let mut bytes = [0u8; 16];
    // The system's randomness does not fail once it has started; a code made
    // without it would still be refused where it is taken.
    SystemRandom::new().fill(&mut bytes).ok();
    code::from_random(bytes)
}
