//! What a series of campaigns came to, as a table for docs/reliability.md.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use loa::domain::delivery::State;

use super::campaign::Report;
use super::points::{Book, Hits, POINTS};

/// The sum of reports.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// "SQLite" or "PostgreSQL".
    pub engine: &'static str,
    pub campaigns: usize,
    pub random: usize,
    pub points: Book,
    pub messages: usize,
    pub lost: usize,
    pub twice: usize,
    pub extra: usize,
    pub worst: usize,
    pub uncertain: usize,
    pub ends: BTreeMap<State, usize>,
    pub took: Duration,
}

impl Summary {
    /// Adds one.
    pub fn add(&mut self, report: &Report) {
        let verdict = &report.verdict;
        self.campaigns += 1;
        self.random += report.random;
        for (point, hits) in &report.points {
            let sum = self.points.entry(point).or_default();
            sum.all += hits.all;
            sum.busy += hits.busy;
        }
        self.messages += verdict.messages;
        self.lost += verdict.lost;
        self.twice += verdict.twice;
        self.extra += verdict.extra;
        self.worst = self.worst.max(verdict.worst);
        self.uncertain += verdict.uncertain;
        for (state, rows) in &verdict.ends {
            *self.ends.entry(*state).or_default() += rows;
        }
        self.took += report.took;
    }

    /// Lives that were ended.
    pub fn kills(&self) -> usize {
        self.random + self.points.values().map(|hits| hits.all).sum::<usize>()
    }

    /// The points that never ended the process while work was in flight.
    pub fn unmet(&self) -> Vec<&'static str> {
        let busy = |name: &str| self.points.get(name).is_some_and(|hits| hits.busy > 0);
        let names = POINTS.iter().map(|point| point.name);
        names.filter(|name| !busy(name)).collect()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = [
            ("kills", self.kills().to_string()),
            ("of them at a random moment", self.random.to_string()),
            ("campaigns", self.campaigns.to_string()),
            ("messages", self.messages.to_string()),
            ("**lost**", self.lost.to_string()),
            ("**too often**", self.twice.to_string()),
            ("second copies of flash", self.extra.to_string()),
            ("of them by one kill, at most", self.worst.to_string()),
            ("uncertain at some time", self.uncertain.to_string()),
            ("ended unknown", self.ended(State::UnknownFinal).to_string()),
            ("quarantined", self.ended(State::Quarantined).to_string()),
            ("seconds", self.took.as_secs().to_string()),
        ];
        writeln!(f, "| {} | |\n|---|---:|", self.engine)?;
        for (name, value) in rows {
            writeln!(f, "| {name} | {value} |")?;
        }
        writeln!(
            f,
            "\n| point | ended there | with work in flight |\n|---|---:|---:|"
        )?;
        for point in &POINTS {
            let Hits { all, busy } = self.points.get(point.name).copied().unwrap_or_default();
            writeln!(f, "| `{}` | {all} | {busy} |", point.name)?;
        }
        Ok(())
    }
}

impl Summary {
    fn ended(&self, state: State) -> usize {
        self.ends.get(&state).copied().unwrap_or(0)
    }
}
