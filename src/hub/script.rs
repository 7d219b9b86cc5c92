//! What one notice says through one gateway, put together once for all its
//! chunks.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use super::preview;
use super::wording::{self, Reader};
use crate::app::App;
use crate::channels::Channel;
use crate::crash::crash_point;
use crate::domain::id::NoticeId;
use crate::domain::language::Lang;
use crate::domain::notice::Urgency;
use crate::domain::person::Way;
use crate::domain::placeholder;
use crate::domain::turn::turn;
use crate::store::Result;
use crate::store::due::Due;

/// What one notice says through one gateway.
pub struct Script {
    pub urgency: Urgency,
    full: Form,
    plain: Form,
    pub way: Way,
    pub price_vnd: i64,
    pub barred: bool,
}

/// Its texts, with or without their marks.
struct Form {
    texts: BTreeMap<Lang, String>,
    parts: BTreeMap<Lang, i32>,
    personal: bool,
}

/// One message, ready.
pub struct Letter {
    pub due: Due,
    pub body: Body,
    pub parts: i32,
    /// The language it is in, where there is a text.
    pub language: Option<Lang>,
}

/// The text for one reader, before names are filled in.
struct Chosen<'a> {
    lang: Lang,
    text: &'a str,
    form: &'a Form,
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
        Ok(Self {
            urgency: notice.content.urgency,
            full: Form::of(way, wording::texts_for(way, &notice.renders)),
            plain: Form::of(way, wording::plain_texts_for(way, &notice.renders)),
            way,
            price_vnd: limits.price_vnd,
            barred: notice.content.sample && !limits.simulated,
        })
    }

    /// What the gateway charges for so many parts, in đồng.
    pub fn cost(&self, parts: i32) -> i64 {
        i64::from(parts) * self.price_vnd
    }

    /// Puts one message together, without its marks where they were refused.
    /// What cannot be put together becomes poison, and nobody else's trouble.
    pub fn letter(&self, app: &App, due: Due, refusals: i32) -> Letter {
        let chosen = self.choose(due.language, refusals);
        let language = chosen.as_ref().map(|chosen| chosen.lang);
        let put_together = AssertUnwindSafe(|| self.write(app, &due, chosen));
        let (body, parts) = match std::panic::catch_unwind(put_together) {
            Ok(Ok(written)) => written,
            Ok(Err(error)) => {
                tracing::error!(delivery = %due.id, %error, "a message cannot be put together");
                (Body::Poison, 1)
            }
            Err(_panic) => {
                tracing::error!(delivery = %due.id, "putting a message together panicked");
                (Body::Poison, 1)
            }
        };
        Letter {
            due,
            body,
            parts,
            language,
        }
    }

    /// The language that goes to a reader of `want`, after so many refusals;
    /// `None` where there is no text that the way could show.
    pub fn language(&self, want: Lang, refusals: i32) -> Option<Lang> {
        self.choose(want, refusals).map(|chosen| chosen.lang)
    }

    fn choose(&self, want: Lang, refusals: i32) -> Option<Chosen<'_>> {
        let turn = turn(self.urgency, refusals, usize::MAX);
        let form = if turn.is_some_and(|turn| turn.plain) {
            &self.plain
        } else {
            &self.full
        };
        let (lang, text) = wording::text_for(self.way, want, &form.texts)?;
        Some(Chosen { lang, text, form })
    }

    fn write(&self, app: &App, due: &Due, chosen: Option<Chosen<'_>>) -> Result<(Body, i32)> {
        crash_point!("letter.write");
        let Some(Chosen { lang, text, form }) = chosen else {
            return Ok((Body::Missing, 1));
        };
        if !form.personal {
            let parts = form.parts.get(&lang).copied().unwrap_or(1);
            return Ok((Body::Text(text.to_owned()), parts));
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
        let parts = parts(self.way, &text);
        Ok((Body::Text(text), parts))
    }
}

impl Form {
    fn of(way: Way, texts: BTreeMap<Lang, String>) -> Self {
        Self {
            parts: texts
                .iter()
                .map(|(lang, text)| (*lang, parts(way, text)))
                .collect(),
            personal: texts.values().any(|text| placeholder::any(text)),
            texts,
        }
    }
}

fn parts(way: Way, text: &str) -> i32 {
    i32::try_from(preview::parts(way, text)).unwrap_or(i32::MAX)
}
