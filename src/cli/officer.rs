//! `loa officer add`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::session::{self, Session};
use crate::domain::officer::Duty;
use crate::domain::person::{Address, Way};
use crate::hub;

/// Officers of the office.
#[derive(Debug, Args)]
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
}

impl OfficerCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let Verb::Add {
            name,
            area,
            role,
            phone,
            json,
        } = self.verb;
        let app = session.open().await?;
        let area = app.areas.scope(&area).map_err(hub::Refusal::from)?;
        let ways = phone
            .iter()
            .map(|phone| Address::parse(Way::Sms, phone))
            .collect::<Result<Vec<_>, _>>();
        let officer =
            hub::people::add_officer(&app, &name, area, role, &ways.map_err(hub::Refusal::from)?)
                .await?;
        if json {
            return session::json(&json!({
                "id": officer.id, "name": officer.name, "area": officer.area, "role": officer.duty.as_str(),
            }));
        }
        let duty = session.word(&format!("duty-{}", officer.duty.as_str()));
        session.print(
            "officer-added",
            &[
                ("officer", officer.name),
                ("duty", duty),
                ("area", app.areas.name_of(&officer.area)),
            ],
        );
        Ok(())
    }
}
