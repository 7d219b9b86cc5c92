//! What stands in a block and must not be shown again, however a gateway words
//! its reply: some repeat the key they refuse.

use serde_json::Value;

use super::config::{ChannelConfig, Kind};
use super::http_config::HttpSmsConfig;

/// A word of a request that is shorter than this, in letters, is taken for a
/// name or a number, not for a secret.
const SHORTEST: usize = 6;

impl ChannelConfig {
    /// Whatever in this block may be a secret, the longest first. Rather too
    /// much than too little: it only hides words of a reply.
    pub fn secrets(&self) -> Vec<String> {
        let mut secrets = match &self.kind {
            Kind::HttpSms(config) => of_http(config),
            Kind::Smpp(config) => vec![config.password.clone()],
            Kind::SmsTools(_) | Kind::Gammu(_) | Kind::Tape { .. } => Vec::new(),
        };
        secrets.retain(|secret| !secret.is_empty());
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets
    }
}

fn of_http(config: &HttpSmsConfig) -> Vec<String> {
    let request = &config.request;
    let mut texts: Vec<&str> = Vec::new();
    texts.extend(request.headers.values().map(String::as_str));
    texts.extend(request.query.values().map(String::as_str));
    texts.extend(request.form.iter().flatten().map(|(_, text)| text.as_str()));
    texts.extend(request.json.iter().flat_map(strings));
    texts.extend(request.xml.as_deref());
    if let Some(login) = &config.login {
        texts.extend(login.form.iter().flatten().map(|(_, text)| text.as_str()));
        texts.extend(login.json.iter().flat_map(strings));
    }
    let mut secrets: Vec<String> = texts.into_iter().flat_map(words).collect();
    secrets.extend(request.basic.as_ref().map(|basic| basic.password.clone()));
    secrets.extend(config.signature.as_ref().map(|rule| rule.key.clone()));
    secrets
}

/// Every text in a piece of JSON.
fn strings(json: &Value) -> Vec<&str> {
    match json {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// The words of a value that may be secret: what is filled in is not.
fn words(value: &str) -> impl Iterator<Item = String> {
    let ends = |c: char| c.is_whitespace() || "<>\"'&;,".contains(c);
    let words = value.split(ends).filter(|word| !word.contains('{'));
    words
        .filter(|word| word.chars().count() >= SHORTEST)
        .map(str::to_owned)
}
