//! Gateways repeat their calls, and people repeat themselves.

use std::sync::Arc;
use std::time::Duration;

use loa::clock::{Clock, FixedClock, SystemClock};

use super::bench::kept;
use super::row::sealed;
use super::{JSON, Seal, json, smsgate};
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

#[tokio::test]
async fn a_message_with_a_name_is_one_however_late_it_is_called_again() {
    let clock = Arc::new(FixedClock::at(SystemClock.now()));
    let block = smsgate::block().replace("$url", "http://127.0.0.1:9");
    let channels = read(block).unwrap().channel;
    let front = Front::with_gateways_by(clock.clone(), Door::open().await, channels).await;
    let says_tc = async |id: &str, age: i64| {
        let body = format!(
            r#"{{"event":"sms:received","id":"{id}","payload":{{"messageId":"x","message":"TC","sender":"0912000001"}}}}"#
        );
        let seal = Seal {
            key: smsgate::KEY,
            age,
            over: None,
        };
        let mut call = reqwest::Client::new()
            .post(format!("{}/hooks/smsgate", front.url))
            .header("content-type", JSON);
        for (name, value) in sealed(Some(&seal), &body, clock.now().as_second()) {
            call = call.header(name, value);
        }
        let status = call.body(body).send().await.unwrap().status().as_u16();
        (status, kept(&front.test.app).await)
    };
    assert_eq!(says_tc("e1", 0).await, (200, 1));
    clock.advance(Duration::from_secs(120));
    // The very call of two minutes ago; the phone's own repetition, signed anew.
    assert_eq!(says_tc("e1", 120).await, (200, 0));
    assert_eq!(says_tc("e1", 0).await, (200, 0));
    assert_eq!(says_tc("e2", 0).await, (200, 1), "the person wrote again");
    clock.advance(Duration::from_secs(240));
    assert_eq!(says_tc("e1", 360).await, (401, 0), "that is too long ago");
    clock.advance(Duration::from_secs(86_400));
    assert_eq!(says_tc("e1", 0).await, (200, 0));
    front.close().await;
}
