//! `loa bench plan`: planning alone.

use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use super::super::session::{self, Session};
use super::measure::{cpu_per_1000, cpu_seconds, peak_rss_mb};
use super::stage::{COMMUNE, Scratch, Stage, limits};
use crate::channels::tape::Tape;
use crate::domain::notice::Urgency;
use crate::domain::person::Way;
use crate::hub;

/// Plans one notice, and sends nothing.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa bench plan --people 1000000")]
pub struct Plan {
    /// How many people, each with a phone
    #[arg(long, default_value_t = 100_000)]
    people: u64,
}

/// What a run measured.
#[derive(Debug, Serialize)]
struct Figures {
    what: &'static str,
    engine: &'static str,
    planned: i64,
    seconds: f64,
    per_second: f64,
    cpu_seconds_per_1000: Option<f64>,
    peak_rss_mb: Option<f64>,
}

impl Plan {
    pub async fn run(self, mut session: Session) -> anyhow::Result<()> {
        let _scratch = Scratch::open(&mut session)?;
        let gateway = Tape::new("instant", limits(Way::Sms, 1e9));
        let stage = Stage::open(&session.config, vec![Arc::new(gateway)]).await?;
        stage.settle(COMMUNE, Way::Sms, self.people).await?;
        let notice = stage.written(COMMUNE, Urgency::Urgent).await?;
        let notice = stage.approve(&notice).await?;
        let (cpu, start) = (cpu_seconds(), Instant::now());
        hub::plan(&stage.app, notice.id.0).await?;
        let seconds = start.elapsed().as_secs_f64();
        let planned = stage.state(&notice).await?.1.waiting;
        let figures = Figures {
            what: "plan",
            engine: stage.app.store.engine(),
            planned,
            seconds,
            per_second: planned as f64 / seconds,
            cpu_seconds_per_1000: cpu_per_1000(cpu, planned),
            peak_rss_mb: peak_rss_mb(),
        };
        stage.app.store.close().await;
        session::json(&figures)
    }
}
