//! A message centre spoken to in SMPP 3.4: as many bound lines as this node has
//! slots, bound again whenever they break.

mod bind;
mod config;
mod hear;
mod line;
mod parts;
pub mod receipt;
mod status;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures::future::join_all;
use rusmpp::pdus::SubmitSm;
use rusmpp::{Command, Pdu};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::Instant;

use self::bind::{NoLine, Role, bind};
use self::config::Bind;
pub use self::config::SmppConfig;
use self::hear::hear;
use self::line::{Line, Reply};
use self::parts::parts;
use self::status::{outcome, status_number, status_word};
use super::{Channel, Inbox, Limits, Outgoing, Submitted, told_to_stop};
use crate::domain::delivery::Outcome;
use crate::domain::message_id::canonical;
use crate::domain::person::{Address, Way};

/// How long a message waits for a line that is being bound.
const BINDING: Duration = Duration::from_secs(5);
/// Between two attempts to bind: the first, and the longest.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How long a centre may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);
/// Receipts that may wait to be stored before the centre is made to wait.
const UNHEARD: usize = 4096;
/// How often the parts that a centre did not take are handed over again, with
/// so long between: parts that it has cannot be taken back.
const ROUNDS: u32 = 10;
const BETWEEN_ROUNDS: Duration = Duration::from_secs(1);

/// The gateway.
pub struct Smpp {
    config: SmppConfig,
    contract: BTreeMap<u32, Outcome>,
    lines: watch::Sender<Lines>,
}

/// The lines that are bound, or why we are not let in.
#[derive(Default)]
struct Lines {
    open: Vec<Arc<Bound>>,
    refused: Option<String>,
}

/// A line that takes messages.
struct Bound {
    line: Arc<Line>,
    window: Semaphore,
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

    /// The line with the most room; waits a little for one to be bound.
    async fn line(&self) -> Result<Arc<Bound>, Submitted> {
        let mut lines = self.lines.subscribe();
        let any = lines.wait_for(|lines| !lines.open.is_empty() || lines.refused.is_some());
        let none = || Submitted::new(Outcome::NotSent, "no line is bound");
        let Ok(Ok(lines)) = tokio::time::timeout(BINDING, any).await else {
            return Err(none());
        };
        let roomiest = lines
            .open
            .iter()
            .max_by_key(|bound| bound.window.available_permits());
        match (roomiest, &lines.refused) {
            (Some(bound), _) => Ok(Arc::clone(bound)),
            (None, Some(word)) => Err(Submitted::new(Outcome::Auth, word.clone())),
            (None, None) => Err(none()),
        }
    }

    /// Hands the parts over, those that are put off again and again, for a part
    /// that the centre has cannot be taken back.
    async fn submit(&self, bound: &Bound, parts: Vec<SubmitSm>) -> Submitted {
        let (mut ids, mut taken) = (vec![None; parts.len()], 0);
        let mut left: Vec<(usize, SubmitSm)> = parts.into_iter().enumerate().collect();
        for round in 1.. {
            let asks = left.iter().map(|(_, part)| self.part(bound, part.clone()));
            let fates = join_all(asks).await;
            let (mut refused, mut doubtful) = (None, false);
            let mut again = Vec::new();
            for ((place, part), fate) in left.into_iter().zip(fates) {
                match fate.outcome {
                    // It may name none.
                    Outcome::Accepted => {
                        ids[place] = fate.ids.into_iter().next();
                        taken += 1;
                    }
                    Outcome::Ambiguous => doubtful = true,
                    _ => {
                        again.push((place, part));
                        refused.get_or_insert(fate);
                    }
                }
            }
            let Some(fate) = refused.filter(|_| !doubtful) else {
                let outcome = if doubtful {
                    Outcome::Ambiguous
                } else {
                    Outcome::Accepted
                };
                return Submitted {
                    outcome,
                    ids: ids.into_iter().flatten().collect(),
                    code: doubtful.then(|| "no answer".to_owned()),
                    retry_after: None,
                };
            };
            if taken == 0 {
                return fate;
            }
            let passes = matches!(
                fate.outcome,
                Outcome::Throttled | Outcome::TransientRejected
            );
            if !passes || round == ROUNDS || !bound.line.is_open() {
                let code = fate.code.unwrap_or_default();
                return Submitted {
                    outcome: Outcome::Ambiguous,
                    code: Some(format!("{taken} of {} parts, then {code}", ids.len())),
                    ids: ids.into_iter().flatten().collect(),
                    retry_after: None,
                };
            }
            left = again;
            tokio::time::sleep(BETWEEN_ROUNDS).await;
        }
        Submitted::new(Outcome::Ambiguous, "no end of rounds")
    }

    /// Hands one part over.
    async fn part(&self, bound: &Bound, part: SubmitSm) -> Submitted {
        let _place = bound.window.acquire().await;
        match bound.line.ask(part, self.config.answer()).await {
            Reply::NotWritten => Submitted::new(Outcome::NotSent, "the line broke before"),
            Reply::Unanswered => Submitted::new(Outcome::Ambiguous, "no answer"),
            Reply::Answer(answer) => self.answered(&answer),
        }
    }

    fn answered(&self, answer: &Command) -> Submitted {
        let status = u32::from(answer.status());
        let id = match answer.pdu() {
            Some(Pdu::SubmitSmResp(taken)) => taken.message_id().as_str(),
            _ => "",
        };
        let outcome = outcome(status, &self.contract);
        let is_taken = outcome == Outcome::Accepted;
        Submitted {
            outcome,
            ids: (is_taken && !id.is_empty())
                .then(|| canonical(id, self.config.id_base))
                .into_iter()
                .collect(),
            code: (!is_taken).then(|| status_word(status)),
            retry_after: None,
        }
    }

    /// Binds, and carries until the line breaks or we are told to stop. Why it
    /// ended.
    async fn session(
        &self,
        inbox: &dyn Inbox,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<&'static str, NoLine> {
        let (sends, hears) = match self.config.bind {
            Bind::Transceiver => (Role::Transceiver, None),
            Bind::TwoLines => (Role::Transmitter, Some(Role::Receiver)),
        };
        let (tell, heard) = mpsc::channel(UNHEARD);
        let (line, carry) = bind(&self.config, sends, tell).await?;
        let hearing = hear(&self.config, &line, heard, inbox);
        let second = async {
            let Some(role) = hears else {
                return std::future::pending().await;
            };
            let (tell, heard) = mpsc::channel(UNHEARD);
            let (line, carry) = bind(&self.config, role, tell).await?;
            let hearing = hear(&self.config, &line, heard, inbox);
            tokio::select! {
                ended = carry => Ok(ended),
                () = hearing => Ok("nobody listens"),
            }
        };
        let bound = self.opened(&line);
        let ended = {
            tokio::pin!(carry);
            tokio::pin!(second);
            tokio::pin!(hearing);
            tokio::select! {
                ended = &mut carry => Ok(ended),
                ended = &mut second => ended,
                () = &mut hearing => Ok("nobody listens"),
                () = told_to_stop(stop) => {
                    let goodbye = line.ask(Pdu::Unbind, GOODBYE);
                    tokio::select! {
                        _ = goodbye => {}
                        _ = &mut carry => {}
                        () = &mut hearing => {}
                    }
                    Ok("told to stop")
                }
            }
        };
        self.closed(&bound);
        ended
    }

    fn opened(&self, line: &Arc<Line>) -> Arc<Bound> {
        let bound = Arc::new(Bound {
            line: Arc::clone(line),
            window: Semaphore::new((self.config.window / self.config.slots).max(1)),
        });
        self.lines.send_modify(|lines| {
            lines.open.push(Arc::clone(&bound));
            lines.refused = None;
        });
        tracing::info!(gateway = self.config.name, "a line is bound");
        bound
    }

    fn closed(&self, bound: &Arc<Bound>) {
        self.lines
            .send_modify(|lines| lines.open.retain(|open| !Arc::ptr_eq(open, bound)));
    }

    fn refused(&self, why: &NoLine) {
        let refused = match why {
            NoLine::Refused(word) => Some(word.clone()),
            _ => None,
        };
        self.lines.send_modify(|lines| lines.refused = refused);
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
            window: self.config.window,
            per_second: self.config.per_second,
            slots: self.config.slots,
            repeatable: false,
            price_vnd: self.config.price_vnd,
            simulated: self.config.simulated,
        }
    }

    async fn send(&self, message: &Outgoing) -> Submitted {
        let bound = match self.line().await {
            Ok(bound) => bound,
            Err(submitted) => return submitted,
        };
        let number = number(&message.to, self.config.destination.ton);
        let joint = joint(&message.reference);
        match parts(
            &self.config,
            &number,
            &message.text,
            joint,
            message.valid_for,
        ) {
            Ok(parts) => self.submit(&bound, parts).await,
            Err(unfit) => Submitted::new(Outcome::BadContent, unfit.to_string()),
        }
    }

    fn confirms(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), String> {
        let (tell, _heard) = mpsc::channel(1);
        let role = match self.config.bind {
            Bind::Transceiver => Role::Transceiver,
            Bind::TwoLines => Role::Transmitter,
        };
        let (line, carry) = bind(&self.config, role, tell)
            .await
            .map_err(|error| error.to_string())?;
        tokio::select! {
            _ = carry => {}
            _ = line.ask(Pdu::Unbind, GOODBYE) => {}
        }
        Ok(())
    }

    async fn listen(&self, inbox: &dyn Inbox, mut stop: watch::Receiver<bool>) {
        let gateway = self.config.name.as_str();
        let mut wait = FIRST_WAIT;
        while !*stop.borrow() {
            let began = Instant::now();
            match self.session(inbox, &mut stop).await {
                Ok(_) if *stop.borrow() => return,
                Ok(why) => tracing::warn!(gateway, why, "a line broke and is bound again"),
                Err(error) => {
                    tracing::warn!(gateway, %error, "a line could not be bound; it is tried again");
                    self.refused(&error);
                }
            }
            if began.elapsed() > LONGEST_WAIT {
                wait = FIRST_WAIT;
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => wait = (wait * 2).min(LONGEST_WAIT),
                () = told_to_stop(&mut stop) => {}
            }
        }
    }
}

/// A number as the centre wants it.
fn number(to: &Address, ton: u8) -> String {
    let international = to.expose().trim_start_matches('+');
    match (ton, international.strip_prefix("84")) {
        (2, Some(national)) => format!("0{national}"),
        _ => international.to_owned(),
    }
}

/// What joins the parts of a message: the same for every try of it.
fn joint(reference: &str) -> u16 {
    let delivery = reference.split('-').next().unwrap_or_default();
    let tail = delivery.len().saturating_sub(4);
    let digits = delivery.get(tail..).unwrap_or_default();
    u16::from_str_radix(digits, 16).unwrap_or(0)
}
