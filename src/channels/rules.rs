//! How a gateway's replies are read, as loa.toml describes them.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Submitted;
use crate::domain::delivery::Outcome;
use crate::domain::message_id::{IdBase, canonical};

/// In loa.toml one value, or a list of them.
#[derive(Debug, Clone)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        let many = match toml::Value::deserialize(value)? {
            toml::Value::Array(many) => many,
            one => vec![one],
        };
        let read = many.into_iter().map(T::deserialize);
        let read = read.collect::<Result<_, toml::de::Error>>();
        read.map(Self)
            .map_err(|fault| D::Error::custom(fault.message()))
    }
}

/// One `[[channel.reply]]`: the first that fits decides.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyRule {
    /// The HTTP statuses it is for; any where it is missing.
    #[serde(default)]
    pub status: OneOrMany<u16>,
    /// The body must contain one of these.
    #[serde(default)]
    pub contains: OneOrMany<String>,
    /// These fields of a JSON body (by pointer) must have one of these values.
    #[serde(default)]
    pub json: BTreeMap<String, OneOrMany<String>>,
    /// What to do next.
    pub outcome: Outcome,
    /// Where in a JSON body the gateway's id stands.
    pub id: Option<String>,
    /// How it writes that id.
    #[serde(default)]
    pub id_base: IdBase,
    /// Where in a JSON body its word for the outcome stands.
    pub code: Option<String>,
}

impl ReplyRule {
    fn fits(&self, status: u16, body: &str, json: Option<&Value>) -> bool {
        let OneOrMany(statuses) = &self.status;
        let OneOrMany(words) = &self.contains;
        (statuses.is_empty() || statuses.contains(&status))
            && (words.is_empty() || words.iter().any(|words| body.contains(words.as_str())))
            && self.json.iter().all(|(pointer, OneOrMany(wanted))| {
                json.and_then(|json| at(json, pointer))
                    .is_some_and(|value| wanted.contains(&value))
            })
    }
}

/// Reads a gateway's reply. A reply no rule knows is ambiguous, never failed:
/// the gateway may have the message.
pub fn read_reply(rules: &[ReplyRule], status: u16, body: &str) -> Submitted {
    let json: Option<Value> = serde_json::from_str(body).ok();
    let Some(rule) = rules
        .iter()
        .find(|rule| rule.fits(status, body, json.as_ref()))
    else {
        return Submitted::new(Outcome::Ambiguous, format!("HTTP {status}, no rule"));
    };
    let field = |pointer: &Option<String>| {
        pointer
            .as_ref()
            .and_then(|pointer| at(json.as_ref()?, pointer))
    };
    let code = field(&rule.code).map_or_else(
        || format!("HTTP {status}"),
        |code| format!("HTTP {status}, {}", kept(&code)),
    );
    Submitted {
        outcome: rule.outcome,
        ids: field(&rule.id)
            .map(|id| canonical(&id, rule.id_base))
            .into_iter()
            .collect(),
        code: Some(code),
        retry_after: None,
    }
}

/// A gateway's word as it may be kept: short, and without the number or the
/// id that many gateways name in it ("Phone not valid: 84912345678").
fn kept(word: &str) -> String {
    const MOST: usize = 80;
    let mut safe = String::new();
    let mut run = String::new();
    for c in word.chars().chain(['\n']) {
        let inside = !run.is_empty() && matches!(c, ' ' | '.' | '-' | '(' | ')');
        if c.is_ascii_digit() || inside {
            run.push(c);
            continue;
        }
        let digits = run.chars().filter(char::is_ascii_digit).count();
        safe.push_str(if digits > 6 { "…" } else { &run });
        run.clear();
        safe.push(c);
    }
    safe.trim_end().chars().take(MOST).collect()
}

/// What stands in JSON where a pointer leads, as text.
pub fn at(json: &Value, pointer: &str) -> Option<String> {
    match json.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Vec<ReplyRule> {
        #[derive(Deserialize)]
        struct Rules {
            reply: Vec<ReplyRule>,
        }
        toml::from_str::<Rules>(
            r#"
            [[reply]]
            status = 200
            json = { "/CodeResult" = "100" }
            outcome = "accepted"
            id = "/SMSID"
            [[reply]]
            status = 200
            contains = "throttled"
            outcome = "throttled"
            [[reply]]
            status = [401, 403]
            outcome = "auth"
            [[reply]]
            json = { "/CodeResult" = ["108", "115"] }
            outcome = "bad_recipient"
            [[reply]]
            contains = ["Busy", "busy"]
            outcome = "transient_rejected"
            "#,
        )
        .unwrap()
        .reply
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        let taken = read_reply(&rules(), 200, r#"{"CodeResult":100,"SMSID":"a1"}"#);
        assert_eq!(
            (taken.outcome, taken.ids),
            (Outcome::Accepted, vec!["a1".to_owned()])
        );
        assert_eq!(
            read_reply(&rules(), 200, "throttled").outcome,
            Outcome::Throttled
        );
        assert_eq!(read_reply(&rules(), 401, "").outcome, Outcome::Auth);
    }

    #[test]
    fn of_a_list_one_is_enough() {
        let outcome = |status, body| read_reply(&rules(), status, body).outcome;
        assert_eq!(outcome(403, ""), Outcome::Auth);
        assert_eq!(outcome(402, ""), Outcome::Ambiguous);
        assert_eq!(outcome(200, r#"{"CodeResult":115}"#), Outcome::BadRecipient);
        assert_eq!(outcome(503, "I am busy"), Outcome::TransientRejected);
    }

    #[test]
    fn an_answer_nobody_described_is_ambiguous_never_failed() {
        assert_eq!(
            read_reply(&rules(), 200, r#"{"CodeResult":"999"}"#).outcome,
            Outcome::Ambiguous
        );
        assert_eq!(
            read_reply(&rules(), 500, "oops").outcome,
            Outcome::Ambiguous
        );
    }

    #[test]
    fn a_gateways_word_is_kept_without_the_number_it_names() {
        assert_eq!(
            kept("Phone not valid: 84912345678 (0912 345 678)"),
            "Phone not valid: …"
        );
        assert_eq!(
            kept("-213 user has not followed"),
            "-213 user has not followed"
        );
        assert_eq!(kept("+84-912.345.678 is blocked"), "+…is blocked");
    }
}
