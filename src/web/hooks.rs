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
    let call = Call {
        query,
        raw_query: raw_query.unwrap_or_default(),
        content_type: media_type(&headers),
        body,
        headers,
        at: app.clock.now(),
    };
    take(&app, &channel, &call).await
}

/// The same where reference and proof stand in the path, for gateways that put
/// their own `?` behind the address they were given.
pub async fn call_by_path(
    State(app): State<App>,
    Path((channel, reference, proof)): Path<(String, String, String)>,
    RawQuery(raw_query): RawQuery,
    Query(mut query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let raw_query = format!("d={reference}&h={proof}&{}", raw_query.unwrap_or_default());
    query.splice(..0, [("d".to_owned(), reference), ("h".to_owned(), proof)]);
    let call = Call {
        query,
        raw_query,
        content_type: media_type(&headers),
        body,
        headers,
        at: app.clock.now(),
    };
    take(&app, &channel, &call).await
}

fn media_type(headers: &HeaderMap) -> String {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default();
    media.trim().to_ascii_lowercase()
}

async fn take(app: &App, channel: &str, call: &Call) -> (StatusCode, String) {
    match receive(app, channel, call).await {
        Ok(answer) => (
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK),
            answer.body,
        ),
        Err(declined) => {
            metrics::counter!("loa_hooks_declined_total", "channel" => label(app, channel))
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
