//! The places at which a campaign ends the process, and how often each did.

use std::collections::BTreeMap;

use crate::support::files::{below, root, without_comments};

/// Who comes by a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// `loa notice approve`.
    Approval,
    /// The planner: only the first lives meet it.
    Planning,
    /// The engine at work.
    Work,
    /// An engine that was asked to stop.
    Shutdown,
    /// `loa notice stop`.
    Stop,
}

/// One place: its name in the code, and how often it may be passed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub name: &'static str,
    pub by: By,
    pub passes: usize,
}

const fn point(name: &'static str, by: By, passes: usize) -> Point {
    Point { name, by, passes }
}

/// All of them.
pub const POINTS: [Point; 19] = [
    point("mark.after", By::Work, 4),
    point("record.before_commit", By::Work, 6),
    point("plan.page_after_commit", By::Planning, 2),
    point("submit.after_answer", By::Work, 150),
    point("approve.before_commit", By::Approval, 0),
    point("receive.after_commit", By::Work, 40),
    point("sweep.middle", By::Work, 2),
    point("claim.after", By::Work, 2),
    point("shutdown.middle", By::Shutdown, 0),
    point("apply.before_commit", By::Work, 4),
    point("mark.before_commit", By::Work, 4),
    point("plan.page_before_commit", By::Planning, 2),
    point("submit.before_write", By::Work, 150),
    point("record.after", By::Work, 6),
    point("approve.after_commit", By::Approval, 0),
    point("receive.before_commit", By::Work, 10),
    point("stop.after_commit", By::Stop, 0),
    point("apply.after", By::Work, 4),
    point("epoch.middle", By::Work, 1),
];

/// How often a point ended the process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hits {
    /// In all.
    pub all: usize,
    /// While work was in flight.
    pub busy: usize,
}

/// The hits of each point.
pub type Book = BTreeMap<&'static str, Hits>;

/// Writes one down.
pub fn note(book: &mut Book, point: &Point, is_busy: bool) {
    let hits = book.entry(point.name).or_default();
    hits.all += 1;
    hits.busy += usize::from(is_busy);
}

/// Points that tests of their own make use of.
const ELSEWHERE: [&str; 3] = ["backup.middle", "hold.middle", "letter.write"];

#[test]
fn every_point_in_the_code_is_known_here() {
    let mut there: Vec<String> = Vec::new();
    for path in below(&["src"]) {
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        let code = without_comments(&text);
        let named = code.split("crash_point!(\"").skip(1);
        there.extend(named.map(|rest| rest.split('"').next().unwrap().to_owned()));
    }
    there.sort();
    let names = POINTS.iter().map(|point| point.name).chain(ELSEWHERE);
    let mut here: Vec<String> = names.map(str::to_owned).collect();
    here.sort();
    assert_eq!(there, here, "in the code, and known here");
}
