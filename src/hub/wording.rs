//! From what an author wrote to what leaves: frames put around it once, at
//! approval, and names filled in for each recipient.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::domain::language::{Lang, Surface, choose};
use crate::domain::notice::{Content, Render, Renders, Text};
use crate::domain::person::Way;
use crate::domain::placeholder::{self, Values};
use crate::domain::plain;
use crate::domain::sms;
use crate::domain::text::has_marks;
use crate::speech::Speech;

/// What stands around a text: before it what an advertisement begins with,
/// behind it how a reader asks back.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The word in front, where it is advertising.
    pub label: Option<&'a str>,
    /// The notice's code.
    pub code: &'a str,
    /// The number to ask, where the sender's name takes no answers.
    pub number: Option<&'a str>,
}

impl<'a> Frame<'a> {
    /// The frame of a notice of this code, as the office is configured.
    pub fn of(content: &Content, code: &'a str, config: &'a Config) -> Self {
        let label = config.promotional.label.as_str();
        Self {
            label: content.promotional.then_some(label),
            code,
            number: config.conversation.number.as_deref(),
        }
    }
}

/// Puts the house's frames around every text of a notice.
pub fn render(content: &Content, frame: Frame<'_>, speech: &Speech) -> Renders {
    content
        .texts
        .iter()
        .map(|(lang, text)| (*lang, render_one(content, *lang, text, frame, speech)))
        .collect()
}

fn render_one(
    content: &Content,
    lang: Lang,
    text: &Text,
    frame: Frame<'_>,
    speech: &Speech,
) -> Render {
    let text = text.clone().without_blanks();
    let framed = |short: &str| framed(speech, lang, short, frame);
    let plain = text.plain.or_else(|| {
        let short = text.short.as_deref()?;
        plain::twin(content.topic, content.urgency, lang, short).ok()
    });
    let leaves = if text.send_plain {
        plain.as_ref().or(text.short.as_ref())
    } else {
        text.short.as_ref()
    };
    let chat = text.full.as_deref().map(|full| {
        speech.text(
            lang,
            "chat-notice",
            &[
                (
                    "title",
                    text.title.clone().unwrap_or_else(|| content.title.clone()),
                ),
                ("full", full.to_owned()),
                ("issuer", content.issuer.clone()),
                ("document", content.document.clone()),
                ("code", frame.code.to_owned()),
            ],
        )
    });
    Render {
        sms: leaves.map(|leaves| framed(leaves)),
        sms_plain: plain.as_deref().map(framed),
        chat,
    }
}

/// A short text with the house's frame around it. What an advertisement begins
/// with is no word of any language: nothing may come before it.
pub fn framed(speech: &Speech, lang: Lang, short: &str, frame: Frame<'_>) -> String {
    let mut args = vec![("short", short.to_owned()), ("code", frame.code.to_owned())];
    args.extend(frame.number.map(|number| ("number", number.to_owned())));
    let key = match (frame.label, frame.number) {
        (None, None) => "sms-notice",
        (None, Some(_)) => "sms-notice-to",
        (Some(_), None) => "sms-advertisement",
        (Some(_), Some(_)) => "sms-advertisement-to",
    };
    let text = speech.text(lang, key, &args);
    // A text without marks is not made dear by the words behind it.
    let text = match sms::plain(&text) {
        bare if !has_marks(short) && bare.contains(short) => bare,
        _ => text,
    };
    match frame.label {
        Some(label) => format!("{label} {text}"),
        None => text,
    }
}

/// Where a way shows its texts.
pub fn surface(way: Way) -> Surface {
    match way {
        Way::Sms => Surface::Sms,
        Way::Zalo | Way::Telegram => Surface::Chat,
        Way::Push => Surface::Web,
    }
}

/// The texts a way can carry, by language: the short form for SMS and push,
/// the full one for chat, and each where the other is missing.
pub fn texts_for(way: Way, renders: &Renders) -> BTreeMap<Lang, String> {
    let pick = |render: &Render| match way {
        Way::Sms => render.sms.clone(),
        Way::Push => render.sms.clone().or_else(|| render.chat.clone()),
        Way::Zalo | Way::Telegram => render.chat.clone().or_else(|| render.sms.clone()),
    };
    renders
        .iter()
        .filter_map(|(lang, render)| Some((*lang, pick(render)?)))
        .collect()
}

/// As [`texts_for`], without marks where a language survives that: what was
/// approved for gateways that take no other letters.
pub fn plain_texts_for(way: Way, renders: &Renders) -> BTreeMap<Lang, String> {
    let mut texts = texts_for(way, renders);
    if way == Way::Sms {
        for (lang, render) in renders {
            if let Some(plain) = &render.sms_plain {
                texts.insert(*lang, plain.clone());
            }
        }
    }
    texts
}

/// The text for one reader, and the language it is in.
pub fn text_for(way: Way, want: Lang, texts: &BTreeMap<Lang, String>) -> Option<(Lang, &str)> {
    choose(want, surface(way), texts).map(|(lang, text)| (lang, text.as_str()))
}

/// Somebody whose names are filled in; empty is what nobody wrote down.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reader<'a> {
    /// Their name.
    pub name: &'a str,
    /// The name of the household's first member.
    pub head: &'a str,
    /// Their village.
    pub village: &'a str,
    /// Their commune, with its kind.
    pub commune: &'a str,
    /// How many people share the contact: where several do, the household is
    /// spoken to.
    pub serves: i64,
}

/// Fills names in. Where one is not known a word stands in that fits any
/// sentence: nobody gets a text with a hole.
pub fn address_reader(
    speech: &Speech,
    lang: Lang,
    way: Way,
    text: &str,
    reader: &Reader<'_>,
) -> String {
    let say = |key: &str, args: &[(&str, String)]| speech.text(lang, key, args);
    let known = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    let household = || {
        let name = known(reader.head).or_else(|| known(reader.name))?;
        Some(say("reader-household", &[("name", name)]))
    };
    // What a text does not ask for is not put together: this is done for each.
    let asked = |placeholder: &str, value: &dyn Fn() -> String| {
        text.contains(placeholder).then(value).unwrap_or_default()
    };
    let name = asked("{name}", &|| {
        known(reader.name)
            .filter(|_| reader.serves <= 1)
            .or_else(household)
            .unwrap_or_else(|| say("reader-nameless", &[]))
    });
    let village = asked("{village}", &|| {
        known(reader.village)
            .or_else(|| known(reader.commune))
            .unwrap_or_else(|| say("reader-nowhere", &[]))
    });
    let household = asked("{household}", &|| {
        household().unwrap_or_else(|| say("reader-family", &[]))
    });
    let values = Values {
        name: &name,
        village: &village,
        household: &household,
    };
    placeholder::fill_for(way, text, values)
}

#[cfg(test)]
#[path = "wording_tests.rs"]
mod tests;
