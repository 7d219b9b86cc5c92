//! One `[[channel]]` of kind `http-sms`, as loa.toml has it.

use std::collections::BTreeMap;

use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use super::calls::{InboundRule, ReceiptRule, SignatureRule};
use super::rules::{OneOrMany, ReplyRule};
use super::template::{Template, number};
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
        self.request.check(self.login.is_some())?;
        if let Some(login) = &self.login {
            check_url("login.url", &login.url)?;
            if login.form.is_some() == login.json.is_some() {
                return Err("`login` needs either a `form` or a `json`".to_owned());
            }
        }
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
            check_receipt(receipt, self.signature.is_some())?;
            check_ids(&self.reply, receipt)?;
        }
        if let Some(signature) = &self.signature {
            check_signature(signature)?;
        }
        let open = |inbound: &InboundRule| inbound.token.is_empty() && self.signature.is_none();
        if self.inbound.as_ref().is_some_and(open) {
            return Err(
                "`inbound.token` must be a long random word, which the gateway sends as ?k="
                    .to_owned(),
            );
        }
        Ok(())
    }
}

impl RequestConfig {
    fn check(&self, has_login: bool) -> Result<(), String> {
        check_url("request.url", &self.url)?;
        let bodies = [self.form.is_some(), self.json.is_some(), self.xml.is_some()];
        let bodies = bodies.into_iter().filter(|there| *there).count();
        if bodies > 1 {
            return Err(
                "`request.form`, `request.json` and `request.xml` exclude each other".to_owned(),
            );
        }
        if self.method == "GET" && bodies > 0 {
            return Err(
                "`request.form`, `request.json` and `request.xml` need method = \"POST\"; GET has a `request.query`"
                    .to_owned(),
            );
        }
        let names_itself = |name: &String| name.eq_ignore_ascii_case("authorization");
        if self.basic.is_some() && self.headers.keys().any(names_itself) {
            return Err("`request.basic` and a header Authorization exclude each other".to_owned());
        }
        for (name, value) in &self.headers {
            if HeaderName::try_from(name).is_err() || HeaderValue::try_from(value).is_err() {
                return Err(format!("`request.headers`: {name} is no header"));
            }
        }
        let mut uses_token = false;
        for text in self.templates() {
            uses_token |= Template::parse(text)
                .map_err(|error| error.to_string())?
                .uses("token");
        }
        if uses_token != has_login {
            return Err("`{token}` and a `login` need each other".to_owned());
        }
        Ok(())
    }

    /// Every text that is filled in.
    fn templates(&self) -> Vec<&str> {
        let maps = [Some(&self.headers), Some(&self.query), self.form.as_ref()];
        let values = maps.into_iter().flatten().flat_map(BTreeMap::values);
        let mut texts: Vec<&str> = values.chain(&self.xml).map(String::as_str).collect();
        if let Some(json) = &self.json {
            collect(json, &mut texts);
        }
        texts
    }
}

fn check_url(name: &str, url: &str) -> Result<(), String> {
    let read = Url::parse(url).ok();
    if !read.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        return Err(format!(
            "`{name}` must begin with http:// or https://: {url}"
        ));
    }
    Ok(())
}

fn check_signature(signature: &SignatureRule) -> Result<(), String> {
    if signature.key.is_empty() {
        return Err("`signature.key` must be the key that the gateway signs with".to_owned());
    }
    for name in [&signature.header, &signature.timestamp] {
        if HeaderName::try_from(name).is_err() {
            return Err(format!("`signature`: {name} is no header"));
        }
    }
    Ok(())
}

fn check_receipt(receipt: &ReceiptRule, is_signed: bool) -> Result<(), String> {
    let OneOrMany(fields) = &receipt.status;
    if fields.is_empty() {
        return Err("`receipt.status` must name the field with the news".to_owned());
    }
    if receipt.reference.is_some() {
        return Ok(());
    }
    if receipt.id.is_none() {
        return Err(
            "`receipt.reference` or `receipt.id` must name the field that tells which message it is"
                .to_owned(),
        );
    }
    if !is_signed && receipt.token.as_deref().is_none_or(str::is_empty) {
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

/// The templates in JSON: its texts, but for those that become numbers.
fn collect<'a>(json: &'a Value, texts: &mut Vec<&'a str>) {
    match json {
        Value::String(text) if number(text).is_none() => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(fields) => fields.values().for_each(|item| collect(item, texts)),
        _ => {}
    }
}
