//! A month's statement, and an invoice held against it.

use std::path::Path;

use super::{Refusal, Result};
use crate::app::App;
use crate::domain::invoice::Billed;
use crate::domain::month::Month;
use crate::domain::say::Said;
use crate::domain::statement::{GatewayMonth, Statement};
use crate::intake;

/// What gateways were handed in a month; of one alone where it is named.
/// Configured gateways stand there even where they had nothing.
pub async fn statement(app: &App, month: Month, gateway: Option<&str>) -> Result<Statement> {
    let mut gateways = app.store.statement(month).await?;
    for channel in app.gateways.iter() {
        if gateways.iter().all(|known| known.gateway != channel.name()) {
            gateways.push(GatewayMonth::of(channel.name()));
        }
    }
    gateways.sort_by(|one, other| one.gateway.cmp(&other.gateway));
    if let Some(name) = gateway {
        gateways.retain(|known| known.gateway == name);
        if gateways.is_empty() {
            return Err(Refusal::NoSuchGateway(name.to_owned()));
        }
    }
    Ok(Statement {
        month,
        running: app.clock.now() < month.ends(),
        gateways,
    })
}

/// Reads a carrier's invoice.
pub fn invoice(path: &Path) -> Result<Vec<Billed>> {
    intake::read_invoice(path)
        .map_err(|error| Refusal::Unreadable(path.display().to_string(), error.said()))
}

/// The statement as CSV, a line for each gateway, as Excel in Viet Nam opens
/// it. Programs read the JSON.
pub fn csv(statement: &Statement, headings: &[String; 11]) -> String {
    let heads: Vec<String> = headings
        .iter()
        .map(|word| super::cover::quoted(word))
        .collect();
    let mut lines = vec![format!("\u{FEFF}{}", heads.join(";"))];
    for month in &statement.gateways {
        let (total, price) = (month.total, price(month));
        let figures = [
            total.messages.to_string(),
            total.parts.to_string(),
            super::cover::quoted(&price),
            total.vnd.to_string(),
            month.delivered.parts.to_string(),
            month.accepted.parts.to_string(),
            month.undelivered.parts.to_string(),
            month.ambiguous.parts.to_string(),
            month.extra.parts.to_string(),
            total.least_vnd.to_string(),
        ];
        let gateway = super::cover::quoted(&month.gateway);
        lines.push(format!("{gateway};{}", figures.join(";")));
    }
    lines.push(String::new());
    lines.join("\r\n")
}

/// The price of a part: one, or from and to where it changed in the month or
/// depends on the carrier.
pub fn price(month: &GatewayMonth) -> String {
    if month.price_least == month.price_most {
        month.price_least.to_string()
    } else {
        format!("{}–{}", month.price_least, month.price_most)
    }
}
