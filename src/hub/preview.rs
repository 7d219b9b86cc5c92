//! What would happen: people, deliveries, parts, cost, languages, and when the
//! last person would have it. The walk is the planner's own.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::approve::may_leave;
use super::budget;
use super::count::Counted;
pub use super::count::{parts, price};
use super::hours::{self, in_time};
use super::registered;
use super::registered::Judged;
use super::restore::may_set_moving;
use super::sizes::{self, TextLine};
use super::{Refusal, Result};
use crate::app::App;
use crate::domain::budget::Purse;
use crate::domain::check;
use crate::domain::language::Lang;
use crate::domain::notice::{Notice, NoticeState, Urgency};
use crate::domain::person::Way;
use crate::domain::price::Bounds;
use crate::domain::promotion::LeftOuts;
use crate::domain::quiet::Quiet;
use crate::domain::say::{Said, Saying};

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
    /// Price by the gateway's tariff, in đồng, if all went to the dearest
    /// carrier.
    pub cost_vnd: i64,
    /// The same to the cheapest.
    pub cost_least_vnd: i64,
    /// How long its gateway needs at its rate, less what is kept for flash.
    pub seconds: f64,
}

impl WayLine {
    /// Price by the gateway's tariff.
    pub fn cost(&self) -> Bounds {
        Bounds {
            least: self.cost_least_vnd,
            most: self.cost_vnd,
        }
    }
}

/// What is told of an advertisement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Advertising {
    /// What each SMS begins with.
    pub label: String,
    /// The first minute of the day in which it may leave, such as `07:00`.
    pub from: String,
    /// The first in which it may not.
    pub to: String,
    /// Advertisements a number may have within 24 hours.
    pub a_day: u32,
    /// People who are left out though a way would reach them, by reason.
    pub left_out: LeftOuts,
}

/// A preview.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// People in the audience.
    pub people: i64,
    /// People of it whom no open way reaches.
    pub no_contact: i64,
    /// Of advertising: its rules, and who is left out of it.
    pub promotional: Option<Advertising>,
    /// Deliveries: one for each contact, however many people it serves.
    pub deliveries: i64,
    /// Parts of all messages.
    pub parts: i64,
    /// Price of all parts, in đồng, if they went to the dearest carrier: so
    /// the budget reckons.
    pub cost_vnd: i64,
    /// The same to the cheapest.
    pub cost_least_vnd: i64,
    /// This month's money, where there is a budget.
    pub purse: Option<Purse>,
    /// What of it is left for a notice of this urgency, in đồng.
    pub left_vnd: Option<i64>,
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
    /// Which gateways take which text, where carriers want texts registered.
    pub registered: Vec<Judged>,
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
    let counted = Counted::of(app, notice).await?;
    let sms = app.gateways.carrier(Way::Sms, notice.content.promotional);
    let price = sms.map(|channel| channel.limits().price_vnd);
    let price = price.unwrap_or_default();
    let texts = sizes::lines(app, notice, &counted.messages, price);
    let (ways, people, no_contact) = (counted.ways, counted.people, counted.no_contact);
    let seconds = ways.values().map(|line| line.seconds).fold(0.0, f64::max);
    let cost: Bounds = ways.values().map(WayLine::cost).sum();
    let cost_vnd = cost.most;
    let (now, urgency) = (app.clock.now(), notice.content.urgency);
    let hours = hours::of(app, &notice.content);
    let begins = hours.opens(now).filter(|opens| *opens > now);
    let last_at = hours.through(now, length(seconds));
    let purse = budget::purse(app).await?;
    let mut hindrances = hindrances(app, notice, people, no_contact, counted.left_out).await?;
    let mut judged = registered::judge(app, notice);
    judged.retain(|text| counted.messages.contains_key(&text.language));
    if notice.state == NoticeState::Draft && urgency != Urgency::Flash {
        let refused = registered::refuse(&judged, &counted.messages).err();
        hindrances.extend(refused.iter().flat_map(Refusal::sayings));
    }
    let mut warnings = warnings(notice, last_at, &judged, &hindrances);
    if let Some(purse) = purse.filter(|_| notice.state == NoticeState::Draft) {
        if let Err(refusal) = budget::refuse(app, &purse, cost_vnd, urgency) {
            hindrances.extend(refusal.sayings());
        } else if purse.is_passed_by(cost_vnd, urgency) {
            let over = cost_vnd - purse.left_for(urgency);
            warnings.push(Saying::new("preview-over-budget").with("over", over));
        }
    }
    Ok(Preview {
        people,
        no_contact,
        promotional: notice
            .content
            .promotional
            .then(|| Advertising::of(app, counted.left_out)),
        deliveries: ways.values().map(|line| line.deliveries).sum(),
        parts: ways.values().map(|line| line.parts).sum(),
        cost_vnd,
        cost_least_vnd: cost.least,
        left_vnd: purse.map(|purse| purse.left_for(urgency)),
        purse,
        seconds,
        begins,
        last_at,
        quiet_between: last_at > Quiet::NONE.through(urgency, now, length(seconds)),
        languages: counted
            .languages
            .into_iter()
            .map(|((wants, gets), people)| LanguageLine {
                wants,
                gets,
                people,
            })
            .collect(),
        texts,
        registered: judged,
        ways,
        without_village: counted.without_village,
        without_name: counted.without_name,
        warnings,
        hindrances,
    })
}

/// What an approver would be told: an author wants to know it first.
async fn hindrances(
    app: &App,
    notice: &Notice,
    people: i64,
    no_contact: i64,
    left_out: LeftOuts,
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
    } else if people == no_contact + left_out.total() {
        sayings.extend(Refusal::nobody(people, left_out).sayings());
    }
    if let Err(refusal) = may_set_moving(app).await {
        sayings.extend(refusal.sayings());
    }
    Ok(sayings)
}

/// What will go wrong though it may be approved. Whatever hinders it is said
/// first: what comes after an approval may change with the mending.
fn warnings(
    notice: &Notice,
    last_at: Timestamp,
    judged: &[Judged],
    hindrances: &[Saying],
) -> Vec<Saying> {
    let send_by = notice.content.send_by;
    if notice.state.ended() || !hindrances.is_empty() {
        return Vec::new();
    }
    let urgency = notice.content.urgency;
    let texts = judged.iter();
    let mut warnings: Vec<Saying> = texts.filter_map(|text| text.warning(urgency)).collect();
    if last_at > send_by {
        warnings.push(
            Saying::new("preview-too-slow")
                .with("at", last_at)
                .with("sendby", send_by),
        );
    }
    warnings
}

impl Advertising {
    fn of(app: &App, left_out: LeftOuts) -> Self {
        let rules = &app.config.promotional;
        Self {
            label: rules.label.clone(),
            from: rules.from.to_string(),
            to: rules.to.to_string(),
            a_day: rules.a_day,
            left_out,
        }
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
