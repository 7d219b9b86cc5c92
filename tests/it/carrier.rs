//! The whole way with a real Kannel between: from an officer's notice to the
//! letters on a thousand phones and back as coverage, and what a phone writes
//! back to us. See docs/gateways/kannel.md.

use std::collections::BTreeMap;
use std::time::Instant;

use loa::domain::coverage::Coverage;
use loa::domain::id::NoticeId;
use loa::domain::language::Lang;
use loa::domain::notice::{Notice, Urgency};
use loa::domain::person::{Address, Role, Way};
use loa::domain::sms;
use loa::hub;

use crate::gateways::kannel::block;
use crate::support::app::{Node, until};
use crate::support::config::read;
use crate::support::front::{Door, Front};
use crate::support::kannel::{self, Heard, Kannel, MAX_PARTS, REFUSED, UNDELIVERED, UNROUTABLE};
use crate::support::notice::content;

/// Letters and digits: in its get-url Kannel reads `%` as a word of its own.
const TOKEN: &str = "k3Xw9TzQ";
const PEOPLE: usize = 1000;

/// Marks, punctuation a URL would swallow, a newline.
const ACCENTED: &str = "Lũ ống đang về bản Nậm Pồ & Huổi Púng!\nBà con ở ven suối đi ngay lên nhà văn hóa: \
    19h + 30' là muộn. Mang ≤ 5 kg, 100% người già, trẻ nhỏ đi trước … – \"{name}\" nhớ dắt hàng xóm?";
/// Nothing outside the GSM alphabet, and what takes two places of it.
const PLAIN: &str =
    "UBND xa: gia lua giong 7€ [loai 1]; a~b|c^d @ $ _ \\ 100% à é ù. Hoi truong ban.";

#[tokio::test]
async fn a_notice_goes_through_a_real_kannel_to_a_thousand_phones_and_back() {
    let Some(kannel) = Line::open().await else {
        return;
    };
    let test = &kannel.front.test;
    test.villagers(PEOPLE).await;
    let started = Instant::now();
    let (notice, coverage) = kannel.send(ACCENTED, Role::Villager).await;
    let took = started.elapsed().as_secs_f64();

    let counts = coverage.counts;
    assert_eq!((coverage.people, coverage.deliveries), (1000, 1000));
    assert_eq!(
        (counts.delivered, counts.total()),
        (1000, 1000),
        "{counts:?}"
    );
    let heard = kannel.heard(PEOPLE).await;
    let mut parts = 0;
    for i in 1..=PEOPLE {
        let phone = &heard[&format!("84912{i:06}")];
        let text =
            format!("{ACCENTED} KT:{}", notice.code).replace("{name}", &format!("Người {i}"));
        assert_eq!(phone.text, text);
        assert_eq!(phone.parts, sms::measure(&text).parts);
        assert!(phone.unicode && phone.from == "UBNDXA" && (3..MAX_PARTS).contains(&phone.parts));
        parts += phone.parts;
    }
    kannel.costs(notice.id, parts * 350).await;
    eprintln!("{PEOPLE} messages, {parts} parts: delivered in {took:.2} s");

    // The same line carries the plain alphabet.
    let (notice, coverage) = kannel.send(PLAIN, Role::Villager).await;
    assert_eq!(coverage.counts.delivered, 1000);
    let text = format!("{PLAIN} KT:{}", notice.code);
    for phone in kannel.heard(2 * PEOPLE).await.values() {
        assert_eq!((&phone.text, phone.unicode, phone.parts), (&text, false, 1));
    }
    kannel.close().await;
}

#[tokio::test]
async fn what_kannel_or_the_carrier_refuses_is_counted_as_failed() {
    let Some(kannel) = Line::open().await else {
        return;
    };
    let test = &kannel.front.test;
    let series = [
        ("84912000", 4),
        (UNDELIVERED, 3),
        (REFUSED, 5),
        (UNROUTABLE, 2),
    ];
    let people: Vec<_> = series
        .iter()
        .flat_map(|(prefix, n)| (1..=*n).map(move |i| format!("{prefix}{i:03}")))
        .map(|phone| test.person(&phone, &[&phone], Role::Villager))
        .collect();
    test.save(&people).await;
    let (notice, coverage) = kannel.send(ACCENTED, Role::Villager).await;

    let counts = coverage.counts;
    assert_eq!(
        (counts.delivered, counts.failed, counts.total()),
        (4, 10, 14),
        "{counts:?}"
    );
    assert_eq!(kannel.heard(4).await.len(), 4);
    // What Kannel took may cost; what it had no carrier for does not.
    let parts =
        sms::measure(&format!("{ACCENTED} KT:{}", notice.code).replace("{name}", "84912000001"))
            .parts;
    kannel.costs(notice.id, 12 * parts * 350).await;
    kannel.close().await;
}

#[tokio::test]
async fn a_phone_asks_for_silence_and_whether_a_notice_is_ours() {
    let Some(kannel) = Line::open().await else {
        return;
    };
    let test = &kannel.front.test;
    test.villagers(3).await;
    let (notice, coverage) = kannel.send(PLAIN, Role::Villager).await;
    assert_eq!(coverage.counts.delivered, 3);
    kannel.heard(3).await;

    let reader = Address::parse(Way::Sms, "0912000002").unwrap();
    assert!(!is_silent(&kannel, &reader).await);
    kannel.gateway.say("84912000002", "8049", "TC").await;
    until(async || is_silent(&kannel, &reader).await).await;
    let answer = &kannel.heard(4).await["84912000002"];
    let opted_out = test.app.speech.text(Lang::vi(), "sms-opted-out", &[]);
    assert_ne!(opted_out, sms::plain(&opted_out), "it has marks to lose");
    assert_eq!(answer.text, sms::plain(&opted_out));
    assert!(!answer.unicode && answer.parts == 1);

    // An urgent notice leaves them in peace from now on.
    let (_, coverage) = kannel.send(PLAIN, Role::Villager).await;
    assert_eq!(coverage.counts.delivered, 2, "{:?}", coverage.counts);
    kannel.heard(6).await;

    // With marks, as phones send it in UCS-2, and back again.
    kannel
        .gateway
        .say("+84912000002", "8049", "Đăng ký nhận tin")
        .await;
    until(async || !is_silent(&kannel, &reader).await).await;
    let answer = &kannel.heard(7).await["84912000002"];
    let opted_in = test.app.speech.text(Lang::vi(), "sms-opted-in", &[]);
    assert_eq!(answer.text, sms::plain(&opted_in));

    kannel
        .gateway
        .say("84912000003", "8049", &format!("KT {}", notice.code))
        .await;
    let answer = &kannel.heard(8).await["84912000003"];
    let title = [("title", notice.content.title.clone())];
    let specimen = test.app.speech.text(Lang::vi(), "sms-specimen", &title);
    assert_eq!(answer.text, sms::plain(&specimen));
    assert!(answer.text.contains("KHONG PHAI TIN THAT") && !answer.unicode);

    // A stranger's phone is answered too, an advertiser is not.
    kannel
        .gateway
        .say("VIETTEL", "8049", "Khuyen mai 50%")
        .await;
    kannel.gateway.say("84398765432", "8049", "xin chào").await;
    let heard = kannel.heard(9).await;
    let help = test.app.speech.text(Lang::vi(), "sms-help", &[]);
    assert_eq!(heard["84398765432"].text, sms::plain(&help));
    assert!(!heard.contains_key("VIETTEL"));
    kannel.close().await;
}

/// An office whose SMS goes through a real Kannel.
struct Line {
    front: Front,
    gateway: Kannel,
    node: Node,
}

impl Line {
    /// `None`, and a loud word, where Kannel is not installed.
    async fn open() -> Option<Self> {
        if kannel::installed().is_none() {
            crate::support::skip("kannel", "install the packages kannel and kannel-extras");
            return None;
        }
        let door = Door::open().await;
        let hook = format!("{}/hooks/kannel?k={TOKEN}", door.url());
        let gateway = Kannel::start(&hook).await;
        let block = block(&gateway.sendsms, gateway.user, gateway.password, TOKEN);
        let front = Front::with_gateways(door, read(block).unwrap().channel).await;
        let node = Node::start(&front.test.app);
        Some(Self {
            front,
            gateway,
            node,
        })
    }

    /// Sends a short text to everyone of a role; returns when nothing more is
    /// expected of it.
    async fn send(&self, short: &str, role: Role) -> (Notice, Coverage) {
        let test = &self.front.test;
        let mut content = content(&test.app, Urgency::Urgent);
        content.audience.roles = vec![role];
        for text in content.texts.values_mut() {
            text.short = Some(short.to_owned());
        }
        let notice = test.approved(content).await;
        test.settled(&notice).await;
        let coverage = test.coverage(&notice).await;
        (notice, coverage)
    }

    /// The last message of each phone, once the phones have exactly so many.
    async fn heard(&self, messages: usize) -> BTreeMap<String, Heard> {
        until(async || self.gateway.messages().await.len() >= messages).await;
        let all = self.gateway.messages().await;
        assert_eq!(all.len(), messages, "exactly so many, none twice");
        all.into_iter().map(|one| (one.to.clone(), one)).collect()
    }

    /// Waits until a notice has cost so much: receipts are often faster than the
    /// answers to what was sent, and it is these that are paid for.
    async fn costs(&self, notice: NoticeId, vnd: usize) {
        let app = &self.front.test.app;
        until(async || {
            let coverage = hub::cover::cover(app, notice).await.unwrap();
            usize::try_from(coverage.cost_vnd).unwrap() == vnd
        })
        .await;
    }

    async fn close(self) {
        self.node.stop().await;
        drop(self.gateway);
        self.front.close().await;
    }
}

async fn is_silent(kannel: &Line, address: &Address) -> bool {
    let people = hub::people::show(&kannel.front.test.app, address)
        .await
        .unwrap();
    people[0].ways == [(Way::Sms, true)]
}
