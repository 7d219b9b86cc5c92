//! `loa person show|optout|forget`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::session::{self, Session};
use crate::domain::person::{Address, Way};
use crate::hub::{Refusal, people};

/// One person, found by a number or a chat id.
#[derive(Debug, Args)]
pub struct PersonCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show whom an address serves; never the address itself
    #[command(after_help = "Example: loa person show 0912345678")]
    Show(Target),
    /// Send an address only what is a danger to life
    #[command(after_help = "Example: loa person optout 0912345678")]
    Optout(Target),
    /// Delete everyone an address serves, and the address
    #[command(after_help = "Example: loa person forget 0912345678")]
    Forget(Target),
}

#[derive(Debug, Args)]
struct Target {
    /// A phone number, or an id of the channel
    address: String,
    /// The channel the address is of
    #[arg(long, default_value = "sms", value_parser = way)]
    channel: Way,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn way(word: &str) -> Result<Way, String> {
    Way::parse(word).ok_or_else(|| "one of sms, zalo, telegram, push".to_owned())
}

impl Target {
    fn address(&self) -> Result<Address, Refusal> {
        Ok(Address::parse(self.channel, &self.address)?)
    }
}

impl PersonCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let app = session.open().await?;
        match self.verb {
            Verb::Show(target) => {
                let found = people::show(&app, &target.address()?).await?;
                if target.json {
                    let rows: Vec<_> = found
                        .iter()
                        .map(|p| {
                            let ways: Vec<_> = p.ways.iter().map(|(way, silent)| json!({ "channel": way, "silent": silent })).collect();
                            json!({ "id": p.id, "name": p.name, "area": p.area, "village": p.village, "language": p.language, "role": p.role, "channels": ways })
                        })
                        .collect();
                    return session::json(&rows);
                }
                let mut table = session.table(
                    &[
                        "head-name",
                        "head-village",
                        "head-language",
                        "head-role",
                        "head-ways",
                    ],
                    9,
                );
                for p in found {
                    let ways: Vec<String> = p
                        .ways
                        .iter()
                        .map(|(way, silent)| format!("{way}{}", if *silent { " (–)" } else { "" }))
                        .collect();
                    table.add_row([
                        p.name,
                        p.village.unwrap_or_default(),
                        p.language,
                        session.word(&role(p.role)),
                        ways.join(", "),
                    ]);
                }
                println!("{table}");
            }
            Verb::Optout(target) => {
                people::show(&app, &target.address()?).await?;
                people::set_silent(&app, &target.address()?, true).await?;
                session.print("person-silent", &[]);
            }
            Verb::Forget(target) => {
                let people = people::forget(&app, &target.address()?).await?;
                session.print("person-forgotten", &[("people", people.to_string())]);
            }
        }
        Ok(())
    }
}

fn role(role: crate::domain::person::Role) -> String {
    use crate::domain::person::Role;
    let word = match role {
        Role::Villager => "villager",
        Role::Relay => "relay",
        Role::Head => "head",
        Role::Officer => "officer",
    };
    format!("role-{word}")
}
