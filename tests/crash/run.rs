//! One office, one notice, and a process that is ended again and again: half
//! the time at a random moment, half at a point of its code. Then it is left in
//! peace, and judged.

use std::collections::HashSet;
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::campaign::{Act, Campaign, Report};
use super::ledger::{Flight, flight};
use super::office::Office;
use super::points::{Book, By, Point, note};
use super::verdict::{Terms, judge};

/// How long a life may make no progress before it is ended all the same.
const IDLE: Duration = Duration::from_secs(4);
/// How long a point is waited for.
const UNMET: Duration = Duration::from_secs(8);
/// The signal of a process that ends itself.
const ABORTED: i32 = 6;

impl Campaign {
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
                    self.office.until_open().await;
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
        let flight = flight(&self.office.database).await;
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
        self.office.until_open().await;
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
