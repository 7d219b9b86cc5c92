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
            ("letters", names(session, &line.letters, |_| true)),
        ],
    )];
    if let Some(fewer) = line.typed_parts {
        let cheap = |one: &Dear| matches!(one.why, Why::Sign | Why::Double);
        out.push(session.text(
            "preview-dear",
            &[
                ("letters", names(session, &line.letters, cheap)),
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
                ("cost", session.money(plain.saved_vnd)),
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

/// Letters as a reader can find them, those that cannot be seen by their code.
fn names(session: &Session, letters: &[Dear], which: impl Fn(&Dear) -> bool) -> String {
    let name = |one: &Dear| {
        let code = format!("U+{:04X}", u32::from(one.letter));
        if one.letter.is_whitespace() {
            return session.text("letter-blank", &[("code", code)]);
        }
        if is_invisible(one.letter) {
            return session.text("letter-hidden", &[("code", code)]);
        }
        match one.instead.as_ref().filter(|_| one.why == Why::Sign) {
            Some(instead) => session.text(
                "letter-instead",
                &[
                    ("letter", one.letter.to_string()),
                    ("instead", instead.clone()),
                ],
            ),
            None => one.letter.to_string(),
        }
    };
    let chosen: Vec<&Dear> = letters.iter().filter(|one| which(one)).collect();
    let named: Vec<String> = chosen.iter().take(MOST).map(|one| name(one)).collect();
    shortened(&named.join(" "), chosen.len())
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
