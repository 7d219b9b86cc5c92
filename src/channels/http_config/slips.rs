//! What is wrong with a block, said so that it can be mended.

use std::collections::BTreeMap;

use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;

use super::{HttpSmsConfig, RequestConfig};
use crate::channels::calls::{InboundRule, ReceiptRule, SignatureRule};
use crate::channels::registered;
use crate::channels::rules::{OneOrMany, ReplyRule};
use crate::channels::template::{PARAMETERS, Template, number};
use crate::domain::delivery::Outcome;
use crate::domain::message_id::IdBase;

impl HttpSmsConfig {
    /// Finds the slips that would only show when a flood comes. Each fault
    /// names the field and says what belongs there. `registers` says whether
    /// the gateway has a catalogue of registered texts.
    pub(in crate::channels) fn check(&self, registers: bool) -> Result<(), String> {
        if self.window == 0 {
            return Err("`window` must be above zero".to_owned());
        }
        if self.slots == 0 || self.slots > self.window {
            return Err("`slots` must be above zero and not above `window`".to_owned());
        }
        if !(self.per_second.is_finite() && self.per_second > 0.0) {
            return Err("`per_second` must be above zero".to_owned());
        }
        registered(self.promotional, self.carries, self.brandname.as_deref())?;
        self.request.check(self.login.is_some())?;
        if self.request.asks_template() && !registers {
            return Err(
                "`{template}` and `{param.1}` need `templates`, the catalogue of registered texts"
                    .to_owned(),
            );
        }
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

    /// Whether a message is handed over as a registered template and what it
    /// says in the parameters.
    pub(in crate::channels) fn asks_template(&self) -> bool {
        let asks = |word: &str| word == "template" || PARAMETERS.contains(&word);
        self.templates()
            .into_iter()
            .filter_map(|text| Template::parse(text).ok())
            .any(|template| template.words().any(asks))
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
