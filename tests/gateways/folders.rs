//! A program that shares folders with us, played with real files.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use loa::channels::{Channel, Inbound, Inbox, Outgoing, Submitted};
use loa::domain::delivery::{Outcome, ReceiptStatus};
use loa::domain::person::{Address, Way};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::row::message;
use crate::support::app::until;
use crate::support::config::{read, surroundings};

/// Folders, the gateway that looks at them, and what was heard from it.
pub struct Modem {
    folder: TempDir,
    pub channel: Arc<dyn Channel>,
    pub heard: Arc<Heard>,
    hang_up: watch::Sender<bool>,
    line: Option<JoinHandle<()>>,
}

/// Who listens, and may be deaf for a while.
#[derive(Default)]
pub struct Heard {
    all: Mutex<Vec<Inbound>>,
    pub deaf: AtomicBool,
    pub asked: AtomicBool,
}

#[async_trait]
impl Inbox for Heard {
    async fn store(&self, heard: Vec<Inbound>) -> bool {
        self.asked.store(true, Ordering::SeqCst);
        let hears = !self.deaf.load(Ordering::SeqCst);
        if hears {
            self.all.lock().unwrap().extend(heard);
        }
        hears
    }
}

impl Modem {
    /// The block of a manual, on folders of its own.
    pub fn new(page: &str, spool: &str, folders: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in folders {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let (_, from) = page.split_once("```toml\n").unwrap();
        let (block, _) = from.split_once("```").unwrap();
        assert!(block.contains(spool), "{block}");
        let block = block.replace(spool, folder.path().to_str().unwrap());
        let channel = read(block).unwrap().channel.remove(0);
        Self {
            folder,
            channel: channel.open(&surroundings()).unwrap(),
            heard: Arc::default(),
            hang_up: watch::channel(false).0,
            line: None,
        }
    }

    /// Looks at the folders from now on.
    pub fn listen(mut self) -> Self {
        let (channel, heard) = (Arc::clone(&self.channel), Arc::clone(&self.heard));
        let hung_up = self.hang_up.subscribe();
        self.line = Some(tokio::spawn(async move {
            channel.listen(heard.as_ref(), hung_up).await;
        }));
        self
    }

    /// Stops, and makes sure that it ended in order.
    pub async fn close(self) {
        self.hang_up.send_replace(true);
        self.line.unwrap().await.unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file where the program would.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// The names in a folder, hidden ones too.
    pub fn names(&self, folder: &str) -> Vec<String> {
        names(&self.path(folder))
    }

    pub async fn send(&self, reference: &str, to: &str, text: &str) -> Submitted {
        let message = Outgoing {
            reference: reference.to_owned(),
            ..message(to, text, 3600)
        };
        self.channel.send(&message).await
    }

    /// Sends a message that must be taken.
    pub async fn hand_over(&self, reference: &str, to: &str, text: &str) {
        let submitted = self.send(reference, to, text).await;
        assert_eq!(submitted.outcome, Outcome::Accepted, "{submitted:?}");
    }

    /// Waits until this has been heard, and nothing else.
    pub async fn hears(&self, wanted: &[Inbound]) {
        until(async || self.heard.all.lock().unwrap().len() >= wanted.len()).await;
        let mut heard = std::mem::take(&mut *self.heard.all.lock().unwrap());
        let mut wanted = wanted.to_vec();
        heard.sort_by_key(|one| format!("{one:?}"));
        wanted.sort_by_key(|one| format!("{one:?}"));
        assert_eq!(heard, wanted);
    }

    /// Waits until a folder holds these names, hidden ones and folders too.
    pub async fn holds(&self, folder: &str, wanted: &[&str]) {
        until(async || self.names(folder) == wanted).await;
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// News of a message, or of a part of it.
pub fn receipt(reference: &str, part: Option<&str>, status: ReceiptStatus) -> Inbound {
    Inbound::Receipt {
        reference: Some(reference.to_owned()),
        message_id: part.map(str::to_owned),
        status,
    }
}

/// A person wrote.
pub fn written(from: &str, text: &str) -> Inbound {
    Inbound::Message {
        from: Address::parse(Way::Sms, from).unwrap(),
        text: text.to_owned(),
    }
}
