//! Gateways whose carriers want texts registered: what is handed over as a
//! template, and slips in catalogues.

use loa::channels::ChannelConfig;
use loa::domain::delivery::Outcome;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::row::message;
use crate::support::config::{read, surroundings};

const CATALOGUE: &str = r#"
[[template]]
id = "7001"
text = "UBND xã {1} thông báo: {2} KT:{3}"
state = "approved"
[[template]]
id = "7002"
text = "Bao lu: {1}"
state = "waiting"
"#;

/// As VNPT has it: a template and its words, of which it may have up to three.
const BLOCK: &str = r#"
[[channel]]
kind = "http-sms"
name = "vnpt"
per_second = 10
simulated = true
templates = "$catalogue"
[channel.request]
url = "$url"
[channel.request.json]
TEMPLATEID = "{template}"
PARAMS = [
    { NUM = "1", CONTENT = "{param.1}" },
    { NUM = "2", CONTENT = "{param.2}" },
    { NUM = "3", CONTENT = "{param.3}" },
]
[[channel.reply]]
status = 200
outcome = "accepted"
"#;

/// What a gateway is handed for a text, if anything.
async fn handed(gateway: &MockServer, text: &str) -> (Outcome, Option<Value>) {
    gateway.reset().await;
    let taken = ResponseTemplate::new(200);
    Mock::given(any()).respond_with(taken).mount(gateway).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vnpt.toml");
    std::fs::write(&file, CATALOGUE).unwrap();
    let block = BLOCK
        .replace("$url", &gateway.uri())
        .replace("$catalogue", &file.display().to_string());
    let config = read(block).unwrap();
    let channel = config.channel[0].open(&surroundings()).unwrap();
    let submitted = channel.send(&message("0912345678", text, 3600)).await;
    let requests = gateway.received_requests().await.unwrap();
    let body = requests.first().map(|request| request.body_json().unwrap());
    (submitted.outcome, body)
}

#[tokio::test]
async fn a_message_is_handed_over_as_its_template_and_what_it_says_in_it() {
    let gateway = MockServer::start().await;
    let text = "UBND xã Mường Toong thông báo: họp lúc 19h KT:AB2CD3";
    let (outcome, body) = handed(&gateway, text).await;
    assert_eq!(outcome, Outcome::Accepted);
    let words = [("1", "Mường Toong"), ("2", "họp lúc 19h"), ("3", "AB2CD3")];
    let words = words.map(|(number, word)| json!({ "NUM": number, "CONTENT": word }));
    assert_eq!(body, Some(json!({ "TEMPLATEID": "7001", "PARAMS": words })));

    // A warning by a template that still waits: it is tried all the same.
    let (outcome, body) = handed(&gateway, "Bao lu: len cao ngay").await;
    assert_eq!(outcome, Outcome::Accepted);
    let words = [json!({ "NUM": "1", "CONTENT": "len cao ngay" })];
    assert_eq!(body, Some(json!({ "TEMPLATEID": "7002", "PARAMS": words })));

    // What is no template at all cannot be said to such a gateway.
    let (outcome, body) = handed(&gateway, "Lu ve, di ngay").await;
    assert_eq!((outcome, body), (Outcome::BadContent, None));
}

/// What is said of a catalogue, or of a block that names none, at start.
fn fault(catalogue: &str, block: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vnpt.toml");
    std::fs::write(&file, catalogue).unwrap();
    let block = block
        .replace("$url", "http://127.0.0.1:9/")
        .replace("$catalogue", &file.display().to_string());
    let config = match read(block) {
        Ok(config) => config,
        Err(error) => return error,
    };
    let open = |block: &ChannelConfig| block.open(&surroundings()).err();
    let fault = config.channel.iter().find_map(open);
    fault.map(|fault| fault.to_string()).unwrap_or_default()
}

#[test]
fn a_slip_in_a_catalogue_names_channel_file_and_template_and_says_what_to_do() {
    assert_eq!(fault(CATALOGUE, BLOCK), "");
    for (right, wrong, words) in [
        ("\"7002\"", "\"7001\"", &["7001", "twice", "remove one"][..]),
        (
            "\"waiting\"",
            "\"wait\"",
            &["7002", "\"wait\"", "\"waiting\""],
        ),
        ("{2} KT:{3}", "{2} KT:{2}", &["7001", "{2}", "twice"]),
        (
            "{1} thông báo: {2}",
            "{1}{2}",
            &["7001", "{1} and {2} touch"],
        ),
        ("\"Bao lu: {1}\"", "\"\"", &["7002", "`text` is empty"]),
        (
            "state = \"waiting\"",
            "status = \"waiting\"",
            &["line 9", "status"],
        ),
        ("\"Bao lu", "Bao lu", &["line 8"]),
    ] {
        let said = fault(&CATALOGUE.replacen(right, wrong, 1), BLOCK);
        for word in ["channel `vnpt`", "`templates`", "vnpt.toml"]
            .iter()
            .chain(words)
        {
            assert!(said.contains(word), "{wrong}: {said}");
        }
    }
    let said = fault("", BLOCK);
    assert!(said.contains("no [[template]]") && said.contains("leave `templates` out"));
}

#[test]
fn a_slip_in_the_block_says_what_to_do() {
    let named = "templates = \"$catalogue\"\n";
    for (right, wrong, words) in [
        (named, "", &["`{template}`", "need `templates`"][..]),
        ("\"$catalogue\"", "7", &["`templates`", "path of a file"]),
        (
            "$catalogue",
            "khong-co.toml",
            &["`templates`", "khong-co.toml"],
        ),
        (
            "per_second = 10",
            "per_second = 10\ncarries = \"zalo\"",
            &["`templates`", "SMS"],
        ),
        (
            "{param.3}",
            "{param.10}",
            &["`{param.10}`", "{param.1} to {param.9}"],
        ),
    ] {
        let said = fault(CATALOGUE, &BLOCK.replacen(right, wrong, 1));
        for word in ["channel `vnpt`"].iter().chain(words) {
            assert!(said.contains(word), "{wrong}: {said}");
        }
    }
}
