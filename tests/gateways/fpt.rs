//! FPT, by the very block of docs/gateways/fpt.md: a login first.

use std::sync::Arc;

use loa::channels::{BadCall, Channel};
use loa::domain::delivery::Outcome;
use wiremock::matchers::{any, body_string_contains, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::row::message;
use super::{Case, Heard, Means, Request, gateway, manual};
use crate::support::config::{read, surroundings};

fn block() -> String {
    manual(
        include_str!("../../docs/gateways/fpt.md"),
        "https://app.sms.fpt.net",
        &[("CHANGE-ME-TOO", "bi-mat"), ("CHANGE-ME", "xa")],
    )
}

gateway!(Case {
    block,
    requests: &[Request {
        to: "0912 345 678",
        text: "Lũ về! Đi ngay",
        worth: 3600,
        line: "POST /api/push-brandname-otp",
        holds: &[(
            "json",
            r#"{"access_token": "ve-vao-cua", "session_id": "0123456789abcdef0123456789abcdef",
                "BrandName": "UBNDXA", "Phone": "84912345678",
                "Message": "TMWpIHbhu4EhIMSQaSBuZ2F5", "RequestId": "$ref"}"#
        )],
    }],
    replies: &[
        (
            200,
            r#"{"MessageId":4711,"Phone":"84912345678","BrandName":"UBNDXA","Message":"TMWp","PartnerId":"1","Telco":"Viettel"}"#,
            Outcome::Accepted,
            "4711"
        ),
        (
            200,
            r#"{"error":1008,"error_description":"Invalid client"}"#,
            Outcome::Auth,
            ""
        ),
        (
            401,
            r#"{"error":1011,"error_description":"Invalid token"}"#,
            Outcome::Auth,
            ""
        ),
        (200, r#"{"error":1013}"#, Outcome::Auth, ""),
        (200, r#"{"error":2513}"#, Outcome::Auth, ""),
        (200, r#"{"error":2518}"#, Outcome::BadContent, ""),
        (200, r#"{"error":2519}"#, Outcome::BadContent, ""),
        (
            200,
            r#"{"error":2501,"error_description":"Duplicate"}"#,
            Outcome::Ambiguous,
            ""
        ),
        (200, r#"{"error":1"#, Outcome::Ambiguous, ""),
        (500, r#"{"MessageId":4711}"#, Outcome::Ambiguous, ""),
    ],
    // It makes no calls that we know of.
    calls: &[
        Heard::json(
            "",
            r#"{"MessageId":4711,"Status":"0"}"#,
            Means::Refused(BadCall::NotExpected)
        ),
        Heard::bare("d=$ref&h=$proof&s=1", Means::Refused(BadCall::NotExpected)),
    ],
});

#[tokio::test]
async fn one_login_serves_all_and_a_token_that_is_refused_is_fetched_anew() {
    let fpt = Fpt::open().await;
    fpt.login_says(200, r#"{"access_token":"mot","expires_in":"3600"}"#)
        .await;
    fpt.takes("mot").await;
    for _ in 0..3 {
        assert_eq!(fpt.send().await, (Outcome::Accepted, "HTTP 200".to_owned()));
    }
    assert_eq!(fpt.logins().await, 1);

    fpt.gateway.reset().await;
    fpt.login_says(200, r#"{"access_token":"hai","expires_in":3600}"#)
        .await;
    fpt.takes("hai").await;
    let (outcome, _) = fpt.send().await;
    assert_eq!(outcome, Outcome::Auth, "the old token");
    let (outcome, _) = fpt.send().await;
    assert_eq!(outcome, Outcome::Accepted, "a new one");
    assert_eq!(fpt.logins().await, 1);
}

#[tokio::test]
async fn without_a_login_nothing_leaves_and_the_secret_is_told_to_nobody() {
    for (status, body, outcome) in [
        (
            401,
            r#"{"error":1008,"client_secret":"bi-mat"}"#,
            Outcome::Auth,
        ),
        (200, r#"{"error":1008}"#, Outcome::Auth),
        (200, r#"{"access_token":""}"#, Outcome::Auth),
        (503, "bi-mat", Outcome::NotSent),
        (200, "<html>", Outcome::Auth),
    ] {
        let fpt = Fpt::open().await;
        fpt.login_says(status, body).await;
        let said = (outcome, format!("login: HTTP {status}"));
        assert_eq!(fpt.send().await, said, "{status} {body}");
        // Those who wait behind it take its failure for theirs.
        assert_eq!(fpt.send().await, said, "{status} {body}");
        let asked = fpt.gateway.received_requests().await.unwrap();
        assert_eq!(asked.len(), 1, "a login, and no message");
        assert!(fpt.channel.check().await.is_err(), "the doctor says so");
    }
}

/// FPT, and the gateway of an office that has an account there.
struct Fpt {
    gateway: MockServer,
    channel: Arc<dyn Channel>,
}

impl Fpt {
    async fn open() -> Self {
        let gateway = MockServer::start().await;
        let config = read(block().replace("$url", &gateway.uri())).unwrap();
        let channel = config.channel[0].open(&surroundings()).unwrap();
        Self { gateway, channel }
    }

    async fn login_says(&self, status: u16, body: &str) {
        let reply = ResponseTemplate::new(status).set_body_string(body);
        Mock::given(path("/oauth2/token"))
            .respond_with(reply)
            .with_priority(1)
            .mount(&self.gateway)
            .await;
    }

    async fn takes(&self, token: &str) {
        let taken = ResponseTemplate::new(200).set_body_string(r#"{"MessageId":1}"#);
        Mock::given(body_string_contains(format!("\"{token}\"")))
            .respond_with(taken)
            .with_priority(2)
            .mount(&self.gateway)
            .await;
        let refused = ResponseTemplate::new(200).set_body_string(r#"{"error":1011}"#);
        Mock::given(any())
            .respond_with(refused)
            .mount(&self.gateway)
            .await;
    }

    async fn send(&self) -> (Outcome, String) {
        let submitted = self.channel.send(&message("0912345678", "Lũ", 60)).await;
        (submitted.outcome, submitted.code.unwrap())
    }

    async fn logins(&self) -> usize {
        let requests = self.gateway.received_requests().await.unwrap();
        let logins = requests.iter().map(|request| request.url.path());
        logins.filter(|path| *path == "/oauth2/token").count()
    }
}
