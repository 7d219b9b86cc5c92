//! The slots this node holds, with a pump for each: taken where there are free
//! ones, given back where other nodes have none.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinSet};
use uuid::Uuid;

use super::deliver::pump;
use super::receive;
use crate::app::App;
use crate::channels::Channel;
use crate::domain::id::Lease;
use crate::domain::share::share;
use crate::store::Result;

/// How often a node looks round, at the least often.
const ROUND: Duration = Duration::from_secs(1);

/// Sends through whatever slots this node can have, until told to stop; then
/// lets each pump finish what is in flight.
pub async fn keep_slots(app: App, mut stop: watch::Receiver<bool>) {
    let mut node = Node {
        id: Uuid::new_v4(),
        app,
        pumps: JoinSet::new(),
        held: Vec::new(),
        left: Vec::new(),
    };
    let mut tick = tokio::time::interval(ROUND.min(node.app.config.deliver.lease() / 4));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = super::told_to_stop(&mut stop) => break,
            Some(ended) = node.pumps.join_next_with_id() => node.ended(ended),
            _ = tick.tick() => {
                if let Err(error) = node.look_round().await {
                    tracing::warn!(%error, "slots cannot be looked after");
                }
            }
        }
    }
    node.close().await;
}

struct Node {
    id: Uuid,
    app: App,
    pumps: JoinSet<(Lease, Result<()>)>,
    held: Vec<Held>,
    /// Leases of pumps that are gone, to be given back.
    left: Vec<Lease>,
}

struct Held {
    gateway: String,
    pump: Id,
    lease: Lease,
    stop: watch::Sender<bool>,
}

impl Node {
    async fn look_round(&mut self) -> Result<()> {
        let length = self.app.config.deliver.lease();
        let living = self.app.store.node_lives(self.id, length).await?;
        let living = usize::try_from(living).unwrap_or(1);
        while let Some(lease) = self.left.last() {
            self.app.store.abandon(*lease).await?;
            self.left.pop();
        }
        self.app.wardens.hear(&self.app.store.breakers().await?);
        let gateways: Vec<Arc<dyn Channel>> = self.app.gateways.iter().cloned().collect();
        for channel in gateways {
            let slots = channel.limits().slots;
            let share = share(slots, living);
            let mine = self.held_of(channel.name()).count();
            for _ in mine..share {
                if !self.take(&channel, slots).await? {
                    break;
                }
            }
            if mine > share
                && let Some(last) = self.held_of(channel.name()).last()
            {
                last.stop.send_replace(true);
            }
        }
        Ok(())
    }

    fn held_of(&self, gateway: &str) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(move |held| held.gateway == gateway)
    }

    /// Takes a slot and starts its pump; `false` where none is free.
    async fn take(&mut self, channel: &Arc<dyn Channel>, slots: usize) -> Result<bool> {
        let lease = Lease::at(self.app.clock.now());
        let length = self.app.config.deliver.lease();
        let gateway = channel.name().to_owned();
        let most = i32::try_from(slots).unwrap_or(i32::MAX);
        let asked_at = tokio::time::Instant::now();
        let taken = self
            .app
            .store
            .take_slot(&gateway, most, lease, length)
            .await?;
        let Some(slot) = taken else {
            return Ok(false);
        };
        tracing::info!(gateway, slot, "this node sends through the gateway");
        let (stop, stopped) = watch::channel(false);
        let (app, channel) = (self.app.clone(), Arc::clone(channel));
        let pump = self.pumps.spawn(async move {
            // The line is let go when all that was handed over is answered.
            let (hang_up, hung_up) = watch::channel(false);
            let line = receive::listen(app.clone(), Arc::clone(&channel), hung_up);
            let line = tokio::spawn(line);
            let ended = pump(app, channel, lease, asked_at, slots, stopped).await;
            hang_up.send_replace(true);
            line.await.ok();
            (lease, ended)
        });
        self.held.push(Held {
            gateway,
            pump: pump.id(),
            lease,
            stop,
        });
        Ok(true)
    }

    /// A pump has ended: its slot is given back, be it that it was asked to
    /// stop, that it had lost the slot, or that the database failed it.
    fn ended(
        &mut self,
        ended: std::result::Result<(Id, (Lease, Result<()>)), tokio::task::JoinError>,
    ) {
        let (id, error) = match ended {
            Ok((id, (_, result))) => (id, result.err().map(|error| error.to_string())),
            Err(panic) => (panic.id(), Some(panic.to_string())),
        };
        let Some(place) = self.held.iter().position(|held| held.pump == id) else {
            return;
        };
        let held = self.held.swap_remove(place);
        if let Some(error) = error {
            tracing::error!(%error, gateway = held.gateway, "a pump failed and is started again");
        }
        self.left.push(held.lease);
    }

    async fn close(mut self) {
        for held in &self.held {
            held.stop.send_replace(true);
        }
        while let Some(ended) = self.pumps.join_next_with_id().await {
            self.ended(ended);
        }
        for lease in self.left {
            if let Err(error) = self.app.store.abandon(lease).await {
                tracing::warn!(%error, "a slot could not be given back; its lease will end");
            }
        }
        if let Err(error) = self.app.store.node_leaves(self.id).await {
            tracing::warn!(%error, "the node could not be signed off; its time will end");
        }
    }
}
