//! One message through a gateway, and what is shown of it.

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::office::{Office, Ran, TAPE};

const KEY: &str = "chia-khoa-bi-mat";

/// A gateway with a secret, and a tape.
fn config(url: &str) -> String {
    format!(
        r#"{TAPE}
        [[channel]]
        kind = "http-sms"
        name = "nha-mang"
        per_second = 0.02
        price_vnd = 350
        [channel.request]
        url = "{url}"
        headers = {{ Authorization = "Bearer {KEY}" }}
        json = {{ to = "{{to_84}}", text = "{{text}}", id = "{{ref}}" }}
        [[channel.reply]]
        status = 200
        json = {{ "/ok" = "1" }}
        outcome = "accepted"
        id = "/id"
        [[channel.reply]]
        status = 401
        outcome = "auth"
        code = "/why"
        [[channel.reply]]
        status = 429
        outcome = "throttled"
        [channel.receipt]
        reference = "d"
        status = "s"
        states = {{ 1 = "delivered" }}

        [[channel]]
        kind = "tape"
        name = "zalo"
        carries = "zalo"
        "#
    )
}

async fn says(gateway: &MockServer, reply: ResponseTemplate) {
    gateway.reset().await;
    Mock::given(any()).respond_with(reply).mount(gateway).await;
}

/// Neither the number nor the key stands anywhere.
fn discreet(ran: &Ran) {
    for word in ["912345678", "912 345 678", KEY] {
        let all = format!("{}{}", ran.out, ran.err);
        assert!(!all.contains(word), "{ran:?}");
    }
}

#[tokio::test]
async fn a_trial_shows_what_was_sent_what_came_back_and_how_to_read_it() {
    let gateway = MockServer::start().await;
    let office = Office::new(&config(&gateway.uri())).await;
    let try_it = async |more: &[&str]| {
        let mut args = vec!["gateway", "test", "nha-mang", "--to", "0912 345 678"];
        args.extend(more);
        let mut command = office.command(&args);
        command.env("RUST_LOG", "trace,sqlx=info,hyper=info");
        let ran = crate::support::office::finished(command).await;
        discreet(&ran);
        ran
    };
    let taken = ResponseTemplate::new(200).set_body_string(r#"{"ok":1,"id":"g-1"}"#);
    says(&gateway, taken).await;
    let ran = try_it(&[]).await;
    for words in [
        "nha-mang",
        "09…678",
        "TIN THỬ NGHIỆM của hệ thống",
        "(UCS-2)",
        "tổng đài đã nhận (accepted)",
        "HTTP 200",
        "xem điện thoại",
    ] {
        assert!(ran.said().contains(words), "{words}: {ran:?}");
    }
    let requests = gateway.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    let body: serde_json::Value = requests[0].body_json().unwrap();
    assert_eq!(body["to"], "84912345678");
    assert!(body["text"].as_str().unwrap().starts_with("TIN THỬ NGHIỆM"));

    let shown = try_it(&["--json"]).await.json();
    assert_eq!(shown["outcome"], "accepted");
    assert_eq!((&shown["ids"], &shown["parts"]), (&1.into(), &2.into()));
    assert_eq!(
        (&shown["to"], &shown["confirms"]),
        (&"09…678".into(), &true.into())
    );

    // A gateway that repeats what it refuses is not repeated.
    let why = format!(r#"{{"why":"key {KEY} may not write to 84912345678"}}"#);
    says(&gateway, ResponseTemplate::new(401).set_body_string(why)).await;
    let ran = try_it(&[]).await;
    assert!(
        ran.code == 1 && ran.out.contains("key ••• may not write to"),
        "{ran:?}"
    );
    assert!(ran.err.contains("không nhận tài khoản"), "{ran:?}");
    let slowly = ResponseTemplate::new(429).insert_header("retry-after", "7");
    says(&gateway, slowly).await;
    let ran = try_it(&["--lang", "en"]).await;
    assert!(
        ran.code == 1 && ran.out.contains("wait 7 seconds"),
        "{ran:?}"
    );
    let ran = try_it(&["--json"]).await;
    assert!(
        ran.code == 1 && ran.out.contains(r#""outcome": "throttled""#),
        "{ran:?}"
    );
}

#[tokio::test]
async fn a_trial_of_nothing_or_to_nobody_is_refused() {
    let office = Office::new(&config("http://127.0.0.1:9/")).await;
    let ran = async |name: &str, to: &str| {
        let ran = office.loa(&["gateway", "test", name, "--to", to]).await;
        discreet(&ran);
        ran
    };
    let unknown = ran("nha-mag", "0912345678").await;
    assert!(unknown.refusal().contains("“nha-mag”"), "{unknown:?}");
    assert!(
        unknown.refusal().contains("tape, nha-mang, zalo"),
        "{unknown:?}"
    );
    let fixed = ran("tape", "02153823456").await;
    assert!(fixed.refusal().contains("máy bàn") && !fixed.err.contains("3823456"));
    assert!(ran("tape", "abc").await.refusal().contains("ký hiệu lạ"));
    assert!(ran("zalo", "0912345678").await.refusal().contains("Zalo"));

    let nowhere = ran("nha-mang", "0912345678").await;
    assert!(nowhere.code == 1 && nowhere.out.contains("not_sent"));

    // A tape's message stands in its file, and nobody is told that it left.
    let taped = ran("tape", "0912345678").await;
    assert!(taped.said().contains("chỉ mô phỏng"), "{taped:?}");
    let written = std::fs::read_to_string(office.path("tin.jsonl")).unwrap();
    assert!(written.lines().count() == 1 && written.contains("TIN THỬ NGHIỆM"));
}

#[tokio::test]
async fn gateways_are_listed_in_the_order_they_are_tried() {
    let office = Office::new(&config("http://127.0.0.1:9/")).await;
    let list = office.loa(&["gateway", "list"]).await;
    for words in ["nha-mang", "350 đ", "72 phần tin/giờ", "mô phỏng"] {
        assert!(list.said().contains(words), "{words}: {list:?}");
    }
    let json = office.loa(&["gateway", "list", "--json"]).await.json();
    let names: Vec<_> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(names, ["tape", "nha-mang", "zalo"]);
    assert_eq!(
        (&json[1]["confirms"], &json[1]["price_vnd"]),
        (&true.into(), &350.into())
    );
    let by_carrier = config("http://127.0.0.1:9/").replace(
        "price_vnd = 350",
        "price_vnd = { viettel = 330, vinaphone = 400 }",
    );
    let office = Office::new(&by_carrier).await;
    let list = office.loa(&["gateway", "list"]).await;
    assert!(list.said().contains("từ 330 đến 400 đồng"), "{list:?}");
    let json = office.loa(&["gateway", "list", "--json"]).await.json();
    assert_eq!(
        (&json[1]["price_least_vnd"], &json[1]["price_vnd"]),
        (&330.into(), &400.into())
    );
    let none = Office::new("").await;
    let list = none.loa(&["gateway", "list"]).await;
    assert!(list.said().contains("Chưa khai báo"), "{list:?}");
}
