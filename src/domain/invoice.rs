//! A carrier's invoice held against what the ledger says it was handed.

use serde::Serialize;

use super::price::Bounds;
use super::say::Saying;
use super::statement::{GatewayMonth, Kind};
use super::text::fold;

/// The rates of value added tax that Viet Nam has had, in percent.
const TAXES: [i64; 3] = [10, 8, 5];

/// What an invoice asks for one gateway. What it does not say is not compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Billed {
    /// The gateway, as the invoice writes it.
    pub gateway: String,
    /// SMS parts.
    pub parts: Option<i64>,
    /// What they cost, in đồng.
    pub vnd: Option<i64>,
}

/// One gateway, compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Its name.
    pub gateway: String,
    /// Parts by the ledger.
    pub parts: i64,
    /// Price by the ledger, in đồng; the most where carriers differ in it.
    pub vnd: i64,
    /// The least it may be.
    pub least_vnd: i64,
    /// Parts on the invoice.
    pub billed_parts: Option<i64>,
    /// Price on the invoice, in đồng.
    pub billed_vnd: Option<i64>,
    /// What is different, and what it may come from. Never empty.
    pub findings: Vec<Saying>,
}

impl Compared {
    /// Price by the ledger.
    pub fn bounds(&self) -> Bounds {
        Bounds {
            least: self.least_vnd,
            most: self.vnd,
        }
    }
}

/// An amount as invoices write it: `1.234.567`, `1,234,567.00`, `1 234 567 đ`.
/// What is behind the decimal mark is rounded.
pub fn amount(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    let text = ["vnđ", "vnd", "đồng", "đ", "₫"]
        .iter()
        .fold(text.as_str(), |text, unit| text.trim_end_matches(unit));
    let kept: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let marks: Vec<(usize, char)> = kept
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | ','))
        .collect();
    let decimal = match marks.as_slice() {
        [] => None,
        // One mark before three digits parts thousands, as it does here.
        [(at, _)] => (kept.len() - at != 4).then_some(*at),
        [.., (_, before), (at, last)] => (before != last).then_some(*at),
    };
    let (whole, part) = kept.split_at(decimal.unwrap_or(kept.len()));
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, whole),
    };
    let part = part.trim_start_matches(['.', ',']);
    let digits: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let sound = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !sound(&digits) || !sound(part) {
        return None;
    }
    let up = i64::from(part.bytes().next().is_some_and(|digit| digit >= b'5'));
    digits.parse::<i64>().ok().map(|n| sign * (n + up))
}

/// Holds an invoice against the ledger: every gateway that either names.
pub fn compare(ours: &[GatewayMonth], invoice: &[Billed]) -> Vec<Compared> {
    let mut bills: Vec<Billed> = Vec::new();
    for line in invoice {
        let same = |bill: &&mut Billed| fold(&bill.gateway) == fold(&line.gateway);
        match bills.iter_mut().find(same) {
            Some(bill) => {
                bill.parts = sum(bill.parts, line.parts);
                bill.vnd = sum(bill.vnd, line.vnd);
            }
            None => bills.push(line.clone()),
        }
    }
    let mut compared: Vec<Compared> = Vec::new();
    for month in ours {
        let bill = bills
            .iter()
            .position(|bill| fold(&bill.gateway) == fold(&month.gateway))
            .map(|at| bills.remove(at));
        compared.push(one(month, bill.as_ref()));
    }
    for bill in bills {
        compared.push(one(&GatewayMonth::of(&bill.gateway), Some(&bill)));
    }
    compared
}

fn sum(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    }
}

fn one(month: &GatewayMonth, bill: Option<&Billed>) -> Compared {
    let (billed_parts, billed_vnd) = bill.map_or((None, None), |bill| (bill.parts, bill.vnd));
    let mut findings = Vec::new();
    match bill {
        None if month.total.messages > 0 => findings.push(
            Saying::new("invoice-missing")
                .with("parts", month.total.parts)
                .with("vnd", month.total.vnd),
        ),
        Some(_)
            if month.total.messages == 0
                && (billed_parts.unwrap_or(0) != 0 || billed_vnd.unwrap_or(0) != 0) =>
        {
            findings.push(Saying::new("invoice-not-ours"));
        }
        None => {}
        Some(_) => {
            if let Some(billed) = billed_parts {
                parts(month, billed, &mut findings);
            }
            if let Some(vnd) = billed_vnd {
                findings.extend(money(month, billed_parts, vnd));
            }
        }
    }
    if findings.is_empty() {
        findings.push(Saying::new("invoice-agrees"));
    }
    Compared {
        gateway: month.gateway.clone(),
        parts: month.total.parts,
        vnd: month.total.vnd,
        least_vnd: month.total.least_vnd,
        billed_parts,
        billed_vnd,
        findings,
    }
}

/// How the parts differ, and which of ours are just as many.
fn parts(month: &GatewayMonth, billed: i64, findings: &mut Vec<Saying>) {
    let more = billed - month.total.parts;
    if more > 0 {
        findings.push(Saying::new("invoice-more-parts").with("parts", more));
    }
    if more >= 0 {
        return;
    }
    findings.push(Saying::new("invoice-fewer-parts").with("parts", -more));
    // The fewest kinds that make up exactly what was not billed.
    let mut sets: Vec<u32> = (1..1 << DOUBTFUL.len()).collect();
    sets.sort_by_key(|set| set.count_ones());
    let members = |set: u32| {
        DOUBTFUL
            .into_iter()
            .enumerate()
            .filter(move |(at, _)| set & (1 << at) != 0)
            .map(|(_, kind)| (kind, month.of_kind(kind).parts))
    };
    let exact = sets.into_iter().find(|set| {
        members(*set).all(|(_, parts)| parts > 0)
            && members(*set).map(|(_, parts)| parts).sum::<i64>() == -more
    });
    for (kind, parts) in exact.into_iter().flat_map(members) {
        findings.push(
            Saying::new("invoice-just-as-many")
                .with("kind", kind.as_str())
                .with("parts", parts),
        );
    }
}

/// What carriers do not bill everywhere, the likeliest first.
const DOUBTFUL: [Kind; 4] = [
    Kind::Extra,
    Kind::Ambiguous,
    Kind::Undelivered,
    Kind::Accepted,
];

/// How the price differs from ours for as many parts as were billed.
fn money(month: &GatewayMonth, billed_parts: Option<i64>, vnd: i64) -> Option<Saying> {
    let total = month.total;
    let billed_parts = billed_parts.unwrap_or(total.parts);
    let wanted = |vnd: i64| {
        let wanted = i128::from(vnd) * i128::from(billed_parts) / i128::from(total.parts.max(1));
        i64::try_from(wanted).unwrap_or(i64::MAX)
    };
    let (least, wanted) = (wanted(total.least_vnd), wanted(total.vnd));
    if least != wanted {
        return beyond(least, wanted, vnd);
    }
    let more = vnd - wanted;
    if more == 0 {
        return None;
    }
    let taxed = |percent: i64| wanted > 0 && (more - wanted * percent / 100).abs() <= 1;
    if let Some(percent) = TAXES.into_iter().find(|percent| taxed(*percent)) {
        let saying = Saying::new("invoice-tax").with("percent", percent);
        return Some(saying.with("vnd", more));
    }
    let which = if more > 0 { "more" } else { "less" };
    let theirs = (billed_parts > 0).then(|| (vnd + billed_parts / 2) / billed_parts);
    let uniform = month.price_least == month.price_most;
    Some(match theirs {
        Some(theirs) if uniform && theirs != month.price_least => Saying::new("invoice-price")
            .with("theirs", theirs)
            .with("ours", month.price_least)
            .with("which", which)
            .with("vnd", more.abs()),
        _ => Saying::new("invoice-money")
            .with("which", which)
            .with("vnd", more.abs()),
    })
}

/// How the price differs from bounds: within them nothing can be said.
fn beyond(least: i64, most: i64, vnd: i64) -> Option<Saying> {
    let (which, by) = if vnd > most {
        ("more", vnd - most)
    } else if vnd < least {
        ("less", least - vnd)
    } else {
        return None;
    };
    Some(
        Saying::new("invoice-beyond")
            .with("which", which)
            .with("vnd", by),
    )
}

#[cfg(test)]
#[path = "invoice_tests.rs"]
mod tests;
