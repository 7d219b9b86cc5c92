//! A message centre that is not ours: the npm package `smpp`, driven by
//! `truth.js`, in a process of its own.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use crate::support::app::until;
use crate::support::files::root;
use crate::support::skip;

/// A part it was handed, as the package read it, and what it did with it.
#[derive(Debug, Clone, Deserialize)]
pub struct Read {
    pub to: String,
    pub text: String,
    /// What joins it to others: elements of its head, in hex.
    pub heads: Vec<String>,
    pub coding: u8,
    pub esm_class: u8,
    /// `taken`, `late` (taken, and answered late), `put_off` or `refused`.
    pub fate: String,
}

impl Read {
    /// Whether a phone has it.
    pub fn is_taken(&self) -> bool {
        matches!(self.fate.as_str(), "taken" | "late")
    }

    /// What joins it, of how many, and which it is; `None` where it is alone.
    pub fn place(&self) -> Option<(u8, u8, u8)> {
        // Kannel says besides that the message is stored.
        assert_eq!(self.esm_class & 0x40 != 0, !self.heads.is_empty());
        let head = match &self.heads[..] {
            [] => return None,
            [head] => head,
            more => panic!("{more:?}"),
        };
        // Kind, length, what joins them, how many, which.
        let octets = data_encoding::HEXLOWER.decode(head.as_bytes()).unwrap();
        let [0, 3, joint, total, number] = octets[..] else {
            panic!("{head}");
        };
        Some((joint, total, number))
    }
}

/// The centre; it ends when it is dropped.
pub struct Foreign {
    pub port: u16,
    log: Arc<Mutex<Vec<Read>>>,
    reading: JoinHandle<()>,
    _process: Child,
}

impl Foreign {
    /// Starts one with these faults, see `truth.js`; `None`, and a loud word,
    /// where the package is not installed.
    pub async fn open(faults: &str) -> Option<Self> {
        let modules = root().join("target/smpp/node_modules");
        if !modules.join("smpp").exists() {
            skip("smpp", "npm install --prefix target/smpp smpp@0.5.1");
            return None;
        }
        let mut process = Command::new("node")
            .arg(root().join("tests/smpp/truth.js"))
            .env("NODE_PATH", modules)
            .env("FAULTS", faults)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.next_line().await.unwrap().unwrap();
        let log: Arc<Mutex<Vec<Read>>> = Arc::default();
        let kept = Arc::clone(&log);
        let reading = tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let read = serde_json::from_str(&line).unwrap();
                kept.lock().unwrap().push(read);
            }
        });
        Some(Self {
            port: port.parse().unwrap(),
            log,
            reading,
            _process: process,
        })
    }

    /// All that it did since it was last asked, once a phone has so many parts.
    pub async fn did(&self, taken: usize) -> Vec<Read> {
        let enough = async || {
            assert!(!self.reading.is_finished(), "the centre is gone");
            let log = self.log.lock().unwrap();
            log.iter().filter(|read| read.is_taken()).count() >= taken
        };
        until(enough).await;
        std::mem::take(&mut self.log.lock().unwrap())
    }
}

/// What each phone shows, of parts that came in order. Fails where one is
/// missing, out of its place or there twice.
pub fn shown<'a>(parts: impl Iterator<Item = &'a Read>) -> BTreeMap<String, Vec<String>> {
    let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut open: BTreeMap<(&str, u8), (u8, String)> = BTreeMap::new();
    for part in parts {
        let Some((joint, total, number)) = part.place() else {
            shown
                .entry(part.to.clone())
                .or_default()
                .push(part.text.clone());
            continue;
        };
        let (last, text) = open.entry((&part.to, joint)).or_default();
        assert_eq!(number, *last + 1, "a part out of its place");
        *last = number;
        text.push_str(&part.text);
        if number == total {
            let (_, text) = open.remove(&(part.to.as_str(), joint)).unwrap();
            shown.entry(part.to.clone()).or_default().push(text);
        }
    }
    assert!(open.is_empty(), "parts are missing: {open:?}");
    shown
}
