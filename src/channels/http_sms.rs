//! A gateway described in loa.toml: most need no Rust. One request hands a
//! message over, rules read the reply, a call brings the receipt.

mod hear;
mod hook;
mod login;
mod reply;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Method, Url};
use serde_json::Value;

use self::login::Login;
use self::reply::{read_text, retry_after};
use self::words::{Spoken, Words, escaped};
use super::http_config::HttpSmsConfig;
use super::rules::read_reply;
use super::template::Template;
use super::{Answer, BadCall, Call, Channel, Inbound, Limits, Outgoing, Submitted, Surroundings};
use crate::domain::catalogue::Catalogue;
use crate::domain::delivery::Outcome;
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
    xml: Option<Template>,
    login: Option<Login>,
    /// What is registered for it, where messages leave as templates.
    catalogue: Option<Arc<Catalogue>>,
    surroundings: Surroundings,
}

impl HttpSms {
    /// Checks the whole description, so that a slip is found at start.
    pub fn open(
        config: &HttpSmsConfig,
        catalogue: Option<Arc<Catalogue>>,
        surroundings: &Surroundings,
    ) -> Result<Self, String> {
        config.check(catalogue.is_some())?;
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
            xml: config
                .request
                .xml
                .as_deref()
                .map(Template::parse)
                .transpose()
                .map_err(|error| error.to_string())?,
            login: config.login.as_ref().map(Login::new),
            catalogue: catalogue.filter(|_| config.request.asks_template()),
            config: config.clone(),
            client,
            method,
            url,
            surroundings: surroundings.clone(),
        })
    }

    fn request(&self, message: &Outgoing, spoken: Spoken<'_>) -> reqwest::RequestBuilder {
        let words = Words {
            gateway: self,
            message,
            size: sms::measure(&message.text),
            spoken,
        };
        let filled = |list: &[(String, Template)]| -> Vec<(String, String)> {
            list.iter()
                .map(|(name, template)| (name.clone(), template.fill(|word| words.value(word))))
                .collect()
        };
        let mut request = self.client.request(self.method.clone(), self.url.clone());
        if let Some(basic) = &self.config.request.basic {
            request = request.basic_auth(&basic.user, Some(&basic.password));
        }
        for (name, value) in filled(&self.headers) {
            request = request.header(name, value);
        }
        if !self.query.is_empty() {
            request = request.query(&filled(&self.query));
        }
        if let Some(json) = &self.json {
            request = request.json(&words.fill_json(json));
        } else if let Some(xml) = &self.xml {
            let body = xml.fill(|word| escaped(&words.value(word)));
            if !self
                .headers
                .iter()
                .any(|(name, _)| CONTENT_TYPE == name.as_str())
            {
                request = request.header(CONTENT_TYPE, "text/xml; charset=utf-8");
            }
            request = request.body(body);
        } else if !self.form.is_empty() {
            request = request.form(&filled(&self.form));
        }
        request
    }

    async fn hand_over(&self, message: &Outgoing, spoken: Spoken<'_>) -> Submitted {
        let reply = match self.request(message, spoken).send().await {
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
        match read_text(reply).await {
            Ok(body) => Submitted {
                retry_after,
                ..read_reply(&self.config.reply, status, &body)
            },
            Err(_) => Submitted::new(Outcome::Ambiguous, format!("HTTP {status}, cut off")),
        }
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
            price_vnd: self.config.price_vnd.bounds(),
            simulated: self.config.simulated,
            promotional: self.config.promotional,
        }
    }

    async fn send(&self, message: &Outgoing) -> Submitted {
        let registered = match &self.catalogue {
            None => None,
            Some(catalogue) => match catalogue.nearest(&message.text) {
                Some((one, values)) => Some((one.id.as_str(), values)),
                None => return Submitted::new(Outcome::BadContent, "no registered template"),
            },
        };
        let token = match &self.login {
            Some(login) => match login.token(&self.client).await {
                Ok(token) => token,
                Err(submitted) => return submitted,
            },
            None => String::new(),
        };
        let spoken = Spoken {
            token: &token,
            registered,
        };
        let submitted = self.hand_over(message, spoken).await;
        if let (Some(login), Outcome::Auth) = (&self.login, submitted.outcome) {
            login.forget(&token).await;
        }
        submitted
    }

    fn names_messages(&self) -> bool {
        let rule = self.config.inbound.as_ref();
        rule.is_some_and(|rule| rule.id.is_some())
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
        line.map_err(|error| format!("{host}:{port}: {error}"))?;
        let Some(login) = &self.login else {
            return Ok(());
        };
        let token = login.token(&self.client).await;
        token
            .map(drop)
            .map_err(|submitted| submitted.code.unwrap_or_default())
    }

    fn read(&self, call: &Call) -> Result<(Vec<Inbound>, Answer), BadCall> {
        let heard = self.hear(call)?;
        let answer = Answer {
            status: self.config.answer.status,
            body: self.config.answer.body.clone(),
        };
        Ok((heard, answer))
    }
}

fn on_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Option<std::net::IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || address.is_some_and(|address| address.is_loopback())
}
