//! Gateways repeat their calls, and people repeat themselves.

use std::sync::Arc;
use std::time::Duration;

use loa::clock::{Clock, FixedClock, SystemClock};

use super::bench::kept;
use super::{JSON, json};
use crate::support::config::read;
use crate::support::front::{Door, Front};

#[tokio::test]
async fn a_call_that_is_repeated_is_one_and_the_same_words_later_are_another() {
    let clock = Arc::new(FixedClock::at(SystemClock.now()));
    let block = json::BLOCK.replace("$url", "http://127.0.0.1:9");
    let channels = read(block).unwrap().channel;
    let front = Front::with_gateways_by(clock.clone(), Door::open().await, channels).await;
    let says_tc = async || {
        let hook = format!("{}/hooks/speed?k=SECRET", front.url);
        // This gateway numbers nothing: each "TC" of a phone is the same call.
        let body = r#"{"type":"sms","phone":"0912000001","content":"TC"}"#;
        let call = reqwest::Client::new()
            .post(hook)
            .header("content-type", JSON);
        assert_eq!(call.body(body).send().await.unwrap().status().as_u16(), 200);
        kept(&front.test.app).await
    };
    assert_eq!(says_tc().await, 1);
    assert_eq!(
        says_tc().await,
        0,
        "the gateway was not sure that we had heard"
    );
    clock.advance(Duration::from_secs(2 * 3600));
    assert_eq!(says_tc().await, 1, "the person wrote again");
    front.close().await;
}
