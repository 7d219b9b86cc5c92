//! `loa inbox list|show|assign|answer`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::session::{self, Session};
use crate::app::App;
use crate::hub::{self, Refusal, inbox};
use crate::speech;
use crate::store::questions::Question;

/// What people wrote to the office.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa inbox list")]
pub struct InboxCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// What nobody has answered yet
    #[command(after_help = "Example: loa inbox list --area 03163")]
    List {
        /// Only of this commune or province
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        /// What was answered as well
        #[arg(long)]
        all: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// One of them, with its words
    #[command(after_help = "Example: loa inbox show 12")]
    Show {
        /// Its number in the list
        number: i64,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Give it to an officer
    #[command(
        after_help = "Example: loa inbox assign 12 --to \"Vàng Thị Bình\" --as \"Lò Văn An\""
    )]
    Assign {
        /// Its number in the list
        number: i64,
        /// Who is to answer it
        #[arg(long, value_name = "NAME")]
        to: String,
        /// Who you are
        #[arg(long = "as", value_name = "NAME")]
        by: String,
    },
    /// Answer it, by the way it came
    #[command(
        after_help = "Example: loa inbox answer 12 --as \"Lò Văn An\" \"Thứ sáu xã tiêm ở trạm y tế.\""
    )]
    Answer {
        /// Its number in the list
        number: i64,
        /// What is said
        text: String,
        /// Who you are
        #[arg(long = "as", value_name = "NAME")]
        by: String,
    },
}

impl InboxCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let app = session.open().await?;
        match self.verb {
            Verb::List { area, all, json } => {
                let area = area.map(|code| app.areas.scope(&code)).transpose();
                let area = area.map_err(Refusal::from)?;
                let questions = inbox::list(&app, area.as_ref(), all).await?;
                list(&session, &app, &questions, json)?;
            }
            Verb::Show { number, json } => {
                let question = inbox::find(&app, number).await?;
                show(&session, &app, &question, json)?;
            }
            Verb::Assign { number, to, by } => {
                let [by, to] = [
                    hub::people::officer(&app, &by).await?,
                    hub::people::officer(&app, &to).await?,
                ];
                inbox::assign(&app, &by, number, &to).await?;
                let args = [("number", number.to_string()), ("officer", to.name)];
                session.print("inbox-assigned", &args);
            }
            Verb::Answer { number, text, by } => {
                let by = hub::people::officer(&app, &by).await?;
                inbox::answer(&app, &by, number, &text).await?;
                session.print("inbox-answered", &[("number", number.to_string())]);
            }
        }
        Ok(())
    }
}

fn list(session: &Session, app: &App, questions: &[Question], json: bool) -> anyhow::Result<()> {
    if json {
        return session::json(&questions.iter().map(value).collect::<Vec<_>>());
    }
    if questions.is_empty() {
        session.print("inbox-empty", &[]);
        return Ok(());
    }
    let headings = [
        "head-number",
        "head-when",
        "head-commune",
        "head-officer",
        "head-words",
    ];
    let mut table = session.table(&headings, 9);
    for question in questions {
        table.add_row([
            question.no.to_string(),
            speech::moment(session.lang, question.received_at),
            commune(app, question),
            officer(question),
            begin(&question.text),
        ]);
    }
    println!("{table}");
    Ok(())
}

fn show(session: &Session, app: &App, question: &Question, json: bool) -> anyhow::Result<()> {
    if json {
        return session::json(&value(question));
    }
    let args = [
        ("number", question.no.to_string()),
        ("when", speech::moment(session.lang, question.received_at)),
        ("commune", commune(app, question)),
    ];
    session.print("inbox-question", &args);
    println!("{}", question.text);
    if let Some(by) = &question.answered_by {
        session.print("inbox-answered-by", &[("officer", by.clone())]);
    }
    Ok(())
}

/// Never the number: who answers does not need it.
fn value(question: &Question) -> Value {
    json!({
        "number": question.no, "channel": question.way, "area": question.area, "text": question.text,
        "received_at": question.received_at, "assigned_to": question.assigned_to,
        "answered_by": question.answered_by,
    })
}

fn commune(app: &App, question: &Question) -> String {
    let area = question.area.as_ref();
    area.map(|code| app.areas.name_of(code)).unwrap_or_default()
}

fn officer(question: &Question) -> String {
    let name = question
        .answered_by
        .as_ref()
        .or(question.assigned_to.as_ref());
    name.cloned().unwrap_or_default()
}

/// The first words of a text.
fn begin(text: &str) -> String {
    const LETTERS: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LETTERS {
        return line;
    }
    line.chars().take(LETTERS).chain(['…']).collect()
}
