//! What the texts of a notice cost, letter by letter, for people to read.

use super::session::Session;
use crate::domain::check::spoken;
use crate::domain::collision::Collision;
use crate::domain::sms::{Dear, Encoding, Why};
use crate::domain::text::is_invisible;
use crate::hub::sizes::{PlainLine, TextLine};

/// The most letters, and words, that are named.
const MOST: usize = 8;

/// One text: its size, what makes it dear, and what it would be without marks.
pub fn text(session: &Session, line: &TextLine) -> Vec<String> {
    let lang = spoken(line.language);
    let key = match line.encoding {
        Encoding::Gsm7 => "preview-text",
        Encoding::Ucs2 => "preview-text-marked",
    };
    let mut out = vec![session.text(
        key,
        &[
            ("lang", lang.clone()),
            ("parts", line.parts.to_string()),
            ("units", line.units.to_string()),
            ("letters", letters(&line.letters, |one| shown(session, one))),
        ],
    )];
    if let Some(fewer) = line.typed_parts {
        let cheap = |one: &&Dear| matches!(one.why, Why::Sign | Why::Double);
        let cheap: Vec<Dear> = line.letters.iter().filter(cheap).cloned().collect();
        out.push(session.text(
            "preview-dear",
            &[
                ("letters", letters(&cheap, |one| instead(session, one))),
                ("parts", line.parts.to_string()),
                ("fewer", fewer.to_string()),
            ],
        ));
    }
    out.extend(
        line.plain
            .iter()
            .flat_map(|plain| bare(session, line, plain)),
    );
    out
}

/// The text without its marks: what is spared, why it keeps them, what is
/// misread.
fn bare(session: &Session, line: &TextLine, plain: &PlainLine) -> Vec<String> {
    let mut out = Vec::new();
    let fewer = plain.parts.filter(|parts| *parts < plain.marked_parts);
    if let Some(parts) = fewer {
        let key = if plain.chosen {
            "preview-plain-chosen"
        } else {
            "preview-plain-offer"
        };
        out.push(session.text(
            key,
            &[
                ("tag", line.language.to_string()),
                ("parts", parts.to_string()),
                ("marked", plain.marked_parts.to_string()),
                ("saved", session.number(plain.saved_parts)),
                ("cost", session.between(plain.saved())),
            ],
        ));
    }
    out.extend(plain.kept.iter().map(|kept| session.say(kept)));
    if !plain.collisions.is_empty() {
        let words = misread(session, &plain.collisions);
        out.push(session.text("preview-misread", &[("words", words)]));
    }
    out
}

/// The first letters, each in the words of `say`.
fn letters(all: &[Dear], say: impl Fn(&Dear) -> String) -> String {
    let named: Vec<String> = all.iter().take(MOST).map(say).collect();
    shortened(&named.join(" "), all.len())
}

/// A letter as a reader can find it, one that cannot be seen by its code.
fn shown(session: &Session, one: &Dear) -> String {
    let code = format!("U+{:04X}", u32::from(one.letter));
    if one.letter.is_whitespace() {
        session.text("letter-blank", &[("code", code)])
    } else if is_invisible(one.letter) {
        session.text("letter-hidden", &[("code", code)])
    } else {
        one.letter.to_string()
    }
}

/// The same, and what to type for it.
fn instead(session: &Session, one: &Dear) -> String {
    let letter = shown(session, one);
    match &one.instead {
        Some(instead) if !instead.trim().is_empty() => session.text(
            "letter-instead",
            &[("letter", letter), ("instead", instead.clone())],
        ),
        _ => letter,
    }
}

fn misread(session: &Session, collisions: &[Collision]) -> String {
    let one = |one: &Collision| {
        let read_as = one.read_as.join(", ");
        session.text(
            "preview-misread-word",
            &[("word", one.written.clone()), ("others", read_as)],
        )
    };
    let named: Vec<String> = collisions.iter().take(MOST).map(one).collect();
    shortened(&named.join("; "), collisions.len())
}

fn shortened(named: &str, all: usize) -> String {
    if all > MOST {
        format!("{named} …")
    } else {
        named.to_owned()
    }
}
