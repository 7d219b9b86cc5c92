//! What a notice must satisfy before anybody may answer for it.

use jiff::Timestamp;

use super::language::Lang;
use super::notice::{Content, Renders, Text, Urgency};
use super::person::Way;
use super::placeholder;
use super::plain::{self, Kept};
use super::promotion::{self, MustArrive};
use super::say::{Said, Saying};
use super::sms;
use super::subtopic;
use super::text::link;

/// The longest heading, in letters.
const LONGEST_TITLE: usize = 160;
/// The longest full text, in letters: what a Zalo message holds.
const LONGEST_FULL: usize = 2000;
/// The most parts an SMS may have.
const MOST_PARTS: usize = 8;

/// One thing wrong with a notice, said so that its author can mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A required field is empty; its name in the notice file.
    Missing(&'static str),
    /// Nobody is addressed.
    NoAreas,
    /// The title or a text is too long: field, letters, limit.
    TooLong(String, usize, usize),
    /// A text has a placeholder we do not know.
    Placeholder(Lang, placeholder::Unknown),
    /// A flash text would differ from person to person.
    FlashPersonal(Lang),
    /// A flash text needs more than one SMS part: language, its measure, the
    /// first letters with marks, which is what leaves it so little room.
    FlashTooLong(Lang, sms::Measure, String),
    /// The unaccented twin holds letters that a plain phone cannot show.
    TwinNotPlain(Lang, String),
    /// It is to go without marks, or has an unaccented form, and must not.
    PlainKept(Lang, Kept),
    /// An SMS of more parts than we send.
    TooManyParts(Lang, usize),
    /// A finer subject that is none of ours.
    Subtopic(String),
    /// The list of roles is there and empty: nobody, or everybody?
    NoRoles,
    /// A link in an SMS: language, link.
    Link(Lang, String),
    /// Letters that hide or reorder text.
    HiddenLetters(&'static str),
    /// `send_by` is not in the future.
    Expired,
    /// `valid_to` is not after `valid_from`, or before `send_by`.
    Validity,
    /// A disaster level outside 1–5.
    RiskLevel(u8),
    /// It is called advertising, and must arrive.
    Promotional(MustArrive),
}

impl Said for Fault {
    fn said(&self) -> Saying {
        match self {
            Self::Missing(field) => Saying::new("fault-missing").with("field", field),
            Self::NoAreas => Saying::new("fault-no-areas"),
            Self::TooLong(field, letters, limit) => Saying::new("fault-too-long")
                .with("field", field)
                .with("letters", letters)
                .with("limit", limit),
            Self::Placeholder(lang, unknown) => Saying::new("fault-placeholder")
                .with("lang", spoken(*lang))
                .with("placeholder", format!("{{{}}}", unknown.0)),
            Self::FlashPersonal(lang) => {
                Saying::new("fault-flash-personal").with("lang", spoken(*lang))
            }
            Self::FlashTooLong(lang, size, marked) => Saying::new(if marked.is_empty() {
                "fault-flash-too-long"
            } else {
                "fault-flash-too-long-marked"
            })
            .with("lang", spoken(*lang))
            .with("units", size.units)
            .with("parts", size.parts)
            .with("limit", size.encoding.alone())
            .with("plain", sms::Encoding::Gsm7.alone())
            .with("letters", marked),
            Self::TwinNotPlain(lang, letters) => Saying::new("fault-twin-not-plain")
                .with("lang", spoken(*lang))
                .with("letters", letters),
            Self::PlainKept(lang, Kept::Language(_)) => {
                Saying::new("fault-plain-language").with("lang", spoken(*lang))
            }
            Self::PlainKept(lang, Kept::Flash) => {
                Saying::new("fault-plain-flash").with("lang", spoken(*lang))
            }
            Self::PlainKept(lang, Kept::Dose(dose)) => Saying::new("fault-plain-dose")
                .with("lang", spoken(*lang))
                .with("dose", dose),
            Self::TooManyParts(lang, parts) => Saying::new("fault-too-many-parts")
                .with("lang", spoken(*lang))
                .with("parts", parts)
                .with("limit", MOST_PARTS),
            Self::HiddenLetters(field) => Saying::new("fault-hidden-letters").with("field", field),
            Self::Subtopic(word) => Saying::new("fault-subtopic")
                .with("subtopic", word)
                .with("known", subtopic::ALL.join(", ")),
            Self::NoRoles => Saying::new("fault-no-roles"),
            Self::Link(lang, link) => Saying::new("fault-link")
                .with("lang", spoken(*lang))
                .with("link", link),
            Self::Expired => Saying::new("fault-expired"),
            Self::Validity => Saying::new("fault-validity"),
            Self::RiskLevel(level) => Saying::new("fault-risk-level").with("level", level),
            Self::Promotional(MustArrive::Flash) => Saying::new("fault-promotional-flash"),
            Self::Promotional(MustArrive::Warning) => Saying::new("fault-promotional-warning"),
        }
    }
}

/// A language inside a sentence: "tiếng Việt".
pub fn spoken(lang: Lang) -> String {
    let name = lang.name_vi();
    match name.strip_prefix("Tiếng ") {
        Some(rest) => format!("tiếng {rest}"),
        None => format!("tiếng {name}"),
    }
}

/// All that is wrong with what was written, at `now`.
pub fn content(content: &Content, now: Timestamp) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (field, value) in [
        ("title", &content.title),
        ("issuer", &content.issuer),
        ("document", &content.document),
    ] {
        if value.trim().is_empty() {
            faults.push(Fault::Missing(field));
        }
        if value.chars().any(hides) {
            faults.push(Fault::HiddenLetters(field));
        }
    }
    let letters = content.title.chars().count();
    if letters > LONGEST_TITLE {
        faults.push(Fault::TooLong("title".to_owned(), letters, LONGEST_TITLE));
    }
    if content.audience.areas.is_empty() {
        faults.push(Fault::NoAreas);
    }
    if let Some(word) = &content.subtopic
        && !subtopic::ALL.contains(&word.as_str())
    {
        faults.push(Fault::Subtopic(word.clone()));
    }
    if content
        .risk_level
        .is_some_and(|level| !(1..=5).contains(&level))
    {
        faults.push(Fault::RiskLevel(content.risk_level.unwrap_or_default()));
    }
    if content.send_by <= now {
        faults.push(Fault::Expired);
    }
    if content.valid_to <= content.valid_from || content.valid_to < content.send_by {
        faults.push(Fault::Validity);
    }
    if content.promotional
        && let Some(why) = promotion::must_arrive(content)
    {
        faults.push(Fault::Promotional(why));
    }
    texts(content, &mut faults);
    faults
}

fn texts(content: &Content, faults: &mut Vec<Fault>) {
    // Every chain of fallbacks ends in Vietnamese: without it somebody is left
    // without any text.
    let vi = content.texts.get(&Lang::vi());
    if vi.is_none_or(|text| text.short.as_deref().unwrap_or_default().trim().is_empty()) {
        faults.push(Fault::Missing("texts.vi.short"));
    }
    if vi.is_none_or(|text| text.full.as_deref().unwrap_or_default().trim().is_empty()) {
        faults.push(Fault::Missing("texts.vi.full"));
    }
    for (lang, text) in &content.texts {
        for (form, value) in [
            ("short", &text.short),
            ("plain", &text.plain),
            ("full", &text.full),
        ] {
            let Some(value) = value else { continue };
            if let Err(unknown) = placeholder::check(value) {
                faults.push(Fault::Placeholder(*lang, unknown));
            }
            if value.chars().any(|c| hides(c) && c != '\n') {
                faults.push(Fault::HiddenLetters(form));
            }
            if form != "full"
                && let Some(link) = link(value)
            {
                faults.push(Fault::Link(*lang, link.to_owned()));
            }
            if content.urgency == Urgency::Flash && form != "full" && placeholder::any(value) {
                faults.push(Fault::FlashPersonal(*lang));
            }
        }
        faults.extend(plain_kept(content, *lang, text));
        let letters = text.full.as_deref().unwrap_or_default().chars().count();
        if letters > LONGEST_FULL {
            faults.push(Fault::TooLong(
                format!("texts.{lang}.full"),
                letters,
                LONGEST_FULL,
            ));
        }
    }
}

/// Why a text may not go without its marks though it has such a form, or is to
/// be sent in one that nobody wrote.
fn plain_kept(content: &Content, lang: Lang, text: &Text) -> Option<Fault> {
    let text = text.clone().without_blanks();
    if text.plain.is_none() && !text.send_plain {
        return None;
    }
    let short = text.short.as_deref().or(text.plain.as_deref())?;
    match plain::twin(content.topic, content.urgency, lang, short) {
        // An officer's own words are approved as they are written.
        Err(Kept::Flash | Kept::Dose(_)) if text.plain.is_some() => None,
        kept => kept.err().map(|kept| Fault::PlainKept(lang, kept)),
    }
}

/// Letters no notice needs: controls, and the marks that reverse or hide text.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// All that is wrong with what would leave: a flash SMS must fit one part in
/// either form, and its twin must be readable on every phone.
pub fn renders(content: &Content, renders: &Renders) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (lang, render) in renders {
        let too_long = |text: &String| {
            let size = sms::measure(&placeholder::fill_for(Way::Sms, text, placeholder::TYPICAL));
            if content.urgency == Urgency::Flash && size.parts > 1 {
                return Some(Fault::FlashTooLong(*lang, size, first_marked(text)));
            }
            (size.parts > MOST_PARTS).then_some(Fault::TooManyParts(*lang, size.parts))
        };
        // Of a text and its twin the first that is too long is named.
        faults.extend(
            [&render.sms, &render.sms_plain]
                .into_iter()
                .flatten()
                .find_map(too_long),
        );
        if let Some(twin) = &render.sms_plain {
            let strange: String = sms::offending(twin).into_iter().collect();
            if !strange.is_empty() {
                faults.push(Fault::TwinNotPlain(*lang, strange));
            }
        }
    }
    faults
}

/// The first letters that no text without marks has.
fn first_marked(text: &str) -> String {
    let letters: Vec<String> = sms::offending(text)
        .into_iter()
        .take(5)
        .map(String::from)
        .collect();
    letters.join(" ")
}
