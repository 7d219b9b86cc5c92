//! What a campaign does: all of it follows from a seed.

use std::time::Duration;

use jiff::SignedDuration;
use loa::domain::notice::Urgency;

use super::dice::Dice;
use super::gateway::rule::{Dialect, Rule};
use super::office::Setup;
use super::points::{Book, By, POINTS, Point};
use super::verdict::Verdict;

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
        let share = [(); 2]
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
                dialect: [Dialect::Form, Dialect::Kannel][(turn + turn / 2) % 2],
                faults: dice.pick(&[0, 0, 10]),
                early: 10,
                latest: Duration::from_secs(2),
            },
        };
        Self {
            acts: acts(&mut dice, turn, people, scale.kills),
            setup,
            planted: "",
            // A small window in which one in a thousand hangs is slow.
            patience: Duration::from_secs(240 + people as u64 / 40),
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
