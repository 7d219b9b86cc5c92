//! Why a verb was declined, said so that the person can act on it.

use jiff::Timestamp;

use super::Slip;
use super::do_not_call::BadList;
use super::registered::Judged;
use crate::domain::area::NoSuchArea;
use crate::domain::check::Fault;
use crate::domain::language::BadLang;
use crate::domain::month::Month;
use crate::domain::officer::{BadName, Barred};
use crate::domain::person::BadAddress;
use crate::domain::promotion::LeftOuts;
use crate::domain::say::{Said, Saying};
use crate::store;

/// Everything a verb can come to besides success.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The notice is not fit to be sent; each fault is named.
    #[error("the notice has faults: {0:?}")]
    Faults(Vec<Fault>),
    /// The officer may not do this.
    #[error("barred: {0:?}")]
    Barred(Barred),
    /// No officer of this name.
    #[error("no officer is called {0}")]
    NoSuchOfficer(String),
    /// The name of an officer will not do.
    #[error(transparent)]
    BadName(#[from] BadName),
    /// An officer of this name is there already.
    #[error("an officer called {0} is there already")]
    NameTaken(String),
    /// No notice of this id or code.
    #[error("no notice {0}")]
    NoSuchNotice(String),
    /// Nobody of the audience can be reached by any open way.
    #[error("nobody in the audience can be reached")]
    NobodyToReach {
        /// People of the audience.
        people: i64,
    },
    /// Nobody of the audience may be sent advertising.
    #[error("nobody in the audience may be sent advertising")]
    NobodyToAdvertiseTo {
        /// People of the audience.
        people: i64,
        /// Why not.
        left_out: LeftOuts,
    },
    /// No gateway is registered for advertising.
    #[error("no gateway is registered for advertising")]
    NoAdvertiser,
    /// The list of those that nobody may advertise to cannot be used.
    #[error(transparent)]
    DoNotCall(#[from] BadList),
    /// Advertising would wait for the morning until it may not be sent any more.
    #[error("advertising waits until {until}, and the notice must be sent by then")]
    AdvertisingTooLate {
        /// When it may leave.
        until: Timestamp,
    },
    /// No gateway is configured.
    #[error("no gateway is configured")]
    NoGateway,
    /// No gateway of this name has been handed anything or is configured.
    #[error("no gateway {0}")]
    NoSuchGateway(String),
    /// A specimen would leave through a real gateway.
    #[error("a specimen must not leave through the real gateway {0}")]
    SampleOnRealGateway(String),
    /// No gateway takes these texts, for none is registered: the texts.
    #[error("no gateway takes a text: {0:?}")]
    Unregistered(Vec<Judged>),
    /// Quiet hours would hold the notice back until it may not be sent any more.
    #[error("quiet hours last until {until}, and the notice must be sent by then")]
    QuietTooLong {
        /// When they end.
        until: Timestamp,
        /// Whether an urgent notice would not wait for it.
        urgent_goes: bool,
    },
    /// It would cost more than the month has left for it.
    #[error("it costs {cost_vnd} dong, and the month has {left_vnd} left for it")]
    OverBudget {
        /// The month.
        month: Month,
        /// What it would cost, in đồng.
        cost_vnd: i64,
        /// What is left for it, in đồng.
        left_vnd: i64,
        /// What only flash notices may use, in đồng.
        reserve_vnd: i64,
    },
    /// Somebody changed the notice since it was read.
    #[error("the notice was changed meanwhile")]
    ChangedMeanwhile,
    /// The hash an approver answers for is not that of the notice of this code.
    #[error("the hash is not that of notice {0}")]
    OtherHash(String),
    /// Nobody is left of whom it is unknown whether they have the notice.
    #[error("nobody is unknown")]
    NobodyUnknown,
    /// Nothing of a notice may leave any more.
    #[error("it is too late to send it")]
    TooLate,
    /// Nobody has this number or address.
    #[error("nobody has this address")]
    NoSuchPerson,
    /// No question of this number.
    #[error("no question {0}")]
    NoSuchQuestion(i64),
    /// Somebody has answered it: number.
    #[error("question {0} was answered")]
    AnsweredAlready(i64),
    /// An answer without words.
    #[error("an answer has words")]
    EmptyAnswer,
    /// A code of an area is wrong.
    #[error(transparent)]
    Area(#[from] NoSuchArea),
    /// A language's tag is wrong.
    #[error(transparent)]
    Lang(#[from] BadLang),
    /// An address is wrong.
    #[error(transparent)]
    Address(#[from] BadAddress),
    /// A file cannot be read as what it should be: file, reason.
    #[error("{0}: {1}")]
    File(String, String),
    /// A notice file has a slip: file, slip.
    #[error("{0}: {1:?}")]
    NoticeFile(String, Slip),
    /// A list cannot be read at all: file, reason.
    #[error("{0} cannot be read: {1:?}")]
    Unreadable(String, Saying),
    /// No row of a list could be used: file.
    #[error("no row of {0} can be used")]
    NothingUsable(String),
    /// A copy is never written over a file: file.
    #[error("{0} is there already")]
    FileThere(String),
    /// Another backup is on its way, or broke off: file.
    #[error("{0} was left by a backup that broke off")]
    BackupUnfinished(String),
    /// A file cannot be written: file, reason.
    #[error("{0} cannot be written: {1}")]
    Unwritable(String, String),
    /// A copy is not sound: reason.
    #[error("the copy is not sound: {0}")]
    BadCopy(String),
    /// The office was restored, and nobody has let it go on yet.
    #[error("the office is in quarantine after a restore")]
    InQuarantine,
    /// There is nothing to let go on.
    #[error("the office is not in quarantine")]
    NotInQuarantine,
    /// Ours to repair.
    #[error(transparent)]
    Broken(#[from] store::Error),
}

impl From<Barred> for Refusal {
    fn from(barred: Barred) -> Self {
        Self::Barred(barred)
    }
}

impl Refusal {
    /// Nobody of so many people would get it: for want of contacts, unless
    /// somebody could be reached and is left out of advertising.
    pub(super) fn nobody(people: i64, left_out: LeftOuts) -> Self {
        if left_out.total() == 0 {
            return Self::NobodyToReach { people };
        }
        Self::NobodyToAdvertiseTo { people, left_out }
    }

    /// What to tell the person: one sentence, or one for each fault.
    pub fn sayings(&self) -> Vec<Saying> {
        vec![match self {
            Self::Faults(faults) => return faults.iter().map(Said::said).collect(),
            Self::Barred(barred) => barred.said(),
            Self::NoSuchOfficer(name) => Saying::new("refused-no-officer").with("officer", name),
            Self::BadName(name) => name.said(),
            Self::NameTaken(name) => Saying::new("refused-name-taken").with("officer", name),
            Self::NoSuchNotice(id) => Saying::new("refused-no-notice").with("notice", id),
            Self::NobodyToReach { people } => Saying::new("refused-nobody").with("people", people),
            Self::NobodyToAdvertiseTo { people, left_out } => {
                Saying::new("refused-nobody-advertising")
                    .with("people", people)
                    .with("noconsent", left_out.no_consent)
                    .with("listed", left_out.do_not_call)
                    .with("enough", left_out.enough)
            }
            Self::NoAdvertiser => Saying::new("refused-no-advertiser"),
            Self::DoNotCall(list) => list.said(),
            Self::AdvertisingTooLate { until } => {
                Saying::new("refused-advertising-late").with("until", until)
            }
            Self::NoGateway => Saying::new("refused-no-gateway"),
            Self::NoSuchGateway(name) => {
                Saying::new("refused-no-such-gateway").with("gateway", name)
            }
            Self::SampleOnRealGateway(name) => Saying::new("refused-sample").with("gateway", name),
            Self::Unregistered(texts) => return texts.iter().map(Judged::refused).collect(),
            Self::QuietTooLong { until, urgent_goes } => Saying::new(if *urgent_goes {
                "refused-quiet"
            } else {
                "refused-quiet-urgent"
            })
            .with("until", until),
            Self::OverBudget {
                month,
                cost_vnd,
                left_vnd,
                reserve_vnd,
            } => Saying::new("refused-budget")
                .with("month", month.told())
                .with("cost", cost_vnd)
                .with("left", left_vnd)
                .with("reserve", reserve_vnd),
            Self::ChangedMeanwhile => Saying::new("refused-changed"),
            Self::OtherHash(code) => Saying::new("refused-hash").with("code", code),
            Self::NobodyUnknown => Saying::new("refused-nobody-unknown"),
            Self::TooLate => Saying::new("refused-too-late"),
            Self::NoSuchPerson => Saying::new("refused-no-person"),
            Self::NoSuchQuestion(no) => Saying::new("refused-no-question").with("number", no),
            Self::AnsweredAlready(no) => Saying::new("refused-answered-already").with("number", no),
            Self::EmptyAnswer => Saying::new("refused-empty-answer"),
            Self::Area(area) => area.said(),
            Self::Lang(lang) => lang.said(),
            Self::Address(address) => address.said(),
            Self::File(file, reason) => Saying::new("refused-file")
                .with("file", file)
                .with("reason", reason),
            Self::NothingUsable(file) => Saying::new("refused-nothing-usable").with("file", file),
            Self::NoticeFile(file, slip) => slip.said(file),
            Self::Unreadable(file, why) => {
                return vec![
                    Saying::new("refused-unreadable").with("file", file),
                    why.clone(),
                ];
            }
            Self::FileThere(file) => Saying::new("refused-file-there").with("file", file),
            Self::BackupUnfinished(file) => {
                Saying::new("refused-backup-unfinished").with("file", file)
            }
            Self::Unwritable(file, reason) => Saying::new("refused-unwritable")
                .with("file", file)
                .with("reason", reason),
            Self::BadCopy(reason) => Saying::new("refused-bad-copy").with("reason", reason),
            Self::InQuarantine => Saying::new("refused-quarantine"),
            Self::NotInQuarantine => Saying::new("refused-no-quarantine"),
            Self::Broken(error) => Saying::new("refused-broken").with("reason", error),
        }]
    }
}
