//! How a gateway's calls are read, as loa.toml describes them.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER_PERMISSIVE;
use ring::hmac;
use serde::Deserialize;
use serde_json::Value;

use super::rules::{OneOrMany, at};
use super::{BadCall, Call};
use crate::domain::delivery::ReceiptStatus;
use crate::domain::message_id::IdBase;
use crate::domain::sms::codec::{from_gsm7, from_utf16};

/// Fields of a call and the values of which each must have one.
pub type When = BTreeMap<String, OneOrMany<String>>;

/// `[channel.receipt]`: how news of a message arrives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRule {
    /// What a call must hold to be one.
    #[serde(default)]
    pub when: When,
    /// The field with our reference, signed by the field `h` of the query.
    pub reference: Option<String>,
    /// The field with the gateway's id, where it does not send ours back.
    pub id: Option<String>,
    /// How it writes that id.
    #[serde(default)]
    pub id_base: IdBase,
    /// The field that tells one part of a long message from another.
    pub part: Option<String>,
    /// The field with the news, or several, which are then read as one word
    /// with spaces between.
    pub status: OneOrMany<String>,
    /// What the gateway's words mean; `64..255` stands for the numbers from
    /// the first to the last. A word that is not here changes nothing.
    pub states: BTreeMap<String, ReceiptStatus>,
    /// Needed where neither our own signed reference nor a signature comes: `?k=`.
    pub token: Option<String>,
}

impl ReceiptRule {
    /// The gateway's word for what happened.
    pub fn word(&self, call: &Call) -> Option<String> {
        let OneOrMany(names) = &self.status;
        let words: Option<Vec<String>> = names.iter().map(|name| field(call, name)).collect();
        let words = words.filter(|words| !words.is_empty())?;
        let words: Vec<&str> = words.iter().map(|word| word.trim()).collect();
        Some(words.join(" "))
    }

    /// What a word means.
    pub fn news(&self, word: &str) -> ReceiptStatus {
        let within = || {
            let mut spans = self.states.iter();
            spans.find(|(span, _)| is_within(word, span))
        };
        let known = self.states.get_key_value(word).or_else(within);
        known.map_or(ReceiptStatus::Underway, |(_, status)| *status)
    }
}

/// Whether a number lies in a span such as `64..255`, both ends included.
fn is_within(word: &str, span: &str) -> bool {
    let Some((first, last)) = span.split_once("..") else {
        return false;
    };
    match (first.parse(), last.parse(), word.parse::<u32>()) {
        (Ok(first), Ok(last), Ok(number)) => (first..=last).contains(&number),
        _ => false,
    }
}

/// `[channel.inbound]`: how a person's message arrives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InboundRule {
    /// What a call must hold to be one.
    #[serde(default)]
    pub when: When,
    /// What the gateway must send as `?k=`, where it does not sign.
    #[serde(default)]
    pub token: String,
    /// The field with the sender.
    pub from: String,
    /// The field with the text.
    pub text: String,
    /// The field with SMPP's number of the text's alphabet, where the text
    /// comes as octets in hex.
    pub coding: Option<String>,
    /// The field with a name that no other message has: a call with the same
    /// one is the same, however late it comes.
    pub id: Option<String>,
}

impl InboundRule {
    /// What was written.
    pub fn words(&self, call: &Call) -> Result<String, BadCall> {
        let text = field(call, &self.text).ok_or(BadCall::Lacks("a text"))?;
        let Some(coding) = &self.coding else {
            return Ok(text);
        };
        let octets = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes());
        let octets = octets.map_err(|_| BadCall::Lacks("a text in hex"))?;
        let coding = field(call, coding).unwrap_or_default();
        Ok(match coding.trim() {
            "" | "0" | "1" => from_gsm7(&octets),
            "8" => from_utf16(&octets),
            _ => octets.into_iter().map(char::from).collect(),
        })
    }
}

/// `[channel.signature]`: every call is signed, with its time.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureRule {
    /// The key that the gateway signs with.
    pub key: String,
    /// The header with HMAC-SHA256 of body and time, in hex.
    #[serde(default = "x_signature")]
    pub header: String,
    /// The header with the time, in seconds since 1970.
    #[serde(default = "x_timestamp")]
    pub timestamp: String,
    /// How many seconds that time may be from ours, before or after.
    #[serde(default = "five_minutes")]
    pub seconds: u64,
}

fn x_signature() -> String {
    "X-Signature".to_owned()
}

fn x_timestamp() -> String {
    "X-Timestamp".to_owned()
}

fn five_minutes() -> u64 {
    300
}

impl SignatureRule {
    /// Turns away what the gateway has not signed, or has signed long ago.
    pub fn prove(&self, call: &Call) -> Result<(), BadCall> {
        let header = |name: &str| call.headers.get(name)?.to_str().ok();
        let time = header(&self.timestamp).ok_or(BadCall::Unproven)?;
        let signature = header(&self.header).ok_or(BadCall::Unproven)?;
        let signed_at: i64 = time.parse().map_err(|_| BadCall::Unproven)?;
        if call.at.as_second().abs_diff(signed_at) > self.seconds {
            return Err(BadCall::Unproven);
        }
        let tag = HEXLOWER_PERMISSIVE.decode(signature.as_bytes());
        let tag = tag.map_err(|_| BadCall::Unproven)?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.as_bytes());
        let signed = [&call.body, time.as_bytes()].concat();
        hmac::verify(&key, &signed, &tag).map_err(|_| BadCall::Unproven)
    }
}

/// Whether a call holds all of this.
pub fn fits(when: &When, call: &Call) -> bool {
    let mut wanted = when.iter();
    wanted.all(|(name, OneOrMany(values))| {
        field(call, name).is_some_and(|value| values.contains(&value))
    })
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

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_word_may_be_a_number_of_a_span() {
        assert!(is_within("64", "64..255") && is_within("255", "64..255"));
        for (word, span) in [
            ("63", "64..255"),
            ("x", "64..255"),
            ("6", "6"),
            ("6", "..9"),
        ] {
            assert!(!is_within(word, span), "{word} in {span}");
        }
    }
}
