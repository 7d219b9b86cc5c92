//! `loa notice send FILE`: written, approved and sent in one go, for scripts
//! and for offices whose two officers sit at one table.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use tokio::sync::watch;

use super::session::{self, Session};
use super::{coverage, preview};
use crate::app::App;
use crate::domain::coverage::Counts;
use crate::domain::notice::Notice;
use crate::hub::audience::Walk;
use crate::hub::compose::{NoticeFile, compose, draft};
use crate::hub::cover::cover;
use crate::hub::people::officer;
use crate::hub::restore::{look_before_work, may_set_moving};
use crate::hub::{Refusal, approve, budget, hours, registered, wording};
use crate::{web, worker};

/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Write, approve and send in one go.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: loa notice send lu-quet.toml --as \"Lò Văn An\" --approved-by \"Vàng Thị Bình\" --wait"
)]
pub struct Send {
    /// The notice file
    file: PathBuf,
    /// The officer who writes it
    #[arg(long = "as", value_name = "NAME")]
    author: String,
    /// The officer who answers for it; several may
    #[arg(long, value_name = "NAME", required_unless_present = "dry_run")]
    approved_by: Vec<String>,
    /// Show what would leave; write and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Deliver from here, and return when nothing more is expected
    #[arg(long)]
    wait: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Send {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let (app, listener) = if self.wait {
            ready(&session).await?
        } else {
            (session.open().await?, None)
        };
        let author = officer(&app, &self.author).await?;
        let mut approvers = Vec::new();
        for name in &self.approved_by {
            approvers.push(officer(&app, name).await?);
        }
        let content = NoticeFile::read(&self.file)?.content(&app)?;
        // Nothing is written before it is sure that it may go.
        let draft = draft(&app, &author, content.clone())?;
        approve::allowed(&app, &approvers, &draft, &[author.id])?;
        hours::in_time(&app, &draft)?;
        approve::may_leave(&app, &draft)?;
        may_set_moving(&app).await?;
        approve::somebody_to_reach(&app, &draft).await?;
        registered::may_be_taken(&app, &draft).await?;
        budget::afford(&app, &draft).await?;
        if self.dry_run {
            return dry_run(&session, &app, draft, self.json).await;
        }
        let notice = compose(&app, &author, content).await?;
        let preview = crate::hub::preview::preview(&app, &notice).await?;
        approve::approve_by_all(&app, &approvers, notice.id, &notice.hash).await?;
        if !self.json {
            println!("{}", preview::words(&session, &preview));
        }
        if self.wait {
            wait_until_done(&session, &app, &notice, listener, self.json).await?;
            return report(&session, &app, &notice, self.json).await;
        }
        if self.json {
            return session::json(&serde_json::json!({ "notice": notice.id, "code": notice.code }));
        }
        session.print("send-queued", &[("code", notice.code.clone())]);
        Ok(())
    }
}

/// Opens the program with a door for receipts: the configured one, unless a
/// `loa serve` already stands there and takes them. Another program there
/// would swallow every receipt.
async fn ready(session: &Session) -> anyhow::Result<(App, Option<tokio::net::TcpListener>)> {
    let address = &session.config.listen;
    let listener = match session.door(address, "LOA_LISTEN").await {
        Err(_) if web::stands_at(address).await => None,
        opened => Some(opened?),
    };
    let app = session.open().await?;
    // Before anything is approved: a restored office would only hold it.
    look_before_work(&app).await?;
    Ok((app, listener))
}

/// Delivers from this process until nothing more is expected of a notice.
pub async fn wait_until_done(
    session: &Session,
    app: &App,
    notice: &Notice,
    listener: Option<tokio::net::TcpListener>,
    quiet: bool,
) -> anyhow::Result<()> {
    let (halt, stop) = watch::channel(false);
    let engine = tokio::spawn(worker::run_node(app.clone(), "send", stop.clone()));
    let pages = listener.map(|listener| tokio::spawn(web::serve(app.clone(), listener, stop)));
    let bar = if quiet { ProgressBar::hidden() } else { bar() };
    while !done(app, notice).await? {
        anyhow::ensure!(
            !engine.is_finished(),
            "the delivery engine ended; run with RUST_LOG=info to see why"
        );
        show(session, &bar, &app.store.progress(notice.id).await?);
        tokio::time::sleep(LOOK).await;
    }
    show(session, &bar, &app.store.progress(notice.id).await?);
    bar.finish_and_clear();
    halt.send(true)?;
    engine.await??;
    if let Some(pages) = pages {
        pages.await??;
    }
    Ok(())
}

async fn done(app: &App, notice: &Notice) -> anyhow::Result<bool> {
    let now = app.clock.now();
    let before = now
        .saturating_sub(crate::hub::horizon(app))
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let Some(current) = app.store.notice(notice.id).await? else {
        return Ok(true);
    };
    if current.state.ended() {
        return Ok(!app.store.is_open(notice.id, before).await?);
    }
    Ok(current.planned_at.is_some()
        && app.store.progress(notice.id).await?.waiting == 0
        && !app.store.is_open(notice.id, before).await?)
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(1);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}\n{msg}") {
        bar.set_style(style);
    }
    bar
}

fn show(session: &Session, bar: &ProgressBar, counts: &Counts) {
    let n = |n: i64| session.number(n);
    bar.set_length(counts.total().max(1).unsigned_abs());
    bar.set_position((counts.total() - counts.waiting).unsigned_abs());
    bar.set_message(session.text(
        "progress",
        &[
            ("delivered", n(counts.delivered)),
            ("accepted", n(counts.accepted)),
            ("failed", n(counts.failed)),
        ],
    ));
}

/// Prints the coverage a send came to.
pub async fn report(
    session: &Session,
    app: &App,
    notice: &Notice,
    json: bool,
) -> anyhow::Result<()> {
    let coverage = cover(app, notice.id).await?;
    if json {
        return session::json(&coverage);
    }
    println!("{}", coverage::words(session, &coverage));
    Ok(())
}

/// What would leave: the preview, and one message of each way and language.
async fn dry_run(session: &Session, app: &App, notice: Notice, json: bool) -> anyhow::Result<()> {
    let preview = crate::hub::preview::preview(app, &notice).await?;
    if json {
        return session::json(
            &serde_json::json!({ "dry_run": true, "preview": preview, "renders": notice.renders }),
        );
    }
    println!("{}", preview::words(session, &preview));
    let mut shown = std::collections::BTreeSet::new();
    let mut walk = Walk::from(app, &notice, "")?;
    loop {
        let page = walk.next(app).await.map_err(Refusal::from)?;
        for visit in &page.people {
            for step in &visit.steps {
                let texts = wording::texts_for(step.way, &notice.renders);
                let Some((lang, text)) =
                    wording::text_for(step.way, visit.candidate.language, &texts)
                else {
                    continue;
                };
                if shown.insert((step.way, lang)) {
                    println!(
                        "\n[{} · {}]\n{text}",
                        session.word(&format!("channel-{}", step.way)),
                        lang.name_vi()
                    );
                }
            }
        }
        if page.last {
            break;
        }
    }
    session.print("send-dry", &[]);
    Ok(())
}
