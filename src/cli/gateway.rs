//! `loa gateway list|test`: what is configured, and one message through it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::watch;
use uuid::Uuid;

use super::session::{self, Session};
use crate::app::App;
use crate::channels::{Channel, ChannelConfig, Outgoing, Submitted};
use crate::domain::delivery::Outcome;
use crate::domain::person::{Address, Way};
use crate::domain::phone::Phone;
use crate::domain::say::Said;
use crate::domain::sms::{self, Encoding};
use crate::hub::receive;

/// How long a trial is worth delivering.
const WORTH: Duration = Duration::from_secs(600);
/// What stands in the place of a secret.
const HIDDEN: &str = "•••";

/// Gateways: what is configured, and a trial of one.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa gateway test aggregator --to 0912345678")]
pub struct GatewayCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The configured gateways, in the order they are tried
    #[command(after_help = "Example: loa gateway list")]
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Send one message that says it is a trial. Not zero where the gateway
    /// did not take it
    #[command(after_help = "Example: loa gateway test aggregator --to 0912345678")]
    Test {
        /// The gateway's name in loa.toml
        name: String,
        /// A mobile number whose owner expects it
        #[arg(long, value_name = "NUMBER")]
        to: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

impl GatewayCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        match self.verb {
            Verb::List { json } => list(&session, json).await,
            Verb::Test { name, to, json } => test(&session, &name, &to, json).await,
        }
    }
}

async fn list(session: &Session, json: bool) -> anyhow::Result<()> {
    let app = session.open().await?;
    if json {
        return session::json(&app.gateways.iter().map(value).collect::<Vec<_>>());
    }
    if app.gateways.ways().is_empty() {
        session.print("gateways-none", &[]);
        return Ok(());
    }
    let headings = [
        "head-gateway",
        "head-way",
        "head-confirms",
        "head-price",
        "head-rate",
    ];
    let mut table = session.table(&headings, 3);
    for channel in app.gateways.iter() {
        let limits = channel.limits();
        let confirms = if limits.simulated {
            "gateway-simulated"
        } else if channel.confirms() {
            "gateway-confirms"
        } else {
            "gateway-silent"
        };
        table.add_row([
            channel.name().to_owned(),
            session.word(&format!("channel-{}", limits.carries)),
            session.word(confirms),
            session.between(limits.price_vnd),
            rate(session, limits.per_second),
        ]);
    }
    println!("{table}");
    Ok(())
}

fn value(channel: &Arc<dyn Channel>) -> Value {
    let limits = channel.limits();
    json!({
        "name": channel.name(), "way": limits.carries, "confirms": channel.confirms(),
        "price_vnd": limits.price_vnd.most, "price_least_vnd": limits.price_vnd.least,
        "per_second": limits.per_second, "slots": limits.slots, "simulated": limits.simulated,
    })
}

/// Parts a second, or an hour where it is a modem.
fn rate(session: &Session, per_second: f64) -> String {
    let (key, rate) = if per_second < 1.0 {
        ("rate-hour", per_second * 3600.0)
    } else {
        ("rate-second", per_second)
    };
    session.text(key, &[("parts", format!("{rate:.0}"))])
}

async fn test(session: &Session, name: &str, to: &str, json: bool) -> anyhow::Result<()> {
    let phone = Phone::parse(to).map_err(|bad| {
        let why = session.say(&bad.said());
        anyhow::anyhow!(session.text("gateway-bad-number", &[("why", why)]))
    })?;
    let app = session.open().await?;
    let channel = find(session, &app, name)?;
    let text = app.speech.text(app.config.language, "sms-test", &[]);
    let exchange = Trial {
        app: &app,
        channel,
        phone,
    }
    .send(text)
    .await;
    if json {
        session::json(&exchange)?;
    } else {
        show(session, &exchange);
    }
    anyhow::ensure!(
        exchange.outcome == Outcome::Accepted,
        session.text(
            "gateway-not-taken",
            &[
                ("gateway", name.to_owned()),
                ("outcome", session.word(&word(exchange.outcome)))
            ]
        )
    );
    Ok(())
}

fn find<'a>(session: &Session, app: &'a App, name: &str) -> anyhow::Result<&'a Arc<dyn Channel>> {
    let Some(channel) = app.gateways.named(name) else {
        let names: Vec<&str> = app.gateways.iter().map(|one| one.name()).collect();
        if names.is_empty() {
            anyhow::bail!(session.word("gateways-none"));
        }
        let args = [("gateway", name.to_owned()), ("names", names.join(", "))];
        anyhow::bail!(session.text("gateway-unknown", &args));
    };
    let way = channel.limits().carries;
    if way != Way::Sms {
        let way = session.word(&format!("channel-{way}"));
        let args = [("gateway", name.to_owned()), ("way", way)];
        anyhow::bail!(session.text("gateway-not-sms", &args));
    }
    Ok(channel)
}

/// One message to one number through one gateway.
struct Trial<'a> {
    app: &'a App,
    channel: &'a Arc<dyn Channel>,
    phone: Phone,
}

/// What was sent and what came back, without number and secrets.
#[derive(Debug, Serialize)]
struct Exchange {
    gateway: String,
    simulated: bool,
    confirms: bool,
    to: String,
    text: String,
    encoding: Encoding,
    parts: usize,
    outcome: Outcome,
    code: Option<String>,
    ids: usize,
    retry_after_seconds: Option<u64>,
    milliseconds: u64,
}

impl Trial<'_> {
    /// Sends it. A gateway that holds a line gets one for as long as it takes;
    /// what is heard on it is stored as always.
    async fn send(&self, text: String) -> Exchange {
        let size = sms::measure(&text);
        let message = Outgoing {
            // No delivery has such a name: its receipt changes nothing.
            reference: format!("test-{}", Uuid::new_v4().simple()),
            to: Address::sms(self.phone),
            text,
            valid_for: WORTH,
        };
        let (hang_up, hung_up) = watch::channel(false);
        let line = receive::listen(self.app.clone(), Arc::clone(self.channel), hung_up);
        let line = tokio::spawn(line);
        let began = Instant::now();
        let submitted = self.channel.send(&message).await;
        let took = began.elapsed();
        hang_up.send_replace(true);
        line.await.ok();
        let Submitted {
            outcome,
            ids,
            code,
            retry_after,
        } = submitted;
        let limits = self.channel.limits();
        Exchange {
            gateway: self.channel.name().to_owned(),
            simulated: limits.simulated,
            confirms: self.channel.confirms(),
            to: masked(self.phone),
            text: message.text,
            encoding: size.encoding,
            parts: size.parts,
            outcome,
            code: code.map(|code| self.hide(&code)),
            ids: ids.len(),
            retry_after_seconds: retry_after.map(|wait| wait.as_secs()),
            milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// A gateway's words, without the number and what the block keeps secret.
    fn hide(&self, words: &str) -> String {
        let national = self.phone.national();
        let blocks = self.app.config.channel.iter();
        let block = blocks.filter(|block| block.name() == self.channel.name());
        let shown = words.replace(&national[1..], HIDDEN);
        block
            .flat_map(ChannelConfig::secrets)
            .fold(shown, |shown, secret| shown.replace(&secret, HIDDEN))
    }
}

/// Enough of a number to know one's own by: `09…678`.
fn masked(phone: Phone) -> String {
    let national = phone.national();
    format!("{}…{}", &national[..2], &national[national.len() - 3..])
}

fn show(session: &Session, exchange: &Exchange) {
    let alphabet = match exchange.encoding {
        Encoding::Gsm7 => "GSM-7",
        Encoding::Ucs2 => "UCS-2",
    };
    session.print(
        "gateway-sent",
        &[
            ("gateway", exchange.gateway.clone()),
            ("to", exchange.to.clone()),
            ("text", exchange.text.clone()),
            ("parts", exchange.parts.to_string()),
            ("alphabet", alphabet.to_owned()),
        ],
    );
    let word = word(exchange.outcome);
    session.print(
        "gateway-answered",
        &[
            ("outcome", session.word(&word)),
            ("name", exchange.outcome.as_str().to_owned()),
            ("code", exchange.code.clone().unwrap_or("-".to_owned())),
            ("ids", exchange.ids.to_string()),
            ("milliseconds", exchange.milliseconds.to_string()),
        ],
    );
    let reading = match exchange.outcome {
        Outcome::Accepted if exchange.simulated => "gateway-read-simulated".to_owned(),
        Outcome::Accepted if !exchange.confirms => "gateway-read-silent".to_owned(),
        outcome => format!("gateway-read-{}", hyphened(outcome)),
    };
    session.print(&reading, &[("gateway", exchange.gateway.clone())]);
    if let Some(seconds) = exchange.retry_after_seconds {
        session.print("gateway-wait", &[("seconds", seconds.to_string())]);
    }
}

/// The key of an outcome's words: `gateway-outcome-not-sent`.
fn word(outcome: Outcome) -> String {
    format!("gateway-outcome-{}", hyphened(outcome))
}

fn hyphened(outcome: Outcome) -> String {
    outcome.as_str().replace('_', "-")
}
