//! What a gateway takes for a part: one price, or one for each carrier. A
//! number's prefix no longer tells its carrier, since people take their number
//! along, so before a receipt names it only the bounds of a sum are known.

use std::collections::BTreeMap;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

/// What `price_vnd` may be, for whoever has written something else.
const MEANT: &str = "`price_vnd` is đồng for a part, 0 or more, or a table of them by carrier (`other` is any other)";

/// The name that stands for every carrier that a table does not name.
const OTHER: &str = "other";

/// What a gateway takes for a part, in đồng. Never below zero. None is written
/// where a part costs nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "Written")]
pub struct Price {
    named: BTreeMap<String, i64>,
    other: i64,
}

/// A price as loa.toml has it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    One(i64),
    ByCarrier(BTreeMap<String, i64>),
    Nonsense(serde::de::IgnoredAny),
}

impl TryFrom<Written> for Price {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let (mut named, one) = match written {
            Written::One(vnd) => (BTreeMap::new(), Some(vnd)),
            Written::ByCarrier(named) => (named, None),
            Written::Nonsense(_) => return Err(MEANT),
        };
        // A carrier that nobody named may be the dearest.
        let other = named.remove(OTHER).or(one);
        let other = other.or_else(|| named.values().max().copied());
        let price = Self {
            named,
            other: other.ok_or(MEANT)?,
        };
        let nameless = price.named.keys().any(|carrier| carrier.trim().is_empty());
        if nameless || price.least() < 0 {
            return Err(MEANT);
        }
        Ok(price)
    }
}

impl Price {
    /// A part to the cheapest carrier, in đồng.
    pub fn least(&self) -> i64 {
        self.all().min().unwrap_or(self.other)
    }

    /// A part to the dearest carrier, in đồng.
    pub fn most(&self) -> i64 {
        self.all().max().unwrap_or(self.other)
    }

    /// A part to a carrier that nobody knows yet.
    pub fn bounds(&self) -> Bounds {
        Bounds {
            least: self.least(),
            most: self.most(),
        }
    }

    fn all(&self) -> impl Iterator<Item = i64> {
        self.named.values().copied().chain([self.other])
    }
}

/// An amount in đồng of which it is known that it is no less and no more. What
/// must not be passed is reckoned by `most`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Bounds {
    /// No less, in đồng.
    pub least: i64,
    /// No more, in đồng.
    pub most: i64,
}

impl Bounds {
    /// Whether the amount itself is known.
    pub fn is_exact(self) -> bool {
        self.least == self.most
    }

    /// As much for each of so many.
    #[must_use]
    pub fn times(self, many: i64) -> Self {
        Self {
            least: self.least.saturating_mul(many),
            most: self.most.saturating_mul(many),
        }
    }
}

impl From<i64> for Bounds {
    fn from(vnd: i64) -> Self {
        Self {
            least: vnd,
            most: vnd,
        }
    }
}

impl Sum for Bounds {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |sum, one| Self {
            least: sum.least.saturating_add(one.least),
            most: sum.most.saturating_add(one.most),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(value: Value) -> Result<Price, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn one_number_is_the_price_to_every_carrier() {
        let price = read(json!(350)).unwrap();
        assert_eq!((price.least(), price.most()), (350, 350));
        assert!(price.bounds().is_exact());
        assert_eq!(Price::default(), read(json!(0)).unwrap());
    }

    #[test]
    fn a_carrier_that_no_table_names_is_any_other() {
        let price = read(json!({ "viettel": 330, "vinaphone": 350, "other": 400 })).unwrap();
        assert_eq!((price.least(), price.most()), (330, 400));
        let cheap = read(json!({ "viettel": 330, "other": 300 })).unwrap();
        assert_eq!(cheap.bounds().least, 300);
    }

    #[test]
    fn without_any_other_an_unknown_carrier_costs_the_dearest() {
        let price = read(json!({ "viettel": 330, "vinaphone": 350 })).unwrap();
        assert_eq!((price.least(), price.most()), (330, 350));
    }

    #[test]
    fn what_is_no_price_is_told_with_what_is_meant() {
        for wrong in [
            json!(-1),
            json!(350.5),
            json!("350"),
            json!([350]),
            json!({}),
            json!({ "viettel": -330, "other": 400 }),
            json!({ "viettel": "330" }),
            json!({ "viettel": { "sms": 330 } }),
            json!({ "": 330 }),
        ] {
            let said = read(wrong.clone()).unwrap_err();
            assert!(said.contains(MEANT), "{wrong}: {said}");
        }
    }

    #[test]
    fn bounds_are_added_and_multiplied_on_both_sides() {
        let part = Bounds {
            least: 330,
            most: 400,
        };
        let sum: Bounds = [part.times(10), Bounds::from(55)].into_iter().sum();
        assert_eq!((sum.least, sum.most), (3355, 4055));
        assert!(!sum.is_exact() && Bounds::from(1).is_exact());
        assert_eq!(part.times(i64::MAX).most, i64::MAX, "no sum runs over");
    }
}
