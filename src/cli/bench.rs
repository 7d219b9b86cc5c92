//! `loa bench deliver`: how fast this machine plans and delivers, by the
//! production path — sealed addresses, chunks, leases, marks, records, and
//! receipts through the inbox — through a gateway that answers at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::watch;

use super::session::{self, Session};
use crate::app::App;
use crate::channels::Limits;
use crate::channels::tape::Tape;
use crate::clock::SystemClock;
use crate::domain::area::AreaCode;
use crate::domain::id::ListId;
use crate::domain::language::Lang;
use crate::domain::notice::{Audience, Content, Notice, Text, Topic, Urgency};
use crate::domain::officer::Duty;
use crate::domain::person::{Address, Role, Way};
use crate::hub::{approve, compose, people};
use crate::store::people::NewPerson;
use crate::worker;

/// Measures this machine.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa bench deliver --people 10000")]
pub struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Plan and deliver one notice, by the production path
    #[command(
        after_help = "Example: loa bench deliver --people 100000\nOn PostgreSQL: LOA_DATABASE_URL=postgres://localhost/scratch loa bench deliver --people 100000"
    )]
    Deliver {
        /// How many people, each with a phone
        #[arg(long, default_value_t = 100_000)]
        people: u64,
        /// Print JSON, as it always does
        #[arg(long)]
        json: bool,
    },
}

/// What a run measured.
#[derive(Debug, Serialize)]
struct Figures {
    what: &'static str,
    engine: &'static str,
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

impl Bench {
    pub async fn run(self, mut session: Session) -> anyhow::Result<()> {
        let What::Deliver { people, json: _ } = self.what;
        let folder = std::env::temp_dir().join(format!("loa-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        if !session.config.database_url.starts_with("postgres") {
            session.config.database_url = format!("sqlite:{}", folder.join("bench.db").display());
            session.config.key_file = folder.join("bench.key");
        }
        let figures = measure(&session, people).await;
        std::fs::remove_dir_all(&folder).ok();
        session::json(&figures?)
    }
}

async fn measure(session: &Session, people: u64) -> anyhow::Result<Figures> {
    let limits = Limits {
        carries: Way::Sms,
        window: 1000,
        per_second: 1e9,
        slots: 1,
        repeatable: false,
        price_vnd: 350,
        simulated: true,
    };
    let tape = Arc::new(Tape::new("instant", limits).with_receipts());
    let mut config = session.config.clone();
    config.channel.clear();
    let app = App::build_with(config, vec![tape], Arc::new(SystemClock)).await?;
    anyhow::ensure!(
        app.store.count_people().await? == 0,
        "this database holds people already: give the bench an empty one"
    );
    let area = app.areas.find("03163")?.code.clone();
    fill(&app, &area, people).await?;
    let notice = approved(&app, &area).await?;

    let (halt, stop) = watch::channel(false);
    let cpu = cpu_seconds();
    let start = Instant::now();
    let engine = tokio::spawn(worker::run_node(app.clone(), "bench", stop));
    let planned = until(&app, &notice, |notice, _| notice.planned_at.is_some()).await?;
    let plan_seconds = planned.duration_since(start).as_secs_f64();
    let everything = i64::try_from(people)?;
    let done = until(&app, &notice, |_, delivered| delivered >= everything).await?;
    let seconds = done.duration_since(start).as_secs_f64();
    let used = cpu_seconds().zip(cpu).map(|(after, before)| after - before);
    let peak_rss = peak_rss_mb();
    halt.send(true)?;
    engine.await??;
    let start = Instant::now();
    let coverage = app.store.coverage(notice.id, &[]).await?;
    let coverage_seconds = start.elapsed().as_secs_f64();
    Ok(Figures {
        what: "deliver",
        engine: app.store.engine(),
        deliveries: coverage.deliveries,
        plan_seconds,
        seconds,
        per_second: coverage.deliveries as f64 / seconds,
        cpu_seconds_per_1000: used.map(|used| used * 1000.0 / coverage.deliveries as f64),
        peak_rss_mb: peak_rss,
        delivered: coverage.counts.delivered,
        coverage_seconds,
        peak_rss_after_coverage_mb: peak_rss_mb(),
    })
}

/// So many people, each with a number of their own, in groups.
async fn fill(app: &App, area: &AreaCode, people: u64) -> anyhow::Result<()> {
    const GROUP: u64 = 2000;
    let list = ListId::at(app.clock.now());
    for from in (0..people).step_by(usize::try_from(GROUP)?) {
        let mut group = Vec::new();
        for n in from..people.min(from + GROUP) {
            let phone = format!("09{:08}", 10_000_000 + n);
            group.push(NewPerson {
                area: area.clone(),
                village: None,
                name: format!("Người {n}"),
                language: Lang::vi(),
                role: Role::Villager,
                consent_by: None,
                consent_at: None,
                addresses: vec![Address::parse(Way::Sms, &phone)?],
            });
        }
        let mut tx = app.store.begin().await?;
        tx.save_people(&group, list, app.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn approved(app: &App, area: &AreaCode) -> anyhow::Result<Notice> {
    let author = people::add_officer(app, "author", area.clone(), Duty::Author, &[]).await?;
    let approver = people::add_officer(app, "approver", area.clone(), Duty::Approver, &[]).await?;
    let now = app.clock.now();
    let later = |hours: i64| -> anyhow::Result<Timestamp> {
        Ok(now.checked_add(jiff::SignedDuration::from_hours(hours))?)
    };
    let text = Text {
        short: Some("UBND xa Muong Toong: Hop dan 19h toi nay tai nha van hoa.".to_owned()),
        full: Some("Mời bà con họp lúc 19 giờ tối nay tại nhà văn hóa.".to_owned()),
        ..Text::default()
    };
    let content = Content {
        title: "Họp dân".to_owned(),
        topic: Topic::Policy,
        subtopic: None,
        urgency: Urgency::Urgent,
        issuer: "UBND xã Mường Toong".to_owned(),
        document: "1/TB-UBND".to_owned(),
        risk_level: None,
        sample: true,
        audience: Audience {
            areas: vec![area.clone()],
            roles: Vec::new(),
        },
        texts: [(Lang::vi(), text)].into(),
        send_by: later(12)?,
        valid_from: now,
        valid_to: later(24)?,
    };
    let notice = compose::compose(app, &author, content).await?;
    Ok(approve::approve(app, &approver, notice.id, &notice.hash).await?)
}

/// When the notice (and what of it is delivered) first satisfied a condition.
async fn until(
    app: &App,
    notice: &Notice,
    holds: impl Fn(&Notice, i64) -> bool,
) -> anyhow::Result<Instant> {
    let mut last = (0, Instant::now());
    loop {
        let current = app
            .store
            .notice(notice.id)
            .await?
            .context("the notice is gone")?;
        let delivered = app.store.progress(notice.id).await?.delivered;
        if holds(&current, delivered) {
            return Ok(Instant::now());
        }
        if delivered > last.0 || current.planned_at.is_none() {
            last = (delivered, Instant::now());
        }
        anyhow::ensure!(
            last.1.elapsed() < Duration::from_secs(60),
            "nothing moved for a minute: {:?}",
            app.store.progress(notice.id).await?
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Processor time of this process so far, where the system tells (Linux).
fn cpu_seconds() -> Option<f64> {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / TICKS_A_SECOND)
}

/// The most memory this process ever held, in MB, where the system tells.
fn peak_rss_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}
