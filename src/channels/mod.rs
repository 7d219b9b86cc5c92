//! Gateways: leaf adapters. Each knows its gateway's dialect and nothing of
//! notices, people or SQL. What it answers is not what happened but what to do
//! next: see [`Outcome`].

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::domain::delivery::{Outcome, ReceiptStatus};
use crate::domain::person::{Address, Way};
use crate::domain::price::Bounds;

pub mod calls;
mod config;
mod gammu;
mod gateways;
mod http_config;
pub mod http_sms;
pub mod rules;
mod secrets;
pub mod smpp;
mod smstools;
mod spool;
pub mod tape;
mod template;

pub use config::{BadChannel, ChannelConfig, Surroundings};
pub use gateways::Gateways;

/// One message to hand over.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Our reference: comes back with the receipt.
    pub reference: String,
    /// Where to.
    pub to: Address,
    /// The text, complete.
    pub text: String,
    /// How long it is worth delivering.
    pub valid_for: Duration,
}

/// What came of handing a message over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// What to do next.
    pub outcome: Outcome,
    /// The gateway's ids, one for each part it names.
    pub ids: Vec<String>,
    /// The gateway's word for it, without personal data.
    pub code: Option<String>,
    /// How long it asks us to wait before the next message.
    pub retry_after: Option<Duration>,
}

impl Submitted {
    /// An outcome with the gateway's word for it.
    pub fn new(outcome: Outcome, code: impl Into<String>) -> Self {
        Self {
            outcome,
            ids: Vec::new(),
            code: Some(code.into()),
            retry_after: None,
        }
    }
}

/// What a gateway can take, and at what price.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The way it serves.
    pub carries: Way,
    /// Messages outstanding at once, all slots together.
    pub window: usize,
    /// SMS parts (elsewhere messages) a second, all slots together.
    pub per_second: f64,
    /// Connections it may be spoken to over at once, shared by all nodes.
    pub slots: usize,
    /// It takes the same reference twice for one message: of what is uncertain
    /// it may be asked again.
    pub repeatable: bool,
    /// Price of a part in đồng, whichever carrier it goes to.
    pub price_vnd: Bounds,
    /// It reaches no real phone. Specimens may leave through such a gateway only.
    pub simulated: bool,
    /// Its sender's name is registered for advertising. No other gateway is
    /// handed any.
    pub promotional: bool,
}

/// A call that a gateway made to us.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The query as it came.
    pub raw_query: String,
    /// Media type of the body, lower case, without parameters.
    pub content_type: String,
    /// The body.
    pub body: Bytes,
    /// All headers.
    pub headers: HeaderMap,
    /// When it came, by the clock of the house.
    pub at: Timestamp,
}

/// What a call tells us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbound {
    /// News of a message.
    Receipt {
        /// Our reference, proven to be ours.
        reference: Option<String>,
        /// The gateway's id of the message, or of one part of it.
        message_id: Option<String>,
        /// The news.
        status: ReceiptStatus,
    },
    /// A person wrote.
    Message {
        /// Who.
        from: Address,
        /// What.
        text: String,
    },
}

/// What a call is answered with, once it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Body; some gateways repeat a call until they get exactly theirs.
    pub body: String,
}

/// Why a call is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCall {
    /// This gateway does not call.
    #[error("this channel takes no calls")]
    NotExpected,
    /// It is not proven to come from the gateway.
    #[error("the call's signature or token is missing or wrong")]
    Unproven,
    /// It lacks something.
    #[error("the call lacks {0}")]
    Lacks(&'static str),
}

/// Where gateways that hold a line put what they hear.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Stores it. `false` where it could not be stored: whoever told it must
    /// tell it again.
    async fn store(&self, heard: Vec<Inbound>) -> bool;

    /// A line that broke is bound again: the gateway is there.
    fn line_is_back(&self) {}
}

/// A way to reach people.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Its name in the configuration, in `/hooks/{name}` and in the ledger.
    fn name(&self) -> &str;

    /// What it can take.
    fn limits(&self) -> Limits;

    /// Hands one message over. Does not retry, does not wait its turn, does
    /// not log: the pump does.
    async fn send(&self, message: &Outgoing) -> Submitted;

    /// Reads a call of the gateway, and says how to answer it.
    fn read(&self, _call: &Call) -> Result<(Vec<Inbound>, Answer), BadCall> {
        Err(BadCall::NotExpected)
    }

    /// Whether each message that it brings has a name of its own: then the same
    /// call is the same message, however late it is repeated.
    fn names_messages(&self) -> bool {
        false
    }

    /// Whether it tells what became of a message. Nobody waits for receipts
    /// from one that never sends any.
    fn confirms(&self) -> bool {
        false
    }

    /// Whether the gateway can be reached, by a call that sends nothing.
    async fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Holds a line open until told to stop, for gateways that keep one. Each
    /// slot that a node holds has a line of its own.
    async fn listen(&self, _inbox: &dyn Inbox, mut stop: watch::Receiver<bool>) {
        told_to_stop(&mut stop).await;
    }
}

async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    // An error means that nobody is left who could ask: the same as asking.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Refuses a gateway of `promotional = true` without a registered name: a SIM
/// card or a bare number is allowed no advertising. A way that is not SMS has
/// no such names.
fn registered(promotional: bool, carries: Way, brandname: Option<&str>) -> Result<(), String> {
    if let Some(name) = brandname
        && (name.trim().is_empty() || name.chars().count() > LONGEST_NAME)
    {
        return Err(format!(
            "`brandname` is the registered sender's name, of {LONGEST_NAME} letters at most"
        ));
    }
    if promotional && carries == Way::Sms && brandname.is_none() {
        return Err(
            "`promotional = true` needs `brandname`: Decree 91/2020/NĐ-CP lets advertising leave under a registered name only"
                .to_owned(),
        );
    }
    Ok(())
}

/// The most letters that a phone shows of a sender's name.
const LONGEST_NAME: usize = 11;
