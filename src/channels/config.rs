//! One `[[channel]]` block of `loa.toml`. The enum *is* the registry: a new
//! variant does not compile until it is opened here.

use std::path::PathBuf;
use std::sync::Arc;

use ring::hmac;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::gammu::{Gammu, GammuConfig};
use super::http_config::HttpSmsConfig;
use super::http_sms::HttpSms;
use super::smpp::{Smpp, SmppConfig};
use super::smstools::{SmsTools, SmsToolsConfig};
use super::tape::Tape;
use super::{Channel, Limits};
use crate::domain::person::Way;
use crate::domain::price::Bounds;

/// A gateway as it is configured.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    deny_unknown_fields,
    remote = "Self"
)]
pub enum ChannelConfig {
    /// Any gateway that takes a message by one HTTP request.
    HttpSms(Box<HttpSmsConfig>),
    /// A message centre spoken to in SMPP.
    Smpp(Box<SmppConfig>),
    /// A modem behind the folders of SMS Server Tools 3.
    #[serde(rename = "smstools")]
    SmsTools(Box<SmsToolsConfig>),
    /// A modem behind the folders of Gammu SMSD.
    Gammu(Box<GammuConfig>),
    /// Writes down instead of sending.
    Tape {
        /// Its name.
        name: String,
        /// The way it stands in for.
        carries: Way,
        /// A file to write messages to, one JSON object a line.
        path: Option<PathBuf>,
    },
}

/// Reads a block whole, so that a slip in it is told with the channel's name:
/// "for key `channel[2]`" would send an officer counting.
impl<'de> Deserialize<'de> for ChannelConfig {
    fn deserialize<D: Deserializer<'de>>(block: D) -> Result<Self, D::Error> {
        let block = toml::Table::deserialize(block)?;
        let name = block
            .get("name")
            .map_or("?", |name| name.as_str().unwrap_or("?"));
        let name = name.to_owned();
        // Not this function: the one that `remote` has derived.
        Self::deserialize(toml::Value::Table(block))
            .map_err(|fault| D::Error::custom(format!("channel `{name}`: {}", fault.message())))
    }
}

/// What an adapter may know of the house it stands in.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Where gateways reach us, without a slash at the end.
    pub public_url: String,
    /// Signs the addresses they call back on.
    pub hooks: hmac::Key,
}

/// A block cannot be used as it stands.
#[derive(Debug, thiserror::Error)]
#[error("channel `{name}`: {fault}")]
pub struct BadChannel {
    /// Which.
    pub name: String,
    /// What is wrong, said so that it can be mended.
    pub fault: String,
}

impl ChannelConfig {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::HttpSms(config) => &config.name,
            Self::Smpp(config) => &config.name,
            Self::SmsTools(config) => &config.name,
            Self::Gammu(config) => &config.name,
            Self::Tape { name, .. } => name,
        }
    }

    /// Opens the channel.
    pub fn open(&self, surroundings: &Surroundings) -> Result<Arc<dyn Channel>, BadChannel> {
        let bad = |fault: String| BadChannel {
            name: self.name().to_owned(),
            fault,
        };
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name().is_empty() || !self.name().chars().all(sound) {
            return Err(bad(
                "a name has small letters, digits and hyphens only".to_owned()
            ));
        }
        Ok(match self {
            Self::HttpSms(config) => Arc::new(HttpSms::open(config, surroundings).map_err(bad)?),
            Self::Smpp(config) => Arc::new(Smpp::open(config).map_err(bad)?),
            Self::SmsTools(config) => Arc::new(SmsTools::open(config).map_err(bad)?),
            Self::Gammu(config) => Arc::new(Gammu::open(config).map_err(bad)?),
            Self::Tape {
                name,
                carries,
                path,
            } => {
                let limits = Limits {
                    carries: *carries,
                    window: 100,
                    per_second: 10_000.0,
                    slots: 1,
                    repeatable: false,
                    price_vnd: Bounds::default(),
                    simulated: true,
                };
                let tape = Tape::new(name, limits);
                Arc::new(match path {
                    Some(path) => tape.writing_to(path).map_err(|error| {
                        bad(format!("cannot write {}: {error}", path.display()))
                    })?,
                    None => tape,
                })
            }
        })
    }
}
