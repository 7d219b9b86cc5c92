//! `loa serve` and `loa worker`.

use std::time::Duration;

use clap::Args;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::session::Session;
use crate::app::App;
use crate::hub::restore::look_before_work;
use crate::{web, worker};

/// The longest a stop may take before what is left is dropped; the ledger
/// says what became of it.
const LAST_MOMENT: Duration = Duration::from_secs(25);

/// Pages, hooks and, unless told otherwise, the delivery engine.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: LOA_LISTEN=0.0.0.0:8080 LOA_PUBLIC_URL=https://loa.example.vn loa serve"
)]
pub struct Serve {
    /// Pages and hooks only; a `loa worker` elsewhere delivers
    #[arg(long)]
    web_only: bool,
}

/// The delivery engine alone.
#[derive(Debug, Args)]
#[command(after_help = "Example: LOA_DATABASE_URL=postgres://localhost/loa loa worker")]
pub struct Worker {}

impl Serve {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let listener = session.door(&session.config.listen, "LOA_LISTEN").await?;
        let metrics = metrics_door(&session).await?;
        let app = session.open().await?;
        let stop = stop_on_signal();
        session.tell("serving", &[("url", app.config.public_url.clone())]);
        let pages = web::serve(app.clone(), listener, stop.clone());
        if self.web_only {
            // Else the engine looks, before it does anything.
            look_before_work(&app).await?;
            return together(&app, metrics, stop.clone(), pages, asked(stop.clone())).await;
        }
        if app.gateways.ways().is_empty() {
            session.tell("serving-no-gateway", &[]);
        }
        let engine = worker::run_node(app.clone(), "serve", stop.clone());
        together(&app, metrics, stop, pages, engine).await
    }
}

impl Worker {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let metrics = metrics_door(&session).await?;
        let app = session.open().await?;
        let stop = stop_on_signal();
        session.tell("working", &[]);
        if app.gateways.ways().is_empty() {
            session.tell("serving-no-gateway", &[]);
        }
        let engine = worker::run_node(app.clone(), "worker", stop.clone());
        together(&app, metrics, stop.clone(), asked(stop), engine).await
    }
}

/// Runs both faces and the metrics; a part that ends unasked ends the program
/// with its error. After a stop, what does not end in time is dropped.
async fn together(
    app: &App,
    metrics: Option<TcpListener>,
    stop: watch::Receiver<bool>,
    pages: impl Future<Output = anyhow::Result<()>>,
    engine: impl Future<Output = anyhow::Result<()>>,
) -> anyhow::Result<()> {
    let metrics = serve_metrics(metrics, stop.clone());
    let mut late = stop.clone();
    let deadline = async {
        late.wait_for(|stop| *stop).await.ok();
        tokio::time::sleep(LAST_MOMENT).await;
    };
    // A face that is not played ends with the stop.
    let faces = async { tokio::try_join!(pages, engine).map(drop) };
    tokio::select! {
        ended = faces => ended?,
        ended = metrics => ended?,
        () = deadline => tracing::warn!("stopped at the last moment; leases give back what was held"),
    }
    app.store.close().await;
    Ok(())
}

/// What stands for a face that is not played: it ends when asked to.
async fn asked(mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    stop.wait_for(|stop| *stop).await.ok();
    Ok(())
}

async fn metrics_door(session: &Session) -> anyhow::Result<Option<TcpListener>> {
    match &session.config.metrics.listen {
        Some(address) => session.door(address, "metrics.listen").await.map(Some),
        None => Ok(None),
    }
}

async fn serve_metrics(
    listener: Option<TcpListener>,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let Some(listener) = listener else {
        return std::future::pending().await;
    };
    let handle = PrometheusBuilder::new().install_recorder()?;
    web::serve_metrics(listener, handle, stop).await?;
    std::future::pending().await
}

/// Turns true on SIGTERM or Ctrl-C.
pub fn stop_on_signal() -> watch::Receiver<bool> {
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        signal().await;
        sender.send(true).ok();
        // Kept open: a closed channel would say the same thing twice.
        std::future::pending::<()>().await;
    });
    receiver
}

async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    interrupt.await.ok();
}
