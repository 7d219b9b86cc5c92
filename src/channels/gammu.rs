//! Gammu SMSD with its FILES backend: a modem behind folders. Number and flags
//! stand in a file's name, the text in the file. The tool says whether a message
//! left; of what the phone says it tells nothing that could be told apart.

use std::path::PathBuf;

use async_trait::async_trait;
use serde::Deserialize;
use tokio::sync::watch;

use super::spool::{self, Letter, Meaning, Watched};
use super::{Channel, Inbound, Inbox, Limits, Outgoing, Submitted};
use crate::domain::delivery::{Outcome, ReceiptStatus};
use crate::domain::price::Price;
use crate::domain::sms::codec::{from_utf16, utf16};
use crate::domain::text::nfc;

/// What a file in UTF-16 begins with, high octet first.
const MARK: [u8; 2] = [0xFE, 0xFF];

/// What the names of our files begin with: C is a priority, the two fields that
/// follow are a date and a time to people only.
const OURS: &str = "OUTC0_0_";

/// One `[[channel]]` of kind `gammu`. docs/gateways/gammu.md explains it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GammuConfig {
    /// Its name.
    pub name: String,
    /// The folder with `outbox`, `sent`, `error` and `inbox`.
    #[serde(default = "spool")]
    pub spool: PathBuf,
    /// Parts a second.
    pub per_second: f64,
    /// Price of a part, one or by carrier.
    #[serde(default)]
    pub price_vnd: Price,
    /// It reaches no real phone.
    #[serde(default)]
    pub simulated: bool,
}

fn spool() -> PathBuf {
    "/var/spool/gammu".into()
}

/// The gateway.
pub struct Gammu {
    name: String,
    limits: Limits,
    outbox: PathBuf,
    sent: PathBuf,
    error: PathBuf,
    inbox: PathBuf,
}

impl Gammu {
    /// Checks the block; the folders may come later.
    pub fn open(config: &GammuConfig) -> Result<Self, String> {
        let folder = |name| config.spool.join(name);
        Ok(Self {
            name: config.name.clone(),
            limits: spool::limits(config.per_second, &config.price_vnd, config.simulated)?,
            outbox: folder("outbox"),
            sent: folder("sent"),
            error: folder("error"),
            inbox: folder("inbox"),
        })
    }

    /// Reads whatever is new.
    async fn look(&self, watched: &mut Watched, inbox: &dyn Inbox) -> bool {
        for (folder, status) in [
            (&self.sent, ReceiptStatus::Accepted),
            (&self.error, ReceiptStatus::Undelivered),
        ] {
            let ended = spool::letters(watched, folder, OURS, |letter, _| {
                news(&letter.name, status)
            });
            if !spool::settle(inbox, ended, |letter| spool::done(&letter.path)).await {
                return false;
            }
        }
        let parts = spool::letters(watched, &self.inbox, "", |letter, _| part(letter));
        for message in joined(parts) {
            if !inbox.store(vec![message.news]).await {
                return false;
            }
            for path in &message.paths {
                spool::done(path);
            }
        }
        true
    }
}

/// `OUTC0_0_REFERENCE_NUMBER_loa.txt`. The tool goes by the order of names, and
/// our references sort by time.
fn outgoing_name(reference: &str, number: &str) -> String {
    format!("{OURS}{reference}_{number}_loa.txt")
}

/// What becomes of a file of ours, by the folder it came to.
fn news(name: &str, status: ReceiptStatus) -> Meaning {
    let ours = name
        .strip_prefix(OURS)
        .and_then(|rest| rest.split_once('_'));
    let reference = ours.and_then(|(reference, _)| spool::reference(reference));
    let Some(reference) = reference else {
        return Meaning::Foreign;
    };
    Meaning::News(vec![Inbound::Receipt {
        reference: Some(reference.to_owned()),
        message_id: None,
        status,
    }])
}

/// `INDATE_TIME_SERIAL_NUMBER_PART.txt`, one for each part.
fn part(letter: &Letter) -> Meaning {
    let fields: Vec<&str> = letter.name.split('_').collect();
    let [date, _, _, number, place] = fields[..] else {
        return Meaning::Odd("it is not called as the tool calls its files");
    };
    let Some(place) = place
        .strip_suffix(".txt")
        .filter(|_| date.starts_with("IN"))
    else {
        return Meaning::Odd("it is no text message");
    };
    if place.parse::<u32>().is_err() {
        return Meaning::Odd("it is not called as the tool calls its files");
    }
    let Some(from) = spool::sender(number) else {
        return Meaning::Odd("its sender has no mobile number");
    };
    let text = match letter.content.strip_prefix(&MARK) {
        Some(octets) => from_utf16(octets),
        None => match std::str::from_utf8(&letter.content) {
            Ok(text) => text.to_owned(),
            Err(_) => return Meaning::Odd("its alphabet is not known"),
        },
    };
    Meaning::News(vec![Inbound::Message { from, text }])
}

/// A message of one or several files.
struct Joined {
    news: Inbound,
    paths: Vec<PathBuf>,
}

/// Joins the parts, which the tool writes one after another: in the order of
/// their names a part that is not the first belongs to the one before it. What
/// makes no sense is set aside.
fn joined(parts: Vec<(Letter, Meaning)>) -> Vec<Joined> {
    let mut messages: Vec<Joined> = Vec::new();
    for (letter, meaning) in parts {
        let news = match meaning {
            Meaning::News(news) => news,
            Meaning::Odd(why) => {
                spool::set_aside(&letter.path, why);
                continue;
            }
            Meaning::Foreign => continue,
        };
        for one in news {
            let first = letter.name.ends_with("_00.txt");
            if let Some(last) = messages.last_mut().filter(|_| !first)
                && let Inbound::Message { from, text } = &mut last.news
                && let Inbound::Message {
                    from: same,
                    text: more,
                } = &one
                && from == same
            {
                text.push_str(more);
                last.paths.push(letter.path.clone());
                continue;
            }
            messages.push(Joined {
                news: one,
                paths: vec![letter.path.clone()],
            });
        }
    }
    for message in &mut messages {
        if let Inbound::Message { text, .. } = &mut message.news {
            *text = nfc(text);
        }
    }
    messages
}

#[async_trait]
impl Channel for Gammu {
    fn name(&self) -> &str {
        &self.name
    }

    fn limits(&self) -> Limits {
        self.limits
    }

    async fn send(&self, message: &Outgoing) -> Submitted {
        let Some(to) = spool::number(message) else {
            return Submitted::new(Outcome::BadRecipient, "no mobile number");
        };
        let name = outgoing_name(&message.reference, &to.e164());
        let content = [&MARK[..], &utf16(&nfc(&message.text))].concat();
        spool::hand_over(&self.outbox, name, content).await
    }

    async fn check(&self) -> Result<(), String> {
        spool::check(&[&self.outbox, &self.sent, &self.error, &self.inbox])
    }

    async fn listen(&self, inbox: &dyn Inbox, mut stop: watch::Receiver<bool>) {
        let mut watched = Watched::default();
        while spool::next_look(&mut stop).await {
            self.look(&mut watched, inbox).await;
        }
    }
}
