//! `loa statement`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::session::{self, Session};
use crate::domain::invoice::{Compared, compare};
use crate::domain::month::Month;
use crate::domain::price::Bounds;
use crate::domain::statement::{GatewayMonth, Kind, Share, Statement};
use crate::hub::statement::{csv, invoice, price, statement};

/// What each gateway was handed in a month and what it costs, to hold against
/// the carrier's invoice.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa statement --month 2026-11 --invoice hoa-don.csv")]
pub struct StatementCommand {
    /// The month, by the clock of Viet Nam; this one where none is named
    #[arg(long, value_name = "YYYY-MM")]
    month: Option<Month>,
    /// One gateway alone
    #[arg(long, value_name = "NAME")]
    gateway: Option<String>,
    /// An invoice to compare: CSV with gateway, parts and money
    #[arg(long, value_name = "FILE")]
    invoice: Option<PathBuf>,
    /// Print CSV for a spreadsheet, a line for each gateway
    #[arg(long, conflicts_with_all = ["json", "invoice"])]
    csv: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl StatementCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        // A file that cannot be read is told before anything is added up.
        let billed = self.invoice.as_deref().map(invoice).transpose()?;
        let app = session.open().await?;
        let month = self.month.unwrap_or_else(|| Month::of(app.clock.now()));
        let statement = statement(&app, month, self.gateway.as_deref()).await?;
        let compared = billed.map(|mut billed| {
            if let Some(name) = &self.gateway {
                billed.retain(|line| line.gateway.eq_ignore_ascii_case(name));
            }
            compare(&statement.gateways, &billed)
        });
        if self.json {
            return session::json(&match &compared {
                Some(compared) => json!({ "statement": statement, "invoice": compared }),
                None => json!({ "statement": statement }),
            });
        }
        if self.csv {
            print!("{}", csv(&statement, &headings(&session)));
            return Ok(());
        }
        println!("{}", words(&session, &statement));
        if let Some(compared) = compared {
            println!("{}", differences(&session, &compared));
        }
        Ok(())
    }
}

fn headings(session: &Session) -> [String; 11] {
    [
        "head-gateway",
        "head-handed",
        "head-parts",
        "head-price",
        "head-sum",
        "billed-delivered",
        "billed-accepted",
        "billed-undelivered",
        "billed-ambiguous",
        "billed-extra",
        "head-sum-least",
    ]
    .map(|key| session.word(key))
}

/// A statement in words and a table: each gateway, and below it what became of
/// what it was handed.
fn words(session: &Session, statement: &Statement) -> String {
    let n = |n: i64| session.number(n);
    let key = if statement.running {
        "statement-running"
    } else {
        "statement"
    };
    let heading = session.text(key, &[("month", statement.month.told())]);
    let columns = [
        "head-gateway",
        "head-handed",
        "head-parts",
        "head-price",
        "head-sum",
    ];
    let mut table = session.table(&columns, 1);
    for month in &statement.gateways {
        let total = month.total;
        table.add_row([
            month.gateway.clone(),
            n(total.messages),
            n(total.parts),
            priced(month),
            session.between(total.bounds()),
        ]);
        for kind in Kind::ALL {
            let share = month.of_kind(kind);
            if share.messages > 0 {
                table.add_row([
                    format!("  {}", session.word(&format!("billed-{}", kind.as_str()))),
                    n(share.messages),
                    n(share.parts),
                    String::new(),
                    session.between(share.bounds()),
                ]);
            }
        }
    }
    let totals = statement.gateways.iter().map(|month| month.total);
    let sum: Bounds = totals.map(Share::bounds).sum();
    let mut lines = vec![
        heading,
        table.to_string(),
        session.text("statement-sum", &[("vnd", session.between(sum))]),
        session.word("statement-legend"),
    ];
    if !sum.is_exact() {
        lines.push(session.word("statement-carriers"));
    }
    lines.join("\n")
}

fn priced(month: &GatewayMonth) -> String {
    if month.total.parts > 0 {
        price(month)
    } else {
        String::new()
    }
}

/// What an invoice says otherwise, gateway by gateway.
fn differences(session: &Session, compared: &[Compared]) -> String {
    let optional = |n: Option<i64>| n.map_or_else(|| "?".to_owned(), |n| session.number(n));
    let mut lines = vec![session.word("invoice")];
    for one in compared {
        let args = [
            ("gateway", one.gateway.clone()),
            ("parts", session.number(one.parts)),
            ("vnd", session.between(one.bounds())),
            ("billedparts", optional(one.billed_parts)),
            (
                "billedvnd",
                one.billed_vnd
                    .map_or_else(|| "?".to_owned(), |vnd| session.money(vnd)),
            ),
        ];
        lines.push(session.text("invoice-gateway", &args));
        let findings = one.findings.iter();
        lines.extend(findings.map(|finding| format!("  {}", session.say(finding))));
    }
    lines.join("\n")
}
