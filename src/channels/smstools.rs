//! SMS Server Tools 3: a modem behind folders. We write a file into `outgoing`;
//! the tool moves it to `sent`, with the modem's number of each part, or to
//! `failed`. A report names that number and the phone, nothing else, so what was
//! sent is kept in `sent/waiting` until it is reported.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use serde::Deserialize;
use tokio::sync::watch;

use self::letter::{Headed, Report};
use super::spool::{self, Letter, Meaning, Watched};
use super::{Channel, Inbound, Inbox, Limits, Outgoing, Submitted};
use crate::domain::delivery::{Outcome, ReceiptStatus};
use crate::domain::person::Address;
use crate::domain::price::Price;
use crate::domain::text::nfc;

mod letter;

/// What our files are called: this and our reference.
const OURS: &str = "loa-";
/// What the file is called in which the tool keeps parts until all are there:
/// it is among what came in unless the tool has a folder `saved`.
const STORAGE: &str = "-concatenated";
/// For how many looks a report waits for the file it speaks of.
const PATIENCE: u32 = 20;
/// After which time nobody expects a report any more: networks give up sooner.
const FORGOTTEN: Duration = Duration::from_secs(7 * 24 * 3600);

/// One `[[channel]]` of kind `smstools`. docs/gateways/smstools.md explains it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsToolsConfig {
    /// Its name.
    pub name: String,
    /// The folder with `outgoing`, `sent`, `failed`, `report` and `incoming`.
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
    "/var/spool/sms".into()
}

/// The gateway.
pub struct SmsTools {
    name: String,
    limits: Limits,
    outgoing: PathBuf,
    sent: PathBuf,
    waiting: PathBuf,
    failed: PathBuf,
    report: PathBuf,
    incoming: PathBuf,
}

impl SmsTools {
    /// Checks the block; the folders may come later.
    pub fn open(config: &SmsToolsConfig) -> Result<Self, String> {
        let folder = |name| config.spool.join(name);
        Ok(Self {
            name: config.name.clone(),
            limits: spool::limits(config.per_second, &config.price_vnd, config.simulated)?,
            outgoing: folder("outgoing"),
            sent: folder("sent"),
            waiting: folder("sent/waiting"),
            failed: folder("failed"),
            report: folder("report"),
            incoming: folder("incoming"),
        })
    }

    /// Reads whatever is new, in the order in which it came to be.
    async fn look(&self, watched: &mut Watched, inbox: &dyn Inbox) -> bool {
        let sent = spool::letters(watched, &self.sent, OURS, |letter, _| {
            news(letter, ReceiptStatus::Accepted)
        });
        if !spool::settle(inbox, sent, |letter| self.keep(letter)).await {
            return false;
        }
        let failed = spool::letters(watched, &self.failed, OURS, |letter, _| {
            news(letter, ReceiptStatus::Undelivered)
        });
        if !spool::settle(inbox, failed, |letter| spool::done(&letter.path)).await {
            return false;
        }
        for folder in [&self.report, &self.incoming] {
            let read = |letter: &Letter, looks| self.read(letter, looks);
            let heard = spool::letters(watched, folder, "", read);
            if !spool::settle(inbox, heard, |letter| self.heard(letter)).await {
                return false;
            }
        }
        true
    }

    /// A message that left stays until its reports are there.
    fn keep(&self, letter: &Letter) {
        let reports = Headed::read(&letter.content).is_some_and(|file| !file.ids().is_empty());
        let kept = reports
            && fs::create_dir_all(&self.waiting).is_ok()
            && fs::rename(&letter.path, self.waiting.join(&letter.name)).is_ok();
        if !kept {
            spool::done(&letter.path);
        }
    }

    /// A report, or what a person wrote.
    fn read(&self, letter: &Letter, looks: u32) -> Meaning {
        if letter.name.contains(STORAGE) {
            return Meaning::Foreign;
        }
        let Some(file) = Headed::read(&letter.content) else {
            return Meaning::Odd("it has no headers");
        };
        let Some(text) = file.text() else {
            return Meaning::Odd("its alphabet is not known");
        };
        let from = spool::sender(file.header("From").unwrap_or_default());
        let Some(report) = Report::read(&text) else {
            return match from {
                Some(from) => Meaning::News(vec![Inbound::Message {
                    from,
                    text: nfc(text.trim_end()),
                }]),
                None => Meaning::Odd("its sender has no mobile number"),
            };
        };
        match self.spoken_of(from.as_ref(), &report) {
            Some(kept) => Meaning::News(vec![Inbound::Receipt {
                reference: Some(kept.reference),
                message_id: (kept.ids.len() > 1).then_some(report.id),
                status: report.status,
            }]),
            None if looks < PATIENCE => Meaning::Foreign,
            None => Meaning::Odd("it reports on nothing that we sent"),
        }
    }

    /// What is stored is done with, and so is a message that is reported whole.
    fn heard(&self, letter: &Letter) {
        let file = Headed::read(&letter.content);
        let from = file.as_ref().and_then(|file| file.header("From"));
        let from = spool::sender(from.unwrap_or_default());
        let report = file.as_ref().and_then(|file| Report::read(&file.text()?));
        if let Some(report) = report.filter(Report::is_last)
            && let Some(kept) = self.spoken_of(from.as_ref(), &report)
        {
            if kept.reported.len() + 1 >= kept.ids.len() {
                spool::done(&kept.path);
            } else {
                let mut name = kept.path.clone().into_os_string();
                name.push(format!("+{}", report.id));
                fs::rename(&kept.path, name).ok();
            }
        }
        spool::done(&letter.path);
    }

    /// The latest message to this number that has a part of this name which was
    /// not reported yet: the modem counts to 255 and begins again.
    fn spoken_of(&self, to: Option<&Address>, report: &Report) -> Option<Kept> {
        let files = fs::read_dir(&self.waiting).ok()?.flatten();
        files
            .filter_map(|entry| Kept::read(&entry.path()))
            .filter(|kept| {
                Some(&kept.to) == to
                    && kept.ids.contains(&report.id)
                    && !kept.reported.contains(&report.id)
            })
            .max_by_key(|kept| kept.since)
    }
}

/// What becomes of a file of ours, by the folder it came to.
fn news(letter: &Letter, status: ReceiptStatus) -> Meaning {
    let reference = letter.name.strip_prefix(OURS).and_then(spool::reference);
    let Some(reference) = reference else {
        return Meaning::Foreign;
    };
    Meaning::News(vec![Inbound::Receipt {
        reference: Some(reference.to_owned()),
        message_id: None,
        status,
    }])
}

/// A message that left and is not reported whole. Its file is called by our
/// reference and the parts that were reported: `loa-REFERENCE+117+118`.
struct Kept {
    path: PathBuf,
    reference: String,
    reported: Vec<String>,
    to: Address,
    ids: Vec<String>,
    since: SystemTime,
}

impl Kept {
    fn read(path: &Path) -> Option<Self> {
        let since = fs::metadata(path).ok()?.modified().ok()?;
        if since.elapsed().is_ok_and(|age| age > FORGOTTEN) {
            spool::done(path);
            return None;
        }
        let name = path.file_name()?.to_str()?.strip_prefix(OURS)?;
        let mut words = name.split('+').map(str::to_owned);
        let content = fs::read(path).ok()?;
        let file = Headed::read(&content)?;
        Some(Self {
            path: path.to_owned(),
            reference: words.next()?,
            reported: words.collect(),
            to: spool::sender(file.header("To")?)?,
            ids: file.ids(),
            since,
        })
    }
}

#[async_trait]
impl Channel for SmsTools {
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
        let name = format!("{OURS}{}", message.reference);
        let content = letter::outgoing(to, &message.text, message.valid_for);
        spool::hand_over(&self.outgoing, name, content.into_bytes()).await
    }

    fn confirms(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), String> {
        let Self {
            outgoing,
            sent,
            failed,
            report,
            incoming,
            ..
        } = self;
        spool::check(&[outgoing, sent, failed, report, incoming])
    }

    async fn listen(&self, inbox: &dyn Inbox, mut stop: watch::Receiver<bool>) {
        let mut watched = Watched::default();
        while spool::next_look(&mut stop).await {
            self.look(&mut watched, inbox).await;
        }
    }
}
