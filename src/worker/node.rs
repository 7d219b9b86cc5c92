//! One node of the delivery engine: the jobs, the pumps of its slots, whoever
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
    parts.spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move {
            hub::slots::keep_slots(app, stop).await;
            Ok("the pumps")
        }
    });
    parts.spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move {
            hub::wake(app, stop).await;
            Ok("the end of waits")
        }
    });
    parts.spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move {
            hub::page::keep_paging(app, stop).await;
            Ok("the calls to officers")
        }
    });
    parts.spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move {
            hub::receive::apply(app, stop).await;
            Ok("the reader of the inbox")
        }
    });
    parts.spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move {
            hub::reply::keep_replying(app, stop).await;
            Ok("the answers to people")
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
