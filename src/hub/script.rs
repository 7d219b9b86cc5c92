//! What one notice says through one gateway, put together once for all its
//! chunks.

use std::collections::BTreeMap;

use super::preview;
use super::wording::{self, Reader};
use crate::app::App;
use crate::channels::Channel;
use crate::domain::id::NoticeId;
use crate::domain::language::Lang;
use crate::domain::notice::Urgency;
use crate::domain::person::Way;
use crate::domain::placeholder;
use crate::store::Result;
use crate::store::chunks::Due;

/// What one notice says through one gateway.
pub struct Script {
    pub notice: NoticeId,
    pub urgency: Urgency,
    texts: BTreeMap<Lang, String>,
    pub parts: BTreeMap<Lang, i32>,
    personal: bool,
    pub way: Way,
    pub price_vnd: i64,
    pub barred: bool,
}

/// One message, ready.
pub struct Letter {
    pub due: Due,
    pub text: Option<String>,
    pub parts: i32,
}

impl Script {
    pub async fn of(app: &App, channel: &dyn Channel, notice: NoticeId) -> Result<Self> {
        let limits = channel.limits();
        let Some(notice) = app.store.notice(notice).await? else {
            return Err(crate::store::Error::Strange(format!(
                "a chunk of notice {notice}, which is not there"
            )));
        };
        let texts = wording::texts_for(limits.carries, &notice.renders);
        let parts = texts
            .iter()
            .map(|(lang, text)| (*lang, parts(limits.carries, text)))
            .collect();
        Ok(Self {
            notice: notice.id,
            urgency: notice.content.urgency,
            personal: texts.values().any(|text| placeholder::any(text)),
            texts,
            parts,
            way: limits.carries,
            price_vnd: limits.price_vnd,
            barred: notice.content.sample && !limits.simulated,
        })
    }

    /// What the gateway charges for a letter.
    pub fn cost(&self, letter: &Letter) -> i64 {
        i64::from(letter.parts) * self.price_vnd
    }

    pub fn letter(&self, app: &App, due: Due) -> Result<Letter> {
        let Some((lang, text)) = wording::text_for(self.way, due.language, &self.texts) else {
            return Ok(Letter {
                due,
                text: None,
                parts: 1,
            });
        };
        if !self.personal {
            let parts = self.parts.get(&lang).copied().unwrap_or(1);
            return Ok(Letter {
                due,
                text: Some(text.to_owned()),
                parts,
            });
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
        Ok(Letter {
            due,
            text: Some(text),
            parts,
        })
    }
}

fn parts(way: Way, text: &str) -> i32 {
    i32::try_from(preview::parts(way, text)).unwrap_or(i32::MAX)
}
