//! Reading a notice file, as officers write it; `docs/notice-file.md` is its
//! manual. What is wrong is found by its line and told with what to write.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use toml::de::DeTable;

use super::{Refusal, Result};
use crate::app::App;
use crate::domain::check::Fault;
use crate::domain::notice::{Audience, Content, Text, Topic, Urgency};
use crate::domain::person::Role;
use crate::domain::subtopic;
use crate::domain::text::nfc;
use part::Part;
pub use slip::{Slip, Wanted};

mod part;
mod slip;

const KEYS: [&str; 16] = [
    "title",
    "topic",
    "subtopic",
    "urgency",
    "issuer",
    "document",
    "risk_level",
    "sample",
    "promotional",
    "areas",
    "audience",
    "send_by",
    "valid_from",
    "valid_to",
    "texts",
    "audio",
];
const FORMS: [&str; 6] = ["short", "full", "title", "plain", "send_plain", "audio"];
const TOPICS: &str = "policy, health, education, scitech, market, security";
const URGENCIES: &str = "routine, urgent, flash";
const ROLES: &str = "villager, relay, head, officer";

/// A notice file, read.
#[derive(Debug, Clone)]
pub struct NoticeFile {
    title: String,
    topic: Topic,
    subtopic: Option<String>,
    urgency: Urgency,
    issuer: String,
    document: String,
    risk_level: Option<u8>,
    sample: bool,
    promotional: bool,
    areas: Vec<String>,
    audience: Option<Vec<Role>>,
    send_by: jiff::Timestamp,
    valid_from: jiff::Timestamp,
    valid_to: jiff::Timestamp,
    texts: BTreeMap<String, Text>,
}

impl NoticeFile {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self> {
        let read = || {
            let bytes = std::fs::read(path).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Slip::NotThere,
                _ => Slip::Closed(error.to_string()),
            })?;
            Self::parse(&letters(&bytes)?)
        };
        read().map_err(|slip| Refusal::NoticeFile(path.display().to_string(), slip))
    }

    fn parse(text: &str) -> Result<Self, Slip> {
        let table = DeTable::parse(text).map_err(|error| Slip::of_syntax(text, &error))?;
        let mut part = Part::open(text, table.into_inner(), &KEYS)?;
        let mut texts = BTreeMap::new();
        for (tag, form) in part.tables("texts")? {
            let mut form = Part::open(text, form, &FORMS)?;
            let written = Text {
                title: form.text("title")?,
                short: form.text("short")?,
                plain: form.text("plain")?,
                send_plain: form.flag("send_plain")?,
                full: form.text("full")?,
                audio: form.text("audio")?,
            };
            texts.insert(tag, written);
        }
        for (tag, name) in part.named("audio")? {
            texts.entry(tag).or_default().audio = Some(name);
        }
        Ok(Self {
            title: part.needed("title", Part::text)?,
            topic: part.needed("topic", |part, key| part.word(key, TOPICS))?,
            subtopic: part.text("subtopic")?,
            urgency: part.needed("urgency", |part, key| part.word(key, URGENCIES))?,
            issuer: part.needed("issuer", Part::text)?,
            document: part.needed("document", Part::text)?,
            risk_level: part.number("risk_level")?,
            sample: part.flag("sample")?,
            promotional: part.flag("promotional")?,
            areas: part.needed("areas", Part::list)?,
            audience: part.words("audience", ROLES)?,
            send_by: part.needed("send_by", Part::moment)?,
            valid_from: part.needed("valid_from", Part::moment)?,
            valid_to: part.needed("valid_to", Part::moment)?,
            texts,
        })
    }

    /// What it says, with codes and tags looked up and letters composed.
    pub fn content(self, app: &App) -> Result<Content> {
        if self.audience.as_ref().is_some_and(Vec::is_empty) {
            return Err(Refusal::Faults(vec![Fault::NoRoles]));
        }
        let areas = self
            .areas
            .iter()
            .map(|code| Ok(app.areas.find(code)?.code.clone()))
            .collect::<Result<Vec<_>>>()?;
        let mut texts = BTreeMap::new();
        for (tag, text) in self.texts {
            texts.insert(tag.parse()?, composed(text));
        }
        Ok(Content {
            title: nfc(self.title.trim()),
            topic: self.topic,
            subtopic: self.subtopic.as_deref().map(subtopic::spelt),
            urgency: self.urgency,
            issuer: nfc(self.issuer.trim()),
            document: nfc(self.document.trim()),
            risk_level: self.risk_level,
            sample: self.sample,
            promotional: self.promotional,
            audience: Audience {
                areas,
                roles: self.audience.unwrap_or_default(),
            },
            texts,
            send_by: self.send_by,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
        })
    }
}

/// The letters of a file: UTF-8, or what its mark says it is, as Notepad writes
/// "Unicode".
fn letters(bytes: &[u8]) -> Result<String, Slip> {
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    encoding
        .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
        .map(std::borrow::Cow::into_owned)
        .ok_or(Slip::NoText)
}

fn composed(text: Text) -> Text {
    let text = text.without_blanks();
    let compose = |form: Option<String>| form.map(|form| nfc(&form));
    Text {
        title: compose(text.title),
        short: compose(text.short),
        plain: compose(text.plain),
        send_plain: text.send_plain,
        full: compose(text.full),
        audio: text.audio,
    }
}
