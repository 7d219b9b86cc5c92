//! `loa gateway templates`: what is registered, and what a text is of it.

use clap::Args;
use serde::Serialize;

use super::named;
use crate::app::App;
use crate::cli::session::{self, Session};
use crate::domain::catalogue::{Decision, Registered, Untaken};
use crate::domain::person::Way;

/// The texts that carriers have registered for a gateway.
#[derive(Debug, Args)]
pub struct Templates {
    /// The gateway's name in loa.toml; left out: all that carry SMS
    name: Option<String>,
    /// A text as it leaves, with `KT:` and its code: which template is it? Not
    /// zero where no gateway takes it
    #[arg(long, value_name = "TEXT")]
    check: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// One template, as it is shown.
#[derive(Serialize)]
struct Shown<'a> {
    gateway: &'a str,
    id: &'a str,
    state: Decision,
    text: &'a str,
    longest: Option<usize>,
    marks: bool,
}

/// What a gateway makes of a text.
#[derive(Serialize)]
struct Checked {
    gateway: String,
    taken: bool,
    template: Option<String>,
    untaken: Option<Untaken>,
}

impl Templates {
    pub async fn run(self, session: &Session) -> anyhow::Result<()> {
        let app = session.open().await?;
        let names: Vec<&str> = match &self.name {
            Some(name) => vec![named(session, &app, name)?.name()],
            None => app
                .gateways
                .of_way(Way::Sms)
                .map(|channel| channel.name())
                .collect(),
        };
        match &self.check {
            Some(text) => self.check(session, &app, &names, text),
            None => self.list(session, &app, &names),
        }
    }

    fn list(&self, session: &Session, app: &App, names: &[&str]) -> anyhow::Result<()> {
        let shown: Vec<Shown> = names.iter().flat_map(|name| shown(app, name)).collect();
        if self.json {
            return session::json(&shown);
        }
        if shown.is_empty() {
            session.print("templates-none", &[]);
            return Ok(());
        }
        let headings = ["head-gateway", "head-template", "head-state", "head-words"];
        let mut table = session.table(&headings, 4);
        for one in shown {
            table.add_row([
                one.gateway.to_owned(),
                one.id.to_owned(),
                session.word(&format!("template-{}", one.state.as_str())),
                one.text.to_owned(),
            ]);
        }
        println!("{table}");
        Ok(())
    }

    fn check(
        &self,
        session: &Session,
        app: &App,
        names: &[&str],
        text: &str,
    ) -> anyhow::Result<()> {
        let checked: Vec<Checked> = names.iter().map(|name| checked(app, name, text)).collect();
        if self.json {
            session::json(&checked)?;
        } else {
            for one in &checked {
                tell(session, one);
            }
        }
        anyhow::ensure!(
            checked.iter().any(|one| one.taken),
            session.word("templates-untaken")
        );
        Ok(())
    }
}

fn shown<'a>(app: &'a App, gateway: &'a str) -> Vec<Shown<'a>> {
    let show = |one: &'a Registered| Shown {
        gateway,
        id: &one.id,
        state: one.state,
        text: one.template.text(),
        longest: one.template.longest(),
        marks: one.template.has_marks(),
    };
    let catalogue = app.gateways.catalogue(gateway);
    catalogue
        .map(|catalogue| catalogue.iter().map(show).collect())
        .unwrap_or_default()
}

fn checked(app: &App, gateway: &str, text: &str) -> Checked {
    let judged = app
        .gateways
        .catalogue(gateway)
        .map(|catalogue| catalogue.judge(text));
    let (template, untaken) = match judged {
        None => (None, None),
        Some(Ok((one, _))) => (Some(one.id.clone()), None),
        Some(Err(why)) => (None, Some(why)),
    };
    Checked {
        gateway: gateway.to_owned(),
        taken: untaken.is_none(),
        template,
        untaken,
    }
}

fn tell(session: &Session, checked: &Checked) {
    let close = checked.untaken.as_ref().and_then(Untaken::template);
    let template = checked.template.as_deref().or(close);
    let why = match (&checked.template, &checked.untaken) {
        (_, Some(why)) => why.word(),
        (Some(_), None) => "taken",
        (None, None) => "any",
    };
    let longest = checked.untaken.as_ref().map_or(0, Untaken::longest);
    session.print(
        "templates-check",
        &[
            ("gateway", checked.gateway.clone()),
            ("why", why.to_owned()),
            ("template", template.unwrap_or_default().to_owned()),
            ("longest", longest.to_string()),
        ],
    );
}
