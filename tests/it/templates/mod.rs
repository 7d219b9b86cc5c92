//! Texts that carriers want registered: what goes by which gateway, what an
//! approver is told, and what becomes of the rest.

mod approved;
mod sent;

use std::path::Path;
use std::sync::Arc;

use loa::app::App;
use loa::channels::tape::Tape;
use loa::clock::SystemClock;
use loa::config::Config;
use loa::domain::language::Lang;
use loa::domain::notice::{Content, Notice, Urgency};
use loa::domain::person::Way;
use loa::domain::say::Saying;
use loa::hub::Refusal;
use loa::hub::approve::approve;
use loa::hub::compose::compose;
use loa::hub::preview::{Preview, preview};
use tempfile::TempDir;

use crate::support::app::{TestApp, limits};
use crate::support::config::{config, read};
use crate::support::database::Database;
use crate::support::notice::content;

/// The text of the tests' notices, as a carrier has registered it.
const MEETING: &str = "UBND xa {1}: {2} KT:{3}";

/// A gateway that takes any text, at a price, and cannot be reached.
const DEAR: &str = r#"
[[channel]]
kind = "http-sms"
name = "dear"
per_second = 1000
price_vnd = 300
simulated = true
[channel.request]
url = "http://127.0.0.1:9/"
form = { to = "{to}", text = "{text}" }
[[channel.reply]]
status = 200
outcome = "accepted"
"#;

/// An entry of a catalogue.
fn entry(id: &str, text: &str, state: &str) -> String {
    format!("[[template]]\nid = \"{id}\"\ntext = \"{text}\"\nstate = \"{state}\"\n")
}

/// A gateway that writes down what it is handed, with its catalogue, if any.
fn gateway(folder: &Path, name: &str, catalogue: Option<&str>) -> String {
    let path = |end: &str| folder.join(format!("{name}.{end}")).display().to_string();
    let block = format!(
        "[[channel]]\nkind = \"tape\"\nname = \"{name}\"\ncarries = \"sms\"\npath = \"{}\"\n",
        path("jsonl")
    );
    let Some(catalogue) = catalogue else {
        return block;
    };
    std::fs::write(path("toml"), catalogue).unwrap();
    format!("{block}templates = \"{}\"\n", path("toml"))
}

/// An office with these gateways, in this order: name and catalogue.
async fn office(gateways: &[(&str, Option<&str>)]) -> TestApp {
    let folder = tempfile::tempdir().unwrap();
    let blocks = gateways
        .iter()
        .map(|(name, catalogue)| gateway(folder.path(), name, *catalogue));
    let blocks: String = blocks.collect();
    office_of(folder, &blocks).await
}

/// An office with these blocks, whose files stand in a folder.
async fn office_of(folder: TempDir, blocks: &str) -> TestApp {
    let database = Database::new(&folder).await;
    let app = reopened(&folder, &database, blocks).await;
    TestApp {
        app,
        sms: Arc::new(Tape::new("nobody", limits(Way::Sms))),
        folder,
        database,
    }
}

/// The program on the same database, with other blocks.
async fn reopened(folder: &TempDir, database: &Database, blocks: &str) -> App {
    let mut config: Config = config(folder.path(), &database.url);
    config.deliver.retry_percent = 2;
    config.channel = read(blocks).unwrap().channel;
    App::build_with(config, Vec::new(), Arc::new(SystemClock))
        .await
        .unwrap()
}

/// The texts that a gateway was handed.
fn heard(office: &TestApp, name: &str) -> Vec<String> {
    let path = office.folder.path().join(format!("{name}.jsonl"));
    let written = std::fs::read_to_string(path).unwrap_or_default();
    let text = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["text"].as_str().unwrap().to_owned()
    };
    written.lines().map(text).collect()
}

/// A notice with another short text.
fn saying(office: &TestApp, urgency: Urgency, short: &str) -> Content {
    let mut content = content(&office.app, urgency);
    content.texts.get_mut(&Lang::vi()).unwrap().short = Some(short.to_owned());
    content
}

/// A notice that is written, and what its author sees of it.
async fn drafted(office: &TestApp, content: Content) -> (Notice, Preview) {
    let (author, _) = office.staff().await;
    let notice = compose(&office.app, &author, content).await.unwrap();
    let seen = preview(&office.app, &notice).await.unwrap();
    (notice, seen)
}

/// Why a notice is not approved, in the officers' language. The author has
/// seen it come.
async fn refused(office: &TestApp, content: Content) -> String {
    let (notice, seen) = drafted(office, content).await;
    assert_eq!(keys(&seen.hindrances), ["refused-unregistered"]);
    let (_, approver) = office.staff().await;
    let refusal = approve(&office.app, &approver, notice.id, &notice.hash)
        .await
        .unwrap_err();
    assert!(matches!(refusal, Refusal::Unregistered(_)), "{refusal:?}");
    assert_eq!(refusal.sayings(), seen.hindrances);
    let sentence = office.app.speech.say(Lang::vi(), &refusal.sayings()[0]);
    for way_out in ["sửa lời", "đăng ký mẫu mới", "đường SMS khác", "Zalo"] {
        assert!(sentence.contains(way_out), "{sentence}");
    }
    assert!(!sentence.contains("{$"), "{sentence}");
    sentence
}

fn keys(sayings: &[Saying]) -> Vec<&str> {
    sayings.iter().map(|saying| saying.key).collect()
}
