//! What the gateway does to whom: nothing but its seed decides.

use std::time::Duration;

use crate::crash::dice::Dice;

/// How messages are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// A form, as most sellers of SMS have it.
    Form,
    /// `sendsms` of Kannel.
    Kannel,
}

/// What goes wrong with one try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// 503: it is not taken, and the answer says so.
    Refused,
    /// 429 with `Retry-After`: it is not taken.
    Throttled,
    /// No answer ever comes.
    Hang { taken: bool },
    /// The connection is reset in place of an answer.
    Reset { taken: bool },
    /// It is taken, and the answer takes its time.
    Late,
    /// It is taken, and the answer comes twice.
    Twice,
}

impl Fault {
    /// Whether the gateway keeps the message.
    pub fn takes(self) -> bool {
        match self {
            Self::None | Self::Late | Self::Twice => true,
            Self::Refused | Self::Throttled => false,
            Self::Hang { taken } | Self::Reset { taken } => taken,
        }
    }

    /// Whether the sender is left without a word.
    pub fn is_silent(self) -> bool {
        matches!(self, Self::Hang { .. } | Self::Reset { .. })
    }
}

/// Of twenty faults. Those that hang are few: each holds a place in the window
/// until the sender's patience ends.
const MIX: [Fault; 20] = [
    Fault::Refused,
    Fault::Refused,
    Fault::Refused,
    Fault::Refused,
    Fault::Refused,
    Fault::Refused,
    Fault::Throttled,
    Fault::Throttled,
    Fault::Throttled,
    Fault::Throttled,
    Fault::Reset { taken: false },
    Fault::Reset { taken: false },
    Fault::Reset { taken: true },
    Fault::Reset { taken: true },
    Fault::Hang { taken: true },
    Fault::Late,
    Fault::Late,
    Fault::Late,
    Fault::Twice,
    Fault::Twice,
];

/// What becomes of a message it has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The phone gets it, and a receipt says so.
    Delivered,
    /// No phone gets it, and a receipt says so.
    Undelivered,
    /// Nothing is ever heard of it.
    Silent,
}

/// News of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum News {
    /// The network has it.
    Accepted,
    /// The phone has it.
    Delivered,
    /// The network gave up.
    Undelivered,
}

/// One receipt, as it will be told.
#[derive(Debug, Clone, Copy)]
pub struct Telling {
    /// What it says.
    pub news: News,
    /// How long after the message was taken.
    pub after: Duration,
    /// How often, though somebody listened the first time.
    pub times: usize,
}

/// How a gateway behaves.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Decides what goes wrong, and with whom.
    pub seed: u64,
    /// Its language.
    pub dialect: Dialect,
    /// Of a hundred tries, so many go wrong.
    pub faults: usize,
    /// Of a hundred answers, so many wait until the receipt was heard.
    pub early: usize,
    /// The longest a receipt takes. Zero: receipts come at once, once and in
    /// order.
    pub latest: Duration,
}

impl Rule {
    /// What goes wrong with one try to reach a number.
    pub fn fault(&self, to: &str, attempt: &str) -> Fault {
        let mut dice = Dice::about(self.seed, &format!("fault {to} {attempt}"));
        if !dice.percent(self.faults) {
            return Fault::None;
        }
        // Now and then one hangs that was not taken.
        match dice.pick(&MIX) {
            Fault::Hang { .. } => Fault::Hang {
                taken: dice.percent(60),
            },
            fault => fault,
        }
    }

    /// How long an answer takes: long enough for a window to fill.
    pub fn thinks(&self, to: &str) -> Duration {
        let millis = 10 + Dice::about(self.seed, &format!("thinks {to}")).below(60);
        Duration::from_millis(u64::try_from(millis).unwrap())
    }

    /// What becomes of messages to a number: 75 of 100 are delivered, 5 are
    /// not, the rest stay silent.
    pub fn fate(&self, to: &str) -> Fate {
        match Dice::about(self.seed, &format!("fate {to}")).below(20) {
            0..=14 => Fate::Delivered,
            15 => Fate::Undelivered,
            _ => Fate::Silent,
        }
    }

    /// Whether a receipt is to overtake the answer.
    pub fn is_early(&self, to: &str) -> bool {
        Dice::about(self.seed, &format!("early {to}")).percent(self.early)
    }

    /// The receipts of a message, in no order.
    pub fn tellings(&self, to: &str) -> Vec<Telling> {
        let end = match self.fate(to) {
            Fate::Delivered => News::Delivered,
            Fate::Undelivered => News::Undelivered,
            Fate::Silent => return Vec::new(),
        };
        let mut dice = Dice::about(self.seed, &format!("receipts {to}"));
        let latest = usize::try_from(self.latest.as_millis()).unwrap();
        let early = self.is_early(to);
        let mut telling = |news, is_end: bool| {
            let late = latest > 0 && dice.percent(if is_end { 40 } else { 60 }) && !early;
            let after = if late { dice.below(latest) } else { 0 };
            Telling {
                news,
                after: Duration::from_millis(u64::try_from(after).unwrap()),
                times: if latest > 0 && dice.percent(20) { 3 } else { 1 },
            }
        };
        let last = telling(end, true);
        let first = telling(News::Accepted, false);
        // Half of the networks say that they have it.
        if latest > 0 && dice.percent(50) {
            vec![first, last]
        } else {
            vec![last]
        }
    }
}
