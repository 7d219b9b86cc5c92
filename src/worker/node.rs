//! One node of the delivery engine: the jobs, a pump for each gateway, whoever
//! reads the inbox, and the line for bells of other nodes.

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::hub;

/// Works until told to stop; then finishes what is in flight and gives back
/// what it holds. Ends with an error where a part of it ended unasked.
pub async fn run_node(
    app: App,
    role: &'static str,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    hub::restore::look_before_work(&app).await?;
    hub::sweep_before_work(&app).await?;
    let mut parts: JoinSet<anyhow::Result<&'static str>> = JoinSet::new();
    for channel in app.gateways.iter() {
        let way = channel.limits().carries;
        if app
            .gateways
            .for_way(way)
            .is_some_and(|first| first.name() == channel.name())
        {
            parts.spawn(pump(app.clone(), channel.clone(), stop.clone()));
        }
        let (app, channel, stop) = (app.clone(), channel.clone(), stop.clone());
        parts.spawn(async move {
            hub::receive::listen(app, channel, stop).await;
            Ok("a listener")
        });
    }
    parts.spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move {
            hub::receive::apply(app, stop).await;
            Ok("the reader of the inbox")
        }
    });
    parts.spawn({
        let (app, mut stop) = (app.clone(), stop.clone());
        async move {
            tokio::select! {
                () = app.store.hear(|bell| app.bells.ring(bell)) => {}
                _ = stop.wait_for(|stop| *stop) => {}
            }
            Ok("the line for bells")
        }
    });
    parts.spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move { super::run(app, role, stop).await.map(|()| "the jobs") }
    });
    while let Some(ended) = parts.join_next().await {
        let part = ended??;
        anyhow::ensure!(*stop.borrow(), "{part} ended unasked");
    }
    Ok(())
}

/// A pump that is started again when the database failed it: what it held is
/// taken back by the lease.
async fn pump(
    app: App,
    channel: std::sync::Arc<dyn crate::channels::Channel>,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<&'static str> {
    while !*stop.borrow() {
        if let Err(error) = hub::deliver::pump(app.clone(), channel.clone(), stop.clone()).await {
            tracing::error!(%error, gateway = channel.name(), "a pump failed and is started again");
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
    }
    Ok("a pump")
}
