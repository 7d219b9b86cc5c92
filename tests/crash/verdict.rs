//! Oracle against ledger.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use loa::domain::delivery::State;
use loa::domain::notice::Urgency;
use uuid::Uuid;

use super::gateway::Taken;
use super::gateway::rule::News;
use super::invariants;
use super::office::Office;

/// What a campaign may end in, beside being handed over.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms {
    /// The notice was stopped on its way.
    pub stopped: bool,
    /// Its time ran out on the way.
    pub expired: bool,
}

/// What became of a campaign.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// Contacts that were to be told.
    pub messages: usize,
    /// Messages that the ledger takes for handed over, or for somebody's
    /// business, and nobody has.
    pub lost: usize,
    /// Copies beyond what the class allows.
    pub twice: usize,
    /// Second copies of flash messages.
    pub extra: usize,
    /// Of those, the most that one kill has made.
    pub worst: usize,
    /// Rows of which nobody knew at some time whether they were taken.
    pub uncertain: usize,
    /// How the rows ended.
    pub ends: BTreeMap<State, usize>,
    /// Whatever is not as promised, in words.
    pub faults: Vec<String>,
}

impl Verdict {
    /// Whether something is not as promised.
    pub fn is_red(&self) -> bool {
        !self.faults.is_empty()
    }

    fn say(&mut self, many: usize, what: &str) {
        if many > 0 {
            self.faults.push(format!("{many} {what}"));
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} messages ended as {:?}; {} were uncertain, {} had a second copy",
            self.messages, self.ends, self.uncertain, self.extra
        )?;
        for fault in &self.faults {
            writeln!(f, "  {fault}")?;
        }
        Ok(())
    }
}

/// Judges an office that has come to rest, or should have.
pub async fn judge(office: &Office, terms: Terms) -> Verdict {
    let ledger = office.ledger().await;
    let taken = office.gateway.taken();
    let doubted = office.doubted().await;
    let mut verdict = Verdict {
        messages: office.contacts,
        uncertain: doubted.len(),
        ..Verdict::default()
    };
    for state in ledger.values() {
        *verdict.ends.entry(*state).or_default() += 1;
    }
    if !office.is_at_rest().await {
        let state = office.state().await;
        let fault = format!("the notice is not at its end but {state}");
        verdict.faults.push(fault);
    }
    everybody_is_told(&mut verdict, office, &ledger, &taken);
    every_end_has_its_reason(&mut verdict, &ledger, &doubted, terms);
    nobody_is_told_too_often(&mut verdict, office, &taken);
    receipts_are_believed(&mut verdict, office, &ledger);
    nothing_is_late(&mut verdict, office, &taken).await;
    verdict
        .faults
        .extend(invariants::broken(&office.database).await);
    verdict
}

/// Everyone has a row, and what the ledger takes for handed over is.
fn everybody_is_told(
    verdict: &mut Verdict,
    office: &Office,
    ledger: &HashMap<Uuid, State>,
    taken: &[Taken],
) {
    let has: HashSet<Uuid> = taken.iter().map(|taken| taken.delivery).collect();
    let missing = office.contacts.saturating_sub(ledger.len());
    let believed = [State::Accepted, State::Delivered, State::Undelivered];
    let untaken = ledger
        .iter()
        .filter(|(id, state)| believed.contains(state) && !has.contains(id))
        .count();
    let open = ledger
        .values()
        .filter(|state| !state.is_final() && **state != State::Accepted)
        .count();
    verdict.lost = missing + untaken + open;
    verdict.say(missing, "contacts have no row in the ledger");
    verdict.say(
        untaken,
        "rows are called handed over, and no gateway has them",
    );
    verdict.say(open, "rows never came to an end");
    let strangers = has.iter().filter(|id| !ledger.contains_key(id)).count();
    verdict.say(strangers, "messages were sent that are in no ledger");
}

/// Nothing is given up, dropped or refused that nobody gave a reason for.
fn every_end_has_its_reason(
    verdict: &mut Verdict,
    ledger: &HashMap<Uuid, State>,
    doubted: &HashSet<Uuid>,
    terms: Terms,
) {
    let mut strange: BTreeMap<State, usize> = BTreeMap::new();
    for (id, state) in ledger {
        let is_sound = match state {
            State::UnknownFinal => doubted.contains(id),
            State::Expired => terms.expired,
            State::Cancelled => terms.stopped,
            State::Failed | State::Suppressed | State::Quarantined => false,
            _ => true,
        };
        if !is_sound {
            *strange.entry(*state).or_default() += 1;
        }
    }
    for (state, many) in strange {
        verdict.lost += many;
        verdict.say(many, &format!("rows are {} for no reason", state.as_str()));
    }
}

/// At most once; where life is in danger, once more where nobody could know.
fn nobody_is_told_too_often(verdict: &mut Verdict, office: &Office, taken: &[Taken]) {
    let mut copies: HashMap<&str, Vec<&Taken>> = HashMap::new();
    for one in taken {
        copies.entry(&one.to).or_default().push(one);
    }
    let handed = office.gateway.handed();
    let most = match office.setup.urgency {
        Urgency::Flash => 2,
        _ => 1,
    };
    let mut by_kill: HashMap<usize, usize> = HashMap::new();
    for copies in copies.values() {
        verdict.twice += copies.len().saturating_sub(most);
        verdict.extra += copies.len().min(most) - 1;
        // Who left its sender without a word has the second copy to answer for;
        // else it is the kill that ended the sender.
        let first = &handed[copies[0].place];
        if copies.len() > 1 && !first.fault.is_silent() {
            *by_kill.entry(first.life).or_default() += 1;
        }
    }
    verdict.worst = by_kill.values().copied().max().unwrap_or(0);
    verdict.say(verdict.twice, "copies too many were handed over");
    if verdict.worst > office.setup.window {
        let fault = format!("{} second copies by one kill", verdict.worst);
        verdict.faults.push(fault);
    }
}

/// A receipt that somebody listened to is in the ledger, and nothing is in the
/// ledger that no receipt has said.
fn receipts_are_believed(verdict: &mut Verdict, office: &Office, ledger: &HashMap<Uuid, State>) {
    let told = office.gateway.told();
    let named = |news: News| -> HashSet<Uuid> {
        let of = told.iter().filter(|told| told.news == news);
        of.map(|told| told.delivery).collect()
    };
    let (delivered, undelivered) = (named(News::Delivered), named(News::Undelivered));
    let stands = |id: &Uuid, state: State| ledger.get(id) == Some(&state);
    let unheard =
        |of: &HashSet<Uuid>, state: State| of.iter().filter(|id| !stands(id, state)).count();
    let forgotten = unheard(&delivered, State::Delivered);
    verdict.say(
        forgotten,
        "rows do not know that their receipt said delivered",
    );
    // A flash message that is on its way again may end otherwise.
    if office.setup.urgency != Urgency::Flash {
        let forgotten = unheard(&undelivered, State::Undelivered);
        verdict.say(
            forgotten,
            "rows do not know that their receipt said undelivered",
        );
    }
    let invented = ledger
        .iter()
        .filter(|(id, state)| match state {
            State::Delivered => !delivered.contains(id),
            State::Undelivered => !undelivered.contains(id),
            _ => false,
        })
        .count();
    verdict.say(invented, "rows have an end that no receipt has told");
}

/// Nothing is taken at or after `send_by`, nothing two seconds after a stop.
async fn nothing_is_late(verdict: &mut Verdict, office: &Office, taken: &[Taken]) {
    let (send_by, stopped_at) = office.limits().await;
    let stale = taken.iter().filter(|taken| taken.at >= send_by).count();
    verdict.say(stale, "messages were taken after their time");
    if let Some(stopped_at) = stopped_at {
        let late = taken
            .iter()
            .filter(|taken| taken.at > stopped_at + 2_000_000)
            .count();
        verdict.say(late, "messages were taken two seconds after the stop");
    }
}
