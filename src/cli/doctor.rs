//! `loa doctor`: everything the office depends on, and what to do about it.

use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::session::{self, Session};
use crate::app::App;
use crate::hub::{budget, page};
use crate::speech;

/// How long a gateway may take to be found.
const PATIENCE: Duration = Duration::from_secs(6);

/// Checks everything the office depends on. Not zero where something must be
/// done.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa doctor")]
pub struct Doctor {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// One line of the examination.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    sound: bool,
    says: String,
}

impl Doctor {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let mut findings = Vec::new();
        match session.open().await {
            Ok(app) => examine(&session, &app, &mut findings).await?,
            Err(error) => findings.push(Finding {
                what: "database",
                sound: false,
                says: session::sentence(&error),
            }),
        }
        let ill = findings.iter().filter(|finding| !finding.sound).count();
        if self.json {
            session::json(&findings)?;
        } else {
            for finding in &findings {
                println!(
                    "{} {:<9} {}",
                    if finding.sound { "✓" } else { "✗" },
                    finding.what,
                    finding.says
                );
            }
        }
        anyhow::ensure!(
            ill == 0,
            session.text("doctor-ill", &[("things", ill.to_string())])
        );
        Ok(())
    }
}

async fn examine(session: &Session, app: &App, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let mut find = |what, sound, says| findings.push(Finding { what, sound, says });
    let engine = app.store.engine().to_owned();
    find(
        "database",
        true,
        session.text("doctor-database", &[("engine", engine)]),
    );
    let (key, at) = clock(app).await?;
    let at = speech::moment(session.lang, at);
    let args = [("now", at.clone()), ("reached", at)];
    find("clock", key == "doctor-clock", session.text(key, &args));
    let path = std::path::absolute(&app.config.key_file)?
        .display()
        .to_string();
    let fingerprint = app.store.keys().fingerprint().to_owned();
    find(
        "key",
        true,
        session.text(
            "doctor-key",
            &[("path", path), ("fingerprint", fingerprint)],
        ),
    );
    if let Some(quarantine) = app.store.quarantine().await? {
        let args = [
            ("since", speech::moment(session.lang, quarantine.since)),
            ("why", quarantine.why.as_str().to_owned()),
        ];
        find("restore", false, session.text("doctor-quarantine", &args));
    }
    let people = app.store.count_people().await?;
    find(
        "people",
        people > 0,
        session.text("doctor-people", &[("people", session.number(people))]),
    );
    let local = ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|name| app.config.public_url.contains(name));
    let key = if local {
        "doctor-url-local"
    } else {
        "doctor-url"
    };
    find(
        "url",
        true,
        session.text(key, &[("url", app.config.public_url.clone())]),
    );
    if app.gateways.ways().is_empty() {
        find("gateways", false, session.word("doctor-no-gateway"));
    }
    for channel in app.gateways.iter() {
        let limits = channel.limits();
        let way = session.word(&format!("channel-{}", limits.carries));
        let fault = match tokio::time::timeout(PATIENCE, channel.check()).await {
            Ok(reached) => reached.err(),
            Err(_) => Some("no answer".to_owned()),
        };
        let key = match &fault {
            Some(_) => "doctor-gateway-down",
            None if limits.simulated => "doctor-gateway-simulated",
            None => "doctor-gateway",
        };
        let args = [
            ("gateway", channel.name().to_owned()),
            ("way", way),
            ("fault", fault.clone().unwrap_or_default()),
        ];
        find("gateway", fault.is_none(), session.text(key, &args));
    }
    // Before the alerts: this closes those of other months.
    budget::passed(app).await?;
    for alert in app.store.alerts().await? {
        let says = session.say(&page::words(&alert));
        find(
            "alert",
            false,
            session.text("doctor-alert", &[("alert", says)]),
        );
    }
    for fault in app.speech.faults().iter().filter(|fault| !fault.is_gap()) {
        use crate::domain::say::Said;
        find("words", false, session.say(&fault.said()));
    }
    Ok(())
}

/// Whether this machine's clock is behind what is known, or the engine's has
/// jumped; and the time that is believed.
async fn clock(app: &App) -> anyhow::Result<(&'static str, Timestamp)> {
    let now = app.clock.now();
    Ok(match app.store.reached().await? {
        Some(reached) if !reached.trusted => ("doctor-clock-doubted", reached.at),
        _ if !app.clock.trusted() => ("doctor-clock-behind", now),
        _ => ("doctor-clock", now),
    })
}
