//! One `[[channel]]` block of `loa.toml`. The enum *is* the registry: a new
//! variant does not compile until it is opened here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ring::hmac;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::gammu::Gammu;
use super::http_config::HttpSmsConfig;
use super::http_sms::HttpSms;
use super::smpp::{Smpp, SmppConfig};
use super::smstools::SmsTools;
use super::spool::SpoolConfig;
use super::tape::Tape;
use super::{Channel, Limits, registered};
use crate::domain::catalogue::Catalogue;
use crate::domain::person::Way;
use crate::domain::price::Bounds;

/// A gateway as it is configured.
#[derive(Debug, Clone)]
pub struct ChannelConfig {
    /// What it is.
    pub(super) kind: Kind,
    /// The file with the texts that its carriers have registered: it takes no
    /// others. Left out, it takes any text.
    templates: Option<PathBuf>,
}

/// What kind of gateway it is, with all that its adapter must be told.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Kind {
    /// Any gateway that takes a message by one HTTP request.
    HttpSms(Box<HttpSmsConfig>),
    /// A message centre spoken to in SMPP.
    Smpp(Box<SmppConfig>),
    /// A modem behind the folders of SMS Server Tools 3.
    #[serde(rename = "smstools")]
    SmsTools(Box<SpoolConfig>),
    /// A modem behind the folders of Gammu SMSD.
    Gammu(Box<SpoolConfig>),
    /// Writes down instead of sending.
    Tape {
        /// Its name.
        name: String,
        /// The way it stands in for.
        carries: Way,
        /// A file to write messages to, one JSON object a line.
        path: Option<PathBuf>,
        /// The registered name it stands in for.
        brandname: Option<String>,
        /// The name is registered for advertising.
        #[serde(default)]
        promotional: bool,
    },
}

/// Reads a block whole, so that a slip in it is told with the channel's name:
/// "for key `channel[2]`" would send an officer counting. What every kind may
/// have is taken out first.
impl<'de> Deserialize<'de> for ChannelConfig {
    fn deserialize<D: Deserializer<'de>>(block: D) -> Result<Self, D::Error> {
        let mut block = toml::Table::deserialize(block)?;
        let name = block
            .get("name")
            .map_or("?", |name| name.as_str().unwrap_or("?"));
        let name = name.to_owned();
        let bad = |fault: &str| D::Error::custom(format!("channel `{name}`: {fault}"));
        let templates = match block.remove("templates") {
            None => None,
            Some(toml::Value::String(path)) if !path.is_empty() => Some(PathBuf::from(path)),
            Some(_) => return Err(bad("`templates` is the path of a file, in quotation marks")),
        };
        let kind = Kind::deserialize(toml::Value::Table(block));
        let kind = kind.map_err(|fault| bad(fault.message()))?;
        Ok(Self { kind, templates })
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
        match &self.kind {
            Kind::HttpSms(config) => &config.name,
            Kind::Smpp(config) => &config.name,
            Kind::SmsTools(config) | Kind::Gammu(config) => &config.name,
            Kind::Tape { name, .. } => name,
        }
    }

    /// Says in which folder its files lie that are not named from the root.
    pub fn lies_in(&mut self, folder: &Path) {
        if let Some(templates) = &mut self.templates {
            *templates = folder.join(&*templates);
        }
    }

    /// The texts that are registered for it; none where it takes any text.
    pub fn catalogue(&self) -> Result<Option<Arc<Catalogue>>, BadChannel> {
        let Some(path) = &self.templates else {
            return Ok(None);
        };
        let bad = |fault: String| self.bad(format!("`templates`: {}: {fault}", path.display()));
        let file = std::fs::read_to_string(path).map_err(|error| bad(error.to_string()))?;
        let catalogue = Catalogue::read(&file).map_err(|error| bad(error.to_string()))?;
        Ok(Some(Arc::new(catalogue)))
    }

    /// Opens the channel, its catalogue read from its file.
    pub fn open(&self, surroundings: &Surroundings) -> Result<Arc<dyn Channel>, BadChannel> {
        self.open_with(self.catalogue()?, surroundings)
    }

    /// Opens the channel with the texts that are registered for it.
    pub fn open_with(
        &self,
        catalogue: Option<Arc<Catalogue>>,
        surroundings: &Surroundings,
    ) -> Result<Arc<dyn Channel>, BadChannel> {
        let bad = |fault: String| self.bad(fault);
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name().is_empty() || !self.name().chars().all(sound) {
            return Err(bad(
                "a name has small letters, digits and hyphens only".to_owned()
            ));
        }
        let registers = catalogue.is_some();
        let channel: Arc<dyn Channel> = match &self.kind {
            Kind::HttpSms(config) => {
                Arc::new(HttpSms::open(config, catalogue, surroundings).map_err(bad)?)
            }
            Kind::Smpp(config) => Arc::new(Smpp::open(config).map_err(bad)?),
            Kind::SmsTools(config) => Arc::new(SmsTools::open(config).map_err(bad)?),
            Kind::Gammu(config) => Arc::new(Gammu::open(config).map_err(bad)?),
            Kind::Tape {
                name,
                carries,
                path,
                brandname,
                promotional,
            } => {
                registered(*promotional, *carries, brandname.as_deref()).map_err(bad)?;
                Arc::new(tape(name, *carries, path.as_deref(), *promotional).map_err(bad)?)
            }
        };
        if registers && channel.limits().carries != Way::Sms {
            return Err(bad(
                "`templates` is for gateways that carry SMS: leave it out here".to_owned(),
            ));
        }
        Ok(channel)
    }

    fn bad(&self, fault: String) -> BadChannel {
        BadChannel {
            name: self.name().to_owned(),
            fault,
        }
    }
}

fn tape(name: &str, carries: Way, path: Option<&Path>, promotional: bool) -> Result<Tape, String> {
    let limits = Limits {
        carries,
        window: 100,
        per_second: 10_000.0,
        slots: 1,
        repeatable: false,
        price_vnd: Bounds::default(),
        simulated: true,
        promotional,
    };
    let tape = Tape::new(name, limits);
    match path {
        None => Ok(tape),
        Some(path) => tape
            .writing_to(path)
            .map_err(|error| format!("cannot write {}: {error}", path.display())),
    }
}
