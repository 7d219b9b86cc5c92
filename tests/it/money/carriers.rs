//! What is told where each carrier has its price, and nobody knows who has
//! which carrier.

use loa::channels::tape::Tape;
use loa::domain::budget::Budget;
use loa::domain::language::Lang;
use loa::domain::notice::Urgency;
use loa::domain::person::Way;
use loa::domain::price::Bounds;
use loa::hub::approve::approve;
use loa::hub::budget::purse;
use loa::hub::compose::compose;
use loa::hub::preview::preview;

use super::{billed, this_month};
use crate::support::app::{Node, TestApp, limits};
use crate::support::notice::content;
use crate::support::office::{Office, SEND};

/// What a part costs: the cheapest carrier, the dearest.
const PRICE: Bounds = Bounds {
    least: 330,
    most: 400,
};

/// An office of five people whose gateway has several prices, with money for
/// so much.
async fn office(month_vnd: i64) -> TestApp {
    let mut limits = limits(Way::Sms);
    limits.price_vnd = PRICE;
    let sms = Tape::new("tape", limits).keeping().with_receipts();
    let test = TestApp::boot_with(sms, |config| {
        config.budget = Budget {
            month_vnd: Some(month_vnd),
            flash_reserve_percent: 0,
        };
    })
    .await;
    test.villagers(5).await;
    test
}

#[tokio::test]
async fn the_budget_reckons_with_the_dearest_carrier() {
    // Enough for the cheapest, and one đồng too little for the dearest.
    let test = office(5 * PRICE.most - 1).await;
    let (author, approver) = test.staff().await;
    let notice = compose(&test.app, &author, content(&test.app, Urgency::Urgent))
        .await
        .unwrap();
    let seen = preview(&test.app, &notice).await.unwrap();
    assert_eq!((seen.cost_least_vnd, seen.cost_vnd), (1650, 2000));
    assert_eq!(seen.hindrances[0].key, "refused-budget");
    let refusal = approve(&test.app, &approver, notice.id, &notice.hash)
        .await
        .unwrap_err();
    let sentence = test.app.speech.say(Lang::vi(), &refusal.sayings()[0]);
    assert!(sentence.contains("2.000 đ"), "{sentence}");
}

#[tokio::test]
async fn what_has_left_is_kept_with_both_prices_and_spent_at_the_dearest() {
    let test = office(5 * PRICE.most).await;
    let notice = test.approved(content(&test.app, Urgency::Urgent)).await;
    let reckoned = purse(&test.app).await.unwrap().unwrap();
    assert_eq!(reckoned.expected_vnd, 2000);
    let node = Node::start(&test.app);
    test.settled(&notice).await;
    node.stop().await;

    let stated = billed(&test, this_month(&test)).await;
    assert_eq!(stated.total.bounds(), PRICE.times(5));
    assert_eq!(stated.delivered, stated.total);
    assert_eq!((stated.price_least, stated.price_most), (330, 400));
    let purse = purse(&test.app).await.unwrap().unwrap();
    assert_eq!((purse.spent_vnd, purse.expected_vnd), (2000, 0));
    assert_eq!(test.coverage(&notice).await.cost_vnd, 2000);
}

#[tokio::test]
async fn a_preview_tells_from_how_much_to_how_much_in_both_languages() {
    let block = |price: &str| {
        format!(
            r#"
            [[channel]]
            kind = "smstools"
            name = "modem"
            per_second = 10
            simulated = true
            price_vnd = {price}
            "#
        )
    };
    let (several, one) = (
        "{ viettel = 330, vinaphone = 350, other = 400 }",
        "{ viettel = 350, other = 350 }",
    );
    let office = Office::ready(&block(several)).await;
    let new = ["notice", "new", "lu.toml", "--as", "Lò Văn An", "--json"];
    let code = office.loa(&new).await.json()["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let vi = office.loa(&["notice", "preview", &code]).await;
    for words in ["chi phí từ 990 đến 1.200 đồng", "mức cao nhất"] {
        assert!(vi.said().contains(words), "{words}: {vi:?}");
    }
    let en = office
        .loa(&["notice", "preview", &code, "--lang", "en"])
        .await;
    assert!(en.said().contains("cost from 990 to 1,200 VND"), "{en:?}");
    let json = office
        .loa(&["notice", "preview", &code, "--json"])
        .await
        .json();
    assert_eq!(json["cost_vnd"], 1200);
    assert_eq!(json["cost_least_vnd"], 990);
    assert_eq!(json["ways"]["sms"]["cost_least_vnd"], 990);

    let office = Office::ready(&block(one)).await;
    let code = office.loa(&new).await.json()["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let vi = office.loa(&["notice", "preview", &code]).await;
    assert!(vi.said().contains("chi phí 1.050 đ."), "{vi:?}");
    assert!(!vi.said().contains("nhà mạng"), "{vi:?}");
}

#[tokio::test]
async fn a_statement_tells_the_range_and_an_invoice_within_it_agrees() {
    let office = Office::ready(
        r#"
        [[channel]]
        kind = "gammu"
        name = "modem"
        spool = "modem"
        per_second = 100
        simulated = true
        price_vnd = { viettel = 330, other = 400 }
        "#,
    )
    .await;
    std::fs::create_dir_all(office.path("modem/outbox")).unwrap();
    office.loa(&[&SEND[..], &["--wait"]].concat()).await.said();
    let shown = office.loa(&["statement"]).await;
    for words in ["330–400", "Cộng: từ 990 đến 1.200 đồng", "giá tùy nhà mạng"] {
        assert!(shown.said().contains(words), "{words}: {shown:?}");
    }
    let csv = office.loa(&["statement", "--csv"]).await;
    let line = "\"modem\";3;3;\"330–400\";1200;0;3;0;0;0;990";
    assert!(csv.said().contains(line), "{csv:?}");
    for (vnd, words) in [
        ("1.055", "Khớp."),
        ("1.320", "hóa đơn nhiều hơn mức cao nhất 120 đ"),
    ] {
        let invoice = format!("Tổng đài;Số phần tin;Thành tiền\nmodem;3;{vnd}\n");
        office.write("hoa-don.csv", &invoice);
        let compared = office.loa(&["statement", "--invoice", "hoa-don.csv"]).await;
        assert!(compared.said().contains(words), "{words}: {compared:?}");
    }
}
