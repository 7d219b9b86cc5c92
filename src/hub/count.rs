//! Counting an audience: the planner's own walk, with what each text is
//! handed over as and what that costs.

use std::collections::{BTreeMap, HashSet};

use super::audience::Walk;
use super::preview::WayLine;
use super::{Result, pace, registered, wording};
use crate::app::App;
use crate::channels::Limits;
use crate::domain::id::ContactId;
use crate::domain::language::{Lang, choose};
use crate::domain::notice::{Notice, Urgency};
use crate::domain::person::Way;
use crate::domain::placeholder;
use crate::domain::price::Bounds;
use crate::domain::promotion::LeftOuts;
use crate::domain::sms;

/// What an audience comes to.
pub struct Counted {
    /// People in it.
    pub people: i64,
    /// Those of them whom no open way reaches.
    pub no_contact: i64,
    /// Those of them who get no advertising, though a way would reach them.
    pub left_out: LeftOuts,
    /// By way.
    pub ways: BTreeMap<Way, WayLine>,
    /// People by the language they want and the one they get.
    pub languages: BTreeMap<(Lang, Lang), i64>,
    /// SMS by the language they leave in.
    pub messages: BTreeMap<Lang, i64>,
    /// People whose text asks for a village, and who have none.
    pub without_village: i64,
    /// People whose text asks for a name, and who have none.
    pub without_name: i64,
}

/// What a notice would cost to the dearest carrier, in đồng, and its messages.
pub async fn price(app: &App, notice: &Notice) -> Result<(i64, i64)> {
    let ways = Counted::of(app, notice).await?.ways;
    let vnd = ways.values().map(|line| line.cost_vnd).sum();
    Ok((vnd, ways.values().map(|line| line.deliveries).sum()))
}

impl Counted {
    /// Walks over a notice's audience.
    pub async fn of(app: &App, notice: &Notice) -> Result<Self> {
        let sizes = Sizes::of(app, notice);
        let mut languages: BTreeMap<(Lang, Lang), i64> = BTreeMap::new();
        let mut ways: BTreeMap<Way, WayLine> = BTreeMap::new();
        let (mut people, mut no_contact) = (0, 0);
        let mut left_out = LeftOuts::default();
        let (mut without_village, mut without_name) = (0, 0);
        let mut messages: BTreeMap<Lang, i64> = BTreeMap::new();
        let mut parts: BTreeMap<(Way, Lang), i64> = BTreeMap::new();
        // A contact on several lists is one delivery: 16 bytes each is what
        // exactness costs here.
        let mut met: HashSet<ContactId> = HashSet::new();
        let mut walk = Walk::from(app, notice, "")?;
        loop {
            let page = walk.next(app).await?;
            for visit in &page.people {
                people += 1;
                if let Some(why) = visit.left_out {
                    left_out.add(why);
                    continue;
                }
                if visit.steps.is_empty() {
                    no_contact += 1;
                    continue;
                }
                for (place, step) in visit.steps.iter().enumerate() {
                    let Some((gets, size)) = sizes.of_reader(step.way, visit.candidate.language)
                    else {
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
                        *parts.entry((step.way, gets)).or_default() += size.parts;
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
            let of_way = parts.iter().filter(|((of, _), _)| of == way);
            let handed =
                of_way.filter_map(|((_, lang), parts)| Some((sizes.size(*way, *lang)?, *parts)));
            let share = pace::share(notice.content.urgency == Urgency::Flash);
            let cost;
            (cost, line.seconds) = reckon(handed, share);
            (line.cost_least_vnd, line.cost_vnd) = (cost.least, cost.most);
        }
        Ok(Self {
            people,
            no_contact,
            left_out,
            ways,
            languages,
            messages,
            without_village,
            without_name,
        })
    }
}

/// What texts cost by the gateways that carry them, in đồng, and how many
/// seconds the slowest of these is at it with such a share of its rate.
fn reckon<'a>(handed: impl Iterator<Item = (&'a Size, i64)>, share: f64) -> (Bounds, f64) {
    let mut prices = Vec::new();
    let mut seconds: BTreeMap<&str, f64> = BTreeMap::new();
    for (size, parts) in handed {
        let (gateway, limits) = &size.carrier;
        prices.push(limits.price_vnd.times(parts));
        *seconds.entry(gateway).or_default() += parts as f64 / (limits.per_second * share);
    }
    (
        prices.into_iter().sum(),
        seconds.into_values().fold(0.0, f64::max),
    )
}

/// What there is to know of every text, for every way that is open.
struct Sizes(BTreeMap<Way, BTreeMap<Lang, Size>>);

/// One text: its parts, and what it asks of its readers.
struct Size {
    parts: i64,
    /// The gateway that carries it: in charge of the way, or the first that
    /// takes it where carriers want texts registered.
    carrier: (String, Limits),
    asks_village: bool,
    asks_name: bool,
}

impl Sizes {
    fn of(app: &App, notice: &Notice) -> Self {
        let sizes = |way| {
            let texts = wording::texts_for(way, &notice.renders);
            // A warning leaves without its marks where only that is registered.
            let mut plain = wording::plain_texts_for(way, &notice.renders);
            plain.retain(|_, _| notice.content.urgency == Urgency::Flash);
            let advertising = notice.content.promotional;
            let size = |(lang, text): (Lang, String)| {
                let forms: Vec<&String> = [&text].into_iter().chain(plain.get(&lang)).collect();
                Some((lang, Size::of(app, way, &forms, advertising)?))
            };
            (way, texts.into_iter().filter_map(size).collect())
        };
        Self(app.gateways.ways().into_iter().map(sizes).collect())
    }

    fn of_reader(&self, way: Way, want: Lang) -> Option<(Lang, &Size)> {
        choose(want, wording::surface(way), self.0.get(&way)?)
    }

    fn size(&self, way: Way, lang: Lang) -> Option<&Size> {
        self.0.get(&way)?.get(&lang)
    }
}

impl Size {
    /// Nothing where no gateway serves the way.
    fn of(app: &App, way: Way, forms: &[&String], advertising: bool) -> Option<Self> {
        let typical = |form: &&String| placeholder::fill_for(way, form, placeholder::TYPICAL);
        let typical: Vec<String> = forms.iter().map(typical).collect();
        let (carrier, leaves) = registered::carrier(app, way, &typical, advertising)?;
        let text = forms.first()?;
        Some(Self {
            parts: parts(way, &leaves),
            carrier: (carrier.name().to_owned(), carrier.limits()),
            asks_village: placeholder::asks_village(text),
            asks_name: placeholder::asks_name(text),
        })
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
