//! The language people are told in, where it is not their own.

use loa::domain::coverage::{Coverage, OtherLanguage};
use loa::domain::language::Lang;
use loa::domain::notice::{Content, Text, Urgency};
use loa::domain::person::Role;
use loa::store::people::NewPerson;

use crate::support::app::TestApp;
use crate::support::notice::content;

#[tokio::test]
async fn who_reads_a_language_without_a_version_is_told_in_vietnamese_and_counted() {
    let test = TestApp::boot().await;
    let reader = |tag, phone| NewPerson {
        language: lang(tag),
        ..test.person(tag, &[phone], Role::Villager)
    };
    let people = [
        reader("vi", "0912000001"),
        // No version, and nobody's words they read.
        reader("mww-Latn", "0912000002"),
        reader("mww-Latn", "0912000003"),
        // There is a version, but no phone shows its script; the same language
        // in Latin letters stands in.
        reader("blt-Tavt", "0912000004"),
        // Their own.
        reader("blt-Latn", "0912000005"),
        // On a phone whose messages are in Vietnamese.
        reader("km", "0912000001"),
    ];
    test.save(&people).await;
    let written = content_with(&test, &["blt-Tavt", "blt-Latn"]);
    let (_, coverage) = test.send(written.clone()).await;
    let missed = [
        ("mww-Latn", "vi", 2),
        ("blt-Tavt", "blt-Latn", 1),
        ("km", "vi", 1),
    ];
    assert_eq!(lines(&coverage), missed);
    assert_eq!(coverage.told_otherwise(), 4);
    let went: Vec<(String, i64)> = test
        .database
        .rows("SELECT language, COUNT(*) FROM deliveries GROUP BY language ORDER BY language")
        .await;
    assert_eq!(went, [("blt-Latn".to_owned(), 2), ("vi".to_owned(), 3)]);

    // Nothing was added: the next notice misses the same people.
    let (_, again) = test.send(written).await;
    assert_eq!(again.other_languages, coverage.other_languages);

    let translated = content_with(&test, &["blt-Tavt", "blt-Latn", "mww-Latn"]);
    let (_, coverage) = test.send(translated).await;
    let missed = [("blt-Tavt", "blt-Latn", 1), ("km", "vi", 1)];
    assert_eq!(lines(&coverage), missed);
}

#[tokio::test]
async fn nobody_is_counted_who_heard_it_in_their_own_language_by_another_phone_or_not_at_all() {
    let test = TestApp::boot().await;
    let own = NewPerson {
        language: lang("blt-Latn"),
        ..test.person("Bản", &["0912000001", "0912000002"], Role::Villager)
    };
    // Comes first to the phone they share.
    let first = test.person("An", &["0912000001"], Role::Head);
    let off = NewPerson {
        language: lang("km"),
        ..test.person("Sa", &[], Role::Villager)
    };
    test.save(&[first, own, off]).await;
    let written = Content {
        urgency: Urgency::Flash,
        ..content_with(&test, &["blt-Latn"])
    };
    let (_, coverage) = test.send(written).await;
    assert_eq!((coverage.deliveries, coverage.counts.delivered), (2, 2));
    assert!(lines(&coverage).is_empty(), "{:?}", lines(&coverage));
}

fn lang(tag: &str) -> Lang {
    tag.parse().unwrap()
}

/// A notice in Vietnamese and these languages.
fn content_with(test: &TestApp, tags: &[&str]) -> Content {
    let mut content = content(&test.app, Urgency::Urgent);
    for tag in tags {
        let text = Text {
            short: Some(format!("Ho ban ({tag}).")),
            ..Text::default()
        };
        content.texts.insert(lang(tag), text);
    }
    content
}

fn lines(coverage: &Coverage) -> Vec<(&'static str, &'static str, i64)> {
    let line = |line: &OtherLanguage| (line.wants.as_str(), line.told.as_str(), line.people);
    coverage.other_languages.iter().map(line).collect()
}
