//! A gateway described in loa.toml: most need no Rust. One request hands a
//! message over, rules read the reply, a call brings the receipt.

mod words;

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, Method, Url};
use ring::hmac;
use serde_json::Value;

use self::words::Words;
use super::http_config::HttpSmsConfig;
use super::rules::{InboundRule, ReceiptRule, field, read_reply};
use super::template::Template;
use super::{Answer, BadCall, Call, Channel, Inbound, Limits, Outgoing, Submitted, Surroundings};
use crate::domain::delivery::{Outcome, ReceiptStatus};
use crate::domain::message_id::canonical;
use crate::domain::person::Address;
use crate::domain::sms;

/// How long a gateway may take to open a connection: within it the last byte
/// leaves after a stop, so it is short.
const CONNECT: Duration = Duration::from_secs(2);
/// How long it may take to answer.
const ANSWER: Duration = Duration::from_secs(15);

/// The gateway.
pub struct HttpSms {
    config: HttpSmsConfig,
    client: Client,
    method: Method,
    url: Url,
    headers: Vec<(String, Template)>,
    query: Vec<(String, Template)>,
    form: Vec<(String, Template)>,
    json: Option<Value>,
    surroundings: Surroundings,
}

impl HttpSms {
    /// Checks the whole description, so that a slip is found at start.
    pub fn open(config: &HttpSmsConfig, surroundings: &Surroundings) -> Result<Self, String> {
        config.check()?;
        let templates =
            |map: &BTreeMap<String, String>| -> Result<Vec<(String, Template)>, String> {
                map.iter()
                    .map(|(name, text)| {
                        Ok((
                            name.clone(),
                            Template::parse(text).map_err(|error| error.to_string())?,
                        ))
                    })
                    .collect()
            };
        let url =
            Url::parse(&config.request.url).map_err(|error| format!("`request.url`: {error}"))?;
        let method = match config.request.method.as_str() {
            "GET" => Method::GET,
            "POST" => Method::POST,
            other => return Err(format!("`request.method` is GET or POST, not {other}")),
        };
        let mut client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .redirect(reqwest::redirect::Policy::none())
            .tcp_nodelay(true);
        // A gateway on this very machine is not behind the office's proxy.
        if on_this_machine(&url) {
            client = client.no_proxy();
        }
        let client = client.build().map_err(|error| error.to_string())?;
        Ok(Self {
            headers: templates(&config.request.headers)?,
            query: templates(&config.request.query)?,
            form: templates(config.request.form.as_ref().unwrap_or(&BTreeMap::new()))?,
            json: config.request.json.clone(),
            config: config.clone(),
            client,
            method,
            url,
            surroundings: surroundings.clone(),
        })
    }

    fn request(&self, message: &Outgoing) -> reqwest::RequestBuilder {
        let words = Words {
            gateway: self,
            message,
            size: sms::measure(&message.text),
        };
        let filled = |list: &[(String, Template)]| -> Vec<(String, String)> {
            list.iter()
                .map(|(name, template)| (name.clone(), template.fill(|word| words.value(word))))
                .collect()
        };
        let mut request = self.client.request(self.method.clone(), self.url.clone());
        for (name, value) in filled(&self.headers) {
            request = request.header(name, value);
        }
        if !self.query.is_empty() {
            request = request.query(&filled(&self.query));
        }
        if let Some(json) = &self.json {
            request = request.json(&words.fill_json(json));
        } else if !self.form.is_empty() {
            request = request.form(&filled(&self.form));
        }
        request
    }

    /// Where this message's receipt is to be sent: our address, our
    /// reference, and a signature nobody else can make.
    fn hook(&self, reference: &str) -> String {
        let Surroundings { public_url, .. } = &self.surroundings;
        format!(
            "{public_url}/hooks/{}?d={reference}&h={}",
            self.config.name,
            self.sign(reference)
        )
    }

    fn sign(&self, reference: &str) -> String {
        let tag = hmac::sign(&self.surroundings.hooks, self.signed(reference).as_bytes());
        HEXLOWER.encode(&tag.as_ref()[..16])
    }

    fn signed(&self, reference: &str) -> String {
        format!("{}\n{reference}", self.config.name)
    }

    /// The rule for receipts, where the call is one. Some gateways number what
    /// people write too: a text without news is no receipt.
    fn receipt_rule(&self, call: &Call) -> Option<&ReceiptRule> {
        let has = |name: &String| field(call, name).is_some();
        let rule = self.config.receipt.as_ref()?;
        let inbound = self.config.inbound.as_ref();
        let is_text = inbound.is_some_and(|rule| has(&rule.from) && has(&rule.text));
        let names_one = [&rule.reference, &rule.id].into_iter().flatten().any(has);
        (names_one && (has(&rule.status) || !is_text)).then_some(rule)
    }

    fn receipt(&self, rule: &ReceiptRule, call: &Call) -> Result<Inbound, BadCall> {
        let reference = rule.reference.as_ref().and_then(|name| field(call, name));
        match &reference {
            Some(reference) => {
                let given = field(call, "h").unwrap_or_default();
                if !same(&given, &self.sign(reference)) {
                    return Err(BadCall::Unproven);
                }
            }
            None => prove_token(call, rule.token.as_deref())?,
        }
        let id = rule.id.as_ref().and_then(|name| field(call, name));
        let id = id.map(|id| canonical(&id, rule.id_base));
        if reference.is_none() && id.is_none() {
            return Err(BadCall::Lacks("a reference or an id"));
        }
        let word = field(call, &rule.status).ok_or(BadCall::Lacks("a status"))?;
        let status = rule
            .states
            .get(word.trim())
            .copied()
            .unwrap_or(ReceiptStatus::Underway);
        // Where our reference has come back, an id of theirs tells nothing more,
        // and would be taken for one part of a long message.
        let part = rule.part.as_ref().and_then(|name| field(call, name));
        Ok(Inbound::Receipt {
            message_id: if reference.is_some() { part } else { id },
            reference,
            status,
        })
    }

    /// What a person wrote; nothing where no person did. Carriers advertise from
    /// names and short codes. Turned away they would be repeated for days.
    fn message(&self, rule: &InboundRule, call: &Call) -> Result<Option<Inbound>, BadCall> {
        prove_token(call, Some(&rule.token))?;
        let from = field(call, &rule.from).ok_or(BadCall::Lacks("a sender"))?;
        let text = field(call, &rule.text).ok_or(BadCall::Lacks("a text"))?;
        let from = Address::parse(self.config.carries, &from).ok();
        Ok(from.map(|from| Inbound::Message { from, text }))
    }
}

#[async_trait]
impl Channel for HttpSms {
    fn name(&self) -> &str {
        &self.config.name
    }

    fn limits(&self) -> Limits {
        Limits {
            carries: self.config.carries,
            window: self.config.window,
            per_second: self.config.per_second,
            slots: self.config.slots,
            repeatable: self.config.repeatable,
            price_vnd: self.config.price_vnd,
            simulated: self.config.simulated,
        }
    }

    async fn send(&self, message: &Outgoing) -> Submitted {
        let reply = match self.request(message).send().await {
            Ok(reply) => reply,
            // No connection was made: nothing was written.
            Err(error) if error.is_connect() || error.is_builder() => {
                return Submitted::new(Outcome::NotSent, "no connection");
            }
            Err(error) => {
                return Submitted::new(
                    Outcome::Ambiguous,
                    if error.is_timeout() {
                        "no answer"
                    } else {
                        "cut off"
                    },
                );
            }
        };
        let status = reply.status().as_u16();
        let retry_after = retry_after(reply.headers());
        match reply.text().await {
            Ok(body) => Submitted {
                retry_after,
                ..read_reply(&self.config.reply, status, &body)
            },
            Err(_) => Submitted::new(Outcome::Ambiguous, format!("HTTP {status}, cut off")),
        }
    }

    fn confirms(&self) -> bool {
        self.config.receipt.is_some()
    }

    async fn check(&self) -> Result<(), String> {
        let host = self.url.host_str().ok_or("its address has no host")?;
        let port = self
            .url
            .port_or_known_default()
            .ok_or("its address has no port")?;
        let line = tokio::net::TcpStream::connect((host.trim_matches(['[', ']']), port)).await;
        line.map(drop)
            .map_err(|error| format!("{host}:{port}: {error}"))
    }

    fn read(&self, call: &Call) -> Result<(Vec<Inbound>, Answer), BadCall> {
        let answer = Answer {
            status: self.config.answer.status,
            body: self.config.answer.body.clone(),
        };
        if let Some(rule) = self.receipt_rule(call) {
            return Ok((vec![self.receipt(rule, call)?], answer));
        }
        let rule = self.config.inbound.as_ref().ok_or(BadCall::NotExpected)?;
        Ok((self.message(rule, call)?.into_iter().collect(), answer))
    }
}

/// How many seconds a gateway asks us to wait. It may name a date instead; that
/// is left to our own patience.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds))
}

fn on_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Option<std::net::IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || address.is_some_and(|address| address.is_loopback())
}

fn prove_token(call: &Call, wanted: Option<&str>) -> Result<(), BadCall> {
    let given = call
        .query
        .iter()
        .find(|(key, _)| key == "k")
        .map(|(_, value)| value.as_str());
    match (wanted, given) {
        (Some(wanted), Some(given)) if same(given, wanted) => Ok(()),
        _ => Err(BadCall::Unproven),
    }
}

/// Compares without telling by its time where two texts differ.
fn same(a: &str, b: &str) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"loa compares");
    hmac::verify(&key, a.as_bytes(), hmac::sign(&key, b.as_bytes()).as_ref()).is_ok()
}
