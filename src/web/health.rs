//! For operators and their watchdogs.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;

/// The process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// It can do its work: the database answers.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}
