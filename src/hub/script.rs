//! What one notice says through one gateway, put together once for all its
//! chunks.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use super::preview;
use super::registered::sample;
use super::wording::{self, Reader};
use crate::app::App;
use crate::channels::Channel;
use crate::crash::crash_point;
use crate::domain::catalogue::Catalogue;
use crate::domain::id::NoticeId;
use crate::domain::language::Lang;
use crate::domain::notice::Urgency;
use crate::domain::person::Way;
use crate::domain::placeholder;
use crate::domain::price::Bounds;
use crate::domain::turn::turn;
use crate::store::Result;
use crate::store::chunks::Chunk;
use crate::store::due::Due;

/// What one notice says through one gateway.
pub struct Script {
    pub urgency: Urgency,
    full: Form,
    plain: Form,
    pub way: Way,
    /// What the gateway takes for a part.
    price_vnd: Bounds,
    pub barred: bool,
    /// The only texts that the gateway takes, where its carriers want them
    /// registered.
    catalogue: Option<Arc<Catalogue>>,
}

/// Its texts, with or without their marks.
struct Form {
    texts: BTreeMap<Lang, String>,
    parts: BTreeMap<Lang, i32>,
    personal: bool,
    /// Those that are none of the registered texts, where they are the same
    /// for all readers.
    unregistered: BTreeSet<Lang>,
}

/// One message, ready.
pub struct Letter {
    pub due: Due,
    pub body: Body,
    pub parts: i32,
    /// The language it is in, where there is a text.
    pub language: Option<Lang>,
    /// The gateway takes registered texts only, and this is none of them.
    pub unregistered: bool,
}

/// What stands in a message.
#[derive(Debug, Clone)]
pub enum Body {
    /// This.
    Text(String),
    /// Nothing: the notice has no text that the way could show.
    Missing,
    /// Nothing: it could not be put together.
    Poison,
}

impl Script {
    pub async fn of(app: &App, channel: &dyn Channel, notice: NoticeId) -> Result<Self> {
        let limits = channel.limits();
        let Some(notice) = app.store.notice(notice).await? else {
            return Err(crate::store::Error::Strange(format!(
                "a chunk of notice {notice}, which is not there"
            )));
        };
        let way = limits.carries;
        let catalogue = app.gateways.catalogue(channel.name());
        let mut full = wording::texts_for(way, &notice.renders);
        let plain = wording::plain_texts_for(way, &notice.renders);
        if notice.content.urgency == Urgency::Flash
            && let Some(catalogue) = catalogue
        {
            registered_forms(catalogue, &mut full, &plain);
        }
        let form = |texts| Form::of(way, texts, catalogue.map(|catalogue| &**catalogue));
        Ok(Self {
            urgency: notice.content.urgency,
            full: form(full),
            plain: form(plain),
            catalogue: catalogue.cloned(),
            way,
            price_vnd: limits.price_vnd,
            barred: notice.content.sample && !limits.simulated,
        })
    }

    /// What the gateway charges for so many parts.
    pub fn cost(&self, parts: i32) -> Bounds {
        self.price_vnd.times(parts.into())
    }

    /// Whether the gateway takes registered texts only.
    pub fn is_guarded(&self) -> bool {
        self.catalogue.is_some()
    }

    /// The text of a message that the gateway does not take, for it is not
    /// registered. None where it takes it, or may have it
    /// already, or where there is no text that could be judged.
    pub fn declined(&self, app: &App, chunk: &Chunk, due: &Due) -> Option<String> {
        if chunk.pinned && due.in_doubt {
            return None;
        }
        let put_together = AssertUnwindSafe(|| self.text(app, due, chunk.refusals));
        // What cannot be put together is found again when it is its turn.
        let (lang, text) = std::panic::catch_unwind(put_together).ok()?.ok()??;
        let form = self.form(chunk.refusals);
        self.is_unregistered(form, lang, &text).then_some(text)
    }

    /// What readers of usual names are told, in each language.
    pub fn samples(&self) -> impl Iterator<Item = String> {
        self.full.texts.values().map(|text| sample(text))
    }

    /// Puts one message together, without its marks where they were refused.
    /// What cannot be put together becomes poison, and nobody else's trouble.
    pub fn letter(&self, app: &App, due: Due, refusals: i32) -> Letter {
        let put_together = AssertUnwindSafe(|| self.write(app, &due, refusals));
        let (body, parts, unregistered) = match std::panic::catch_unwind(put_together) {
            Ok(Ok(written)) => written,
            Ok(Err(error)) => {
                tracing::error!(delivery = %due.id, %error, "a message cannot be put together");
                (Body::Poison, 1, false)
            }
            Err(_panic) => {
                tracing::error!(delivery = %due.id, "putting a message together panicked");
                (Body::Poison, 1, false)
            }
        };
        Letter {
            language: self.language(due.language, refusals),
            due,
            body,
            parts,
            unregistered,
        }
    }

    /// The language that goes to a reader of `want`, after so many refusals;
    /// `None` where there is no text that the way could show.
    pub fn language(&self, want: Lang, refusals: i32) -> Option<Lang> {
        let texts = &self.form(refusals).texts;
        wording::text_for(self.way, want, texts).map(|(lang, _)| lang)
    }

    fn write(&self, app: &App, due: &Due, refusals: i32) -> Result<(Body, i32, bool)> {
        crash_point!("letter.write");
        let Some((lang, text)) = self.text(app, due, refusals)? else {
            return Ok((Body::Missing, 1, false));
        };
        let form = self.form(refusals);
        let parts = if form.personal {
            parts(self.way, &text)
        } else {
            form.parts.get(&lang).copied().unwrap_or(1)
        };
        let unregistered = self.is_unregistered(form, lang, &text);
        Ok((Body::Text(text), parts, unregistered))
    }

    /// What a reader is told, and in what language.
    fn text(&self, app: &App, due: &Due, refusals: i32) -> Result<Option<(Lang, String)>> {
        let form = self.form(refusals);
        let Some((lang, text)) = wording::text_for(self.way, due.language, &form.texts) else {
            return Ok(None);
        };
        if !form.personal {
            return Ok(Some((lang, text.to_owned())));
        }
        let (name, head) = app.store.open_names(&due.names)?;
        let commune = due.names.area.as_ref().map(|area| app.areas.name_of(area));
        let reader = Reader {
            name: &name,
            head: &head,
            village: due.names.village.as_deref().unwrap_or_default(),
            commune: commune.as_deref().unwrap_or_default(),
            serves: due.names.serves,
        };
        let text = wording::address_reader(&app.speech, lang, self.way, text, &reader);
        Ok(Some((lang, text)))
    }

    fn form(&self, refusals: i32) -> &Form {
        let turn = turn(self.urgency, refusals, usize::MAX);
        if turn.is_some_and(|turn| turn.plain) {
            &self.plain
        } else {
            &self.full
        }
    }

    fn is_unregistered(&self, form: &Form, lang: Lang, text: &str) -> bool {
        match &self.catalogue {
            Some(catalogue) if form.personal => catalogue.taken(text).is_none(),
            _ => form.unregistered.contains(&lang),
        }
    }
}

/// Takes the marks off the texts of a warning that carriers have registered
/// without them only: they would refuse the others.
fn registered_forms(
    catalogue: &Catalogue,
    full: &mut BTreeMap<Lang, String>,
    plain: &BTreeMap<Lang, String>,
) {
    let takes = |text: &str| catalogue.taken(&sample(text)).is_some();
    for (lang, text) in full {
        if let Some(plain) = plain.get(lang)
            && !takes(text)
            && takes(plain)
        {
            text.clone_from(plain);
        }
    }
}

impl Form {
    fn of(way: Way, texts: BTreeMap<Lang, String>, catalogue: Option<&Catalogue>) -> Self {
        let personal = texts.values().any(|text| placeholder::any(text));
        let registered = catalogue.filter(|_| !personal);
        let unregistered = registered.map(|catalogue| {
            let untaken = texts
                .iter()
                .filter(|(_, text)| catalogue.taken(text).is_none());
            untaken.map(|(lang, _)| *lang).collect()
        });
        Self {
            parts: texts
                .iter()
                .map(|(lang, text)| (*lang, parts(way, text)))
                .collect(),
            personal,
            unregistered: unregistered.unwrap_or_default(),
            texts,
        }
    }
}

fn parts(way: Way, text: &str) -> i32 {
    i32::try_from(preview::parts(way, text)).unwrap_or(i32::MAX)
}
