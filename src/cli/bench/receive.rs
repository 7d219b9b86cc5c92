//! `loa bench receive`: a gateway calls at a rate while sending goes on.

use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use super::super::session::{self, Session};
use super::child::{Calls, Child, Door};
use super::measure::{cpu_per_1000, cpu_seconds, peak_rss_mb};
use super::stage::{COMMUNE, Engine, NEIGHBOURS, Scratch, Stage, limits};
use crate::channels::tape::Tape;
use crate::domain::notice::Urgency;
use crate::domain::person::Way;

/// Takes receipts from a gateway that calls at a rate, while a routine notice
/// is going out by another.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa bench receive --rate 5000 --seconds 10")]
pub struct Receive {
    /// Calls a second
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u64).range(1..))]
    rate: u64,
    /// For how long
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// Messages a second that the other gateway takes meanwhile
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..))]
    sending: u64,
}

/// What a run measured.
#[derive(Debug, Serialize)]
struct Figures {
    what: &'static str,
    engine: &'static str,
    #[serde(flatten)]
    calls: Calls,
    /// From the last answer until every receipt was applied.
    applied_after_seconds: f64,
    delivered: i64,
    /// What the other gateway took while the calls came.
    sent_meanwhile: u64,
    /// Of this process, sending included.
    cpu_seconds_per_1000: Option<f64>,
    peak_rss_mb: Option<f64>,
}

impl Receive {
    pub async fn run(self, mut session: Session) -> anyhow::Result<()> {
        let _scratch = Scratch::open(&mut session)?;
        let door = Door::open(&mut session).await?;
        let mut gateway = Child::start(true).await?;
        session.config.channel.push(gateway.block()?);
        let other = limits(Way::Telegram, self.sending as f64);
        let other = Arc::new(Tape::new("other", other).with_receipts());
        let stage = Stage::open(&session.config, vec![other.clone()]).await?;
        let door = door.serve(&stage.app);
        let people = self.rate * self.seconds;
        stage.settle(COMMUNE, Way::Sms, people).await?;
        // Enough that it lasts, however long the calls take.
        let lasting = self.sending * (self.seconds + 60);
        stage.settle(NEIGHBOURS, Way::Telegram, lasting).await?;

        let engine = Engine::start(&stage.app);
        let waiting = stage.written(COMMUNE, Urgency::Urgent).await?;
        let waiting = stage.approve(&waiting).await?;
        let everything = i64::try_from(people)?;
        stage
            .until(&waiting, |_, counts| counts.accepted >= everything)
            .await?;
        let sending = stage.written(NEIGHBOURS, Urgency::Routine).await?;
        let sending = stage.approve(&sending).await?;
        stage
            .until(&sending, |_, counts| counts.delivered > 0)
            .await?;

        let (cpu, sent) = (cpu_seconds(), other.count());
        let calls = gateway.call(self.rate as f64).await?;
        let (sent_meanwhile, last) = (other.count() - sent, Instant::now());
        let applied = stage
            .until(&waiting, |_, counts| counts.delivered >= everything)
            .await?;
        let cpu = cpu_per_1000(cpu, everything);
        let (_, counts) = stage.state(&waiting).await?;
        let figures = Figures {
            what: "receive",
            engine: stage.app.store.engine(),
            calls,
            applied_after_seconds: applied.duration_since(last).as_secs_f64(),
            delivered: counts.delivered,
            sent_meanwhile,
            cpu_seconds_per_1000: cpu,
            peak_rss_mb: peak_rss_mb(),
        };
        engine.stop().await?;
        door.close().await?;
        stage.app.store.close().await;
        session::json(&figures)
    }
}
