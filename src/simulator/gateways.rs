//! The gateways' side of the wire: what they are sent, what they answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Form, Json, Router};
use reqwest::RequestBuilder;
use serde::Deserialize;
use serde_json::{Value, json};

use super::dice::Dice;
use super::fate::{self, Fate};
use super::receipts::Receipts;

/// How fast gateways answer, in seconds.
const QUICKEST: f64 = 0.02;
const SLOWEST: f64 = 0.12;

/// What the gateways share.
pub struct House {
    /// The calls they have yet to make.
    pub receipts: Receipts,
    /// Where the Zalo-like one tells of deliveries.
    pub zalo_hook: String,
    /// Messages taken so far; they are numbered by it.
    pub taken: AtomicU64,
}

/// All gateways.
pub fn routes(house: Arc<House>) -> Router {
    Router::new()
        .route("/sms/send", post(sms))
        .route("/zalo/v3.0/oa/message/cs", post(zalo))
        .route("/telegram/botdemo/sendMessage", post(telegram))
        .route("/push", post(push))
        .with_state(house)
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sms {
    to: String,
    dlr_url: String,
}

async fn sms(State(house): State<Arc<House>>, Form(message): Form<Sms>) -> Response {
    let fate = house.consider(&message.to).await;
    if fate == Fate::Refused {
        return Json(json!({ "code": 21, "message": "unknown recipient" })).into_response();
    }
    if !house.report(fate, |state| house.dial(&message.dlr_url, state)) {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    Json(json!({ "code": 0, "id": format!("SMS{:08}", house.next()) })).into_response()
}

#[derive(Deserialize)]
struct Zalo {
    recipient: ZaloUser,
}

#[derive(Deserialize)]
struct ZaloUser {
    user_id: String,
}

/// Refuses at once whom it cannot reach, and has no word for a message that
/// came to nothing later.
async fn zalo(State(house): State<Arc<House>>, Json(message): Json<Zalo>) -> Json<Value> {
    let user = message.recipient.user_id;
    let fate = house.consider(&user).await;
    if matches!(fate, Fate::Refused | Fate::Undelivered(_)) {
        return Json(json!({ "error": -213, "message": "User has not followed the OA" }));
    }
    let id = format!("{:020x}", house.next());
    let told = house.report(fate, |_| {
        house.receipts.client().post(&house.zalo_hook).json(&json!({
            "event_name": "user_received_message",
            "sender": { "id": "demo" },
            "recipient": { "id": user },
            "message": { "msg_id": id },
        }))
    });
    if !told {
        return Json(json!({ "error": -32, "message": "Rate limit" }));
    }
    Json(json!({ "error": 0, "message": "Success", "data": { "message_id": id, "user_id": user } }))
}

#[derive(Deserialize)]
struct Telegram {
    chat_id: String,
}

/// Refuses whom it cannot reach, and never tells of anything later.
async fn telegram(State(house): State<Arc<House>>, Json(message): Json<Telegram>) -> Response {
    let fate = house.consider(&message.chat_id).await;
    if matches!(fate, Fate::Refused | Fate::Undelivered(_)) {
        let blocked = json!({
            "ok": false,
            "error_code": 403,
            "description": "Forbidden: bot was blocked by the user",
        });
        return (StatusCode::FORBIDDEN, Json(blocked)).into_response();
    }
    Json(json!({ "ok": true, "result": { "message_id": house.next() } })).into_response()
}

#[derive(Deserialize)]
struct Push {
    endpoint: String,
    confirm: String,
}

async fn push(State(house): State<Arc<House>>, Json(message): Json<Push>) -> StatusCode {
    let fate = house.consider(&message.endpoint).await;
    if fate == Fate::Refused {
        return StatusCode::GONE;
    }
    if !house.report(fate, |state| house.dial(&message.confirm, state)) {
        return StatusCode::TOO_MANY_REQUESTS;
    }
    StatusCode::CREATED
}

impl House {
    /// Takes the time that a gateway takes, and knows what will become of it.
    async fn consider(&self, address: &str) -> Fate {
        let mut dice = Dice::seeded(self.taken.load(Ordering::Relaxed));
        let answers = Duration::from_secs_f64(dice.between(QUICKEST, SLOWEST));
        tokio::time::sleep(answers).await;
        fate::of(address)
    }

    /// Sees to it that the news of a message is called back when there is some.
    /// `call` makes the call for "delivered" (1) or "undelivered" (2). False
    /// where no more can be promised.
    fn report(&self, fate: Fate, call: impl FnOnce(u8) -> RequestBuilder) -> bool {
        match fate {
            Fate::Delivered(after) => self.receipts.later(after, call(1)),
            Fate::Undelivered(after) => self.receipts.later(after, call(2)),
            Fate::Refused | Fate::Silent | Fate::Off => true,
        }
    }

    /// A receipt address with the state put in.
    fn dial(&self, url: &str, state: u8) -> RequestBuilder {
        self.receipts
            .client()
            .get(url.replace("%d", &state.to_string()))
    }

    fn next(&self) -> u64 {
        self.taken.fetch_add(1, Ordering::Relaxed) + 1
    }
}
