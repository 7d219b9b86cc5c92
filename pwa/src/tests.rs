//! What holds for every page of the gallery, in both languages.

use crate::{
    style,
    support::{samples, words::FileWords},
};

/// Bytes a page may have before compression, style included. Ten notices with
/// ten different pictures are the most a board is held to.
fn budget(name: &str) -> usize {
    if name.ends_with("board-full") {
        13_000
    } else {
        10 * 1024
    }
}

fn every_page() -> impl Iterator<Item = (String, String)> {
    [("vi", FileWords::vi()), ("en", FileWords::en())]
        .into_iter()
        .flat_map(|(lang, words)| {
            let pages = samples::all(&words).unwrap();
            pages
                .into_iter()
                .map(move |(name, html)| (format!("{lang}/{name}"), html))
        })
}

#[test]
fn no_page_is_heavier_than_its_budget() {
    for (name, html) in every_page() {
        assert!(
            html.len() <= budget(&name),
            "{name} has {} bytes",
            html.len()
        );
    }
}

#[test]
fn no_word_is_missing_in_either_language() {
    for (name, html) in every_page() {
        assert!(!html.contains('⟦'), "{name} lacks a message");
        assert!(!html.contains("{ $"), "{name} lacks an argument");
    }
}

#[test]
fn pages_carry_no_script_and_nothing_the_security_policy_would_refuse() {
    for (name, html) in every_page() {
        assert!(
            !html.contains("<script") && !html.contains("javascript:"),
            "{name}"
        );
        let mut tags = html.split('<').filter_map(|rest| rest.split('>').next());
        let refused = tags.find(|tag| tag.contains(" style=") || tag.contains(" on"));
        assert_eq!(refused, None, "{name}");
        assert!(
            html.contains(&format!("<style>{}</style>", style())),
            "{name}"
        );
    }
}

#[test]
fn readers_may_enlarge_every_page_and_know_its_language() {
    for (name, html) in every_page() {
        let lang = name.split('/').next().unwrap();
        assert!(
            html.contains(&format!(r#"<html lang="{lang}" dir="ltr">"#)),
            "{name}"
        );
        assert!(
            html.contains(r#"content="width=device-width,initial-scale=1">"#),
            "{name}"
        );
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
    }
}
