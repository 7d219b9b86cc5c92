//! One `[[channel]]` of kind `http-sms`, as loa.toml has it.

mod slips;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::calls::{InboundRule, ReceiptRule, SignatureRule};
use super::rules::ReplyRule;
use crate::domain::person::Way;
use crate::domain::price::Price;

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
    /// Price of a part, one or by carrier.
    #[serde(default)]
    pub price_vnd: Price,
    /// It reaches no real phone.
    #[serde(default)]
    pub simulated: bool,
    /// The registered name that phones show as its sender.
    pub brandname: Option<String>,
    /// The name is registered for advertising.
    #[serde(default)]
    pub promotional: bool,
    /// What must be fetched before a message may be handed over.
    pub login: Option<LoginConfig>,
    /// The request.
    pub request: RequestConfig,
    /// How to read its reply.
    pub reply: Vec<ReplyRule>,
    /// How receipts arrive.
    pub receipt: Option<ReceiptRule>,
    /// How people's messages arrive.
    pub inbound: Option<InboundRule>,
    /// How it signs its calls.
    pub signature: Option<SignatureRule>,
    /// What calls are answered with: 200 and an empty body by default.
    #[serde(default)]
    pub answer: AnswerConfig,
}

/// `[channel.login]`: a token for a name and a secret (OAuth 2.0, client
/// credentials), which `{token}` then stands for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginConfig {
    /// Where to.
    pub url: String,
    /// A form as the body.
    pub form: Option<BTreeMap<String, String>>,
    /// JSON as the body.
    pub json: Option<Value>,
    /// Where in the JSON reply the token stands.
    #[serde(default = "access_token")]
    pub token: String,
    /// Where in it stands for how many seconds it is good.
    #[serde(default = "expires_in")]
    pub seconds: String,
}

/// `request.basic`: a name and a password, sent as HTTP has them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasicConfig {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
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
    /// Name and password.
    pub basic: Option<BasicConfig>,
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
    /// XML as the body: a template whose words are escaped.
    pub xml: Option<String>,
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

fn access_token() -> String {
    "/access_token".to_owned()
}

fn expires_in() -> String {
    "/expires_in".to_owned()
}
