//! What would happen: people, deliveries, parts, cost, languages, and when the
//! last person would have it. The walk is the planner's own.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::approve::may_leave;
use super::audience::Walk;
use super::hours::in_time;
use super::pace;
use super::restore::may_set_moving;
use super::sizes::{self, TextLine};
use super::{Refusal, Result, wording};
use crate::app::App;
use crate::domain::check;
use crate::domain::id::ContactId;
use crate::domain::language::{Lang, choose};
use crate::domain::notice::{Notice, NoticeState, Urgency};
use crate::domain::person::Way;
use crate::domain::placeholder;
use crate::domain::quiet::Quiet;
use crate::domain::say::{Said, Saying};
use crate::domain::sms;

/// People who want a language, and what they will get.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LanguageLine {
    /// The language they want.
    pub wants: Lang,
    /// The language of the text they get.
    pub gets: Lang,
    /// How many of them.
    pub people: i64,
}

/// One way's share.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct WayLine {
    /// Deliveries.
    pub deliveries: i64,
    /// SMS parts; messages elsewhere.
    pub parts: i64,
    /// Price by the gateway's tariff.
    pub cost_vnd: i64,
    /// How long its gateway needs at its rate, less what is kept for flash.
    pub seconds: f64,
}

/// A preview.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// People in the audience.
    pub people: i64,
    /// People of it whom no open way reaches.
    pub no_contact: i64,
    /// Deliveries: one for each contact, however many people it serves.
    pub deliveries: i64,
    /// Parts of all messages.
    pub parts: i64,
    /// Price of all parts.
    pub cost_vnd: i64,
    /// How long the slowest gateway would be at it.
    pub seconds: f64,
    /// When the first would leave, where quiet hours hold it back.
    pub begins: Option<Timestamp>,
    /// When the last gateway would be through, the quiet hours left out.
    pub last_at: Timestamp,
    /// Whether quiet hours lie between now and then.
    pub quiet_between: bool,
    /// By way.
    pub ways: BTreeMap<Way, WayLine>,
    /// By language.
    pub languages: Vec<LanguageLine>,
    /// What each text costs as SMS, and why.
    pub texts: Vec<TextLine>,
    /// People whose text asks for a village, and who have none.
    pub without_village: i64,
    /// People whose text asks for a name, and who have none, nor their household.
    pub without_name: i64,
    /// Why nobody may approve it as it stands; of drafts only.
    pub hindrances: Vec<Saying>,
    /// What an approver should know, and may approve nevertheless.
    pub warnings: Vec<Saying>,
}

/// Previews a notice, or none at all where it is stopped or done.
pub async fn preview(app: &App, notice: &Notice) -> Result<Preview> {
    let sizes = Sizes::of(app, notice);
    let mut languages: BTreeMap<(Lang, Lang), i64> = BTreeMap::new();
    let mut ways: BTreeMap<Way, WayLine> = BTreeMap::new();
    let (mut people, mut no_contact) = (0, 0);
    let (mut without_village, mut without_name) = (0, 0);
    let mut messages: BTreeMap<Lang, i64> = BTreeMap::new();
    // A contact on several lists is one delivery: 16 bytes each is what
    // exactness costs here.
    let mut met: HashSet<ContactId> = HashSet::new();
    let mut walk = Walk::from(app, &notice.content, "");
    loop {
        let page = walk.next(app).await?;
        for visit in &page.people {
            people += 1;
            if visit.steps.is_empty() {
                no_contact += 1;
                continue;
            }
            for (place, step) in visit.steps.iter().enumerate() {
                let Some((gets, size)) = sizes.of_reader(step.way, visit.candidate.language) else {
                    continue;
                };
                if place == 0 {
                    let reader = &visit.candidate;
                    without_village += i64::from(size.asks_village && reader.village.is_none());
                    without_name += i64::from(size.asks_name && !reader.named);
                    *languages
                        .entry((visit.candidate.language, gets))
                        .or_default() += 1;
                }
                if met.insert(step.contact) {
                    let line = ways.entry(step.way).or_default();
                    line.deliveries += 1;
                    line.parts += size.parts;
                    if step.way == Way::Sms {
                        *messages.entry(gets).or_default() += 1;
                    }
                }
            }
        }
        if page.last {
            break;
        }
    }
    for (way, line) in &mut ways {
        let Some(limits) = app.gateways.for_way(*way).map(|channel| channel.limits()) else {
            continue;
        };
        line.cost_vnd = line.parts * limits.price_vnd;
        let share = pace::share(notice.content.urgency == Urgency::Flash);
        line.seconds = line.parts as f64 / (limits.per_second * share);
    }
    let sms = app.gateways.for_way(Way::Sms);
    let price = sms.map_or(0, |channel| channel.limits().price_vnd);
    let texts = sizes::lines(app, notice, &messages, price);
    let seconds = ways.values().map(|line| line.seconds).fold(0.0, f64::max);
    let (now, urgency) = (app.clock.now(), notice.content.urgency);
    let quiet = &app.config.quiet;
    let begins = Some(quiet.opens(urgency, now)).filter(|opens| *opens > now);
    let last_at = quiet.through(urgency, now, length(seconds));
    let hindrances = hindrances(app, notice, people, no_contact).await?;
    Ok(Preview {
        people,
        no_contact,
        deliveries: ways.values().map(|line| line.deliveries).sum(),
        parts: ways.values().map(|line| line.parts).sum(),
        cost_vnd: ways.values().map(|line| line.cost_vnd).sum(),
        seconds,
        begins,
        last_at,
        quiet_between: last_at > Quiet::NONE.through(urgency, now, length(seconds)),
        languages: languages
            .into_iter()
            .map(|((wants, gets), people)| LanguageLine {
                wants,
                gets,
                people,
            })
            .collect(),
        texts,
        ways,
        without_village,
        without_name,
        warnings: warnings(notice, last_at, &hindrances),
        hindrances,
    })
}

/// What an approver would be told: an author wants to know it first.
async fn hindrances(
    app: &App,
    notice: &Notice,
    people: i64,
    no_contact: i64,
) -> Result<Vec<Saying>> {
    if notice.state != NoticeState::Draft {
        return Ok(Vec::new());
    }
    let faults = check::content(&notice.content, app.clock.now());
    let mut sayings: Vec<Saying> = faults.iter().map(Said::said).collect();
    if let Err(refusal) = in_time(app, notice) {
        sayings.extend(refusal.sayings());
    }
    if let Err(refusal) = may_leave(app, notice) {
        sayings.extend(refusal.sayings());
    } else if people == no_contact {
        sayings.extend(Refusal::NobodyToReach { people }.sayings());
    }
    if let Err(refusal) = may_set_moving(app).await {
        sayings.extend(refusal.sayings());
    }
    Ok(sayings)
}

/// What will go wrong though it may be approved. Whatever hinders it is said
/// first: what comes after an approval may change with the mending.
fn warnings(notice: &Notice, last_at: Timestamp, hindrances: &[Saying]) -> Vec<Saying> {
    let send_by = notice.content.send_by;
    if notice.state.ended() || !hindrances.is_empty() || last_at <= send_by {
        return Vec::new();
    }
    vec![
        Saying::new("preview-too-slow")
            .with("at", last_at)
            .with("sendby", send_by),
    ]
}

/// What there is to know of every text, for every way that is open.
struct Sizes(BTreeMap<Way, BTreeMap<Lang, Size>>);

/// One text: its parts, and what it asks of its readers.
struct Size {
    parts: i64,
    asks_village: bool,
    asks_name: bool,
}

impl Sizes {
    fn of(app: &App, notice: &Notice) -> Self {
        let sizes = |way| {
            let texts = wording::texts_for(way, &notice.renders);
            let size = |(lang, text): (Lang, String)| (lang, Size::of(way, &text));
            (way, texts.into_iter().map(size).collect())
        };
        Self(app.gateways.ways().into_iter().map(sizes).collect())
    }

    fn of_reader(&self, way: Way, want: Lang) -> Option<(Lang, &Size)> {
        choose(want, wording::surface(way), self.0.get(&way)?)
    }
}

impl Size {
    fn of(way: Way, text: &str) -> Self {
        Self {
            parts: parts(way, &placeholder::fill_for(way, text, placeholder::TYPICAL)),
            asks_village: placeholder::asks_village(text),
            asks_name: placeholder::asks_name(text),
        }
    }
}

/// What a gateway counts a text as: SMS parts, one message elsewhere.
pub fn parts(way: Way, text: &str) -> i64 {
    if way == Way::Sms {
        i64::try_from(sms::measure(text).parts).unwrap_or(i64::MAX)
    } else {
        1
    }
}

impl Preview {
    /// [`Preview::seconds`] as a length of time.
    pub fn duration(&self) -> Duration {
        length(self.seconds)
    }
}

fn length(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds.clamp(0.0, 1e9))
}
