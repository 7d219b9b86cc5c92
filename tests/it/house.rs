//! ARCHITECTURE.md's invariants, executed.

use std::fs;
use std::path::PathBuf;

use crate::support::files::{below, root, without_comments};

/// A word, and the only places it may stand in.
const HOMES: [(&str, &[&str]); 7] = [
    ("sqlx::query", &["src/store"]),
    ("axum::", &["src/web", "src/simulator"]),
    ("reqwest::", &["src/channels", "src/simulator", "bots"]),
    ("rusmpp::", &["src/channels/smpp"]),
    ("teloxide::", &["bots"]),
    ("apalis", &["src/worker", "src/store/queue.rs"]),
    ("Timestamp::now", &["src/clock.rs"]),
];

#[test]
fn every_layer_minds_its_own_business() {
    for (word, homes) in HOMES {
        let mut strays = places(word, &["src", "bots", "pwa"]);
        strays.retain(|path| !homes.iter().any(|home| path.starts_with(home)));
        assert!(
            strays.is_empty(),
            "`{word}` belongs in {homes:?}, but stands in {strays:?}"
        );
    }
}

#[test]
fn the_domain_does_nothing_but_think() {
    for word in [
        "async fn",
        ".await",
        "std::fs",
        "std::env",
        "sqlx::query",
        "crate::store",
        "crate::hub",
        "tokio::",
    ] {
        let strays = places(word, &["src/domain"]);
        assert!(
            strays.is_empty(),
            "`{word}` has no place in src/domain, but stands in {strays:?}"
        );
    }
}

#[test]
fn arrows_run_one_way() {
    for (layer, words) in [
        (
            "src/store",
            &["crate::hub", "crate::web", "crate::cli", "crate::channels"][..],
        ),
        (
            "src/channels",
            &["crate::store", "crate::hub", "domain::notice"][..],
        ),
        (
            "src/hub",
            &["crate::web", "crate::cli", "crate::worker"][..],
        ),
        ("src/web", &["crate::channels::http_sms", "crate::cli"][..]),
        ("bots/src", &["loa::"][..]),
        ("pwa/src", &["loa::"][..]),
    ] {
        for word in words {
            let strays = places(word, &[layer]);
            assert!(
                strays.is_empty(),
                "{layer} must not know `{word}`: {strays:?}"
            );
        }
    }
}

#[test]
fn nobody_keeps_ethnicity() {
    for file in fs::read_dir(root().join("migrations")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path())
            .unwrap()
            .to_lowercase();
        assert!(!text.contains("ethnic") && !text.contains("dan_toc"));
    }
}

/// The files below these folders in whose code a word stands.
fn places(word: &str, folders: &[&str]) -> Vec<PathBuf> {
    sources(folders)
        .filter(|(_, code)| code.contains(word))
        .map(|(path, _)| path)
        .collect()
}

/// Every Rust file below these folders, with its code.
fn sources(folders: &[&str]) -> impl Iterator<Item = (PathBuf, String)> {
    let mut files = below(folders);
    files.retain(|path| path.extension().is_some_and(|end| end == "rs"));
    assert!(!files.is_empty(), "no sources in {folders:?}");
    files.into_iter().map(|path| {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        (path, without_comments(&text))
    })
}
