//! One `[[channel]]` of kind `http-sms`, as loa.toml has it.

use std::collections::BTreeMap;

use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use super::rules::{InboundRule, ReceiptRule, ReplyRule};
use super::template::Template;
use crate::domain::delivery::Outcome;
use crate::domain::message_id::IdBase;
use crate::domain::person::Way;

/// One `[[channel]]` of kind `http-sms`. loa.toml.example explains each field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSmsConfig {
    /// Its name.
    pub name: String,
    /// The way it serves.
    #[serde(default = "sms")]
    pub carries: Way,
    /// Parts a second.
    pub per_second: f64,
    /// Requests outstanding at once.
    #[serde(default = "twenty")]
    pub window: usize,
    /// Nodes that may speak to it at once.
    #[serde(default = "one")]
    pub slots: usize,
    /// It takes the same reference twice for one message.
    #[serde(default)]
    pub repeatable: bool,
    /// Price of a part in đồng.
    #[serde(default)]
    pub price_vnd: i64,
    /// It reaches no real phone.
    #[serde(default)]
    pub simulated: bool,
    /// The request.
    pub request: RequestConfig,
    /// How to read its reply.
    pub reply: Vec<ReplyRule>,
    /// How receipts arrive.
    pub receipt: Option<ReceiptRule>,
    /// How people's messages arrive.
    pub inbound: Option<InboundRule>,
    /// What calls are answered with: 200 and an empty body by default.
    #[serde(default)]
    pub answer: AnswerConfig,
}

/// `[channel.request]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestConfig {
    /// `GET` or `POST`.
    #[serde(default = "post")]
    pub method: String,
    /// Where to.
    pub url: String,
    /// Headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Query.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// A form as the body.
    pub form: Option<BTreeMap<String, String>>,
    /// JSON as the body; its strings are templates.
    pub json: Option<Value>,
}

/// `[channel.answer]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerConfig {
    /// HTTP status.
    #[serde(default = "ok")]
    pub status: u16,
    /// Body.
    #[serde(default)]
    pub body: String,
}

impl Default for AnswerConfig {
    fn default() -> Self {
        Self {
            status: ok(),
            body: String::new(),
        }
    }
}

fn sms() -> Way {
    Way::Sms
}

fn twenty() -> usize {
    20
}

fn one() -> usize {
    1
}

fn post() -> String {
    "POST".to_owned()
}

fn ok() -> u16 {
    200
}

impl HttpSmsConfig {
    /// Finds the slips that would only show when a flood comes. Each fault
    /// names the field and says what belongs there.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.window == 0 {
            return Err("`window` must be above zero".to_owned());
        }
        if self.slots == 0 || self.slots > self.window {
            return Err("`slots` must be above zero and not above `window`".to_owned());
        }
        if !(self.per_second.is_finite() && self.per_second > 0.0) {
            return Err("`per_second` must be above zero".to_owned());
        }
        if self.price_vnd < 0 {
            return Err("`price_vnd` must not be below zero".to_owned());
        }
        self.request.check()?;
        if !self
            .reply
            .iter()
            .any(|rule| rule.outcome == Outcome::Accepted)
        {
            return Err(
                "no `reply` has outcome = \"accepted\": no message would ever count as sent"
                    .to_owned(),
            );
        }
        if let Some(receipt) = &self.receipt {
            check_receipt(receipt)?;
            check_ids(&self.reply, receipt)?;
        }
        if self
            .inbound
            .as_ref()
            .is_some_and(|inbound| inbound.token.is_empty())
        {
            return Err(
                "`inbound.token` must be a long random word, which the gateway sends as ?k="
                    .to_owned(),
            );
        }
        Ok(())
    }
}

impl RequestConfig {
    fn check(&self) -> Result<(), String> {
        let url = Url::parse(&self.url).ok();
        if !url.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
            return Err(format!(
                "`request.url` must begin with http:// or https://: {}",
                self.url
            ));
        }
        if self.form.is_some() && self.json.is_some() {
            return Err("`request.form` and `request.json` exclude each other".to_owned());
        }
        if self.method == "GET" && (self.form.is_some() || self.json.is_some()) {
            return Err(
                "`request.form` and `request.json` need method = \"POST\"; GET has a `request.query`"
                    .to_owned(),
            );
        }
        for (name, value) in &self.headers {
            if HeaderName::try_from(name).is_err() || HeaderValue::try_from(value).is_err() {
                return Err(format!("`request.headers`: {name} is no header"));
            }
        }
        self.json.as_ref().map_or(Ok(()), check_json)
    }
}

fn check_receipt(receipt: &ReceiptRule) -> Result<(), String> {
    if receipt.reference.is_some() {
        return Ok(());
    }
    if receipt.id.is_none() {
        return Err(
            "`receipt.reference` or `receipt.id` must name the field that tells which message it is"
                .to_owned(),
        );
    }
    if receipt.token.as_deref().is_none_or(str::is_empty) {
        return Err("`receipt.token`, a long random word which the gateway sends as ?k=, is needed where `receipt.reference` is not set".to_owned());
    }
    Ok(())
}

/// A number on one side and a word on the other would never meet.
fn check_ids(replies: &[ReplyRule], receipt: &ReceiptRule) -> Result<(), String> {
    if receipt.reference.is_some() {
        return Ok(());
    }
    let is_word = |base: IdBase| base == IdBase::Text;
    let named = replies.iter().filter(|reply| reply.id.is_some());
    if named
        .into_iter()
        .any(|reply| is_word(reply.id_base) != is_word(receipt.id_base))
    {
        return Err(
            "`reply.id_base` and `receipt.id_base` must both be \"hex\" or \"decimal\", or both be left out: else no receipt would find its message"
                .to_owned(),
        );
    }
    Ok(())
}

fn check_json(json: &Value) -> Result<(), String> {
    match json {
        Value::String(text) => Template::parse(text)
            .map(drop)
            .map_err(|error| error.to_string()),
        Value::Array(items) => items.iter().try_for_each(check_json),
        Value::Object(fields) => fields.values().try_for_each(check_json),
        _ => Ok(()),
    }
}
