//! `loa bench deliver`: from approval to the last receipt applied.

use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::super::session::{self, Session};
use super::child::{Child, Door};
use super::measure::{cpu_per_1000, cpu_seconds, peak_rss_mb};
use super::stage::{COMMUNE, Engine, Scratch, Stage, limits};
use crate::channels::tape::Tape;
use crate::domain::notice::Urgency;
use crate::domain::person::Way;

/// Plans and delivers one notice, by the production path.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: loa bench deliver --people 100000\nThrough HTTP: loa bench deliver --people 20000 --through http\nOn PostgreSQL: LOA_DATABASE_URL=postgres://localhost/scratch loa bench deliver --people 100000"
)]
pub struct Deliver {
    /// How many people, each with a phone
    #[arg(long, default_value_t = 100_000)]
    people: u64,
    /// How the gateway is reached; it answers at once either way
    #[arg(long, value_enum, default_value_t = Through::Memory)]
    through: Through,
    /// How many notices, one after another, to the same people
    #[arg(long, default_value_t = 1)]
    repeat: u32,
    /// Print JSON, as it always does
    #[arg(long)]
    json: bool,
}

/// Where the gateway is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Through {
    /// In this process
    Memory,
    /// In another, behind the HTTP adapter; its receipts are real calls
    Http,
}

/// What a run measured.
#[derive(Debug, Serialize)]
struct Figures {
    what: &'static str,
    engine: &'static str,
    through: &'static str,
    deliveries: i64,
    plan_seconds: f64,
    seconds: f64,
    per_second: f64,
    cpu_seconds_per_1000: Option<f64>,
    peak_rss_mb: Option<f64>,
    delivered: i64,
    coverage_seconds: f64,
    peak_rss_after_coverage_mb: Option<f64>,
}

impl Deliver {
    pub async fn run(self, mut session: Session) -> anyhow::Result<()> {
        let _scratch = Scratch::open(&mut session)?;
        let mut door = None;
        let mut child = None;
        let stage = if self.through == Through::Http {
            let opened = Door::open(&mut session).await?;
            let gateway = Child::start(false).await?;
            session.config.channel.push(gateway.block()?);
            let stage = Stage::open(&session.config, Vec::new()).await?;
            door = Some(opened.serve(&stage.app));
            child = Some(gateway);
            stage
        } else {
            let gateway = Tape::new("instant", limits(Way::Sms, 1e9)).with_receipts();
            Stage::open(&session.config, vec![Arc::new(gateway)]).await?
        };
        stage.settle(COMMUNE, Way::Sms, self.people).await?;
        for _ in 0..self.repeat {
            session::json(&self.measure(&stage).await?)?;
        }
        drop(child);
        if let Some(door) = door {
            door.close().await?;
        }
        stage.app.store.close().await;
        Ok(())
    }

    async fn measure(&self, stage: &Stage) -> anyhow::Result<Figures> {
        let notice = stage.written(COMMUNE, Urgency::Urgent).await?;
        let notice = stage.approve(&notice).await?;
        let (cpu, start) = (cpu_seconds(), Instant::now());
        let engine = Engine::start(&stage.app);
        let planned = stage
            .until(&notice, |notice, _| notice.planned_at.is_some())
            .await?;
        let everything = i64::try_from(self.people)?;
        let done = stage
            .until(&notice, |_, counts| counts.delivered >= everything)
            .await?;
        let seconds = done.duration_since(start).as_secs_f64();
        let cpu = cpu_per_1000(cpu, everything);
        let peak_rss = peak_rss_mb();
        engine.stop().await?;
        let covering = Instant::now();
        let coverage = stage.app.store.coverage(notice.id, &[]).await?;
        Ok(Figures {
            what: "deliver",
            engine: stage.app.store.engine(),
            through: match self.through {
                Through::Memory => "memory",
                Through::Http => "http",
            },
            deliveries: coverage.deliveries,
            plan_seconds: planned.duration_since(start).as_secs_f64(),
            seconds,
            per_second: coverage.deliveries as f64 / seconds,
            cpu_seconds_per_1000: cpu,
            peak_rss_mb: peak_rss,
            delivered: coverage.counts.delivered,
            coverage_seconds: covering.elapsed().as_secs_f64(),
            peak_rss_after_coverage_mb: peak_rss_mb(),
        })
    }
}
