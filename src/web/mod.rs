//! Face one: pages for villagers, hooks for gateways, health for operators.
//! Each handler finds, asks the hub, and shows.

use std::time::Duration;

use axum::Router;
use axum::routing::{any, get};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;

mod address;
mod error;
mod health;
mod hooks;
mod pages;
mod policy;

pub use health::stands_at;

/// Every route of the program.
pub fn routes(app: App) -> Router {
    Router::new()
        .route("/", get(pages::home))
        .route("/x/{area}", get(address::unfinished))
        .route("/x/{area}/{lang}", get(address::unfinished))
        .route("/x/{area}/{lang}/", get(pages::board))
        .route("/x/{area}/{lang}/n/{code}", get(pages::notice))
        .route("/hooks/{channel}", any(hooks::call))
        .route(
            "/hooks/{channel}/{reference}/{proof}",
            any(hooks::call_by_path),
        )
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(pages::nowhere)
        .layer(axum::middleware::from_fn(policy::guard))
        .layer(RequestBodyLimitLayer::new(64 * 1024))
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::REQUEST_TIMEOUT,
            Duration::from_secs(30),
        ))
        .with_state(app)
}

/// Serves until told to stop, then finishes the answers under way.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    axum::serve(listener, routes(app))
        .with_graceful_shutdown(stopped(stop))
        .await?;
    Ok(())
}

/// Serves `/metrics` on a listener of its own.
pub async fn serve_metrics(
    listener: TcpListener,
    handle: metrics_exporter_prometheus::PrometheusHandle,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let routes = Router::new().route("/metrics", get(move || std::future::ready(handle.render())));
    axum::serve(listener, routes)
        .with_graceful_shutdown(stopped(stop))
        .await?;
    Ok(())
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // A sender that is gone means the same as a stop.
    stop.wait_for(|stop| *stop).await.ok();
}
