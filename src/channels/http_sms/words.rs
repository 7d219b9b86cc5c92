//! The words of a request (`{to}`, `{text}`, `{hook}` …) and what one message
//! puts in their place.

use data_encoding::{BASE64, HEXUPPER};
use serde_json::Value;

use super::HttpSms;
use crate::channels::Outgoing;
use crate::channels::template::{PARAMETERS, Template, number};
use crate::domain::sms::{self, Encoding, codec};
use crate::domain::template::Values;
use crate::domain::text::nfc;

/// The values of one message's words.
pub(super) struct Words<'a> {
    pub gateway: &'a HttpSms,
    pub message: &'a Outgoing,
    pub size: sms::Measure,
    pub spoken: Spoken<'a>,
}

/// What is agreed with the gateway beside the message.
pub(super) struct Spoken<'a> {
    /// What a gateway that wants a login has given for it.
    pub token: &'a str,
    /// The template that the text is, by the carrier's number, and what it says
    /// in the parameters; where messages leave as templates.
    pub registered: Option<(&'a str, Values)>,
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
            "text_base64" => BASE64.encode(self.message.text.as_bytes()),
            "text_hex" => self.hex(),
            "coding" => self.by_alphabet("0", "2"),
            "dcs" => self.by_alphabet("0", "8"),
            "unicode" => self.by_alphabet("0", "1"),
            "hook" => self.gateway.hook(&self.message.reference),
            "hook_path" => self.gateway.hook_path(&self.message.reference),
            "ref" => self.message.reference.clone(),
            "token" => self.spoken.token.to_owned(),
            "template" => {
                let registered = self.spoken.registered.as_ref();
                registered.map_or_else(String::new, |(id, _)| (*id).to_owned())
            }
            "seconds" => self.message.valid_for.as_secs().max(1).to_string(),
            "minutes" => (self.message.valid_for.as_secs() / 60).max(1).to_string(),
            "parts" => self.size.parts.to_string(),
            parameter => self.parameter(parameter).unwrap_or_default().to_owned(),
        }
    }

    /// What the text says in a parameter, where its template has one.
    fn parameter(&self, word: &str) -> Option<&str> {
        let place = PARAMETERS.iter().position(|known| *known == word)?;
        let (_, values) = self.spoken.registered.as_ref()?;
        let mut values = values.iter();
        let found = values.find(|(number, _)| usize::from(*number) == place + 1);
        found.map(|(_, value)| value.as_str())
    }

    /// The text's octets: those of the GSM alphabet, one for each letter, or
    /// UTF-16.
    fn hex(&self) -> String {
        let text = nfc(&self.message.text);
        let plain = codec::gsm7(&text).filter(|_| self.size.encoding == Encoding::Gsm7);
        HEXUPPER.encode(&plain.unwrap_or_else(|| codec::utf16(&text)))
    }

    fn by_alphabet(&self, plain: &str, unicode: &str) -> String {
        let is_plain = self.size.encoding == Encoding::Gsm7;
        if is_plain { plain } else { unicode }.to_owned()
    }

    /// JSON with its words filled in, wherever they stand. Of a list what asks
    /// for a parameter that the template does not have is left out.
    pub fn fill_json(&self, json: &Value) -> Value {
        match json {
            Value::String(text) if number(text).is_some() => {
                let value = number(text).map(|word| self.value(word));
                value.and_then(|value| value.parse::<u64>().ok()).into()
            }
            // Checked when the gateway was opened.
            Value::String(text) => Value::String(Template::parse(text).map_or_else(
                |_| text.clone(),
                |template| template.fill(|word| self.value(word)),
            )),
            Value::Array(items) => items
                .iter()
                .filter(|item| !self.is_without(item))
                .map(|item| self.fill_json(item))
                .collect(),
            Value::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(name, item)| (name.clone(), self.fill_json(item)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    /// Whether a piece of JSON asks for a parameter that there is none of.
    fn is_without(&self, json: &Value) -> bool {
        let missing = |word: &str| PARAMETERS.contains(&word) && self.parameter(word).is_none();
        match json {
            Value::String(text) => {
                Template::parse(text).is_ok_and(|template| template.words().any(missing))
            }
            Value::Object(fields) => fields.values().any(|item| self.is_without(item)),
            _ => false,
        }
    }
}

/// A word as XML takes it. Control characters have no place there at all.
pub(super) fn escaped(word: &str) -> String {
    let mut safe = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            '\n' | '\t' => safe.push(letter),
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}
