//! The words of a request (`{to}`, `{text}`, `{hook}` …) and what one message
//! puts in their place.

use serde_json::Value;

use super::HttpSms;
use crate::channels::Outgoing;
use crate::channels::template::Template;
use crate::domain::sms::{self, Encoding};

/// The values of one message's words.
pub(super) struct Words<'a> {
    pub gateway: &'a HttpSms,
    pub message: &'a Outgoing,
    pub size: sms::Measure,
}

impl Words<'_> {
    /// What stands for a word of a template.
    pub fn value(&self, word: &'static str) -> String {
        let to = self.message.to.expose();
        match word {
            "to" => to.to_owned(),
            "to_84" => to.trim_start_matches('+').to_owned(),
            "to_0" => to
                .strip_prefix("+84")
                .map_or_else(|| to.to_owned(), |rest| format!("0{rest}")),
            "text" => self.message.text.clone(),
            "coding" => self.by_alphabet("0", "2"),
            "unicode" => self.by_alphabet("0", "1"),
            "hook" => self.gateway.hook(&self.message.reference),
            "ref" => self.message.reference.clone(),
            "minutes" => (self.message.valid_for.as_secs() / 60).max(1).to_string(),
            _ => self.size.parts.to_string(),
        }
    }

    fn by_alphabet(&self, plain: &str, unicode: &str) -> String {
        let is_plain = self.size.encoding == Encoding::Gsm7;
        if is_plain { plain } else { unicode }.to_owned()
    }

    /// JSON with its words filled in, wherever they stand.
    pub fn fill_json(&self, json: &Value) -> Value {
        match json {
            // Checked when the gateway was opened.
            Value::String(text) => Value::String(Template::parse(text).map_or_else(
                |_| text.clone(),
                |template| template.fill(|word| self.value(word)),
            )),
            Value::Array(items) => items.iter().map(|item| self.fill_json(item)).collect(),
            Value::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(name, item)| (name.clone(), self.fill_json(item)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }
}
