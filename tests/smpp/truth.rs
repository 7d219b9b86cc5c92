//! Against a message centre that is not ours: the npm package `smpp`, which
//! reads every part by its own decoder.

use std::collections::BTreeMap;
use std::process::Stdio;

use loa::domain::notice::Urgency;
use loa::domain::sms;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use super::{ACCENTED, PLAIN, office, saying, wanted};
use crate::support::files::root;
use crate::support::skip;

const PEOPLE: usize = 500;

/// A part, as the package read it.
#[derive(Debug, Deserialize)]
struct Read {
    to: String,
    text: String,
    /// What joins it to others: elements of its head, in hex.
    heads: Vec<String>,
    coding: u8,
    esm_class: u8,
}

/// The centre, a process of its own.
struct Foreign {
    port: u16,
    lines: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Foreign {
    async fn open() -> Option<Self> {
        let modules = root().join("target/smpp/node_modules");
        if !modules.join("smpp").exists() {
            skip("smpp", "npm install --prefix target/smpp smpp@0.5.1");
            return None;
        }
        let mut process = Command::new("node")
            .arg(root().join("tests/smpp/truth.js"))
            .env("NODE_PATH", modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.next_line().await.unwrap().unwrap();
        Some(Self {
            port: port.parse().unwrap(),
            lines,
            _process: process,
        })
    }

    async fn read(&mut self, parts: usize) -> Vec<Read> {
        let mut read = Vec::with_capacity(parts);
        while read.len() < parts {
            let line = self.lines.next_line().await.unwrap().unwrap();
            read.push(serde_json::from_str(&line).unwrap());
        }
        read
    }
}

#[tokio::test]
async fn a_centre_that_is_not_ours_reads_every_letter_and_its_receipts_are_believed() {
    let Some(mut centre) = Foreign::open().await else {
        return;
    };
    let office = office(centre.port, "").await;
    office.villagers(PEOPLE).await;
    for (text, coding) in [(PLAIN, 0), (ACCENTED, 8)] {
        let (notice, coverage) = office.send(saying(&office, Urgency::Routine, text)).await;
        assert_eq!(coverage.counts.delivered, 500, "{coverage:?}");
        let texts: BTreeMap<String, String> = (1..=PEOPLE)
            .map(|i| (format!("84912{i:06}"), wanted(&notice, text, i)))
            .collect();
        let sizes = texts.values().map(|text| sms::measure(text).parts);
        let mut got: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for part in centre.read(sizes.sum()).await {
            assert_eq!(part.coding, coding);
            let place = match &part.heads[..] {
                [] => String::new(),
                // Kind, length, what joins them, how many, which.
                [head] => head[head.len() - 2..].to_owned(),
                more => panic!("{more:?}"),
            };
            assert_eq!(part.esm_class, if place.is_empty() { 0 } else { 0x40 });
            let there = got.entry(part.to).or_default().insert(place, part.text);
            assert!(there.is_none(), "a part came twice");
        }
        for (to, text) in texts {
            let shown: String = got.remove(&to).unwrap().into_values().collect();
            assert_eq!(shown, text);
        }
        assert!(got.is_empty());
    }
}
