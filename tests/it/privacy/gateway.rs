//! A gateway of many faults, by which numbers could come back to us.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use uuid::Uuid;

use super::canaries::CANARIES;
use crate::support::http::called;

/// What its calls of what people write are known by.
pub const TOKEN: &str = "cai-nay-chi-tong-dai-biet";

/// The gateway, which echoes numbers wherever a real one might.
pub struct Gateway {
    address: String,
    answered: Arc<AtomicUsize>,
}

impl Gateway {
    /// Opens it.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let answered = Arc::default();
        let routes = Router::new()
            .route("/send", get(carry))
            .route(
                "/zalo",
                post(async || r#"{"error":0,"data":{"message_id":"z1"}}"#),
            )
            .with_state(Arc::clone(&answered));
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { address, answered }
    }

    /// How many answers it carried to people who wrote.
    pub fn answered(&self) -> usize {
        self.answered.load(Ordering::SeqCst)
    }

    /// By GET, so that numbers stand in the addresses that libraries log.
    pub fn config(&self) -> String {
        let address = &self.address;
        format!(
            r#"
[[channel]]
kind = "http-sms"
name = "fake"
carries = "sms"
simulated = true
per_second = 100

[channel.request]
method = "GET"
url = "http://{address}/send"
query = {{ to = "{{to_84}}", text = "{{text}}", dlr = "{{hook}}&s=1" }}

[[channel.reply]]
status = 200
json = {{ "/code" = "0" }}
outcome = "accepted"
id = "/id"

[[channel.reply]]
status = 200
json = {{ "/code" = "99" }}
outcome = "bad_recipient"
code = "/message"

[channel.receipt]
reference = "d"
status = "s"
states = {{ "1" = "delivered" }}

[channel.inbound]
token = "{TOKEN}"
from = "from"
text = "text"

[[channel]]
kind = "http-sms"
name = "zalo"
carries = "zalo"
simulated = true
per_second = 100

[channel.request]
url = "http://{address}/zalo"
json = {{ recipient = {{ user_id = "{{to}}" }}, message = {{ text = "{{text}}" }} }}

[[channel.reply]]
json = {{ "/error" = "0" }}
outcome = "accepted"
id = "/data/message_id"
"#
        )
    }
}

async fn carry(
    State(answered): State<Arc<AtomicUsize>>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let to = &query["to"];
    let is = |canary: usize| {
        CANARIES[canary]
            .phones
            .iter()
            .any(|phone| to[2..] == phone[1..])
    };
    // An answer to somebody who wrote has no receipt worth asking for.
    if !query["text"].contains("KHAN") {
        answered.fetch_add(1, Ordering::SeqCst);
        return r#"{"code":0,"id":"a1"}"#.into_response();
    }
    if is(1) {
        let message = format!(
            r#"{{"code":99,"message":"Phone not valid: {to} (0{})"}}"#,
            &to[2..]
        );
        return message.into_response();
    }
    if is(2) {
        return (StatusCode::BAD_GATEWAY, format!("upstream refused {to}")).into_response();
    }
    if is(3) {
        // Promises more than it gives, and hangs up.
        let body = futures::stream::iter([
            Ok(Bytes::from(format!("{{\"code\":0,\"to\":\"{to}"))),
            Err(std::io::Error::other("cut off")),
        ]);
        return Body::from_stream(body).into_response();
    }
    let reply = format!(r#"{{"code":0,"id":"{}","to":"{to}"}}"#, Uuid::new_v4());
    let (hook, to) = (query["dlr"].clone(), to.clone());
    tokio::spawn(async move {
        let (address, path) = hook
            .strip_prefix("http://")
            .unwrap()
            .split_once('/')
            .unwrap();
        let port = address.rsplit(':').next().unwrap().parse().unwrap();
        let path = format!("/{path}&msisdn={to}&name=Gi%C3%A0ng+Kanari+P%C3%A1o");
        while called(port, &path).await != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    reply.into_response()
}
