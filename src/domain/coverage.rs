//! Who was reached, on what evidence, and who was not: one value behind the
//! page, the JSON and the CSV.

use serde::Serialize;

use super::delivery::{Reported, State};
use super::id::{NoticeId, VillageId};
use super::language::Lang;
use super::promotion::LeftOuts;

/// How well we know that a household was told. Ordered: the better is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Nothing tells us so.
    None,
    /// A gateway took a message for it.
    Gateway,
    /// A phone of the household confirmed it.
    Handset,
}

impl Grade {
    /// What a delivery's state is worth as evidence.
    pub fn of(state: State) -> Self {
        match state {
            State::Delivered => Self::Handset,
            State::Accepted => Self::Gateway,
            _ => Self::None,
        }
    }

    /// Reads the number the store sorts grades by.
    pub fn from_rank(rank: i32) -> Self {
        match rank {
            2.. => Self::Handset,
            1 => Self::Gateway,
            _ => Self::None,
        }
    }

    /// The number the store sorts grades by.
    pub fn rank(self) -> i32 {
        self as i32
    }
}

/// Deliveries by the word they are reported under. They add up to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// The phone confirmed it.
    pub delivered: i64,
    /// The gateway took it.
    pub accepted: i64,
    /// It could not be delivered.
    pub failed: i64,
    /// It was too late.
    pub expired: i64,
    /// The office or the person stopped it.
    pub stopped: i64,
    /// It may or may not have arrived.
    pub unknown: i64,
    /// It is on its way.
    pub waiting: i64,
}

impl Counts {
    /// Counts `n` more deliveries in a state.
    pub fn add(&mut self, state: State, n: i64) {
        *match state.reported() {
            Reported::Delivered => &mut self.delivered,
            Reported::Accepted => &mut self.accepted,
            Reported::Failed => &mut self.failed,
            Reported::Expired => &mut self.expired,
            Reported::Stopped => &mut self.stopped,
            Reported::Unknown => &mut self.unknown,
            Reported::Waiting => &mut self.waiting,
        } += n;
    }

    /// All of them.
    pub fn total(&self) -> i64 {
        self.delivered
            + self.accepted
            + self.failed
            + self.expired
            + self.stopped
            + self.unknown
            + self.waiting
    }
}

/// Households of one village by the best evidence there is for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Evidence {
    /// A phone of the household confirmed it.
    pub handset: i64,
    /// A gateway took a message for it.
    pub gateway: i64,
    /// Known to us, not reached.
    pub none: i64,
}

/// One village's line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VillageCoverage {
    /// The village; `None` gathers the people whose village is not known.
    pub id: Option<VillageId>,
    /// The commune's code.
    pub area: String,
    /// Its name.
    pub village: String,
    /// The commune it belonged to before 2025: two villages of a merged
    /// commune may share a name.
    pub old_commune: String,
    /// Households that live there, as the office counted; `None` where it has not.
    pub households: Option<i64>,
    /// People who live there, likewise.
    pub people: Option<i64>,
    /// Households on our lists.
    pub known: i64,
    /// Households reached: a phone confirmed it.
    pub reached: i64,
    /// All known households by evidence; adds up to `known`.
    pub evidence: Evidence,
}

impl VillageCoverage {
    /// The share of the village that is reached, 0 to 1: of all its
    /// households, or of the known ones where the office has not counted.
    pub fn share(&self) -> f64 {
        let all = self.households.unwrap_or(self.known).max(self.known);
        if all == 0 {
            0.0
        } else {
            self.reached as f64 / all as f64
        }
    }

    /// The share in whole percent, rounded down: 100 only when all are reached.
    pub fn percent(&self) -> i64 {
        let all = self.households.unwrap_or(self.known).max(self.known);
        self.reached * 100 / all.max(1)
    }

    /// Whether the lists know more households than the office counted. Then
    /// one of the two is wrong, and no share says anything.
    pub fn disagrees(&self) -> bool {
        self.households
            .is_some_and(|all| self.known.max(self.reached) > all)
    }
}

/// People who were told in another language than their own: the notice has no
/// version in it, or their way cannot show its script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OtherLanguage {
    /// What they want to be told in, as our lists say today.
    pub wants: Lang,
    /// What they were told in.
    pub told: Lang,
    /// How many of them a gateway took a message for, none of it in their own.
    pub people: i64,
}

/// Everything the office can say about one notice.
#[derive(Debug, Clone, Serialize)]
pub struct Coverage {
    /// The notice.
    pub notice: NoticeId,
    /// People in its audience.
    pub people: i64,
    /// People of the audience whom no open way reaches.
    pub no_contact: i64,
    /// People of the audience who got no advertising when it was planned, by
    /// reason; of any other notice nobody.
    pub left_out: LeftOuts,
    /// Ledger rows. The seven counts add up to it.
    pub deliveries: i64,
    /// The seven counts.
    #[serde(flatten)]
    pub counts: Counts,
    /// What the gateways will charge, by their price per part.
    pub cost_vnd: i64,
    /// People told in another language than their own, the most first; each
    /// person once.
    pub other_languages: Vec<OtherLanguage>,
    /// Villages, the least reached first.
    pub villages: Vec<VillageCoverage>,
}

impl Coverage {
    /// People who were told in another language than their own.
    pub fn told_otherwise(&self) -> i64 {
        self.other_languages.iter().map(|line| line.people).sum()
    }

    /// Puts the villages that were told least on top, and the languages that
    /// were missed most.
    pub fn sort(&mut self) {
        self.other_languages
            .sort_by_key(|line| (-line.people, line.wants, line.told));
        self.villages.sort_by(|a, b| {
            a.share()
                .total_cmp(&b.share())
                .then_with(|| b.known.cmp(&a.known))
                .then_with(|| a.village.cmp(&b.village))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn village(name: &str, households: Option<i64>, known: i64, reached: i64) -> VillageCoverage {
        VillageCoverage {
            id: None,
            area: "03163".into(),
            village: name.into(),
            old_commune: String::new(),
            households,
            people: None,
            known,
            reached,
            evidence: Evidence {
                handset: reached,
                gateway: 0,
                none: known - reached,
            },
        }
    }

    fn missed(wants: &str, people: i64) -> OtherLanguage {
        OtherLanguage {
            wants: wants.parse().unwrap(),
            told: Lang::vi(),
            people,
        }
    }

    #[test]
    fn every_state_is_counted_once() {
        let mut counts = Counts::default();
        for state in State::ALL {
            counts.add(state, 1);
        }
        assert_eq!(counts.total(), 15);
        assert_eq!(
            (
                counts.delivered,
                counts.failed,
                counts.stopped,
                counts.unknown
            ),
            (1, 3, 2, 2)
        );
    }

    #[test]
    fn a_hundred_percent_is_all() {
        let percent =
            |households, known, reached| village("v", households, known, reached).percent();
        assert_eq!(percent(Some(1000), 999, 999), 99);
        assert_eq!(percent(Some(200), 200, 199), 99);
        assert_eq!(percent(Some(200), 200, 200), 100);
        assert_eq!(percent(None, 8, 4), 50);
        assert_eq!(percent(Some(0), 0, 0), 0);
    }

    #[test]
    fn more_households_than_were_counted_are_a_contradiction() {
        assert!(village("v", Some(100), 800, 800).disagrees());
        assert!(!village("v", Some(100), 100, 100).disagrees());
        assert!(!village("v", None, 800, 800).disagrees());
    }

    #[test]
    fn the_silent_village_is_on_top() {
        let mut coverage = Coverage {
            notice: NoticeId(uuid::Uuid::nil()),
            people: 0,
            no_contact: 0,
            left_out: LeftOuts::default(),
            deliveries: 0,
            counts: Counts::default(),
            cost_vnd: 0,
            other_languages: vec![
                missed("mww-Latn", 3),
                missed("km", 40),
                missed("blt-Latn", 40),
            ],
            villages: vec![
                village("well told", Some(10), 10, 9),
                village("few on our lists", Some(100), 5, 5),
                village("silent", Some(40), 20, 0),
            ],
        };
        coverage.sort();
        let order: Vec<&str> = coverage
            .villages
            .iter()
            .map(|v| v.village.as_str())
            .collect();
        assert_eq!(order, ["silent", "few on our lists", "well told"]);
        let people: Vec<i64> = coverage
            .other_languages
            .iter()
            .map(|line| line.people)
            .collect();
        assert_eq!(people, [40, 40, 3]);
        assert_eq!(coverage.told_otherwise(), 83);
    }
}
