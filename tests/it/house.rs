//! ARCHITECTURE.md's invariants, executed.

use std::fs;
use std::path::{Path, PathBuf};

/// A word, and the only places it may stand in.
const HOMES: [(&str, &[&str]); 6] = [
    ("sqlx::query", &["src/store"]),
    ("axum::", &["src/web", "src/simulator"]),
    ("reqwest::", &["src/channels", "src/simulator", "bots"]),
    ("teloxide::", &["bots"]),
    ("apalis", &["src/worker", "src/store/queue.rs"]),
    ("Timestamp::now", &["src/clock.rs"]),
];

#[test]
fn every_layer_minds_its_own_business() {
    for (word, homes) in HOMES {
        let strays: Vec<PathBuf> = sources(&["src", "bots", "pwa"])
            .filter(|(path, code)| {
                code.contains(word) && !homes.iter().any(|home| path.starts_with(home))
            })
            .map(|(path, _)| path)
            .collect();
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
        let strays: Vec<PathBuf> = sources(&["src/domain"])
            .filter(|(_, code)| code.contains(word))
            .map(|(path, _)| path)
            .collect();
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
            let strays: Vec<PathBuf> = sources(&[layer])
                .filter(|(_, code)| code.contains(word))
                .map(|(path, _)| path)
                .collect();
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

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below these folders, with its code: comments are free to
/// speak of anything.
fn sources(folders: &[&str]) -> impl Iterator<Item = (PathBuf, String)> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    assert!(!files.is_empty(), "no sources in {folders:?}");
    files.into_iter().map(|path| {
        let code: Vec<String> = fs::read_to_string(&path)
            .unwrap()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .map(str::to_owned)
            .collect();
        (
            path.strip_prefix(root()).unwrap().to_owned(),
            code.join("\n"),
        )
    })
}
