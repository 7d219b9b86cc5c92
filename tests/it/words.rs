//! Vietnamese and English say the same, completely, and every word the code
//! asks for is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use loa::domain::delivery::{Reported, State};
use loa::domain::language::Lang;
use loa::domain::notice::{Deed, NoticeState, Topic, Urgency};
use loa::domain::officer::Duty;
use loa::domain::person::Way;
use loa::domain::say::Said;
use loa::speech::{Speech, built_in, check, read_dir};

use crate::support::files::{below, root, without_comments};

/// The beginnings of keys that the code puts together from a word of its own:
/// `state-{…}`. Each must have at least one message.
const PUT_TOGETHER: [&str; 8] = [
    "channel-", "deed-", "duty-", "form-", "outcome-", "state-", "topic-", "urgency-",
];

#[test]
fn vietnamese_and_english_are_complete_against_each_other_and_sound() {
    let speech = Speech::load();
    let grave: Vec<String> = check(&built_in())
        .iter()
        .filter(|fault| !fault.is_gap())
        .map(|fault| speech.say(Lang::en(), &fault.said()))
        .collect();
    assert!(grave.is_empty(), "{grave:#?}");
    let folders: BTreeSet<String> = built_in().into_iter().map(|file| file.folder).collect();
    assert!(folders.contains("vi") && folders.contains("en"));
}

#[test]
fn what_is_built_in_is_what_lies_in_the_folder() {
    let lying = read_dir(&root().join("locales")).unwrap();
    let mut built: Vec<_> = built_in();
    built.sort_by_key(loa::speech::Source::path);
    let mut lying = lying;
    lying.sort_by_key(loa::speech::Source::path);
    assert_eq!(built, lying);
}

#[test]
fn every_word_the_code_asks_for_is_there() {
    let keys = keys();
    let mut missing: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for (file, code) in sources() {
        for literal in literals(&code) {
            if begins_as_ours(literal, &keys) && !keys.contains(literal) {
                missing
                    .entry(literal.to_owned())
                    .or_default()
                    .push(file.clone());
            }
        }
        for asked in asked_for(&code) {
            if !keys.contains(asked) {
                missing
                    .entry(asked.to_owned())
                    .or_default()
                    .push(file.clone());
            }
        }
    }
    missing.retain(|word, _| !NOT_KEYS.contains(&word.as_str()));
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_word_lies_about_that_nobody_asks_for() {
    let code: String = sources().into_iter().map(|(_, code)| code).collect();
    let ftl: String = built_in().into_iter().map(|file| file.text).collect();
    let idle: Vec<String> = keys()
        .into_iter()
        .filter(|key| !WAITING.iter().any(|waits| key.starts_with(waits)))
        .filter(|key| {
            let asked = code.contains(&format!("\"{key}\""))
                || code.contains(&format!("({key})"))
                || ftl.contains(&format!("{{ {key} }}"));
            let together = put_together(&code)
                .iter()
                .any(|beginning| key.starts_with(beginning));
            !asked && !together
        })
        .collect();
    assert!(idle.is_empty(), "nobody asks for {idle:?}");
}

#[test]
fn words_put_together_at_run_time_are_there_for_every_value() {
    let keys = keys();
    for beginning in PUT_TOGETHER {
        assert!(
            keys.iter().any(|key| key.starts_with(beginning)),
            "{beginning}"
        );
    }
    let mut wanted: Vec<String> = Vec::new();
    wanted.extend(Way::ALL.map(|way| format!("channel-{way}")));
    wanted.extend(
        [
            Deed::Write,
            Deed::Edit,
            Deed::Approve,
            Deed::Pause,
            Deed::Resume,
            Deed::Stop,
        ]
        .map(|deed| format!("deed-{}", deed.as_str())),
    );
    wanted.extend(
        [Duty::Author, Duty::Approver, Duty::Admin].map(|duty| format!("duty-{}", duty.as_str())),
    );
    wanted.extend(
        [Urgency::Routine, Urgency::Urgent, Urgency::Flash]
            .map(|urgency| format!("urgency-{}", urgency.as_str())),
    );
    wanted.extend(
        [
            Topic::Policy,
            Topic::Health,
            Topic::Education,
            Topic::Scitech,
            Topic::Market,
            Topic::Security,
        ]
        .map(|topic| format!("topic-{}", topic.as_str())),
    );
    wanted.extend(
        [
            NoticeState::Draft,
            NoticeState::Approved,
            NoticeState::Planning,
            NoticeState::Sending,
            NoticeState::Paused,
            NoticeState::Completed,
            NoticeState::Stopped,
            NoticeState::Expired,
            NoticeState::Discarded,
        ]
        .map(|state| format!("state-{}", state.as_str())),
    );
    wanted.extend(State::ALL.map(|state| {
        let word = match state.reported() {
            Reported::Delivered => "delivered",
            Reported::Accepted => "accepted",
            Reported::Failed => "failed",
            Reported::Expired => "expired",
            Reported::Stopped => "stopped",
            Reported::Unknown => "unknown",
            Reported::Waiting => "waiting",
        };
        format!("outcome-{word}")
    }));
    let missing: Vec<&String> = wanted.iter().filter(|key| !keys.contains(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Words that wait for the pages of officers.
const WAITING: [&str; 3] = ["evidence-", "sms-test", "subtopic-"];

/// Literals that look like keys and are not.
const NOT_KEYS: [&str; 0] = [];

/// All messages of the Vietnamese words.
fn keys() -> BTreeSet<String> {
    let message = |line: &str| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let ours = key
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        (ours && !key.is_empty() && !line.starts_with([' ', '#'])).then(|| key.to_owned())
    };
    let keys: BTreeSet<String> = built_in()
        .iter()
        .filter(|file| file.folder == "vi")
        .flat_map(|file| file.text.lines().filter_map(message).collect::<Vec<_>>())
        .collect();
    assert!(keys.len() > 150, "only {} messages were found", keys.len());
    keys
}

/// Whether a literal is a key by its first word: some message begins with it.
fn begins_as_ours(literal: &str, keys: &BTreeSet<String>) -> bool {
    let kebab = literal.contains('-')
        && !literal.starts_with('-')
        && !literal.ends_with('-')
        && literal
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let first = literal.split('-').next().unwrap_or_default();
    kebab
        && keys.iter().any(|key| {
            key.strip_prefix(first)
                .is_some_and(|rest| rest.starts_with('-'))
        })
}

/// The string literals of a piece of Rust or of a template. Rust that escapes
/// a quotation mark is cut in the wrong places, which only ever yields more.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// What is asked for by name, whatever it looks like: the first literal of
/// these calls.
fn asked_for(code: &str) -> impl Iterator<Item = &str> {
    const CALLS: [&str; 4] = ["Saying::new(\"", ".word(\"", "session.text(\"", ".say(\""];
    CALLS.into_iter().flat_map(move |call| {
        code.split(call)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|key| !key.contains('{'))
    })
}

/// The beginnings of keys in `format!("state-{…}")`.
fn put_together(code: &str) -> BTreeSet<&str> {
    literals(code)
        .filter_map(|literal| literal.split_once("-{").map(|(beginning, _)| beginning))
        .filter(|beginning| {
            !beginning.is_empty()
                && beginning
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-')
        })
        .collect()
}

/// Every Rust file and template, without the tests at its bottom and without
/// comments.
fn sources() -> Vec<(PathBuf, String)> {
    let mut files = below(&["src", "bots/src", "pwa/src", "pwa/templates"]);
    files.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let kind = path.extension().unwrap_or_default().to_string_lossy();
        !name.contains("tests") && matches!(&*kind, "rs" | "html")
    });
    assert!(files.len() > 80, "only {} files were read", files.len());
    let code = |path: PathBuf| {
        let text = std::fs::read_to_string(root().join(&path)).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next();
        (path, without_comments(code.unwrap_or_default()))
    };
    files.into_iter().map(code).collect()
}
