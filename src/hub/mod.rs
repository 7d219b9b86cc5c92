//! The verbs of the house, one per file. The only layer that opens
//! transactions; rules are pushed down into [`crate::domain`].

pub mod answer;
pub mod approve;
pub mod audience;
pub mod backup;
mod batch;
pub mod budget;
pub mod compose;
pub mod control;
mod count;
pub mod cover;
pub mod deliver;
mod detour;
pub mod do_not_call;
pub mod hours;
pub mod import;
pub mod inbox;
mod lease;
mod loading;
pub mod mailbox;
mod notice_file;
mod pace;
pub mod page;
pub mod people;
mod placing;
mod plan;
pub mod preview;
mod promotion;
pub mod receive;
mod recorder;
mod refusal;
pub mod registered;
pub mod reply;
mod report;
pub mod restore;
mod script;
pub mod sizes;
pub mod slots;
pub mod statement;
mod submit;
mod sweep;
mod talk;
mod troubles;
pub mod warden;
pub mod wording;

pub use notice_file::{Slip, Wanted};
pub use plan::plan;
pub use refusal::Refusal;
pub use sweep::{sweep, sweep_before_work, wake, wake_once};

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;

/// What a verb comes to.
pub type Result<T, E = Refusal> = std::result::Result<T, E>;

/// How long receipts are waited for: not at all where no gateway sends any.
pub fn horizon(app: &App) -> Duration {
    let any = app.gateways.iter().any(|channel| channel.confirms());
    if any {
        app.config.deliver.horizon()
    } else {
        Duration::ZERO
    }
}

/// Waits until told to stop. Where nobody is left who could tell, that says it.
pub(crate) async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    stop.wait_for(|stop| *stop).await.ok();
}

/// Wakes whoever waits for `bell`, on this node and on all others.
pub async fn ring(app: &App, bell: &str) -> Result<()> {
    app.bells.ring(bell);
    app.store.announce(bell).await?;
    Ok(())
}
