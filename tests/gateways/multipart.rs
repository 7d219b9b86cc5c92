//! Messages of several parts: when they count as delivered depends on what the
//! gateway tells apart.

use std::time::Duration;

use loa::domain::coverage::Counts;
use loa::domain::notice::{Notice, Urgency};
use uuid::Uuid;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::row::sealed;
use super::{FORM, JSON, Seal, json, reseller, smsgate};
use crate::support::app::{Node, until};
use crate::support::config::read;
use crate::support::front::{Door, Front};
use crate::support::notice::content;

#[tokio::test]
async fn a_gateway_that_names_one_id_for_all_parts_is_believed_at_its_one_receipt() {
    let case = Sending::of(json::BLOCK, r#"{"status":"success","data":{"tranId":77}}"#).await;
    let hook = format!("{}/hooks/speed?k=SECRET", case.front.url);
    case.call(&hook, JSON, r#"{"type":"report","tranId":77,"status":0}"#)
        .await;
    case.waits_for(|counts| counts.delivered == 1).await;
    case.close().await;
}

#[tokio::test]
async fn a_gateway_that_names_each_part_is_believed_when_all_have_arrived() {
    let case = Sending::of(reseller::BLOCK, "RESULT=0;SUCCESS").await;
    let hook = case.hook().await;
    case.call(&hook, FORM, "STATUS=DELIVRD&PART=1").await;
    case.call(&hook, FORM, "STATUS=DELIVRD&PART=1&AGAIN=1")
        .await;
    case.all_calls_are_read().await;
    assert_eq!(case.counts().await.accepted, 1, "half a message is none");
    case.call(&hook, FORM, "STATUS=DELIVRD&PART=2").await;
    case.waits_for(|counts| counts.delivered == 1).await;
    case.close().await;
}

#[tokio::test]
async fn a_receipt_that_names_no_part_speaks_for_the_whole() {
    let case = Sending::of(reseller::BLOCK, "RESULT=0;SUCCESS").await;
    case.call(&case.hook().await, FORM, "STATUS=DELIVRD").await;
    case.waits_for(|counts| counts.delivered == 1).await;
    case.close().await;
}

#[tokio::test]
async fn one_lost_part_is_a_lost_message() {
    let case = Sending::of(reseller::BLOCK, "RESULT=0;SUCCESS").await;
    let hook = case.hook().await;
    case.call(&hook, FORM, "STATUS=DELIVRD&PART=2").await;
    case.call(&hook, FORM, "STATUS=UNDELIV&PART=1").await;
    case.waits_for(|counts| counts.failed == 1).await;
    case.close().await;
}

#[tokio::test]
async fn half_a_message_is_none_even_where_its_receipt_is_faster_than_the_answer() {
    let slow = Duration::from_secs(2);
    let case = Sending::start(reseller::BLOCK, "RESULT=0;SUCCESS", slow).await;
    until(async || !case.gateway.received_requests().await.unwrap().is_empty()).await;
    let hook = case.hook().await;
    case.call(&hook, FORM, "STATUS=DELIVRD&PART=2").await;
    case.all_calls_are_read().await;
    assert_eq!(case.counts().await.delivered, 0, "half a message is none");
    case.call(&hook, FORM, "STATUS=DELIVRD&PART=1").await;
    case.waits_for(|counts| counts.delivered == 1).await;
    case.close().await;
}

#[tokio::test]
async fn a_phone_that_tells_of_each_part_is_believed_when_all_have_arrived() {
    let case = Sending::of(&smsgate::block(), r#"{"id":"x","state":"Pending"}"#).await;
    case.phone_says("sms:sent", "e1").await;
    case.phone_says("sms:delivered", "e2").await;
    // The phone was not sure that we had heard.
    case.phone_says("sms:delivered", "e2").await;
    case.all_calls_are_read().await;
    assert_eq!(case.counts().await.accepted, 1, "half a message is none");
    case.phone_says("sms:delivered", "e3").await;
    case.waits_for(|counts| counts.delivered == 1).await;
    case.close().await;
}

#[tokio::test]
async fn a_phone_that_could_not_send_one_part_has_not_delivered_the_message() {
    let case = Sending::of(&smsgate::block(), r#"{"id":"x","state":"Pending"}"#).await;
    case.phone_says("sms:delivered", "e1").await;
    case.phone_says("sms:failed", "e2").await;
    case.waits_for(|counts| counts.failed == 1).await;
    case.close().await;
}

/// A notice of two parts to one reader.
struct Sending {
    gateway: MockServer,
    front: Front,
    node: Node,
    notice: Notice,
}

impl Sending {
    /// Accepted by the gateway.
    async fn of(block: &str, reply: &str) -> Self {
        let sending = Self::start(block, reply, Duration::ZERO).await;
        sending.waits_for(|counts| counts.accepted == 1).await;
        sending
    }

    /// On its way to a gateway that takes its time.
    async fn start(block: &str, reply: &str, slow: Duration) -> Self {
        let gateway = MockServer::start().await;
        let reply = ResponseTemplate::new(200)
            .set_body_string(reply)
            .set_delay(slow);
        Mock::given(any()).respond_with(reply).mount(&gateway).await;
        // A specimen leaves through a gateway that says it is none.
        let block = block
            .replace("$url", &gateway.uri())
            .replace("simulated = true", "");
        let block = block.replace("kind =", "simulated = true\nkind =");
        let channels = read(block).unwrap().channel;
        let front = Front::with_gateways(Door::open().await, channels).await;
        let test = &front.test;
        test.villagers(1).await;
        let mut long = content(&test.app, Urgency::Urgent);
        for text in long.texts.values_mut() {
            text.short = Some("Mưa lớn từ 22 giờ đến 3 giờ sáng, có nơi trên 200 mm. Bà con ở ven suối chuyển lên nhà văn hóa bản.".to_owned());
        }
        let notice = test.approved(long).await;
        let node = Node::start(&test.app);
        Self {
            gateway,
            front,
            node,
            notice,
        }
    }

    async fn hook(&self) -> String {
        let requests = self.gateway.received_requests().await.unwrap();
        let body = String::from_utf8(requests[0].body.clone()).unwrap();
        let form = reqwest::Url::parse(&format!("http://form/?{body}")).unwrap();
        let (_, hook) = form
            .query_pairs()
            .find(|(name, _)| name == "DLRURL")
            .unwrap();
        hook.into_owned()
    }

    async fn call(&self, hook: &str, media: &str, body: &str) {
        let request = reqwest::Client::new()
            .post(hook)
            .header("content-type", media);
        let reply = request.body(body.to_owned()).send().await.unwrap();
        assert!(reply.status().is_success(), "{}", reply.status());
    }

    /// A signed call of a phone about the message.
    async fn phone_says(&self, event: &str, id: &str) {
        let requests = self.gateway.received_requests().await.unwrap();
        let sent: serde_json::Value = serde_json::from_slice(&requests[0].body).unwrap();
        let payload = serde_json::json!({ "messageId": sent["id"] });
        let body = serde_json::json!({ "event": event, "id": id, "payload": payload });
        let body = body.to_string();
        let seal = Seal {
            key: smsgate::KEY,
            age: 0,
            over: None,
        };
        let now = self.front.test.app.clock.now().as_second();
        let mut call = reqwest::Client::new()
            .post(format!("{}/hooks/smsgate", self.front.url))
            .header("content-type", JSON);
        for (name, value) in sealed(Some(&seal), &body, now) {
            call = call.header(name, value);
        }
        let reply = call.body(body).send().await.unwrap();
        assert!(reply.status().is_success(), "{}", reply.status());
    }

    async fn counts(&self) -> Counts {
        self.front.test.coverage(&self.notice).await.counts
    }

    async fn waits_for(&self, holds: impl Fn(&Counts) -> bool) {
        until(async || holds(&self.counts().await)).await;
    }

    async fn all_calls_are_read(&self) {
        let app = &self.front.test.app;
        until(async || {
            let now = app.clock.now();
            let reading = app.store.apply_receipts(Uuid::nil(), 1, now).await;
            reading.unwrap().seen == 0
        })
        .await;
    }

    async fn close(self) {
        self.node.stop().await;
        self.front.close().await;
    }
}
