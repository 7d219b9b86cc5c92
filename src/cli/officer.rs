//! `loa officer add|list`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::session::{self, Session};
use crate::app::App;
use crate::domain::officer::{Duty, Officer};
use crate::domain::person::{Address, Way};
use crate::hub;

/// Officers of the office.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa officer list")]
pub struct OfficerCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add an officer
    #[command(
        after_help = "Example: loa officer add \"Lò Văn An\" --area 03163 --role approver --phone 0912345678"
    )]
    Add {
        /// The officer's name
        name: String,
        /// What they speak for: a commune's or a province's code, or VN
        #[arg(long, value_name = "CODE")]
        area: String,
        /// What they are trusted with
        #[arg(long, value_enum)]
        role: Duty,
        /// A number they are paged on
        #[arg(long)]
        phone: Vec<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Who may write and approve, and for which area
    #[command(after_help = "Example: loa officer list --json")]
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

impl OfficerCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let app = session.open().await?;
        match self.verb {
            Verb::Add {
                name,
                area,
                role,
                phone,
                json,
            } => {
                let area = app.areas.scope(&area).map_err(hub::Refusal::from)?;
                let ways = phone
                    .iter()
                    .map(|phone| Address::parse(Way::Sms, phone))
                    .collect::<Result<Vec<_>, _>>()
                    .map_err(hub::Refusal::from)?;
                let officer = hub::people::add_officer(&app, &name, area, role, &ways).await?;
                if json {
                    return session::json(&value(&officer));
                }
                let [name, duty, area] = words(&session, &app, &officer);
                session.print(
                    "officer-added",
                    &[("officer", name), ("duty", duty), ("area", area)],
                );
            }
            Verb::List { json } => {
                let officers = app.store.officers().await?;
                if json {
                    return session::json(&officers.iter().map(value).collect::<Vec<_>>());
                }
                if officers.is_empty() {
                    session.print("officers-none", &[]);
                    return Ok(());
                }
                let mut table = session.table(&["head-name", "head-duty", "head-area"], 9);
                for officer in &officers {
                    table.add_row(words(&session, &app, officer));
                }
                println!("{table}");
            }
        }
        Ok(())
    }
}

fn value(officer: &Officer) -> Value {
    json!({
        "id": officer.id, "name": officer.name, "area": officer.area, "role": officer.duty.as_str(),
    })
}

/// Name, duty and area as a person reads them.
fn words(session: &Session, app: &App, officer: &Officer) -> [String; 3] {
    [
        officer.name.clone(),
        session.word(&format!("duty-{}", officer.duty.as_str())),
        app.areas.name_of(&officer.area),
    ]
}
