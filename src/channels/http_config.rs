//! One `[[channel]]` of kind `http-sms`, as loa.toml has it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::rules::{InboundRule, ReceiptRule, ReplyRule};
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

pub(super) fn sms() -> Way {
    Way::Sms
}

fn twenty() -> usize {
    20
}

fn post() -> String {
    "POST".to_owned()
}

fn ok() -> u16 {
    200
}
