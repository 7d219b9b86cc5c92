//! The block of a gateway that is a modem behind folders.

use std::path::PathBuf;

use serde::Deserialize;

use crate::channels::Limits;
use crate::domain::person::Way;
use crate::domain::price::Price;

/// One `[[channel]]` of kind `smstools` or `gammu`: docs/gateways has a page on
/// each.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpoolConfig {
    /// Its name.
    pub name: String,
    /// The folder that holds the tool's folders; `None`: where the tool's own
    /// packages put it.
    pub spool: Option<PathBuf>,
    /// Parts a second.
    pub per_second: f64,
    /// Price of a part, one or by carrier.
    #[serde(default)]
    pub price_vnd: Price,
    /// It reaches no real phone.
    #[serde(default)]
    pub simulated: bool,
}

/// A block that can be used as it stands.
pub struct Spool {
    /// The gateway's name.
    pub name: String,
    /// One message after another, by one node: the folders are on its machine.
    pub limits: Limits,
    root: PathBuf,
}

impl SpoolConfig {
    /// Checks the block; the folders may come later. They are in `usual` where
    /// the block names no other place.
    pub fn open(&self, usual: &str) -> Result<Spool, String> {
        if !(self.per_second > 0.0 && self.per_second.is_finite()) {
            return Err("`per_second` is a number above 0".to_owned());
        }
        let limits = Limits {
            carries: Way::Sms,
            window: 1,
            per_second: self.per_second,
            slots: 1,
            repeatable: false,
            price_vnd: self.price_vnd.bounds(),
            simulated: self.simulated,
            // A SIM card has no registered name.
            promotional: false,
        };
        Ok(Spool {
            name: self.name.clone(),
            limits,
            root: self.spool.clone().unwrap_or_else(|| usual.into()),
        })
    }
}

impl Spool {
    /// One of the tool's folders.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }
}
