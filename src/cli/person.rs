//! `loa person show|optout|advertise|forget`.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::session::{self, Session};
use crate::domain::language::Lang;
use crate::domain::person::{Address, Way};
use crate::hub::{Refusal, people};
use crate::speech;
use crate::store::contacts::Person;

/// One person, found by a number or a chat id.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa person show 0912345678")]
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
    /// Write down that an address agrees to advertising
    #[command(after_help = "Example: loa person advertise 0912345678")]
    Advertise {
        #[command(flatten)]
        target: Target,
        /// It agrees no longer
        #[arg(long)]
        stop: bool,
    },
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
                    return session::json(&found.iter().map(value).collect::<Vec<_>>());
                }
                let headings = [
                    "head-name",
                    "head-village",
                    "head-commune",
                    "head-language",
                    "head-role",
                    "head-ways",
                    "head-consent",
                ];
                let mut table = session.table(&headings, 9);
                for p in found {
                    let language = Lang::parse(&p.language);
                    table.add_row([
                        p.name.clone(),
                        p.village.clone().unwrap_or_default(),
                        app.areas.name_of(&p.area),
                        language.map_or(p.language.clone(), |lang| lang.name_vi().to_owned()),
                        session.word(&role(p.role)),
                        ways(&session, &p),
                        consent(&session, &p),
                    ]);
                }
                println!("{table}");
            }
            Verb::Optout(target) => {
                people::show(&app, &target.address()?).await?;
                let changed = people::set_silent(&app, &target.address()?, true).await?;
                if target.json {
                    return session::json(&json!({ "silent": true, "changed": changed }));
                }
                session.print("person-silent", &[]);
            }
            Verb::Advertise { target, stop } => {
                people::show(&app, &target.address()?).await?;
                people::advertise(&app, &target.address()?, !stop).await?;
                if target.json {
                    return session::json(&json!({ "promotional": !stop }));
                }
                let key = if stop {
                    "person-advertising-off"
                } else {
                    "person-advertising-on"
                };
                session.print(key, &[]);
            }
            Verb::Forget(target) => {
                let people = people::forget(&app, &target.address()?).await?;
                if target.json {
                    return session::json(&json!({ "forgotten": people }));
                }
                session.print("person-forgotten", &[("people", people.to_string())]);
            }
        }
        Ok(())
    }
}

fn value(p: &Person) -> Value {
    let ways: Vec<Value> = p
        .ways
        .iter()
        .map(|(way, silent)| json!({ "channel": way, "silent": silent }))
        .collect();
    json!({
        "id": p.id, "name": p.name, "area": p.area, "village": p.village, "language": p.language,
        "role": p.role, "consent_by": p.consent_by, "consent_at": p.consent_at,
        "promotional": p.advertising, "channels": ways,
    })
}

/// The ways of a person in words; how many of a kind, never which.
fn ways(session: &Session, person: &Person) -> String {
    let mut kinds: Vec<((Way, bool), usize)> = Vec::new();
    for way in &person.ways {
        match kinds.iter_mut().find(|(kind, _)| kind == way) {
            Some((_, many)) => *many += 1,
            None => kinds.push((*way, 1)),
        }
    }
    let words = kinds.into_iter().map(|((way, silent), many)| {
        let word = session.word(&format!("channel-{way}"));
        let word = if many > 1 {
            format!("{many} × {word}")
        } else {
            word
        };
        if silent {
            session.text("person-way-silent", &[("way", word)])
        } else {
            word
        }
    });
    words.collect::<Vec<_>>().join("; ")
}

/// Who took the consent, and when; whether there is one to advertising.
fn consent(session: &Session, person: &Person) -> String {
    let day = person.consent_at.as_ref().map(|written| {
        written
            .parse::<Date>()
            .and_then(|day| day.to_zoned(TimeZone::UTC))
            .map_or(written.clone(), |day| {
                speech::day(session.lang, day.timestamp())
            })
    });
    let told = match (person.consent_by.clone(), day) {
        (Some(by), Some(day)) => session.text("person-consent", &[("by", by), ("day", day)]),
        (Some(by), None) => session.text("person-consent-no-day", &[("by", by)]),
        (None, Some(day)) => session.text("person-consent-nobody", &[("day", day)]),
        (None, None) => session.word("person-consent-none"),
    };
    if person.advertising {
        session.text("person-consent-advertising", &[("consent", told)])
    } else {
        told
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
