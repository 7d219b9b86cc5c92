//! `/hooks/{channel}`: gateways call here. Knows no gateway by name.

use axum::body::Bytes;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};

use crate::app::App;
use crate::channels::{BadCall, Call};
use crate::hub::receive::{Declined, receive};

/// Takes a gateway's call: proven and stored before it is answered.
pub async fn call(
    State(app): State<App>,
    Path(channel): Path<String>,
    RawQuery(raw_query): RawQuery,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let content_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let call = Call {
        query,
        raw_query: raw_query.unwrap_or_default(),
        content_type,
        body,
    };
    match receive(&app, &channel, &call).await {
        Ok(answer) => (
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK),
            answer.body,
        ),
        Err(declined) => {
            metrics::counter!("loa_hooks_declined_total", "channel" => label(&app, &channel))
                .increment(1);
            tracing::warn!(channel, reason = %declined, "a gateway's call was declined");
            (status(&declined), format!("{declined}\n"))
        }
    }
}

/// A gateway's name, for metrics. Anybody may call any name: those that are
/// not ours share one label.
fn label(app: &App, channel: &str) -> String {
    app.gateways
        .named(channel)
        .map_or("unknown", |known| known.name())
        .to_owned()
}

fn status(declined: &Declined) -> StatusCode {
    match declined {
        Declined::NoSuchChannel(_) | Declined::BadCall(BadCall::NotExpected) => {
            StatusCode::NOT_FOUND
        }
        Declined::BadCall(BadCall::Unproven) => StatusCode::UNAUTHORIZED,
        Declined::BadCall(BadCall::Lacks(_)) => StatusCode::BAD_REQUEST,
        Declined::NotStored(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
