//! Calling officers: what must not wait until somebody looks at a screen.

use std::time::Duration;

use tokio::sync::watch;

use super::Result;
use crate::app::App;
use crate::channels::Outgoing;
use crate::domain::alert::Kind;
use crate::domain::person::Address;
use crate::domain::say::Saying;
use crate::store::troubles::Alert;

/// How long a call is worth delivering.
const WORTH: Duration = Duration::from_secs(3600);
/// When officers are called again of whom nobody could be reached.
const AGAIN: Duration = Duration::from_secs(30);
/// How often somebody looks for alerts.
const LOOKS: Duration = Duration::from_secs(2);

/// Looks for alerts every few seconds, until told to stop. Apart from the
/// sweeper: a gateway that does not answer must hold up a call and nothing else.
pub async fn keep_paging(app: App, mut stop: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(LOOKS);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = super::told_to_stop(&mut stop) => return,
            _ = tick.tick() => {}
        }
        tokio::select! {
            () = super::told_to_stop(&mut stop) => return,
            paged = page(&app) => {
                if let Err(error) = paged {
                    tracing::error!(%error, "officers could not be called");
                }
            }
        }
    }
}

/// Calls officers for every alert nobody was called for yet: those who answer
/// for the notice, or everybody of the office where it is about a gateway. Each
/// is called once, by the first gateway that may have taken the call; the one in
/// trouble is asked last. Where nobody could be reached it is tried again.
async fn page(app: &App) -> Result<()> {
    let again = AGAIN * app.config.deliver.retry_percent / 100;
    for alert in app.store.uncalled_alerts().await? {
        let pagers = app.store.pagers(alert.notice.as_deref()).await?;
        let now = app.clock.now();
        if pagers.is_empty() || !app.store.take_page(alert.id, again, now).await? {
            continue;
        }
        let text = app.speech.say(app.config.language, &words(&alert));
        let mut reached = false;
        for (n, to) in pagers.into_iter().enumerate() {
            reached |= call(app, &alert, n, to, &text).await;
        }
        if reached {
            app.store.called(alert.id, app.clock.now()).await?;
        }
    }
    Ok(())
}

/// What an alert says, to an officer's phone and in `loa doctor`.
pub fn words(alert: &Alert) -> Saying {
    let key = match alert.kind {
        Kind::Content => "alert-content",
        Kind::Auth => "alert-auth",
        Kind::Down => "alert-down",
        Kind::Poison => "alert-poison",
        Kind::Budget => "alert-budget",
    };
    Saying::new(key)
        .with("gateway", &alert.gateway)
        .with("code", alert.notice.as_deref().unwrap_or_default())
        .with("word", alert.code.as_deref().unwrap_or_default())
}

/// Calls one officer; whether the call may have been taken.
async fn call(app: &App, alert: &Alert, n: usize, to: Address, text: &str) -> bool {
    let mut gateways: Vec<_> = app.gateways.of_way(to.way()).collect();
    gateways.sort_by_key(|channel| {
        let name = channel.name();
        (name == alert.gateway, !app.gateways.takes(name, text))
    });
    let message = Outgoing {
        reference: format!("alert-{}-{n}", alert.id.simple()),
        to,
        text: text.to_owned(),
        valid_for: WORTH,
    };
    for channel in gateways {
        let outcome = channel.send(&message).await.outcome;
        tracing::info!(alert = %alert.id, gateway = channel.name(), outcome = outcome.as_str(), "calling an officer");
        if outcome.may_cost() {
            return true;
        }
    }
    false
}
