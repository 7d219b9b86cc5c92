//! What the gateway remembers of what it was handed.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use loa::clock::{Clock, SystemClock};
use serde::Deserialize;
use tokio::sync::{mpsc, oneshot};

use super::oracle::Oracle;
use super::receipts::{Receipt, Told};
use super::rule::{Fault, Rule};

/// One message, as it was handed over.
#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    /// The number.
    pub to: String,
    /// Our reference of this try.
    pub reference: String,
    /// Where its receipt is to be told.
    pub hook: String,
}

/// What is known of one message beside the oracle's log.
#[derive(Debug, Clone)]
pub struct Handed {
    /// The message.
    pub message: Message,
    /// Which of the program's lives sent it.
    pub life: usize,
    /// What went wrong with it.
    pub fault: Fault,
    /// Whether it was taken.
    pub taken: bool,
    /// Whether an answer was given, be it that nobody waited for it any more.
    pub answered: bool,
}

/// The book.
pub struct Book {
    /// How the gateway behaves.
    pub rule: Rule,
    oracle: Oracle,
    handed: Mutex<Vec<Handed>>,
    told: Mutex<Vec<Told>>,
    holding: Mutex<Vec<(usize, oneshot::Sender<bool>)>>,
    holds_from: AtomicUsize,
    life: AtomicUsize,
    in_hand: AtomicUsize,
    untold: AtomicUsize,
    receipts: mpsc::UnboundedSender<Receipt>,
}

impl Book {
    pub fn open(rule: Rule, log: &Path, receipts: mpsc::UnboundedSender<Receipt>) -> Self {
        Self {
            rule,
            oracle: Oracle::open(log),
            handed: Mutex::default(),
            told: Mutex::default(),
            holding: Mutex::default(),
            holds_from: AtomicUsize::new(usize::MAX),
            life: AtomicUsize::new(0),
            in_hand: AtomicUsize::new(0),
            untold: AtomicUsize::new(0),
            receipts,
        }
    }

    /// Writes down that a message came. Its place, and what goes wrong with it.
    pub fn hear(&self, message: &Message) -> (usize, Fault) {
        let attempt = message.reference.rsplit('-').next().unwrap();
        let fault = self.rule.fault(&message.to, attempt);
        let mut handed = self.handed.lock().unwrap();
        handed.push(Handed {
            message: message.clone(),
            life: self.life.load(Ordering::SeqCst),
            fault,
            taken: false,
            answered: false,
        });
        (handed.len() - 1, fault)
    }

    /// Where the gateway holds at this place: what tells whether the message is
    /// taken at last.
    pub fn held(&self, place: usize) -> Option<oneshot::Receiver<bool>> {
        let mut holding = self.holding.lock().unwrap();
        if place + 1 < self.holds_from.load(Ordering::SeqCst) {
            return None;
        }
        let (decide, decided) = oneshot::channel();
        holding.push((place, decide));
        Some(decided)
    }

    /// Takes a message: it is on disk when this returns. What is returned tells
    /// when its last receipt was heard.
    pub async fn take(self: &Arc<Self>, place: usize, message: &Message) -> oneshot::Receiver<()> {
        let (safe, is_safe) = oneshot::channel();
        let heard = self.write(place, message, move || {
            // Nobody waits where the sender has hung up; it is taken all the same.
            safe.send(()).ok();
        });
        is_safe.await.unwrap();
        heard
    }

    /// Gives an answer.
    pub fn answer(&self, place: usize) {
        self.handed.lock().unwrap()[place].answered = true;
    }

    pub fn hold_from(&self, message: usize) {
        self.holds_from.store(message, Ordering::SeqCst);
    }

    pub fn let_go(self: &Arc<Self>, taken: impl Fn(&str) -> bool) {
        let held: Vec<(usize, oneshot::Sender<bool>)> = {
            let mut holding = self.holding.lock().unwrap();
            self.hold_from(usize::MAX);
            holding.drain(..).collect()
        };
        for (place, decide) in held {
            let message = self.handed.lock().unwrap()[place].message.clone();
            if taken(&message.to) {
                let answer = move || {
                    decide.send(true).ok();
                };
                self.write(place, &message, answer);
            }
        }
    }

    fn write(
        self: &Arc<Self>,
        place: usize,
        message: &Message,
        then: impl FnOnce() + Send + 'static,
    ) -> oneshot::Receiver<()> {
        let (told, heard) = oneshot::channel();
        let (book, message) = (Arc::clone(self), message.clone());
        let runtime = tokio::runtime::Handle::current();
        let at = SystemClock.now().as_microsecond();
        let (reference, to) = (message.reference.clone(), message.to.clone());
        let safe = move || {
            book.handed.lock().unwrap()[place].taken = true;
            book.send_receipts(&runtime, &message, told);
            then();
        };
        self.oracle
            .write(place, &reference, &to, at, Box::new(safe));
        heard
    }

    fn send_receipts(
        &self,
        runtime: &tokio::runtime::Handle,
        message: &Message,
        told: oneshot::Sender<()>,
    ) {
        let tellings = self.rule.tellings(&message.to);
        self.untold.fetch_add(tellings.len(), Ordering::SeqCst);
        let (path, mut told) = (path_of(&message.hook), Some(told));
        for telling in tellings.into_iter().rev() {
            let receipt = Receipt {
                reference: message.reference.clone(),
                hook: path.to_owned(),
                news: telling.news,
                times: telling.times,
                heard: told.take(),
            };
            let receipts = self.receipts.clone();
            if telling.after.is_zero() {
                receipts.send(receipt).ok();
                continue;
            }
            runtime.spawn(async move {
                tokio::time::sleep(telling.after).await;
                receipts.send(receipt).ok();
            });
        }
    }

    /// Somebody listened to a receipt.
    pub fn heard(&self, told: Told) {
        self.told.lock().unwrap().push(told);
        self.untold.fetch_sub(1, Ordering::SeqCst);
    }

    pub fn begin(&self, life: usize) {
        self.life.store(life, Ordering::SeqCst);
    }

    pub fn count(&self) -> usize {
        self.handed.lock().unwrap().len()
    }

    pub fn in_hand(&self) -> usize {
        self.in_hand.load(Ordering::SeqCst)
    }

    pub fn holding(&self) -> usize {
        self.holding.lock().unwrap().len()
    }

    pub fn untold(&self) -> usize {
        self.untold.load(Ordering::SeqCst)
    }

    pub fn handed(&self) -> Vec<Handed> {
        self.handed.lock().unwrap().clone()
    }

    pub fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }

    pub fn oracle(&self) -> &Oracle {
        &self.oracle
    }
}

/// What follows host and port.
fn path_of(hook: &str) -> &str {
    let (_, rest) = hook.split_once("://").unwrap();
    &rest[rest.find('/').unwrap()..]
}

/// A message that is not answered yet.
pub struct InHand(Arc<Book>);

impl InHand {
    pub fn take(book: &Arc<Book>) -> Self {
        book.in_hand.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(book))
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        self.0.in_hand.fetch_sub(1, Ordering::SeqCst);
    }
}
