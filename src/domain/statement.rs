//! What a gateway was handed in a month, as its carrier will bill it.

use serde::Serialize;

use super::month::Month;
use super::price::Bounds;

/// Messages with their parts and price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Share {
    /// Times something was handed over.
    pub messages: i64,
    /// SMS parts; messages elsewhere.
    pub parts: i64,
    /// Their price by loa.toml when they left, in đồng; the dearest where it
    /// depends on a carrier that nobody has named.
    pub vnd: i64,
    /// The same by the cheapest.
    pub least_vnd: i64,
}

/// What became of something that was handed over and may cost. Each stands
/// under one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A phone confirmed it.
    Delivered,
    /// The gateway took it, and no phone has said a word.
    Accepted,
    /// The gateway took it, and the network gave up.
    Undelivered,
    /// Nobody knows whether the gateway has it.
    Ambiguous,
    /// The message had been handed over before, and may have been billed then.
    Extra,
}

impl Kind {
    /// All of them, in the order they are told.
    pub const ALL: [Self; 5] = [
        Self::Delivered,
        Self::Accepted,
        Self::Undelivered,
        Self::Ambiguous,
        Self::Extra,
    ];

    /// Its word in the store and in the Fluent keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Accepted => "accepted",
            Self::Undelivered => "undelivered",
            Self::Ambiguous => "ambiguous",
            Self::Extra => "extra",
        }
    }

    /// Reads its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// One gateway's month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct GatewayMonth {
    /// Its name.
    pub gateway: String,
    /// Everything that may be billed: the sum of the following.
    pub total: Share,
    /// What phones confirmed.
    pub delivered: Share,
    /// What it took, and no phone has said a word of.
    pub accepted: Share,
    /// What it took, and the network gave up.
    pub undelivered: Share,
    /// What it may have taken.
    pub ambiguous: Share,
    /// What was handed over once more.
    pub extra: Share,
    /// The lowest price of a part, in đồng.
    pub price_least: i64,
    /// The highest price of a part, in đồng: another one where it changed or
    /// depends on the carrier.
    pub price_most: i64,
}

impl GatewayMonth {
    /// A month in which nothing was handed over.
    pub fn of(gateway: &str) -> Self {
        Self {
            gateway: gateway.to_owned(),
            ..Self::default()
        }
    }

    /// Adds what became of some.
    pub fn add(&mut self, kind: Kind, share: Share, least: i64, most: i64) {
        if self.total.messages == 0 {
            (self.price_least, self.price_most) = (least, most);
        }
        self.price_least = self.price_least.min(least);
        self.price_most = self.price_most.max(most);
        self.total.add(share);
        self.of_kind_mut(kind).add(share);
    }

    /// The share of a kind.
    pub fn of_kind(&self, kind: Kind) -> Share {
        match kind {
            Kind::Delivered => self.delivered,
            Kind::Accepted => self.accepted,
            Kind::Undelivered => self.undelivered,
            Kind::Ambiguous => self.ambiguous,
            Kind::Extra => self.extra,
        }
    }

    fn of_kind_mut(&mut self, kind: Kind) -> &mut Share {
        match kind {
            Kind::Delivered => &mut self.delivered,
            Kind::Accepted => &mut self.accepted,
            Kind::Undelivered => &mut self.undelivered,
            Kind::Ambiguous => &mut self.ambiguous,
            Kind::Extra => &mut self.extra,
        }
    }
}

impl Share {
    /// What is known of its price.
    pub fn bounds(self) -> Bounds {
        Bounds {
            least: self.least_vnd,
            most: self.vnd,
        }
    }

    fn add(&mut self, more: Self) {
        self.messages += more.messages;
        self.parts += more.parts;
        self.vnd += more.vnd;
        self.least_vnd += more.least_vnd;
    }
}

/// A month's statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The month.
    pub month: Month,
    /// Whether it is not over yet.
    pub running: bool,
    /// By gateway, in the order of their names.
    pub gateways: Vec<GatewayMonth>,
}
