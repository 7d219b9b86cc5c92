//! Walking an audience: the same walk for a preview, a dry run and the ledger,
//! so that what was shown is what is sent.

use std::collections::VecDeque;

use super::Result;
use super::promotion::Sieve;
use crate::app::App;
use crate::domain::area::AreaCode;
use crate::domain::id::{ContactId, PersonId};
use crate::domain::ladder::{self, Rung};
use crate::domain::notice::{Audience, Notice, Topic, Urgency};
use crate::domain::person::Way;
use crate::domain::promotion::LeftOut;
use crate::store;
use crate::store::plan::{Candidate, NewDelivery, Pass};

/// People read at a time.
const PAGE: i64 = 1000;

/// Where a walk stands. Its text form is the planner's cursor: empty before
/// the first page, `pass/commune/person` after.
#[derive(Debug, Clone)]
pub struct Walk {
    communes: Vec<AreaCode>,
    audience: Audience,
    urgency: Urgency,
    topic: Topic,
    open: Vec<Way>,
    /// What it is held against, where it is advertising.
    sieve: Option<Sieve>,
    steps: VecDeque<(Pass, AreaCode)>,
    after: PersonId,
}

/// One page of a walk.
#[derive(Debug)]
pub struct Visited {
    /// The people on it who belong to the audience.
    pub people: Vec<Visit>,
    /// The cursor after it.
    pub cursor: String,
    /// Whether it is the last.
    pub last: bool,
}

/// A person met, and the deliveries they are due.
#[derive(Debug)]
pub struct Visit {
    /// Who.
    pub candidate: Candidate,
    /// The ways the notice takes to them; none where nothing reaches them.
    pub steps: Vec<Rung<ContactId>>,
    /// Why they get no advertising, though a way would reach them.
    pub left_out: Option<LeftOut>,
    /// Their place in the order.
    pub pass: Pass,
}

impl Visit {
    /// The ledger rows of this person: the first way of a household comes
    /// before anybody's second.
    pub fn rows(&self) -> impl Iterator<Item = NewDelivery> + '_ {
        self.steps
            .iter()
            .enumerate()
            .map(|(place, step)| NewDelivery {
                contact: step.contact,
                person: self.candidate.person,
                way: step.way,
                rank: match (self.pass, place) {
                    (Pass::Tellers, _) => 0,
                    (Pass::Households, 0) => 1,
                    _ => 2,
                },
            })
    }
}

impl Walk {
    /// A walk over a notice's audience, from a cursor. Refused where it is
    /// advertising and nobody can tell whom it may not be sent to.
    pub fn from(app: &App, notice: &Notice, cursor: &str) -> Result<Self> {
        let content = &notice.content;
        let audience = &content.audience;
        let mut communes: Vec<AreaCode> = audience
            .areas
            .iter()
            .flat_map(|area| app.areas.communes_of(area))
            .collect();
        communes.sort();
        communes.dedup();
        let steps = Pass::ALL
            .into_iter()
            .flat_map(|pass| communes.iter().map(move |area| (pass, area.clone())))
            .collect();
        let mut walk = Self {
            steps,
            communes,
            audience: audience.clone(),
            urgency: content.urgency,
            topic: content.topic,
            open: app.gateways.ways_for(content.promotional),
            sieve: Sieve::of(app, notice)?,
            after: PersonId(uuid::Uuid::nil()),
        };
        walk.seek(cursor);
        Ok(walk)
    }

    fn seek(&mut self, cursor: &str) {
        let mut fields = cursor.split('/');
        let (Some(step), Some(after)) = (fields.next(), fields.next()) else {
            return;
        };
        let (Ok(step), Ok(after)) = (step.parse::<usize>(), after.parse()) else {
            return;
        };
        self.steps.drain(..step.min(self.steps.len()));
        self.after = after;
    }

    /// The communes of the audience.
    pub fn communes(&self) -> &[AreaCode] {
        &self.communes
    }

    /// The next page. The last one says so; it may be empty.
    pub async fn next(&mut self, app: &App) -> store::Result<Visited> {
        let mut people = Vec::new();
        while let Some((pass, area)) = self.steps.front().cloned() {
            let wanted = PAGE - i64::try_from(people.len()).unwrap_or(PAGE);
            let mut found = app
                .store
                .candidates(&area, pass, self.after, wanted, self.topic)
                .await?;
            let full = i64::try_from(found.len()).unwrap_or(PAGE) >= wanted;
            self.after = found.last().map_or(self.after, |last| last.person);
            found.retain(|one| self.wants(one));
            let left_out = match &self.sieve {
                Some(sieve) => sieve.keep(app, &mut found, &self.open).await?,
                None => Vec::new(),
            };
            let left_out = left_out.into_iter().chain(std::iter::repeat(None));
            people.extend(
                found
                    .into_iter()
                    .zip(left_out)
                    .map(|(candidate, left_out)| self.visit(candidate, left_out, pass)),
            );
            if full {
                return Ok(Visited {
                    people,
                    cursor: self.cursor(),
                    last: false,
                });
            }
            self.steps.pop_front();
            self.after = PersonId(uuid::Uuid::nil());
        }
        Ok(Visited {
            people,
            cursor: self.cursor(),
            last: true,
        })
    }

    fn wants(&self, candidate: &Candidate) -> bool {
        self.audience.roles.is_empty() || self.audience.roles.contains(&candidate.role)
    }

    fn visit(&self, candidate: Candidate, left_out: Option<LeftOut>, pass: Pass) -> Visit {
        let steps = ladder::steps(self.urgency, &candidate.rungs, &self.open);
        Visit {
            candidate,
            steps,
            left_out,
            pass,
        }
    }

    fn cursor(&self) -> String {
        let all = Pass::ALL.len() * self.communes.len();
        format!("{}/{}", all - self.steps.len(), self.after)
    }
}
