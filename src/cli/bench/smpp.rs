//! `loa bench smpp`: one notice to everybody through one bound line, from
//! approval to the last receipt applied. The message centre is somebody else's.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use ring::hmac;
use serde::{Deserialize, Serialize};

use super::super::session::{self, Session};
use super::measure::{Waits, cpu_per_1000, cpu_seconds, database_cpu_seconds, peak_rss_mb};
use super::stage::{COMMUNE, Engine, Scratch, Stage};
use super::timed::Timed;
use crate::channels::{ChannelConfig, Surroundings};
use crate::domain::notice::Urgency;
use crate::domain::person::Way;

/// Names are filled in, so that each text is another; one part of UTF-16.
const TEXT: &str = "{name}: Hop dan 19h toi nay tai nha van hoa.";
/// Sends one notice to a message centre on this machine, and counts until the
/// last receipt is applied.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: cargo run --release -p loa-centre -- --listen 127.0.0.1:2775 &\nloa bench smpp --to 127.0.0.1:2775"
)]
pub struct Smpp {
    /// The message centre, on loopback; it gets a made-up notice to made-up numbers
    #[arg(long, value_name = "HOST:PORT")]
    to: String,
    /// How many people, each with a phone
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    people: u64,
    /// Parts outstanding at once
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=1000))]
    window: u64,
    /// Seconds after which a run is given up
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
}

/// What a run measured.
#[derive(Debug, Serialize)]
struct Figures {
    what: &'static str,
    engine: &'static str,
    to: SocketAddr,
    window: u64,
    deliveries: i64,
    delivered: i64,
    seconds: f64,
    per_second: f64,
    /// How long one message was with the gateway, once it was marked.
    #[serde(flatten)]
    answered: Waits,
    cpu_seconds_per_1000: Option<f64>,
    /// Of the processes that PostgreSQL runs for this database.
    database_cpu_seconds_per_1000: Option<f64>,
    peak_rss_mb: Option<f64>,
}

impl Smpp {
    pub async fn run(self, mut session: Session) -> anyhow::Result<()> {
        let to = on_loopback(&self.to).await?;
        let _scratch = Scratch::open(&mut session)?;
        let gateway = Arc::new(Timed::new(block(to, self.window)?.open(&nowhere())?));
        let stage = Stage::open(&session.config, vec![gateway.clone()]).await?;
        stage.settle(COMMUNE, Way::Sms, self.people).await?;
        let most = Duration::from_secs(self.seconds);
        let figures = tokio::time::timeout(most, self.measure(&session, &stage, &gateway, to))
            .await
            .context("the run took too long and is given up")??;
        stage.app.store.close().await;
        session::json(&figures)
    }

    async fn measure(
        &self,
        session: &Session,
        stage: &Stage,
        gateway: &Timed,
        to: SocketAddr,
    ) -> anyhow::Result<Figures> {
        let notice = stage.saying(COMMUNE, Urgency::Urgent, TEXT).await?;
        let notice = stage.approve(&notice).await?;
        let url = &session.config.database_url;
        let database = database_cpu_seconds(url);
        let (cpu, start) = (cpu_seconds(), Instant::now());
        let engine = Engine::start(&stage.app);
        let everything = i64::try_from(self.people)?;
        let done = stage
            .until(&notice, |_, counts| counts.delivered >= everything)
            .await?;
        let seconds = done.duration_since(start).as_secs_f64();
        let cpu = cpu_per_1000(cpu, everything);
        let database = database_cpu_seconds(url)
            .zip(database)
            .map(|(after, before)| (after - before) * 1000.0 / everything as f64);
        let peak_rss = peak_rss_mb();
        engine.stop().await?;
        let (_, counts) = stage.state(&notice).await?;
        Ok(Figures {
            what: "smpp",
            engine: stage.app.store.engine(),
            to,
            window: self.window,
            deliveries: counts.total(),
            delivered: counts.delivered,
            seconds,
            per_second: everything as f64 / seconds,
            answered: Waits::of(gateway.waits()),
            cpu_seconds_per_1000: cpu,
            database_cpu_seconds_per_1000: database,
            peak_rss_mb: peak_rss,
        })
    }
}

/// The address of a host, where it is this machine and no other: who measures
/// must not flood a carrier.
async fn on_loopback(to: &str) -> anyhow::Result<SocketAddr> {
    let found: Vec<SocketAddr> = tokio::net::lookup_host(to)
        .await
        .with_context(|| format!("{to:?} is no HOST:PORT that can be found"))?
        .collect();
    anyhow::ensure!(
        found.iter().all(|one| one.ip().is_loopback()),
        "{to} is not this machine: `loa bench smpp` sends to loopback addresses only"
    );
    found
        .into_iter()
        .next()
        .with_context(|| format!("{to} has no address"))
}

/// The block an office would write for it.
fn block(to: SocketAddr, window: u64) -> anyhow::Result<ChannelConfig> {
    #[derive(Deserialize)]
    struct Blocks {
        channel: Vec<ChannelConfig>,
    }
    let text = include_str!("smpp.toml")
        .replace("$host", &to.ip().to_string())
        .replace("$port", &to.port().to_string())
        .replace("$window", &window.to_string());
    let mut blocks: Blocks = toml::from_str(&text)?;
    blocks.channel.pop().context("no block")
}

/// Nobody calls this gateway back.
fn nowhere() -> Surroundings {
    Surroundings {
        public_url: String::new(),
        hooks: hmac::Key::new(hmac::HMAC_SHA256, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_sends_to_this_machine_only() {
        assert!(on_loopback("127.0.0.1:2775").await.is_ok());
        assert!(on_loopback("[::1]:2775").await.is_ok());
        for other in ["192.0.2.1:2775", "0.0.0.0:2775", "127.0.0.1"] {
            assert!(on_loopback(other).await.is_err(), "{other}");
        }
    }

    #[test]
    fn its_block_is_one_an_office_could_write() {
        let block = block(SocketAddr::from(([127, 0, 0, 1], 2775)), 100).unwrap();
        let limits = block.open(&nowhere()).unwrap().limits();
        assert!(limits.simulated && limits.window >= 100);
    }
}
