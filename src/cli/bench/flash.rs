//! `loa bench flash`: how long a flood warning takes to leave while a large
//! notice is going out, beside an idle house.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use super::super::session::{self, Session};
use super::measure::{Waits, peak_rss_mb, share_of};
use super::stage::{COMMUNE, Engine, NEIGHBOURS, Scratch, Stage, limits};
use super::watched::Watched;
use crate::channels::tape::Tape;
use crate::domain::notice::{Deed, Notice, Urgency};
use crate::domain::person::Way;
use crate::hub::control::control;

/// The longest a warning may take before a run is given up.
const STUCK: Duration = Duration::from_secs(300);

/// Sends a flood warning while a large routine notice is going out: by a slow
/// gateway, then by one that takes everything at once.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa bench flash --people 100000 --warned 1000 --rate 200")]
pub struct Flash {
    /// How many people the routine notice is for
    #[arg(long, default_value_t = 100_000)]
    people: u64,
    /// How many people are warned
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    warned: u64,
    /// SMS parts a second of the slow gateway
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    rate: u64,
}

/// What a run measured.
#[derive(Debug, Serialize)]
struct Figures {
    what: &'static str,
    engine: &'static str,
    slow: Comparison,
    instant: Comparison,
    peak_rss_mb: Option<f64>,
}

/// One gateway, idle and with a routine notice under way.
#[derive(Debug, Serialize)]
struct Comparison {
    parts_per_second: Option<u64>,
    idle: Warning,
    under_bulk: Warning,
    /// Seconds until 99 % were submitted, under bulk against idle.
    ratio: f64,
    /// What was left of the routine notice when the last was warned.
    bulk_left: i64,
}

/// One warning. All times are from the commit of its approval.
#[derive(Debug, Serialize)]
struct Warning {
    first_submit_ms: f64,
    submits: Waits,
    seconds_until_99_percent: f64,
}

impl Flash {
    pub async fn run(self, mut session: Session) -> anyhow::Result<()> {
        let _scratch = Scratch::open(&mut session)?;
        let slow = self.compare(&session, Some(self.rate)).await?;
        let instant = self.compare(&session, None).await?;
        session::json(&Figures {
            what: "flash",
            engine: if session.config.database_url.starts_with("postgres") {
                "PostgreSQL"
            } else {
                "SQLite"
            },
            slow,
            instant,
            peak_rss_mb: peak_rss_mb(),
        })
    }

    async fn compare(&self, session: &Session, rate: Option<u64>) -> anyhow::Result<Comparison> {
        let limits = limits(Way::Sms, rate.map_or(1e9, |rate| rate as f64));
        let gateway = Arc::new(Watched::new(Tape::new("gateway", limits).with_receipts()));
        let stage = Stage::open(&session.config, vec![gateway.clone()]).await?;
        if stage.app.store.count_people().await? == 0 {
            stage.settle(COMMUNE, Way::Sms, self.people).await?;
            stage.settle(NEIGHBOURS, Way::Sms, self.warned).await?;
        }
        let engine = Engine::start(&stage.app);
        let idle = self.warn(&stage, &gateway).await?;
        let bulk = stage.written(COMMUNE, Urgency::Routine).await?;
        let bulk = stage.approve(&bulk).await?;
        // Under way, with nearly all of it still ahead.
        let begun = i64::try_from(self.people / 1000)?;
        stage
            .until(&bulk, |_, counts| counts.delivered > begun)
            .await?;
        let under_bulk = self.warn(&stage, &gateway).await?;
        let bulk_left = left(&stage, &bulk, i64::try_from(self.people)?).await?;
        engine.stop().await?;
        if bulk_left > 0 {
            control(&stage.app, stage.author(), bulk.id, Deed::Stop).await?;
        }
        stage.app.store.close().await;
        Ok(Comparison {
            parts_per_second: rate,
            ratio: under_bulk.seconds_until_99_percent / idle.seconds_until_99_percent,
            idle,
            under_bulk,
            bulk_left,
        })
    }

    /// Approves a warning and waits until everyone it concerns is submitted.
    async fn warn(&self, stage: &Stage, gateway: &Watched) -> anyhow::Result<Warning> {
        let notice = stage.written(NEIGHBOURS, Urgency::Flash).await?;
        gateway.watch_for(&notice.code);
        stage.approve(&notice).await?;
        let approved = Instant::now();
        let warned = usize::try_from(self.warned)?;
        while gateway.seen().len() < warned {
            anyhow::ensure!(approved.elapsed() < STUCK, "the warning did not leave");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let seen = gateway.seen();
        let mut waits: Vec<Duration> = seen
            .iter()
            .map(|at| at.saturating_duration_since(approved))
            .collect();
        waits.sort_unstable();
        // The next warning begins with an idle house, receipts and all.
        let everyone = i64::try_from(warned)?;
        stage
            .until(&notice, |_, counts| counts.delivered >= everyone)
            .await?;
        Ok(Warning {
            first_submit_ms: share_of(&waits, 0).as_secs_f64() * 1000.0,
            seconds_until_99_percent: share_of(&waits, 99).as_secs_f64(),
            submits: Waits::of(waits),
        })
    }
}

async fn left(stage: &Stage, notice: &Notice, everyone: i64) -> anyhow::Result<i64> {
    let (_, counts) = stage.state(notice).await?;
    Ok(everyone - counts.delivered - counts.accepted)
}
