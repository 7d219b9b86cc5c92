//! What a month is stated at, and what an invoice says otherwise.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use loa::clock::FixedClock;
use loa::domain::delivery::Outcome;
use loa::domain::id::Lease;
use loa::domain::notice::Urgency;
use loa::domain::person::Way;
use loa::hub;
use loa::store::chunks::{Advertising, Claim};
use loa::store::ledger::Leaving;
use uuid::Uuid;

use super::{PRICE, billed, month, this_month};
use crate::engine::{Scripted, office};
use crate::support::app::{Node, TestApp, tape, until};
use crate::support::notice::content;
use crate::support::office::{Office, SEND, TAPE};

#[tokio::test]
async fn a_month_ends_at_midnight_in_viet_nam_whenever_its_notices_were_planned() {
    let eve: Timestamp = "2026-11-30T23:58:00+07:00".parse().unwrap();
    let clock = Arc::new(FixedClock::at(eve));
    let test = TestApp::boot_by(clock.clone(), tape(), |_| {}).await;
    test.villagers(5).await;
    test.send(content(&test.app, Urgency::Urgent)).await;
    // Planned on the eve, sent after midnight.
    let late = test.approved(content(&test.app, Urgency::Urgent)).await;
    hub::plan(&test.app, late.id.0).await.unwrap();
    clock.advance(Duration::from_secs(180));
    let node = Node::start(&test.app);
    test.settled(&late).await;
    node.stop().await;
    test.villagers(7).await;
    test.send(content(&test.app, Urgency::Urgent)).await;

    for (name, messages) in [("2026-11", 5), ("2026-12", 12)] {
        let stated = billed(&test, month(name)).await;
        assert_eq!(stated.total.messages, messages, "{name}");
        assert_eq!(stated.total.vnd, messages * PRICE);
        assert_eq!(stated.delivered, stated.total);
        let spent = test.app.store.spent(month(name)).await.unwrap();
        assert_eq!(spent, messages * PRICE, "{name}");
    }
    for name in ["2026-10", "2027-01"] {
        assert!(
            test.app
                .store
                .statement(month(name))
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(test.app.store.spent(month(name)).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn retries_that_were_refused_cost_nothing_and_extra_copies_stand_apart() {
    let gateway = Scripted::new("gateway", |_, place| match place {
        1..=3 => Outcome::Ambiguous,
        4..=5 => Outcome::Throttled,
        _ => Outcome::Accepted,
    });
    let office = office(&[&gateway], |config| {
        config.deliver.flash_resend_seconds = 1;
    })
    .await;
    office.villagers(10).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 10).await;
    node.stop().await;

    let stated = billed(&office, this_month(&office)).await;
    let messages = [
        stated.total,
        stated.ambiguous,
        stated.extra,
        stated.accepted,
        stated.delivered,
        stated.undelivered,
    ]
    .map(|share| share.messages);
    assert_eq!(messages, [13, 3, 3, 7, 0, 0]);
    assert_eq!((stated.price_least, stated.price_most), (PRICE, PRICE));
    let cost = office.coverage(&notice).await.cost_vnd;
    assert_eq!((stated.total.parts, stated.total.vnd), (13, cost));
    assert_eq!(cost, 13 * PRICE);
    let spent = office.app.store.spent(this_month(&office)).await.unwrap();
    assert_eq!(spent, cost);
}

#[tokio::test]
async fn what_a_node_had_handed_over_when_it_died_is_stated_as_unknown() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(5).await;
    let notice = office.approved(content(&office.app, Urgency::Urgent)).await;
    hub::plan(&office.app, notice.id.0).await.unwrap();
    let (store, now) = (&office.app.store, office.app.clock.now());
    let claim = Claim {
        way: Way::Sms,
        gateway: "gateway",
        in_charge: true,
        advertising: Advertising::Nothing,
        ahead: false,
        least: 0,
        after: loa::domain::id::NoticeId(Uuid::nil()),
        lease: Lease::at(now),
        length: Duration::from_secs(1),
    };
    let chunk = store.claim_chunk(&claim, now).await.unwrap().unwrap();
    let due = store.due_in(&chunk).await.unwrap().due;
    let leaving: Vec<Leaving> = due[..3]
        .iter()
        .map(|due| Leaving {
            delivery: due.id,
            parts: 2,
            cost_vnd: 2 * PRICE,
            language: None,
        })
        .collect();
    store
        .mark(claim.lease, &chunk, "gateway", &leaving, None, now)
        .await
        .unwrap();
    assert_eq!(store.spent(this_month(&office)).await.unwrap(), 0);

    // Another node takes over once the lease is out, and sends the rest.
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 2).await;
    node.stop().await;
    let stated = billed(&office, this_month(&office)).await;
    assert_eq!((stated.ambiguous.messages, stated.ambiguous.parts), (3, 6));
    assert_eq!(stated.ambiguous.vnd, 6 * PRICE);
    assert_eq!(stated.total.vnd, office.coverage(&notice).await.cost_vnd);
}

#[tokio::test]
async fn what_is_sent_one_by_one_costs_what_the_gateway_charges_and_never_less_than_nothing() {
    let gateway = Scripted::new("gateway", |_, place| match place {
        1..=3 => Outcome::BadRecipient,
        4 => Outcome::Throttled,
        _ => Outcome::Accepted,
    });
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(10).await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    hub::plan(&office.app, notice.id.0).await.unwrap();
    // Its chunk has brought three processes down: nobody reckons beforehand.
    office.database.run("UPDATE chunks SET crashes = 3").await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 7).await;
    node.stop().await;
    let costs: Vec<(i64, i64)> = office
        .database
        .rows("SELECT cost_vnd, COUNT(*) FROM deliveries GROUP BY cost_vnd ORDER BY cost_vnd")
        .await;
    assert_eq!(costs, [(0, 3), (PRICE, 7)]);
    let spent = office.app.store.spent(this_month(&office)).await.unwrap();
    assert_eq!(spent, 7 * PRICE);
}

#[tokio::test]
async fn an_invoice_is_held_against_the_ledger_in_words() {
    let office = Office::ready(&format!("[budget]\nmonth_vnd = 5000000\n{TAPE}")).await;
    office.loa(&[&SEND[..], &["--wait"]].concat()).await.said();
    let shown = office.loa(&["statement"]).await;
    for words in [
        "tape",
        "chưa hết tháng",
        "Chưa tính: tin máy trả lời bà con",
    ] {
        assert!(shown.said().contains(words), "{shown:?}");
    }
    let json = office
        .loa(&["statement", "--gateway", "tape", "--json"])
        .await
        .json();
    let stated = &json["statement"]["gateways"][0];
    assert_eq!(stated["total"]["parts"], 3);
    assert_eq!(stated["accepted"]["messages"], 3);
    let csv = office.loa(&["statement", "--csv"]).await;
    assert!(
        csv.said()
            .starts_with("\u{FEFF}\"Tổng đài\";\"Số lượt gửi\";")
    );
    assert!(
        csv.said().contains("\"tape\";3;3;\"0\";0;0;3;0;0;0"),
        "{csv:?}"
    );

    office.write(
        "hoa-don.csv",
        "Tổng đài;Số phần tin;Thành tiền (VNĐ)\ntape;1.003;350.000 đ\nkhác;2;700\nTổng cộng;1.005;350.700\n",
    );
    let compared = office.loa(&["statement", "--invoice", "hoa-don.csv"]).await;
    for words in [
        "tape: sổ ghi 3 phần tin, 0 đ; hóa đơn ghi 1.003 phần tin, 350.000 đ.",
        "Hóa đơn nhiều hơn sổ 1.000 phần tin.",
        "hóa đơn tính 349 đ một phần, loa.toml ghi 0 đ",
        "Sổ không ghi tin nào giao cho tổng đài này",
    ] {
        assert!(compared.said().contains(words), "{words}: {}", compared.out);
    }
    let empty = office.loa(&[
        "statement",
        "--month",
        "2020-01",
        "--invoice",
        "hoa-don.csv",
        "--json",
    ]);
    let keys = empty.await.json();
    assert_eq!(keys["invoice"][0]["findings"][0]["key"], "invoice-not-ours");

    let nobody = office.loa(&["statement", "--gateway", "viettel"]).await;
    assert!(
        nobody
            .refusal()
            .contains("Không có tổng đài nào tên “viettel”")
    );
    office.write("sai.csv", "tên;số\nAn;1\n");
    let unread = office.loa(&["statement", "--invoice", "sai.csv"]).await;
    assert!(
        unread.code == 1 && unread.err.contains("Không thấy dòng tên cột"),
        "{unread:?}"
    );

    let new = ["notice", "new", "lu.toml", "--as", "Lò Văn An", "--json"];
    let code = office.loa(&new).await.json()["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let preview = office.loa(&["notice", "preview", &code]).await;
    assert!(
        preview.said().contains("Ngân sách tháng này 5.000.000 đ"),
        "{preview:?}"
    );
}
