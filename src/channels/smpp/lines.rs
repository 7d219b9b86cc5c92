//! The lines of a gateway: bound when a slot is taken, bound again whenever
//! they break, until told to stop.

use std::sync::Arc;
use std::time::Duration;

use rusmpp::Pdu;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::Instant;

use super::Smpp;
use super::bind::{NoLine, Role, bind};
use super::config::Bind;
use super::frame::Question;
use super::hear::hear;
use super::line::Line;
use crate::channels::{Inbox, Submitted, told_to_stop};
use crate::domain::delivery::Outcome;

/// How long a message waits for a line that is being bound.
const BINDING: Duration = Duration::from_secs(5);
/// Between two attempts to bind: the first, and the longest.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How long a centre may take to say goodbye.
pub const GOODBYE: Duration = Duration::from_secs(2);
/// Receipts that may wait to be stored before the centre is made to wait.
const UNHEARD: usize = 4096;

/// The lines that are bound, or why we are not let in.
#[derive(Default)]
pub struct Lines {
    open: Vec<Arc<Bound>>,
    refused: Option<String>,
}

/// A line that takes messages.
pub struct Bound {
    pub line: Arc<Line>,
    /// Places for parts that wait for their answer.
    pub window: Semaphore,
}

impl Lines {
    /// Those that carry; one that has just broken may still be among the others.
    fn carry(&self) -> impl Iterator<Item = &Arc<Bound>> {
        self.open.iter().filter(|bound| bound.line.is_open())
    }
}

impl Smpp {
    /// The line with the most room; waits a little for one to be bound.
    pub(super) async fn line(&self) -> Result<Arc<Bound>, Submitted> {
        let mut lines = self.lines.subscribe();
        let any = lines.wait_for(|lines| lines.carry().next().is_some() || lines.refused.is_some());
        let none = || Submitted::new(Outcome::NotSent, "no line is bound");
        let Ok(Ok(lines)) = tokio::time::timeout(BINDING, any).await else {
            return Err(none());
        };
        let roomiest = lines
            .carry()
            .max_by_key(|bound| bound.window.available_permits());
        match (roomiest, &lines.refused) {
            (Some(bound), _) => Ok(Arc::clone(bound)),
            (None, Some(word)) => Err(Submitted::new(Outcome::Auth, word.clone())),
            (None, None) => Err(none()),
        }
    }

    /// Keeps a line until told to stop. One that held for longer than was
    /// waited for it is bound again soon, any other ever later.
    pub(super) async fn keep_line(&self, inbox: &dyn Inbox, mut stop: watch::Receiver<bool>) {
        let gateway = self.config.name.as_str();
        let (mut waited, mut broke) = (Duration::ZERO, false);
        while !*stop.borrow() {
            let began = Instant::now();
            let mut wait = (waited * 2).clamp(FIRST_WAIT, LONGEST_WAIT);
            match self.session(inbox, broke, &mut stop).await {
                Ok(_) if *stop.borrow() => return,
                Ok(why) => {
                    tracing::warn!(gateway, why, "a line broke and is bound again");
                    broke = true;
                    if began.elapsed() > waited {
                        wait = FIRST_WAIT;
                    }
                }
                Err(error) => {
                    tracing::warn!(gateway, %error, "a line could not be bound; it is tried again");
                    self.refused(&error);
                }
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => waited = wait,
                () = told_to_stop(&mut stop) => {}
            }
        }
    }

    /// Binds, and carries until the line breaks or we are told to stop. Why it
    /// ended.
    async fn session(
        &self,
        inbox: &dyn Inbox,
        again: bool,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<&'static str, NoLine> {
        let hears = match self.config.bind {
            Bind::Transceiver => None,
            Bind::TwoLines => Some(Role::Receiver),
        };
        let (tell, heard) = mpsc::channel(UNHEARD);
        let (line, carry) = bind(&self.config, self.config.sends(), tell).await?;
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
        if again {
            inbox.line_is_back();
        }
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
                    let unbind = Question::new(Pdu::Unbind);
                    tokio::select! {
                        _ = line.ask(&unbind, GOODBYE) => {}
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
