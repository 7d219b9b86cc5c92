use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Query};
use axum::http::{HeaderMap, header};
use tokio::sync::mpsc;

use super::fate::{self, Fate};
use super::*;
use crate::channels::{Call, Channel, Inbound, Outgoing, Surroundings};
use crate::domain::delivery::{Outcome, ReceiptStatus};
use crate::domain::person::{Address, Way};

/// A gateway of the demo, opened as an office's would be.
async fn opened(way: Way) -> (Simulator, Arc<dyn Channel>, mpsc::Receiver<(String, Call)>) {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let (public_url, calls) = office().await;
    let simulator = Simulator::open(&public_url).await.unwrap();
    let hooks = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"a test's key");
    let surroundings = Surroundings { public_url, hooks };
    let blocks = simulator.channels(3000).unwrap();
    let mut channels = blocks
        .iter()
        .map(|block| block.open(&surroundings).unwrap());
    let channel = channels.find(|channel| channel.limits().carries == way);
    (simulator, channel.unwrap(), calls)
}

/// Somebody who is called, and writes every call down.
async fn office() -> (String, mpsc::Receiver<(String, Call)>) {
    let (sender, calls) = mpsc::channel(10);
    let write_down = async move |uri: OriginalUri,
                                 Query(query): Query<Vec<(String, String)>>,
                                 headers: HeaderMap,
                                 body: Bytes| {
        let kind = headers.get(header::CONTENT_TYPE);
        let call = Call {
            query,
            raw_query: uri.query().unwrap_or_default().to_owned(),
            content_type: kind.map_or("", |kind| kind.to_str().unwrap()).to_owned(),
            body,
            ..Call::default()
        };
        sender.send((uri.path().to_owned(), call)).await.unwrap();
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().fallback(write_down);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (url, calls)
}

/// The first of many addresses whose fate, as its gateway sees it, is so.
fn address(way: Way, fits: impl Fn(Fate) -> bool) -> Address {
    let all = (0..100_000).map(|n| match way {
        Way::Sms => format!("+8457{n:07}"),
        _ => format!("{n:019}"),
    });
    let mut fitting = all.filter(|one| fits(fate::of(one.trim_start_matches('+'))));
    Address::parse(way, &fitting.next().unwrap()).unwrap()
}

fn message(to: Address) -> Outgoing {
    Outgoing {
        reference: "6f1c0a1e7d7b4f0c8f0e3f4d9b2a1c00-1".to_owned(),
        to,
        text: "KHAN".to_owned(),
        valid_for: Duration::from_secs(600),
    }
}

#[tokio::test]
async fn every_gateway_refuses_whom_it_cannot_reach() {
    for way in Way::ALL {
        let (_open, channel, _) = opened(way).await;
        let nobody = address(way, |fate| fate == Fate::Refused);
        let submitted = channel.send(&message(nobody)).await;
        assert_eq!(submitted.outcome, Outcome::BadRecipient, "{way}");
        assert!(channel.limits().simulated, "{way}");
    }
}

#[tokio::test]
async fn a_phone_that_is_on_confirms_by_a_call_that_its_channel_believes() {
    let soon = |fate| matches!(fate, Fate::Delivered(after) if after < Duration::from_millis(400));
    for way in [Way::Sms, Way::Zalo, Way::Push] {
        let (_open, channel, mut calls) = opened(way).await;
        let submitted = channel.send(&message(address(way, soon))).await;
        assert_eq!(submitted.outcome, Outcome::Accepted, "{way}");
        let (path, call) = calls.recv().await.unwrap();
        assert_eq!(path, format!("/hooks/{}", channel.name()));
        let (inbound, _) = channel.read(&call).unwrap();
        let [
            Inbound::Receipt {
                reference,
                message_id,
                status,
            },
        ] = inbound.as_slice()
        else {
            panic!("{way}: {inbound:?}");
        };
        assert_eq!(*status, ReceiptStatus::Delivered, "{way}");
        let ours = reference.as_deref() == Some("6f1c0a1e7d7b4f0c8f0e3f4d9b2a1c00-1");
        assert!(
            ours || submitted.ids.first() == message_id.as_ref(),
            "{way}"
        );
    }
}

#[tokio::test]
async fn bad_news_comes_later_and_says_so() {
    let soon = |fate| matches!(fate, Fate::Undelivered(after) if after < Duration::from_secs(1));
    let (_open, channel, mut calls) = opened(Way::Sms).await;
    let submitted = channel.send(&message(address(Way::Sms, soon))).await;
    assert_eq!(submitted.outcome, Outcome::Accepted);
    let (_, call) = calls.recv().await.unwrap();
    let (inbound, _) = channel.read(&call).unwrap();
    assert!(matches!(
        inbound.as_slice(),
        [Inbound::Receipt {
            status: ReceiptStatus::Undelivered,
            ..
        }]
    ));
}

#[tokio::test]
async fn the_gateways_close_with_the_demo() {
    let (open, channel, _calls) = opened(Way::Telegram).await;
    let somebody = message(address(Way::Telegram, |fate| fate == Fate::Off));
    assert_eq!(channel.send(&somebody).await.outcome, Outcome::Accepted);
    drop(open);
    let closed = async { while channel.send(&somebody).await.outcome == Outcome::Accepted {} };
    tokio::time::timeout(Duration::from_secs(10), closed)
        .await
        .unwrap();
}
