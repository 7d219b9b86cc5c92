//! `loa gateway list`.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::channels::Channel;
use crate::cli::session::{self, Session};

/// Prints the configured gateways, in the order they are tried.
pub async fn list(session: &Session, json: bool) -> anyhow::Result<()> {
    let app = session.open().await?;
    if json {
        return session::json(&app.gateways.iter().map(value).collect::<Vec<_>>());
    }
    if app.gateways.ways().is_empty() {
        session.print("gateways-none", &[]);
        return Ok(());
    }
    let headings = [
        "head-gateway",
        "head-way",
        "head-confirms",
        "head-price",
        "head-rate",
    ];
    let mut table = session.table(&headings, 3);
    for channel in app.gateways.iter() {
        let limits = channel.limits();
        let confirms = if limits.simulated {
            "gateway-simulated"
        } else if channel.confirms() {
            "gateway-confirms"
        } else {
            "gateway-silent"
        };
        table.add_row([
            channel.name().to_owned(),
            session.word(&format!("channel-{}", limits.carries)),
            session.word(confirms),
            session.between(limits.price_vnd),
            rate(session, limits.per_second),
        ]);
    }
    println!("{table}");
    Ok(())
}

fn value(channel: &Arc<dyn Channel>) -> Value {
    let limits = channel.limits();
    json!({
        "name": channel.name(), "way": limits.carries, "confirms": channel.confirms(),
        "price_vnd": limits.price_vnd.most, "price_least_vnd": limits.price_vnd.least,
        "per_second": limits.per_second, "slots": limits.slots,
        "simulated": limits.simulated,
    })
}

/// Parts a second, or an hour where it is a modem.
fn rate(session: &Session, per_second: f64) -> String {
    let (key, rate) = if per_second < 1.0 {
        ("rate-hour", per_second * 3600.0)
    } else {
        ("rate-second", per_second)
    };
    session.text(key, &[("parts", format!("{rate:.0}"))])
}
