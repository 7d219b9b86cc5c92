//! One `[[channel]]` of kind `smpp`, as loa.toml has it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::bind::Role;
use super::status::status_number;
use crate::domain::delivery::Outcome;
use crate::domain::message_id::IdBase;
use crate::domain::price::Price;

/// One `[[channel]]` of kind `smpp`. loa.toml.example explains each field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmppConfig {
    /// Its name.
    pub name: String,
    /// The message centre's host.
    pub host: String,
    /// Its port.
    #[serde(default = "port")]
    pub port: u16,
    /// Whether the line is encrypted.
    #[serde(default)]
    pub tls: bool,
    /// Our account.
    pub system_id: String,
    /// Its password, of eight octets at most.
    pub password: String,
    /// What kind of client we are, where the contract says so.
    #[serde(default)]
    pub system_type: String,
    /// How many lines a slot opens.
    #[serde(default)]
    pub bind: Bind,
    /// The sender that phones show.
    pub source: Source,
    /// How numbers are written.
    #[serde(default)]
    pub destination: Numbering,
    /// How a text of several parts travels.
    #[serde(default)]
    pub long: Long,
    /// `data_coding` of texts in the GSM alphabet.
    #[serde(default)]
    pub gsm_coding: u8,
    /// How it writes an id when it takes a message.
    #[serde(default)]
    pub id_base: IdBase,
    /// How it writes the same id in a receipt.
    #[serde(default)]
    pub receipt_id_base: IdBase,
    /// What the contract says about statuses that the standard leaves open.
    #[serde(default)]
    pub status: BTreeMap<String, Outcome>,
    /// Seconds of silence after which it is asked whether it is still there.
    #[serde(default = "thirty")]
    pub enquire_seconds: u64,
    /// Seconds it may take to answer.
    #[serde(default = "fifteen")]
    pub answer_seconds: u64,
    /// Parts a second, all slots together.
    pub per_second: f64,
    /// Parts outstanding at once, all slots together.
    #[serde(default = "ten")]
    pub window: usize,
    /// Binds the contract allows.
    #[serde(default = "one")]
    pub slots: usize,
    /// Price of a part, one or by carrier.
    #[serde(default)]
    pub price_vnd: Price,
    /// It reaches no real phone.
    #[serde(default)]
    pub simulated: bool,
    /// The name in `source` is registered for advertising.
    #[serde(default)]
    pub promotional: bool,
}

/// How many lines a slot opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bind {
    /// One, for both directions.
    #[default]
    Transceiver,
    /// One to hand messages over, one for receipts and what people write.
    TwoLines,
}

/// How a text of several parts travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Long {
    /// Parts with a head (UDH) that joins them.
    #[default]
    Udh,
    /// Parts, joined by `sar_*` fields.
    Sar,
    /// One message in `message_payload`, which the centre cuts.
    Payload,
}

/// The sender that phones show.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A registered name, a short code or a number.
    pub address: String,
    /// Type of number: 5 a name, 3 a short code, 1 an international number.
    #[serde(default = "five")]
    pub ton: u8,
    /// Numbering plan: 0 for names, 1 for numbers.
    #[serde(default)]
    pub npi: u8,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbering {
    /// Type of number: 1 is `84…`, 2 is `0…`.
    pub ton: u8,
    /// Numbering plan.
    pub npi: u8,
}

impl Default for Numbering {
    fn default() -> Self {
        Self { ton: 1, npi: 1 }
    }
}

fn port() -> u16 {
    2775
}

fn thirty() -> u64 {
    30
}

fn fifteen() -> u64 {
    15
}

fn ten() -> usize {
    10
}

fn one() -> usize {
    1
}

fn five() -> u8 {
    5
}

/// More outstanding parts than this no message centre is asked to bear.
const WIDEST: usize = 1000;
/// How long a group of messages is with the database before and after, in
/// seconds.
const BOOKKEEPING: f64 = 0.05;

impl SmppConfig {
    /// Finds the slips that would only show when a flood comes. Each fault
    /// names the field and says what belongs there.
    pub(super) fn check(&self) -> Result<(), String> {
        fits("system_id", &self.system_id, 15)?;
        fits("password", &self.password, 8)?;
        fits("system_type", &self.system_type, 12)?;
        fits("source.address", &self.source.address, 20)?;
        if self.source.ton == 5 && self.source.address.chars().count() > 11 {
            return Err("`source.address`: a name has 11 letters at most".to_owned());
        }
        if self.promotional && self.source.ton != 5 {
            return Err(
                "`promotional = true` needs a registered name as `source` (ton = 5): Decree 91/2020/NĐ-CP lets no advertising leave under a number"
                    .to_owned(),
            );
        }
        if self.per_second <= 0.0 || !self.per_second.is_finite() {
            return Err("`per_second` is a number above 0".to_owned());
        }
        if !(1..=WIDEST).contains(&self.window) {
            return Err(format!("`window` is a number from 1 to {WIDEST}"));
        }
        if self.slots == 0 || self.slots > self.window {
            return Err("`slots` is a number from 1 to `window`".to_owned());
        }
        if self.enquire_seconds == 0 || self.answer_seconds == 0 {
            return Err("`enquire_seconds` and `answer_seconds` are at least 1".to_owned());
        }
        for word in self.status.keys() {
            if status_number(word).is_none() {
                return Err(format!(
                    "`status`: {word:?} is no number such as \"0x400\" or \"1024\""
                ));
            }
        }
        Ok(())
    }

    /// In which direction the line carries that messages are handed over by.
    pub(super) fn sends(&self) -> Role {
        match self.bind {
            Bind::Transceiver => Role::Transceiver,
            Bind::TwoLines => Role::Transmitter,
        }
    }

    /// How many messages may be in our hands at once: those that the centre has
    /// not answered, and beside them what is marked before and written down
    /// after in [`BOOKKEEPING`] seconds. The line itself keeps to the window.
    pub(super) fn in_hand(&self) -> usize {
        let beside = (self.per_second * BOOKKEEPING).min(WIDEST as f64);
        // Above zero, and bounded by the line before.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded above and below"
        )]
        let beside = beside as usize;
        self.window + beside.min(WIDEST.saturating_sub(self.window))
    }

    pub(super) fn answer(&self) -> Duration {
        Duration::from_secs(self.answer_seconds)
    }

    pub(super) fn enquire(&self) -> Duration {
        Duration::from_secs(self.enquire_seconds)
    }
}

fn fits(field: &str, value: &str, most: usize) -> Result<(), String> {
    if value.len() > most || !value.bytes().all(|octet| (1..128).contains(&octet)) {
        return Err(format!(
            "`{field}` has {most} plain letters at most (the protocol's own limit)"
        ));
    }
    Ok(())
}
