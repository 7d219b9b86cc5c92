//! What the gateway has taken, on disk before anybody is told so. The ledger is
//! held against this file, not against anybody's memory.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use uuid::Uuid;

use super::delivery_of;

/// Messages written down by one flush at most.
const GROUP: usize = 1000;

/// One message that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// When, in microseconds since 1970.
    pub at: i64,
    /// The ledger row its reference names.
    pub delivery: Uuid,
    /// The number it went to.
    pub to: String,
    /// Its place among all the gateway was handed.
    pub place: usize,
}

/// What happens once a line is on disk.
type Then = Box<dyn FnOnce() + Send>;

/// The log. What is written is on disk before anything follows from it; calls
/// that come together share a flush.
pub struct Oracle {
    lines: mpsc::Sender<(String, Then)>,
    path: PathBuf,
}

impl Oracle {
    /// Opens a new log.
    pub fn open(path: &Path) -> Self {
        let file = File::create(path).unwrap();
        let (lines, received) = mpsc::channel();
        std::thread::spawn(move || write(file, &received));
        Self {
            lines,
            path: path.to_owned(),
        }
    }

    /// Writes that a message was taken; `then` follows when that is safe.
    pub fn write(&self, place: usize, reference: &str, to: &str, at: i64, then: Then) {
        let line = format!("{place} {at} {reference} {to}\n");
        self.lines.send((line, then)).unwrap();
    }

    /// Reads the whole log back.
    pub fn read(&self) -> Vec<Taken> {
        let text = std::fs::read_to_string(&self.path).unwrap();
        text.lines().map(taken).collect()
    }
}

fn write(mut file: File, lines: &mpsc::Receiver<(String, Then)>) {
    while let Ok(first) = lines.recv() {
        let mut group = vec![first];
        group.extend(lines.try_iter().take(GROUP));
        let text: String = group.iter().map(|(line, _)| line.as_str()).collect();
        file.write_all(text.as_bytes()).unwrap();
        file.sync_data().unwrap();
        for (_, then) in group {
            then();
        }
    }
}

fn taken(line: &str) -> Taken {
    let words: Vec<&str> = line.split(' ').collect();
    let [place, at, reference, to] = words[..] else {
        panic!("not a line of the oracle: {line}");
    };
    Taken {
        at: at.parse().unwrap(),
        delivery: delivery_of(reference),
        to: to.to_owned(),
        place: place.parse().unwrap(),
    }
}
