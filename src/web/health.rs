//! For operators and their watchdogs.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::app::App;

/// The process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// It can do its work: the database answers. A restored office that is on hold
/// shows pages and hears gateways, so calls must still be led here.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store.quarantine().await {
        Ok(None) => (StatusCode::OK, "ready\n"),
        Ok(Some(_)) => (
            StatusCode::OK,
            "ready, in quarantine: nothing is sent until two officers run loa resume\n",
        ),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}

/// Whether a `loa serve` listens at an address, and not another program.
pub async fn stands_at(address: &str) -> bool {
    let asked = async {
        let mut line = TcpStream::connect(address).await?;
        line.write_all(b"HEAD /healthz HTTP/1.0\r\n\r\n").await?;
        let mut answer = String::new();
        line.read_to_string(&mut answer).await?;
        std::io::Result::Ok(answer)
    };
    let answer = timeout(Duration::from_secs(2), asked).await;
    answer.is_ok_and(|answer| answer.is_ok_and(|head| head.contains("\r\nserver: loa\r\n")))
}
