//! What is measured: an office of its own with villages, people, officers and
//! notices.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::super::session::Session;
use crate::app::App;
use crate::channels::{Channel, Limits};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::domain::area::AreaCode;
use crate::domain::coverage::Counts;
use crate::domain::id::{ListId, VillageId};
use crate::domain::language::Lang;
use crate::domain::notice::{Audience, Content, Notice, Text, Topic, Urgency};
use crate::domain::officer::{Duty, Officer};
use crate::domain::person::{Address, Role, Way};
use crate::domain::quiet::Quiet;
use crate::hub::{approve, compose, people};
use crate::store::people::NewPerson;
use crate::store::villages::Village;
use crate::worker;

/// Where most people live: Mường Toong.
pub const COMMUNE: &str = "03163";
/// Where those live who are sent something besides: Quảng Lâm.
pub const NEIGHBOURS: &str = "03164";
/// The province of both.
const PROVINCE: &str = "11";
/// People of one village.
const VILLAGE: u64 = 120;
/// People written by one commit.
const GROUP: u64 = 2000;
/// How long nothing may move before a run is given up.
const STUCK: Duration = Duration::from_secs(60);

/// A folder that goes when it is dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes one, and lets a session that is not on PostgreSQL work in it.
    pub fn open(session: &mut Session) -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("loa-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        if !session.config.database_url.starts_with("postgres") {
            session.config.database_url = format!("sqlite:{}", folder.join("bench.db").display());
            session.config.key_file = folder.join("bench.key");
        }
        session.config.channel.clear();
        // Who measures at night measures the same.
        session.config.quiet = Quiet::NONE;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// What a gateway of the bench can take: `per_second` parts.
pub fn limits(carries: Way, per_second: f64) -> Limits {
    Limits {
        carries,
        window: 1000,
        per_second,
        slots: 1,
        repeatable: false,
        price_vnd: 350.into(),
        simulated: true,
        promotional: false,
    }
}

/// The office that is measured.
pub struct Stage {
    pub app: App,
    author: Officer,
    approver: Officer,
}

impl Stage {
    /// Opens it on an empty database, or once more on one of its own.
    pub async fn open(config: &Config, channels: Vec<Arc<dyn Channel>>) -> anyhow::Result<Self> {
        let app = App::build_with(config.clone(), channels, Arc::new(SystemClock)).await?;
        let province = app.areas.find(PROVINCE)?.code.clone();
        if let Ok(author) = people::officer(&app, "author").await {
            let approver = people::officer(&app, "approver").await?;
            return Ok(Self {
                app,
                author,
                approver,
            });
        }
        anyhow::ensure!(
            app.store.count_people().await? == 0,
            "this database holds people already: give the bench an empty one"
        );
        let author =
            people::add_officer(&app, "author", province.clone(), Duty::Author, &[]).await?;
        let approver = people::add_officer(&app, "approver", province, Duty::Approver, &[]).await?;
        Ok(Self {
            app,
            author,
            approver,
        })
    }

    /// Settles so many people in a commune, each with an address of their own,
    /// in villages with a head and a relay each.
    pub async fn settle(&self, commune: &str, way: Way, people: u64) -> anyhow::Result<()> {
        let area = self.area(commune)?;
        let list = ListId::at(self.app.clock.now());
        let villages = self.villages(&area, people.div_ceil(VILLAGE)).await?;
        for from in (0..people).step_by(usize::try_from(GROUP)?) {
            let group = (from..people.min(from + GROUP))
                .map(|n| person(&area, &villages, way, n))
                .collect::<anyhow::Result<Vec<NewPerson>>>()?;
            let mut tx = self.app.store.begin().await?;
            tx.save_people(&group, list, self.app.clock.now()).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    fn area(&self, code: &str) -> anyhow::Result<AreaCode> {
        Ok(self.app.areas.find(code)?.code.clone())
    }

    async fn villages(&self, area: &AreaCode, many: u64) -> anyhow::Result<Vec<VillageId>> {
        let mut villages = Vec::new();
        let mut tx = self.app.store.begin().await?;
        for n in 1..=many {
            let village = Village {
                area: area.clone(),
                name: format!("bản Nậm Pố {n}"),
                old_commune: String::new(),
                households: Some(i64::try_from(VILLAGE)?),
                people: None,
            };
            villages.push(tx.save_village(&village, self.app.clock.now()).await?);
        }
        tx.commit().await?;
        Ok(villages)
    }

    /// Writes a notice to a commune, which then waits for its approval.
    pub async fn written(&self, commune: &str, urgency: Urgency) -> anyhow::Result<Notice> {
        let content = content(&self.app, self.area(commune)?, urgency)?;
        Ok(compose::compose(&self.app, &self.author, content).await?)
    }

    /// As [`Stage::written`], with a text of the caller's.
    pub async fn saying(
        &self,
        commune: &str,
        urgency: Urgency,
        short: &str,
    ) -> anyhow::Result<Notice> {
        let mut content = content(&self.app, self.area(commune)?, urgency)?;
        for text in content.texts.values_mut() {
            text.short = Some(short.to_owned());
        }
        Ok(compose::compose(&self.app, &self.author, content).await?)
    }

    /// Approves a notice.
    pub async fn approve(&self, notice: &Notice) -> anyhow::Result<Notice> {
        let Notice { id, hash, .. } = notice;
        Ok(approve::approve(&self.app, &self.approver, *id, hash).await?)
    }

    /// The officer who may stop what they wrote.
    pub fn author(&self) -> &Officer {
        &self.author
    }

    /// How a notice stands, and what has become of it.
    pub async fn state(&self, notice: &Notice) -> anyhow::Result<(Notice, Counts)> {
        let current = self.app.store.notice(notice.id).await?;
        let counts = self.app.store.progress(notice.id).await?;
        Ok((current.context("the notice is gone")?, counts))
    }

    /// When a notice (and what has become of it) first satisfied a condition.
    pub async fn until(
        &self,
        notice: &Notice,
        holds: impl Fn(&Notice, &Counts) -> bool,
    ) -> anyhow::Result<Instant> {
        let mut moved = Instant::now();
        let mut last = None;
        loop {
            let (current, counts) = self.state(notice).await?;
            if holds(&current, &counts) {
                return Ok(Instant::now());
            }
            if last.as_ref() != Some(&counts) {
                moved = Instant::now();
            }
            anyhow::ensure!(
                moved.elapsed() < STUCK,
                "nothing moved for a minute: {counts:?}"
            );
            last = Some(counts);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn person(area: &AreaCode, villages: &[VillageId], way: Way, n: u64) -> anyhow::Result<NewPerson> {
    let village = usize::try_from(n / VILLAGE)?;
    let address = match way {
        Way::Sms => format!("09{:08}", 10_000_000 + n),
        _ => format!("{}", 1_000_000_000 + n),
    };
    Ok(NewPerson {
        area: area.clone(),
        village: villages.get(village).copied(),
        name: format!("Lò Văn {n}"),
        language: Lang::vi(),
        role: match n % VILLAGE {
            0 => Role::Head,
            1 => Role::Relay,
            _ => Role::Villager,
        },
        consent_by: None,
        consent_at: None,
        addresses: vec![Address::parse(way, &address)?],
    })
}

fn content(app: &App, area: AreaCode, urgency: Urgency) -> anyhow::Result<Content> {
    let now = app.clock.now();
    let later = |hours: i64| -> anyhow::Result<Timestamp> {
        Ok(now.checked_add(jiff::SignedDuration::from_hours(hours))?)
    };
    let text = Text {
        short: Some("UBND xa Muong Toong: Hop dan 19h toi nay tai nha van hoa.".to_owned()),
        full: Some("Mời bà con họp lúc 19 giờ tối nay tại nhà văn hóa.".to_owned()),
        ..Text::default()
    };
    Ok(Content {
        title: "Họp dân".to_owned(),
        topic: Topic::Policy,
        subtopic: None,
        urgency,
        issuer: "UBND xã Mường Toong".to_owned(),
        document: "1/TB-UBND".to_owned(),
        risk_level: None,
        sample: true,
        promotional: false,
        audience: Audience {
            areas: vec![area],
            roles: Vec::new(),
        },
        texts: [(Lang::vi(), text)].into(),
        send_by: later(12)?,
        valid_from: now,
        valid_to: later(24)?,
    })
}

/// The delivery engine, running.
pub struct Engine {
    halt: watch::Sender<bool>,
    running: JoinHandle<anyhow::Result<()>>,
}

impl Engine {
    /// Starts it.
    pub fn start(app: &App) -> Self {
        let (halt, stop) = watch::channel(false);
        let running = tokio::spawn(worker::run_node(app.clone(), "bench", stop));
        Self { halt, running }
    }

    /// Stops it in order.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.halt.send(true)?;
        self.running.await?
    }
}
