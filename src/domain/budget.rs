//! What an office may spend in a month, and what of it is kept for danger to
//! life.

use serde::{Deserialize, Serialize};

use super::notice::Urgency;

/// `[budget]`: of the whole office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Budget {
    /// What may be spent in a month, in đồng; none: whatever it costs.
    pub month_vnd: Option<i64>,
    /// How much of it only flash notices may use, in percent.
    pub flash_reserve_percent: u8,
}

/// A month's money, in đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Purse {
    /// What may be spent.
    pub month_vnd: i64,
    /// What of it only flash notices may use.
    pub reserve_vnd: i64,
    /// What was handed over and may cost.
    pub spent_vnd: i64,
    /// What approved notices under way will still cost.
    pub expected_vnd: i64,
}

impl Budget {
    /// A month's money, where there is a budget.
    pub fn purse(self, spent_vnd: i64, expected_vnd: i64) -> Option<Purse> {
        let month_vnd = self.month_vnd?;
        let reserve = i128::from(month_vnd) * i128::from(self.flash_reserve_percent) / 100;
        Some(Purse {
            month_vnd,
            reserve_vnd: i64::try_from(reserve).unwrap_or(month_vnd),
            spent_vnd,
            expected_vnd,
        })
    }
}

impl Purse {
    /// What a notice of an urgency may still cost. Below zero: it is overdrawn.
    pub fn left_for(&self, urgency: Urgency) -> i64 {
        let reserve = match urgency {
            Urgency::Flash => 0,
            Urgency::Routine | Urgency::Urgent => self.reserve_vnd,
        };
        self.month_vnd - reserve - self.spent_vnd - self.expected_vnd
    }

    /// Whether a notice of this price would pass what is left for its urgency.
    /// What costs nothing passes nothing.
    pub fn is_passed_by(&self, cost_vnd: i64, urgency: Urgency) -> bool {
        cost_vnd > 0 && cost_vnd > self.left_for(urgency)
    }
}

/// How a notice under way stands against what it was reckoned at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnderWay {
    /// What it was reckoned at, in đồng.
    pub reckoned_vnd: i64,
    /// The messages that were reckoned.
    pub reckoned_messages: i64,
    /// Whether all its messages are in the ledger.
    pub planned: bool,
    /// Messages in the ledger that have not left.
    pub open: i64,
    /// Messages in the ledger that have left, or never will.
    pub gone: i64,
}

impl UnderWay {
    /// What it will still cost, as far as was reckoned.
    pub fn expected_vnd(&self) -> i64 {
        let left = if self.planned {
            self.open
        } else {
            self.reckoned_messages - self.gone
        };
        let left = left.clamp(0, self.reckoned_messages.max(0));
        let vnd = i128::from(self.reckoned_vnd) * i128::from(left)
            / i128::from(self.reckoned_messages.max(1));
        i64::try_from(vnd).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget {
        month_vnd: Some(1_000_000),
        flash_reserve_percent: 20,
    };

    #[test]
    fn the_reserve_is_for_flash_alone() {
        let purse = BUDGET.purse(500_000, 250_000).unwrap();
        assert_eq!(purse.left_for(Urgency::Routine), 50_000);
        assert_eq!(purse.left_for(Urgency::Flash), 250_000);
        assert!(!purse.is_passed_by(50_000, Urgency::Urgent));
        assert!(purse.is_passed_by(50_001, Urgency::Urgent));
        assert!(!purse.is_passed_by(250_000, Urgency::Flash));
        assert!(purse.is_passed_by(250_001, Urgency::Flash));
    }

    #[test]
    fn what_costs_nothing_is_never_too_dear() {
        let overdrawn = BUDGET.purse(2_000_000, 0).unwrap();
        assert!(!overdrawn.is_passed_by(0, Urgency::Routine));
        assert!(overdrawn.is_passed_by(1, Urgency::Routine));
    }

    #[test]
    fn without_a_budget_there_is_nothing_to_pass() {
        assert_eq!(Budget::default().purse(1, 1), None);
    }

    #[test]
    fn what_has_left_is_expected_no_more() {
        let mut notice = UnderWay {
            reckoned_vnd: 3500,
            reckoned_messages: 10,
            planned: false,
            open: 0,
            gone: 0,
        };
        assert_eq!(notice.expected_vnd(), 3500);
        (notice.open, notice.gone) = (2, 3);
        assert_eq!(notice.expected_vnd(), 2450, "five are still to be planned");
        notice.planned = true;
        assert_eq!(
            notice.expected_vnd(),
            700,
            "the other five are not to be had"
        );
        notice.open = 12;
        assert_eq!(notice.expected_vnd(), 3500, "no more than was reckoned");
        notice.reckoned_messages = 0;
        assert_eq!(notice.expected_vnd(), 0);
    }
}
