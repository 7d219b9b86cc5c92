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
            price_vnd: limits.price_vnd.most,
            barred: notice.content.sample && !limits.simulated,
        })
    }

    /// What the gateway charges for a letter, in đồng, to the dearest carrier.
    pub fn cost(&self, letter: &Letter) -> i64 {
        i64::from(letter.parts) * self.price_vnd
    }

    /// Puts one message together, without its marks where they were refused.
    /// What cannot be put together becomes poison, and nobody else's trouble.
    pub fn letter(&self, app: &App, due: Due, refusals: i32) -> Letter {
        let put_together = AssertUnwindSafe(|| self.write(app, &due, refusals));
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
        Letter { due, body, parts }
    }

    fn write(&self, app: &App, due: &Due, refusals: i32) -> Result<(Body, i32)> {
        crash_point!("letter.write");
        let turn = turn(self.urgency, refusals, usize::MAX);
        let form = if turn.is_some_and(|turn| turn.plain) {
            &self.plain
        } else {
            &self.full
        };
        let Some((lang, text)) = wording::text_for(self.way, due.language, &form.texts) else {
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
