//! Texts that carriers want registered: which of a way's gateways take a
//! notice, before anybody answers for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::count::Counted;
use super::{Refusal, Result};
use crate::app::App;
use crate::channels::Channel;
use crate::domain::catalogue::Untaken;
use crate::domain::check::spoken;
use crate::domain::language::{Lang, Surface};
use crate::domain::notice::{Notice, Render, Urgency};
use crate::domain::person::Way;
use crate::domain::placeholder;
use crate::domain::say::Saying;

/// One text that leaves as SMS, and what the gateways make of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// Its language.
    pub language: Lang,
    /// The gateways that take it, the preferred one first.
    pub takers: Vec<String>,
    /// Those that do not, each with its closest reason.
    pub others: Vec<(String, Untaken)>,
}

/// Refuses a notice with a text that somebody would get and no gateway takes.
/// Danger to life is never refused for it.
pub async fn may_be_taken(app: &App, notice: &Notice) -> Result<()> {
    let texts = judge(app, notice);
    if notice.content.urgency == Urgency::Flash || texts.iter().all(Judged::is_taken) {
        return Ok(());
    }
    refuse(&texts, &Counted::of(app, notice).await?.messages)
}

/// Refuses texts that no gateway takes, of those that somebody gets: `messages`
/// says how many are told in which language.
pub fn refuse(texts: &[Judged], messages: &BTreeMap<Lang, i64>) -> Result<()> {
    let untaken: Vec<Judged> = texts
        .iter()
        .filter(|text| !text.is_taken() && messages.contains_key(&text.language))
        .cloned()
        .collect();
    if untaken.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Unregistered(untaken))
    }
}

/// What the gateways make of every text that leaves as SMS; nothing where all
/// of them take any text.
pub fn judge(app: &App, notice: &Notice) -> Vec<Judged> {
    let advertising = notice.content.promotional;
    let mut gateways = app.gateways.carriers(Way::Sms, advertising);
    if !gateways.any(|channel| app.gateways.catalogue(channel.name()).is_some()) {
        return Vec::new();
    }
    let renders = notice.renders.iter();
    renders
        .filter(|(lang, _)| lang.fits(Surface::Sms))
        .filter_map(|(lang, render)| {
            let forms = forms(render, notice.content.urgency);
            (!forms.is_empty()).then(|| Judged::of(app, *lang, &forms, advertising))
        })
        .collect()
}

/// The forms that a text leaves in. Danger to life goes on without its marks
/// where it is refused.
fn forms(render: &Render, urgency: Urgency) -> Vec<String> {
    let plain = render.sms_plain.as_ref();
    let plain = plain.filter(|_| urgency == Urgency::Flash);
    let forms = render.sms.iter().chain(plain);
    forms.map(|form| sample(form)).collect()
}

/// The gateway by which a text goes while all are well, and in which of its
/// forms; where none takes any, the one in charge of the way and the first.
pub fn carrier<'a>(
    app: &'a App,
    way: Way,
    forms: &[String],
    advertising: bool,
) -> Option<(&'a Arc<dyn Channel>, String)> {
    let mut gateways = app.gateways.carriers(way, advertising);
    let taken = gateways.find_map(|channel| {
        let mut forms = forms.iter();
        let form = forms.find(|form| app.gateways.takes(channel.name(), form))?;
        Some((channel, form.clone()))
    });
    let in_charge = app.gateways.carrier(way, advertising);
    taken.or(Some((in_charge?, forms.first()?.clone())))
}

/// A text with names of usual length in the place of its readers'.
pub fn sample(text: &str) -> String {
    placeholder::fill_for(Way::Sms, text, placeholder::TYPICAL)
}

impl Judged {
    fn of(app: &App, language: Lang, forms: &[String], advertising: bool) -> Self {
        let mut judged = Self {
            language,
            takers: Vec::new(),
            others: Vec::new(),
        };
        for channel in app.gateways.carriers(Way::Sms, advertising) {
            let name = channel.name().to_owned();
            let catalogue = app.gateways.catalogue(&name);
            let why = catalogue.and_then(|catalogue| {
                let untaken = forms.iter().map(|form| catalogue.judge(form).err());
                // None is less than any reason: one form is enough.
                untaken.min().flatten()
            });
            match why {
                None => judged.takers.push(name),
                Some(why) => judged.others.push((name, why)),
            }
        }
        judged
    }

    /// Whether any gateway takes it.
    pub fn is_taken(&self) -> bool {
        !self.takers.is_empty()
    }

    /// Why it is refused, and the ways out.
    pub fn refused(&self) -> Saying {
        self.told("refused-unregistered")
    }

    /// What an approver should know of it.
    pub fn warning(&self, urgency: Urgency) -> Option<Saying> {
        if let (Some(taker), Some(_)) = (self.takers.first(), self.others.first()) {
            let names: Vec<&str> = self.others.iter().map(|(name, _)| name.as_str()).collect();
            let told = self.told("preview-registered-elsewhere");
            return Some(told.with("gateways", names.join(", ")).with("taker", taker));
        }
        let tried = urgency == Urgency::Flash && !self.is_taken();
        tried.then(|| self.told("preview-unregistered-flash"))
    }

    /// A message with the closest of all reasons.
    fn told(&self, key: &'static str) -> Saying {
        let closest = self.others.iter().min_by(|one, other| one.1.cmp(&other.1));
        let (gateway, why) = closest.map_or(("", &Untaken::Unknown), |(name, why)| (name, why));
        Saying::new(key)
            .with("lang", spoken(self.language))
            .with("gateway", gateway)
            .with("why", why.word())
            .with("template", why.template().unwrap_or_default())
            .with("longest", why.longest())
    }
}
