//! A message centre spoken to in SMPP 3.4: as many bound lines as this node has
//! slots, bound again whenever they break.

mod asked;
mod bind;
mod config;
mod frame;
mod hear;
mod joiner;
mod line;
mod lines;
mod parts;
pub mod receipt;
mod status;
mod submit;

use std::collections::BTreeMap;

use async_trait::async_trait;
use rusmpp::Pdu;
use tokio::sync::{mpsc, watch};

use self::bind::bind;
pub use self::config::SmppConfig;
use self::frame::Question;
use self::lines::{GOODBYE, Lines};
use self::parts::parts;
use self::status::status_number;
use self::submit::{joint, number};
use super::{Channel, Inbox, Limits, Outgoing, Submitted};
use crate::domain::delivery::Outcome;
use crate::domain::person::Way;

/// How many lines are tried for a message of which none has written anything.
const LINES: usize = 2;

/// The gateway.
pub struct Smpp {
    config: SmppConfig,
    contract: BTreeMap<u32, Outcome>,
    lines: watch::Sender<Lines>,
}

impl Smpp {
    /// Checks the whole description, so that a slip is found at start.
    pub fn open(config: &SmppConfig) -> Result<Self, String> {
        config.check()?;
        let contract = config
            .status
            .iter()
            .filter_map(|(word, outcome)| Some((status_number(word)?, *outcome)))
            .collect();
        Ok(Self {
            config: config.clone(),
            contract,
            lines: watch::Sender::default(),
        })
    }
}

#[async_trait]
impl Channel for Smpp {
    fn name(&self) -> &str {
        &self.config.name
    }

    fn limits(&self) -> Limits {
        Limits {
            carries: Way::Sms,
            window: self.config.in_hand(),
            per_second: self.config.per_second,
            slots: self.config.slots,
            repeatable: false,
            price_vnd: self.config.price_vnd.bounds(),
            simulated: self.config.simulated,
            promotional: self.config.promotional,
        }
    }

    async fn send(&self, message: &Outgoing) -> Submitted {
        let number = number(&message.to, self.config.destination.ton);
        let joint = joint(&message.reference);
        let (text, valid_for) = (&message.text, message.valid_for);
        let parts = match parts(&self.config, &number, text, joint, valid_for) {
            Ok(parts) => parts.into_iter().map(Question::new).collect::<Vec<_>>(),
            Err(unfit) => return Submitted::new(Outcome::BadContent, unfit.to_string()),
        };
        let mut submitted = Submitted::new(Outcome::NotSent, "no line is bound");
        for _ in 0..LINES {
            let bound = match self.line().await {
                Ok(bound) => bound,
                Err(submitted) => return submitted,
            };
            submitted = self.submit(&bound, &parts).await;
            // It may have come about only that the line broke before its turn.
            if submitted.outcome != Outcome::NotSent {
                break;
            }
        }
        submitted
    }

    fn confirms(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), String> {
        let (tell, _heard) = mpsc::channel(1);
        let (line, carry) = bind(&self.config, self.config.sends(), tell)
            .await
            .map_err(|error| error.to_string())?;
        let unbind = Question::new(Pdu::Unbind);
        tokio::select! {
            _ = carry => {}
            _ = line.ask(&unbind, GOODBYE) => {}
        }
        Ok(())
    }

    async fn listen(&self, inbox: &dyn Inbox, stop: watch::Receiver<bool>) {
        self.keep_line(inbox, stop).await;
    }
}
