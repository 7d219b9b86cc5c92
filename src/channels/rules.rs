//! How a gateway's replies and calls are read, as loa.toml describes them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Call, Submitted};
use crate::domain::delivery::{Outcome, ReceiptStatus};
use crate::domain::message_id::{IdBase, canonical};

/// One `[[channel.reply]]`: the first that fits decides.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyRule {
    /// The HTTP status it is for; any where it is missing.
    pub status: Option<u16>,
    /// The body must contain this.
    pub contains: Option<String>,
    /// These fields of a JSON body (by pointer) must have these values.
    #[serde(default)]
    pub json: BTreeMap<String, String>,
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
        self.status.is_none_or(|wanted| wanted == status)
            && self
                .contains
                .as_ref()
                .is_none_or(|words| body.contains(words.as_str()))
            && self.json.iter().all(|(pointer, wanted)| {
                json.and_then(|json| at(json, pointer))
                    .is_some_and(|value| value == *wanted)
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

/// `[channel.receipt]`: how news of a message arrives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRule {
    /// The field with our reference, signed by the field `h` of the query.
    pub reference: Option<String>,
    /// The field with the gateway's id, where it does not send ours back.
    pub id: Option<String>,
    /// How it writes that id.
    #[serde(default)]
    pub id_base: IdBase,
    /// The field that tells one part of a long message from another.
    pub part: Option<String>,
    /// The field with the news.
    pub status: String,
    /// What the gateway's words mean. A word that is not here changes nothing.
    pub states: BTreeMap<String, ReceiptStatus>,
    /// Needed where our own signed reference does not come back: `?k=`.
    pub token: Option<String>,
}

/// `[channel.inbound]`: how a person's message arrives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InboundRule {
    /// What the gateway must send as `?k=`.
    pub token: String,
    /// The field with the sender.
    pub from: String,
    /// The field with the text.
    pub text: String,
}

/// A field of a call: of its query, of a form, or, where the name begins with
/// a slash, of a JSON body.
pub fn field(call: &Call, name: &str) -> Option<String> {
    if name.starts_with('/') {
        let json: Value = serde_json::from_slice(&call.body).ok()?;
        return at(&json, name);
    }
    let in_query = call
        .query
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.clone());
    in_query.or_else(|| {
        let form = call.content_type == "application/x-www-form-urlencoded";
        let pairs = form
            .then(|| reqwest::Url::parse("http://form/").ok())
            .flatten()?;
        let mut pairs = pairs;
        pairs.set_query(std::str::from_utf8(&call.body).ok());
        pairs
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    })
}

fn at(json: &Value, pointer: &str) -> Option<String> {
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
            status = 401
            outcome = "auth"
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

    #[test]
    fn fields_are_found_in_query_form_and_json() {
        let query = Call {
            query: vec![("d".into(), "x y".into())],
            ..Call::default()
        };
        assert_eq!(field(&query, "d").as_deref(), Some("x y"));
        let form = Call {
            content_type: "application/x-www-form-urlencoded".into(),
            body: "text=ch%C3%A0o+b%C3%A0+con".into(),
            ..Call::default()
        };
        assert_eq!(field(&form, "text").as_deref(), Some("chào bà con"));
        let json = Call {
            body: r#"{"a":{"b":7}}"#.into(),
            ..Call::default()
        };
        assert_eq!(field(&json, "/a/b").as_deref(), Some("7"));
    }
}
