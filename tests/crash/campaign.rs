//! One office, one notice, and a process that is ended again and again: half
//! the time at a random moment, half at a point of its code. Then it is left in
//! peace, and judged.

use std::collections::HashSet;
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use loa::domain::notice::Urgency;
use uuid::Uuid;

use super::dice::Dice;
use super::gateway::rule::{Dialect, Rule};
use super::ledger::Flight;
use super::office::{Office, Setup};
use super::points::{Book, By, POINTS, Point, note};
use super::verdict::{Terms, Verdict, judge};

/// How long a life may make no progress before it is ended all the same.
const IDLE: Duration = Duration::from_secs(4);
/// How long a point is waited for.
const UNMET: Duration = Duration::from_secs(8);
/// The signal of a process that ends itself.
const ABORTED: i32 = 6;

/// A campaign, all of which follows from its seed.
#[derive(Debug, Clone)]
pub struct Campaign {
    pub setup: Setup,
    /// How the lives of the program end, in order.
    pub acts: Vec<Act>,
    /// Fail points of every life: faults that are planted.
    pub planted: &'static str,
    /// How long it may take to come to rest.
    pub patience: Duration,
}

/// How one life ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// By `kill -9`, once so much more was handed over, and a little later.
    Kill { after: usize, later: Duration },
    /// The same, after it stood still for longer than its lease.
    Freeze { after: usize },
    /// At a point, when it has passed it so often.
    At(Point, usize),
}

/// How large campaigns are.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Kills to a campaign.
    pub kills: usize,
    /// The fewest people, and the most.
    pub people: (usize, usize),
}

/// What a campaign came to.
#[derive(Debug, Clone)]
pub struct Report {
    /// Lives ended at a random moment.
    pub random: usize,
    /// Lives ended at a point.
    pub points: Book,
    pub verdict: Verdict,
    pub took: Duration,
}

impl Report {
    /// Lives that were ended.
    pub fn kills(&self) -> usize {
        self.random + self.points.values().map(|hits| hits.all).sum::<usize>()
    }
}

impl Campaign {
    /// The campaign of a seed.
    pub fn of(seed: u64, scale: Scale) -> Self {
        let mut dice = Dice::of(seed);
        let (fewest, most) = scale.people;
        // Small ones are many, large ones few.
        let share = [(); 3]
            .map(|()| dice.below(1000))
            .into_iter()
            .min()
            .unwrap();
        let people = fewest + (most - fewest) * share / 1000;
        let urgencies = [
            Urgency::Routine,
            Urgency::Flash,
            Urgency::Urgent,
            Urgency::Flash,
        ];
        let turn = usize::try_from(seed % 1_000_000).unwrap();
        let setup = Setup {
            people,
            urgency: urgencies[turn % urgencies.len()],
            window: dice.pick(&[20, 50, 100]),
            send_within: SignedDuration::from_hours(6),
            rule: Rule {
                seed,
                dialect: [Dialect::Form, Dialect::Kannel][turn / 2 % 2],
                faults: dice.pick(&[0, 0, 10]),
                early: 10,
                latest: Duration::from_secs(2),
            },
        };
        Self {
            acts: acts(&mut dice, turn, people, scale.kills),
            setup,
            planted: "",
            patience: Duration::from_secs(240),
        }
    }

    /// Runs it.
    pub async fn run(&self) -> Report {
        let mut run = Run {
            office: Office::open(self.setup).await,
            campaign: self,
            random: 0,
            points: Book::new(),
            seen: HashSet::new(),
            terms: Terms::default(),
            crowded: Vec::new(),
        };
        let began = Instant::now();
        run.approve().await;
        for act in &self.acts {
            if run.is_over().await {
                break;
            }
            run.live(*act).await;
        }
        run.rest().await;
        let mut verdict = judge(&run.office, run.terms).await;
        verdict.faults.append(&mut run.crowded);
        Report {
            random: run.random,
            points: run.points,
            verdict,
            took: began.elapsed(),
        }
    }
}

/// So many ends, half of them at points. These are dealt in turn, so that
/// campaigns one after the other meet them all.
fn acts(dice: &mut Dice, turn: usize, people: usize, kills: usize) -> Vec<Act> {
    let at_points = kills / 2;
    let stride = 2 * people / (kills + 1);
    let dealt = (0..at_points).map(|i| POINTS[(turn * at_points + i) % POINTS.len()]);
    let mut acts: Vec<Act> = dealt
        .filter(|point| point.by != By::Stop)
        .map(|point| Act::At(point, dice.below(point.passes + 1)))
        .collect();
    while acts.len() < kills {
        let after = 1 + dice.below(stride);
        acts.push(if dice.percent(10) {
            Act::Freeze { after }
        } else {
            let later = Duration::from_millis(u64::try_from(dice.below(60)).unwrap());
            Act::Kill { after, later }
        });
    }
    dice.shuffle(&mut acts);
    // Who plans is met at the beginning only.
    acts.sort_by_key(|act| match act {
        Act::At(point, _) if point.by == By::Approval => 0,
        Act::At(point, _) if point.by == By::Planning => 1,
        _ => 2,
    });
    // Every fourth notice or so is stopped, when it is half way.
    let stop = POINTS.iter().find(|point| point.by == By::Stop);
    if let Some(stop) = stop.filter(|_| kills > 2 && turn % 4 == 3) {
        let half = acts.len() / 2;
        acts[half] = Act::At(*stop, 0);
    }
    acts
}

struct Run<'a> {
    office: Office,
    campaign: &'a Campaign,
    random: usize,
    points: Book,
    /// Rows that were between mark and record when a life ended.
    seen: HashSet<Uuid>,
    terms: Terms,
    crowded: Vec<String>,
}

impl Run<'_> {
    /// Approves the notice, in as many tries as points make it need.
    async fn approve(&mut self) {
        for act in &self.campaign.acts {
            let Act::At(point, _) = act else { continue };
            if point.by != By::Approval || self.is_approved().await {
                continue;
            }
            let ran = self
                .office
                .loa(&self.office.approval(), &armed(point, 0))
                .await;
            assert_eq!(ran.code, -1, "{}: {ran:?}", point.name);
            let flight = self.office.look().await;
            note(&mut self.points, point, flight.is_busy());
        }
        if !self.is_approved().await {
            self.office.loa(&self.office.approval(), "").await.said();
        }
    }

    async fn is_approved(&self) -> bool {
        self.office.look().await.state != "draft"
    }

    /// Whether there is nothing left to be spoilt.
    async fn is_over(&self) -> bool {
        self.office.look().await.state == "completed"
    }

    /// One life of the program, and its end.
    async fn live(&mut self, act: Act) {
        match act {
            Act::Kill { after, later } => {
                self.serve("");
                self.progress(after).await;
                tokio::time::sleep(later).await;
                self.kill().await;
            }
            Act::Freeze { after } => {
                self.serve("");
                self.progress(after).await;
                self.office.signal("-STOP").await;
                self.office.until_leases_end().await;
                self.office.signal("-CONT").await;
                self.progress(1).await;
                self.kill().await;
            }
            Act::At(point, passes) => match point.by {
                By::Approval => {}
                By::Planning | By::Work => {
                    self.serve(&armed(&point, passes));
                    let ended = self.office.watch(UNMET, |_| false).await;
                    self.met(&point, ended.and_then(|ended| ended.signal()))
                        .await;
                }
                By::Shutdown => {
                    self.serve(&armed(&point, 0));
                    self.progress(self.campaign.setup.window).await;
                    self.office.signal("-TERM").await;
                    let ended = self.office.ended().await;
                    self.met(&point, ended.signal()).await;
                }
                By::Stop => self.stop(&point).await,
            },
        }
    }

    fn serve(&mut self, points: &str) {
        let planted = self.campaign.planted;
        let both = [points, planted].into_iter().filter(|one| !one.is_empty());
        self.office.serve(&both.collect::<Vec<_>>().join(";"));
    }

    /// Waits until so many more messages were handed over; not for ever.
    async fn progress(&mut self, more: usize) {
        let target = self.office.gateway.heard() + more;
        let ended = self.office.watch(IDLE, |gateway| gateway.heard() >= target);
        if let Some(ended) = ended.await {
            panic!("the program ended by itself: {ended}");
        }
    }

    async fn kill(&mut self) {
        let flight = self.office.kill().await;
        self.random += 1;
        self.count(&flight);
    }

    /// A point was waited for: it ended the process, or somebody has to.
    async fn met(&mut self, point: &Point, signal: Option<i32>) {
        if signal.is_none() {
            return self.kill().await;
        }
        assert_eq!(signal, Some(ABORTED), "at {}", point.name);
        let flight = self.office.look().await;
        note(&mut self.points, point, flight.is_busy());
        self.count(&flight);
    }

    /// Stops the notice by a command that does not live to say so.
    async fn stop(&mut self, point: &Point) {
        self.serve("");
        self.progress(self.campaign.setup.window).await;
        let flight = super::ledger::flight(&self.office.database).await;
        let ran = self
            .office
            .loa(&self.office.stopping(), &armed(point, 0))
            .await;
        if ran.code == -1 {
            note(&mut self.points, point, flight.is_busy());
            self.terms.stopped = true;
        }
        self.kill().await;
    }

    /// No more than a window may be in doubt by one end.
    fn count(&mut self, flight: &Flight) {
        let new = flight.submitting.difference(&self.seen).count();
        let window = self.campaign.setup.window;
        if new > window {
            self.crowded
                .push(format!("{new} were marked, window {window}"));
        }
        self.seen.extend(&flight.submitting);
    }

    /// Leaves the program in peace until nothing more is expected.
    async fn rest(&mut self) {
        self.serve("");
        self.office.is_settled_within(self.campaign.patience).await;
        let ended = self.office.stop().await;
        if !ended.success() {
            self.crowded
                .push(format!("the last stop ended with {ended}"));
        }
    }
}

/// A point that lets the process pass so often and ends it then.
fn armed(point: &Point, passes: usize) -> String {
    format!("{}={passes}*off->return", point.name)
}
