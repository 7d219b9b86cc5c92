//! `loa notice …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::send::Send;
use super::session::{self, Session};
use super::{deeds, preview};
use crate::app::App;
use crate::domain::notice::{Deed, Notice};
use crate::hub::compose::{NoticeFile, compose, edit, find_by_word};
use crate::hub::people::officer;
use crate::hub::{approve, control};
use crate::speech;

/// Notices: write, preview, approve, send, stop.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa notice new lu-quet.toml --as \"Lò Văn An\"")]
pub struct NoticeCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write a notice from a file
    #[command(after_help = "Example: loa notice new lu-quet.toml --as \"Lò Văn An\"")]
    New {
        /// The notice file
        file: PathBuf,
        #[command(flatten)]
        by: By,
    },
    /// Replace a draft by a file
    #[command(after_help = "Example: loa notice edit AB2CD3 lu-quet.toml --as \"Lò Văn An\"")]
    Edit {
        /// Id or code of the notice
        id: String,
        /// The notice file
        file: PathBuf,
        #[command(flatten)]
        by: By,
    },
    /// The latest notices
    #[command(after_help = "Example: loa notice list --most 5")]
    List {
        /// How many
        #[arg(long, default_value_t = 20)]
        most: i64,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// One notice, word for word as it will leave
    #[command(after_help = "Example: loa notice show AB2CD3")]
    Show(Which),
    /// People, parts, cost, languages: before anybody answers for it
    #[command(after_help = "Example: loa notice preview AB2CD3")]
    Preview(Which),
    /// Answer for a notice somebody else wrote, and set it moving
    #[command(after_help = "Example: loa notice approve AB2CD3 --as \"Vàng Thị Bình\"")]
    Approve {
        /// Id or code of the notice
        id: String,
        /// The hash that `show` printed: refused if it was changed since
        #[arg(long)]
        hash: Option<String>,
        #[command(flatten)]
        by: By,
    },
    /// Hold it back
    #[command(after_help = "Example: loa notice pause AB2CD3 --as \"Lò Văn An\"")]
    Pause {
        /// Id or code of the notice
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// Let it go on
    #[command(after_help = "Example: loa notice resume AB2CD3 --as \"Lò Văn An\"")]
    Resume {
        /// Id or code of the notice
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// End it: nothing more leaves; a draft is discarded
    #[command(after_help = "Example: loa notice stop AB2CD3 --as \"Lò Văn An\"")]
    Stop {
        /// Id or code of the notice
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// Send it again to those of whom nobody knows whether they have it
    #[command(after_help = "Example: loa notice resend AB2CD3 --as \"Vàng Thị Bình\"")]
    Resend {
        /// Id or code of the notice
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// Write, approve and send in one go
    Send(Send),
}

#[derive(Debug, Args)]
struct Which {
    /// Id or code of the notice
    id: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct By {
    /// The officer who does it
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl NoticeCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let verb = match self.verb {
            Verb::Send(send) => return send.run(session).await,
            verb => verb,
        };
        let app = session.open().await?;
        match verb {
            Verb::New { file, by } => {
                let author = officer(&app, &by.name).await?;
                let notice =
                    compose(&app, &author, NoticeFile::read(&file)?.content(&app)?).await?;
                shown(&session, &app, &notice, by.json)
            }
            Verb::Edit { id, file, by } => {
                let editor = officer(&app, &by.name).await?;
                let notice = find_by_word(&app, &id).await?;
                let notice = edit(
                    &app,
                    &editor,
                    notice.id,
                    NoticeFile::read(&file)?.content(&app)?,
                )
                .await?;
                shown(&session, &app, &notice, by.json)
            }
            Verb::List { most, json } => list(&session, &app, most, json).await,
            Verb::Show(which) => {
                let notice = find_by_word(&app, &which.id).await?;
                if which.json {
                    let mut all = value(&notice);
                    deeds::add(&app, &notice, &mut all).await?;
                    return session::json(&all);
                }
                shown(&session, &app, &notice, false)?;
                deeds::print(&session, &app, &notice).await
            }
            Verb::Preview(which) => {
                let notice = find_by_word(&app, &which.id).await?;
                preview::print(&session, &app, &notice, which.json).await
            }
            Verb::Approve { id, hash, by } => {
                let approver = officer(&app, &by.name).await?;
                let notice = find_by_word(&app, &id).await?;
                let seen = hash.unwrap_or_else(|| notice.hash.clone());
                let notice = approve::approve(&app, &approver, notice.id, &seen).await?;
                moved(&session, &notice, by.json)?;
                preview::tell_if_passed(&session, &app).await
            }
            Verb::Pause { id, by } => decree(&session, &app, &id, &by, Deed::Pause).await,
            Verb::Resume { id, by } => decree(&session, &app, &id, &by, Deed::Resume).await,
            Verb::Stop { id, by } => decree(&session, &app, &id, &by, Deed::Stop).await,
            Verb::Resend { id, by } => decree(&session, &app, &id, &by, Deed::Resend).await,
            Verb::Send(_) => Ok(()),
        }
    }
}

async fn decree(session: &Session, app: &App, id: &str, by: &By, deed: Deed) -> anyhow::Result<()> {
    let who = officer(app, &by.name).await?;
    let notice = find_by_word(app, id).await?;
    let notice = control::control(app, &who, notice.id, deed).await?;
    moved(session, &notice, by.json)
}

fn moved(session: &Session, notice: &Notice, json: bool) -> anyhow::Result<()> {
    if json {
        return session::json(&value(notice));
    }
    let state = session.word(&format!("state-{}", notice.state.as_str()));
    session.print(
        "notice-moved",
        &[("code", notice.code.clone()), ("state", state)],
    );
    Ok(())
}

fn value(notice: &Notice) -> Value {
    json!({
        "notice": notice.id, "code": notice.code, "state": notice.state, "hash": notice.hash,
        "content": notice.content, "renders": notice.renders,
    })
}

async fn list(session: &Session, app: &App, most: i64, json: bool) -> anyhow::Result<()> {
    let notices = app.store.notices(most).await?;
    if json {
        return session::json(&notices.iter().map(value).collect::<Vec<_>>());
    }
    let mut table = session.table(
        &[
            "head-code",
            "head-state",
            "head-urgency",
            "head-title",
            "head-written",
        ],
        9,
    );
    for notice in notices {
        table.add_row([
            notice.code,
            session.word(&format!("state-{}", notice.state.as_str())),
            session.word(&format!("urgency-{}", notice.content.urgency.as_str())),
            notice.content.title,
            speech::moment(session.lang, notice.created_at),
        ]);
    }
    println!("{table}");
    Ok(())
}

fn shown(session: &Session, app: &App, notice: &Notice, json: bool) -> anyhow::Result<()> {
    if json {
        return session::json(&value(notice));
    }
    let areas: Vec<String> = notice
        .content
        .audience
        .areas
        .iter()
        .map(|code| app.areas.name_of(code))
        .collect();
    session.print(
        "notice-shown",
        &[
            ("code", notice.code.clone()),
            ("id", notice.id.to_string()),
            ("title", notice.content.title.clone()),
            (
                "state",
                session.word(&format!("state-{}", notice.state.as_str())),
            ),
            (
                "urgency",
                session.word(&format!("urgency-{}", notice.content.urgency.as_str())),
            ),
            ("issuer", notice.content.issuer.clone()),
            ("document", notice.content.document.clone()),
            ("areas", areas.join(", ")),
            (
                "sendby",
                speech::moment(session.lang, notice.content.send_by),
            ),
            ("hash", notice.hash.clone()),
        ],
    );
    for (lang, render) in &notice.renders {
        for (form, text) in [
            ("sms", &render.sms),
            ("plain", &render.sms_plain),
            ("chat", &render.chat),
        ] {
            if let Some(text) = text {
                println!(
                    "\n[{} · {}]\n{text}",
                    lang.name_vi(),
                    session.word(&format!("form-{form}"))
                );
            }
        }
    }
    Ok(())
}
