//! What the texts of a notice cost as SMS: which letters make one dear, and
//! what it would be without its marks. Shown before anybody answers for it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::wording::{self, Frame};
use crate::app::App;
use crate::domain::collision::Collision;
use crate::domain::language::{Lang, Surface};
use crate::domain::notice::{Content, Notice, Text};
use crate::domain::person::Way;
use crate::domain::placeholder;
use crate::domain::plain;
use crate::domain::price::Bounds;
use crate::domain::say::{Said, Saying};
use crate::domain::sms::{self, Dear, Encoding, Measure, Why};
use crate::domain::text::has_marks;

/// One text, in its frame and with names of usual length.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextLine {
    /// Its language.
    pub language: Lang,
    /// How its letters travel.
    pub encoding: Encoding,
    /// Septets or UTF-16 units.
    pub units: usize,
    /// Parts of one message.
    pub parts: usize,
    /// The letters that make it dear.
    pub letters: Vec<Dear>,
    /// Parts it would have with its signs typed as on a typewriter and with no
    /// letter at the price of two, where that is fewer.
    pub typed_parts: Option<usize>,
    /// What becomes of it without its marks; none where it has no marks to
    /// lose and no word that is misread.
    pub plain: Option<PlainLine>,
}

/// A text without its marks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainLine {
    /// Whether it goes out so.
    pub chosen: bool,
    /// Parts of one message with its marks.
    pub marked_parts: usize,
    /// Parts of one without; none where its readers need them.
    pub parts: Option<usize>,
    /// Parts that all messages together are spared by going without.
    pub saved_parts: i64,
    /// Their price, in đồng, if all went to the dearest carrier.
    pub saved_vnd: i64,
    /// The same to the cheapest.
    pub saved_least_vnd: i64,
    /// Why nobody takes the marks off unasked.
    pub kept: Option<Saying>,
    /// The words that may be misread.
    pub collisions: Vec<Collision>,
}

impl PlainLine {
    /// The price of what is spared.
    pub fn saved(&self) -> Bounds {
        Bounds {
            least: self.saved_least_vnd,
            most: self.saved_vnd,
        }
    }
}

/// A line for each text that leaves as SMS. `messages` says how many people get
/// which, `price` what a part costs.
pub fn lines(
    app: &App,
    notice: &Notice,
    messages: &BTreeMap<Lang, i64>,
    price: Bounds,
) -> Vec<TextLine> {
    let line = |(lang, text): (&Lang, &Text)| {
        let text = text.clone().without_blanks();
        let leaves = notice.renders.get(lang)?.sms.as_deref()?;
        let short = text.short.as_deref().or(text.plain.as_deref())?;
        let filled = filled(leaves);
        let size = sms::measure(&filled);
        // What the law wants in front cannot be written for less.
        let frame = Frame::of(&notice.content, &notice.code, &app.config);
        let label = frame.label.unwrap_or_default();
        let own = filled.strip_prefix(label).unwrap_or(&filled);
        let spared = sms::measure(&format!("{label}{}", without_dear(own))).parts;
        let mut plain = plain_line(app, &notice.content, *lang, &text, short, &notice.code);
        if let Some(plain) = &mut plain {
            let saved = plain
                .parts
                .map_or(0, |parts| spare(plain.marked_parts, parts));
            plain.saved_parts = saved * messages.get(lang).copied().unwrap_or_default();
            let saved = price.times(plain.saved_parts);
            (plain.saved_least_vnd, plain.saved_vnd) = (saved.least, saved.most);
        }
        Some(TextLine {
            language: *lang,
            encoding: size.encoding,
            units: size.units,
            parts: size.parts,
            letters: sms::dear(own),
            typed_parts: (spared < size.parts).then_some(spared),
            plain,
        })
    };
    let texts = notice.content.texts.iter();
    texts
        .filter(|(lang, _)| lang.fits(Surface::Sms))
        .filter_map(line)
        .collect()
}

fn plain_line(
    app: &App,
    content: &Content,
    lang: Lang,
    text: &Text,
    short: &str,
    code: &str,
) -> Option<PlainLine> {
    let kept = plain::twin(content.topic, content.urgency, lang, short).err();
    let readable = !matches!(kept, Some(plain::Kept::Language(_)));
    let bare = text
        .plain
        .clone()
        .or_else(|| readable.then(|| sms::plain(short)));
    let collisions = bare
        .as_deref()
        .map(|bare| app.collisions.find(lang, short, bare))
        .unwrap_or_default();
    let marked = has_marks(short) || text.plain.as_ref().is_some_and(|plain| plain != short);
    if !marked && collisions.is_empty() {
        return None;
    }
    let frame = Frame::of(content, code, &app.config);
    let measure = |short: &str| -> Measure {
        sms::measure(&filled(&wording::framed(&app.speech, lang, short, frame)))
    };
    let marked_parts = measure(short).parts;
    let parts = bare.as_deref().map(|bare| measure(bare).parts);
    Some(PlainLine {
        chosen: text.send_plain || !marked,
        marked_parts,
        // Signs are spoken of by themselves.
        parts: if marked { parts } else { Some(marked_parts) },
        saved_parts: 0,
        saved_vnd: 0,
        saved_least_vnd: 0,
        // What an officer wrote is asked for.
        kept: kept
            .filter(|_| text.plain.is_none())
            .map(|kept| kept.said()),
        collisions,
    })
}

fn filled(text: &str) -> String {
    placeholder::fill_for(Way::Sms, text, placeholder::TYPICAL)
}

/// The text with its signs typed, and something cheap in the place of every
/// letter at the price of two.
fn without_dear(text: &str) -> String {
    let double: Vec<char> = sms::dear(text)
        .into_iter()
        .filter(|one| one.why == Why::Double)
        .map(|one| one.letter)
        .collect();
    let cheap = |c| if double.contains(&c) { '-' } else { c };
    sms::typed(text).chars().map(cheap).collect()
}

fn spare(from: usize, to: usize) -> i64 {
    i64::try_from(from.saturating_sub(to)).unwrap_or(i64::MAX)
}
