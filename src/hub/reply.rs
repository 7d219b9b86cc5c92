//! Giving the answers that people wait for. Apart from whoever reads the inbox:
//! a slow gateway must hold up answers and nothing else.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use super::receive::reference;
use super::{Result, told_to_stop};
use crate::app::App;
use crate::channels::Outgoing;
use crate::domain::delivery::Outcome;
use crate::domain::id::DeliveryId;
use crate::domain::person::Address;
use crate::store::replies::Waiting;

/// The bell that says that an answer waits.
pub const BELL: &str = "replies";

/// Answers on their way at once.
const AT_ONCE: usize = 8;
/// How long one waits that provably did not leave.
const AGAIN: Duration = Duration::from_secs(30);
/// How often somebody looks for answers.
const LOOKS: Duration = Duration::from_secs(1);

/// Gives answers until told to stop; then waits for those on their way.
pub async fn keep_replying(app: App, mut stop: watch::Receiver<bool>) {
    let lines = Arc::new(Semaphore::new(AT_ONCE));
    let mut under_way = JoinSet::new();
    while !*stop.borrow() {
        let given = give(&app, &lines, &mut under_way).await;
        if let Err(error) = &given {
            tracing::error!(%error, "answers could not be looked for");
        }
        if given.unwrap_or(0) > 0 {
            continue;
        }
        tokio::select! {
            () = told_to_stop(&mut stop) => {}
            () = app.bells.wait(BELL, LOOKS) => {}
            Some(_) = under_way.join_next() => {}
        }
    }
    under_way.join_all().await;
}

/// Takes as many answers as lines are free and lets them go. How many.
async fn give(app: &App, lines: &Arc<Semaphore>, under_way: &mut JoinSet<()>) -> Result<usize> {
    while under_way.try_join_next().is_some() {}
    let mut free = Vec::new();
    while let Ok(line) = Arc::clone(lines).try_acquire_owned() {
        free.push(line);
    }
    if free.is_empty() || app.store.quarantine().await?.is_some() {
        return Ok(0);
    }
    let most = i64::try_from(free.len()).unwrap_or(1);
    let taken = app.store.take_replies(most, app.clock.now()).await?;
    let count = taken.len();
    for (waiting, line) in taken.into_iter().zip(free) {
        under_way.spawn(say(app.clone(), waiting, line));
    }
    Ok(count)
}

/// Says one thing once; what provably did not leave is said later, while it is
/// worth it.
async fn say(app: App, waiting: Waiting, _line: OwnedSemaphorePermit) {
    let Some(channel) = app.gateways.named(&waiting.gateway) else {
        return;
    };
    let now = app.clock.now();
    let worth = Duration::try_from(waiting.send_by.duration_since(now));
    let to = Address::parse(waiting.reply.way, &waiting.reply.to);
    let (Ok(valid_for), Ok(to)) = (worth, to) else {
        return;
    };
    let outgoing = Outgoing {
        reference: reference(DeliveryId(waiting.id), 0),
        to,
        text: waiting.reply.text.clone(),
        valid_for,
    };
    let outcome = channel.send(&outgoing).await.outcome;
    tracing::info!(
        gateway = waiting.gateway,
        outcome = outcome.as_str(),
        "answered a message"
    );
    let put_off = matches!(
        outcome,
        Outcome::NotSent | Outcome::Throttled | Outcome::TransientRejected | Outcome::Auth
    );
    if !put_off {
        return;
    }
    let again = AGAIN * app.config.deliver.retry_percent / 100;
    let next_at = now.saturating_add(again).unwrap_or(now);
    if let Err(error) = app.store.put_back(&waiting, next_at).await {
        tracing::error!(%error, "an answer that did not leave is lost");
    }
}
