//! What a row of a table asks for.

use std::collections::BTreeMap;
use std::time::Duration;

use data_encoding::HEXLOWER;
use loa::channels::{Answer, BadCall, Call, Inbound, Outgoing};
use loa::domain::person::{Address, Way};
use reqwest::Url;
use ring::hmac;

use super::{FORM, Heard, Means, Request, Seal};

/// The reference of every message of the tables, as the ledger makes them.
pub const REFERENCE: &str = "0197a3c0000070008000000000000001-1";

/// What a call comes to that is forged: it is turned away, and nothing of it is
/// kept.
pub const FORGED: Means = Means::Refused(BadCall::Unproven);

/// A message of [`REFERENCE`].
pub fn message(to: &str, text: &str, worth: u64) -> Outgoing {
    Outgoing {
        reference: REFERENCE.to_owned(),
        to: Address::parse(Way::Sms, to).unwrap(),
        text: text.to_owned(),
        valid_for: Duration::from_secs(worth),
    }
}

/// Holds a request that the gateway got against its row.
pub fn compare(hooks: &str, row: &Request, got: &wiremock::Request) {
    assert_eq!(format!("{} {}", got.method, got.url.path()), row.line);
    let query = pairs(got.url.query().unwrap_or_default());
    let body = String::from_utf8(got.body.clone()).unwrap();
    let is_form = got
        .headers
        .get("content-type")
        .is_some_and(|media| media == FORM);
    let form = if is_form {
        pairs(&body)
    } else {
        BTreeMap::new()
    };
    for (place, wanted) in row.holds {
        let wanted = wanted.replace("$ref", REFERENCE);
        let (kind, name) = place.split_once(' ').unwrap_or((place, ""));
        let found = match kind {
            "query" => query.get(name).cloned(),
            "form" => form.get(name).cloned(),
            "header" => got
                .headers
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned()),
            "json" => {
                let wanted: serde_json::Value = serde_json::from_str(&wanted).unwrap();
                let found = masked(hooks, &body);
                let found: serde_json::Value = serde_json::from_str(&found).unwrap();
                assert_eq!(found, wanted);
                continue;
            }
            "body" => {
                assert_eq!(masked(hooks, &body), wanted);
                continue;
            }
            _ => panic!("no such place: {place}"),
        };
        let found = found.unwrap_or_else(|| panic!("{place} is missing"));
        if let Some(rest) = wanted.strip_prefix("$hook") {
            let start = format!("{hooks}?d={REFERENCE}&h=");
            let proof = found
                .strip_prefix(&start)
                .unwrap()
                .strip_suffix(rest)
                .unwrap();
            let hex = proof.len() == 32 && proof.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(hex, "{place}: {found}");
        } else {
            assert_eq!(found, wanted, "{place}");
        }
    }
    for (kind, all) in [("query", query), ("form", form)] {
        for name in all.keys() {
            let place = format!("{kind} {name}");
            let known = row.holds.iter().any(|(wanted, _)| *wanted == place);
            assert!(known, "{place} is not in the table");
        }
    }
}

/// A body in which the addresses for our receipt are called `$hook` and `$path`.
fn masked(hooks: &str, body: &str) -> String {
    let mut body = body.to_owned();
    for (start, name) in [
        (format!("{hooks}?d={REFERENCE}&h="), "$hook"),
        (format!("{hooks}/{REFERENCE}/"), "$path"),
    ] {
        if let Some(at) = body.find(&start) {
            let proof = at + start.len()..at + start.len() + 32;
            assert!(
                body[proof.clone()]
                    .bytes()
                    .all(|byte| byte.is_ascii_hexdigit())
            );
            body.replace_range(at..proof.end, name);
        }
    }
    body
}

/// The headers of a signature.
pub fn sealed(seal: Option<&Seal>, body: &str, now: i64) -> Vec<(&'static str, String)> {
    let Some(seal) = seal else {
        return Vec::new();
    };
    let time = (now - seal.age).to_string();
    let key = hmac::Key::new(hmac::HMAC_SHA256, seal.key.as_bytes());
    let signed = format!("{}{time}", seal.over.unwrap_or(body));
    let tag = hmac::sign(&key, signed.as_bytes());
    vec![
        ("x-timestamp", time),
        ("x-signature", HEXLOWER.encode(tag.as_ref())),
    ]
}

/// A call, as the web face gives it to a channel.
pub fn call(query: &str, content_type: &str, body: &str) -> Call {
    if let Some(path) = query.strip_prefix('/') {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (reference, proof) = path.split_once('/').unwrap();
        let query = format!("d={reference}&h={proof}&{query}");
        return call(&query, content_type, body);
    }
    let url = Url::parse(&format!("http://office/?{query}")).unwrap();
    Call {
        query: url.query_pairs().into_owned().collect(),
        raw_query: query.to_owned(),
        content_type: content_type.split(';').next().unwrap().to_owned(),
        body: body.to_owned().into(),
        ..Call::default()
    }
}

/// What a channel must make of a call.
pub fn expected(means: &Means) -> Vec<Inbound> {
    let some = |text: &str| (!text.is_empty()).then(|| text.replace("$ref", REFERENCE));
    match means {
        Means::Receipt(reference, id, status) => vec![Inbound::Receipt {
            reference: some(reference),
            message_id: some(id),
            status: *status,
        }],
        Means::Message(from, text) => vec![Inbound::Message {
            from: Address::parse(Way::Sms, from).unwrap(),
            text: (*text).to_owned(),
        }],
        Means::Nothing | Means::Refused(_) => Vec::new(),
    }
}

/// How a call must be answered.
pub fn status(heard: &Heard, answer: Option<&Answer>) -> u16 {
    match heard.means {
        Means::Refused(BadCall::Unproven) => 401,
        Means::Refused(BadCall::NotExpected) => 404,
        Means::Refused(BadCall::Lacks(_)) => 400,
        _ => answer.unwrap().status,
    }
}

/// A line of the table with the references and proofs it names.
pub fn filled(text: &str, hooks: &[String; 2]) -> String {
    let [proof, other] = hooks.each_ref().map(|hook| {
        let (_, proof) = hook.rsplit_once("&h=").unwrap();
        proof
    });
    text.replace("$ref", REFERENCE)
        .replace("$proof", proof)
        .replace("$cut", &proof[..proof.len() - 1])
        .replace("$other", other)
}

/// The fields of a query or a form.
pub fn pairs(query: &str) -> BTreeMap<String, String> {
    let url = Url::parse(&format!("http://office/?{query}")).unwrap();
    url.query_pairs().into_owned().collect()
}
