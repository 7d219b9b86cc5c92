//! A gateway that writes down instead of sending: for tests, `--dry-run`,
//! training and measurement. It answers at once and, if asked to, sends a
//! receipt for everything, by the same path as a real gateway's.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::json;
use tokio::sync::{mpsc, watch};

use super::{Channel, Inbound, Inbox, Limits, Outgoing, Submitted, told_to_stop};
use crate::domain::delivery::{Outcome, ReceiptStatus};

/// How many receipts are handed on together.
const GROUP: usize = 200;
/// How many receipts may wait to be heard. A gateway whose receipts nobody
/// takes takes no more messages either.
const UNHEARD: usize = 4096;
/// How long it holds back before it gives a receipt up: a stopping program
/// hears no more.
const PATIENCE: Duration = Duration::from_secs(2);

/// A gateway that sends nothing.
pub struct Tape {
    name: String,
    limits: Limits,
    file: Option<Mutex<File>>,
    heard: Option<Mutex<Vec<Outgoing>>>,
    count: AtomicU64,
    receipts: Option<(
        mpsc::Sender<String>,
        tokio::sync::Mutex<mpsc::Receiver<String>>,
    )>,
}

impl Tape {
    /// A tape that only counts.
    pub fn new(name: &str, limits: Limits) -> Self {
        Self {
            name: name.to_owned(),
            limits,
            file: None,
            heard: None,
            count: AtomicU64::new(0),
            receipts: None,
        }
    }

    /// Writes each message to a file, one JSON object a line.
    pub fn writing_to(mut self, path: &Path) -> std::io::Result<Self> {
        let mut options = File::options();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        self.file = Some(Mutex::new(options.open(path)?));
        Ok(self)
    }

    /// Keeps each message in memory, for [`Tape::heard`].
    #[must_use]
    pub fn keeping(mut self) -> Self {
        self.heard = Some(Mutex::new(Vec::new()));
        self
    }

    /// Sends a receipt "delivered" for everything it takes.
    #[must_use]
    pub fn with_receipts(mut self) -> Self {
        let (tell, told) = mpsc::channel(UNHEARD);
        self.receipts = Some((tell, tokio::sync::Mutex::new(told)));
        self
    }

    /// What it was given, in order, where it keeps it.
    pub fn heard(&self) -> Vec<Outgoing> {
        let lock = self.heard.as_ref().and_then(|heard| heard.lock().ok());
        lock.map(|heard| heard.clone()).unwrap_or_default()
    }

    /// How many messages it was given.
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    fn write(&self, message: &Outgoing) -> std::io::Result<()> {
        let Some(Ok(mut file)) = self.file.as_ref().map(Mutex::lock) else {
            return Ok(());
        };
        let line = json!({ "ref": message.reference, "channel": self.name, "text": message.text });
        writeln!(file, "{line}")
    }
}

#[async_trait]
impl Channel for Tape {
    fn name(&self) -> &str {
        &self.name
    }

    fn limits(&self) -> Limits {
        self.limits
    }

    async fn send(&self, message: &Outgoing) -> Submitted {
        if let Err(error) = self.write(message) {
            return Submitted::new(Outcome::NotSent, error.kind().to_string());
        }
        if let Some(Ok(mut heard)) = self.heard.as_ref().map(Mutex::lock) {
            heard.push(message.clone());
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        if let Some((tell, _)) = &self.receipts {
            tell.send_timeout(message.reference.clone(), PATIENCE)
                .await
                .ok();
        }
        Submitted {
            outcome: Outcome::Accepted,
            ids: Vec::new(),
            code: None,
            retry_after: None,
        }
    }

    fn confirms(&self) -> bool {
        self.receipts.is_some()
    }

    async fn listen(&self, inbox: &dyn Inbox, mut stop: watch::Receiver<bool>) {
        let Some((_, told)) = &self.receipts else {
            return told_to_stop(&mut stop).await;
        };
        let mut told = told.lock().await;
        let mut group = Vec::with_capacity(GROUP);
        loop {
            tokio::select! {
                _ = told.recv_many(&mut group, GROUP) => {}
                () = told_to_stop(&mut stop) => return,
            }
            let receipts: Vec<Inbound> = group
                .drain(..)
                .map(|reference| Inbound::Receipt {
                    reference: Some(reference),
                    message_id: None,
                    status: ReceiptStatus::Delivered,
                })
                .collect();
            // What a database does not take now, it is told again.
            while !inbox.store(receipts.clone()).await && !*stop.borrow() {
                tokio::time::sleep(PATIENCE).await;
            }
        }
    }
}
