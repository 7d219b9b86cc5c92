//! A conversation by SMS, as it is held: what somebody writes, and what comes
//! back on their key phone.

use loa::domain::notice::{Topic, Urgency};
use loa::domain::officer::Duty;
use loa::domain::person::{Address, Role, Way};
use loa::hub;

use crate::support::app::{COMMUNE, until};
use crate::support::notice::content;

pub use line::Line;
use line::count_villages;

mod line;

/// Somebody who writes.
pub const PAO: &str = "+84912000001";

#[tokio::test]
async fn somebody_registers_chooses_changes_language_and_refuses_first_one_topic_then_all() {
    let line = Line::open().await;
    let thanh_an = line.test.app.areas.search("thanh an dien bien")[0].clone();
    count_villages(&line, thanh_an.code.as_str(), &["bản Pú Mây", "Thôn 1"]).await;

    // The name is that of several communes.
    let which = line.says(PAO, "dk thành an").await;
    assert!(which.starts_with("Xa nao? 1 Thanh An ("), "{which}");
    let which_village = line.says(PAO, "Điện Biên").await;
    assert!(
        which_village.starts_with("Da ghi so nay nhan tin cua xa Thanh An."),
        "{which_village}"
    );
    assert!(
        which_village.contains("1 Thon 1, 2 ban Pu May"),
        "{which_village}"
    );
    let kept = line.says(PAO, " 2.").await;
    assert!(kept.contains("ban Pu May"), "{kept}");
    let pao = line.person(PAO).await;
    assert_eq!(
        (pao.area.clone(), pao.village.as_deref()),
        (thanh_an.code.clone(), Some("bản Pú Mây"))
    );

    // Mông has two scripts here.
    let script = line.says(PAO, "NN Mông").await;
    assert!(script.contains("1 Mong (chu Mong Viet Nam)"), "{script}");
    line.says(PAO, "1").await;
    assert_eq!(line.person(PAO).await.language, "hmn-Latn-VN");
    line.says(PAO, "nn viet").await;
    assert_eq!(line.person(PAO).await.language, "vi");

    // One topic, by a word that is none, then by its own.
    let asked = line.says(PAO, "HUY THUOC").await;
    assert!(asked.starts_with("Thoi nhan tin gi?"), "{asked}");
    let less = line.says(PAO, "huỷ y tế").await;
    assert!(less.contains("thoi nhan tin ve y te"), "{less}");
    let of = |topic: Topic| {
        let mut content = content(&line.test.app, Urgency::Urgent);
        content.topic = topic;
        content.audience.areas = vec![thanh_an.code.clone()];
        content
    };
    let office_area = thanh_an.parent.clone().unwrap();
    let staff = [
        ("Lò Văn An", Duty::Author),
        ("Vàng Thị Bình", Duty::Approver),
    ];
    for (name, duty) in staff {
        hub::people::add_officer(&line.test.app, name, office_area.clone(), duty, &[])
            .await
            .unwrap();
    }
    let prices = line.test.approved(of(Topic::Market)).await;
    until(async || line.test.coverage(&prices).await.counts.delivered == 1).await;
    let vaccines = hub::compose::compose(
        &line.test.app,
        &line.test.staff().await.0,
        of(Topic::Health),
    )
    .await
    .unwrap();
    let refused = hub::approve::approve(
        &line.test.app,
        &line.test.staff().await.1,
        vaccines.id,
        &vaccines.hash,
    )
    .await;
    assert!(
        matches!(refused, Err(hub::Refusal::NobodyToReach { .. })),
        "nobody else is there, and they want none: {refused:?}"
    );

    // All of it; and no list brings the number back.
    let silent = line.says(PAO, "từ chối, đừng nhắn nữa").await;
    assert!(
        silent.contains("Lenh so tan") && silent.contains("van gui"),
        "{silent}"
    );
    let address = Address::parse(Way::Sms, PAO).unwrap();
    hub::people::forget(&line.test.app, &address).await.unwrap();
    let mut again = line
        .test
        .person("Giàng A Páo", &["0912000001"], Role::Villager);
    again.area = thanh_an.code.clone();
    line.test.save(&[again]).await;
    assert_eq!(line.person(PAO).await.ways, [(Way::Sms, true)]);

    // But they themselves do.
    line.says(PAO, "DK").await;
    assert_eq!(line.person(PAO).await.ways, [(Way::Sms, false)]);
    line.node.stop().await;
}

#[tokio::test]
async fn what_was_agreed_to_is_on_record_with_its_words() {
    let line = Line::open().await;
    line.says(PAO, "DK Mường Toong").await;
    line.says(PAO, "HUY YTE").await;
    line.says(PAO, "TC").await;
    let address = Address::parse(Way::Sms, PAO).unwrap();
    let consents = line.test.app.store.consents(&address).await.unwrap();
    let told: Vec<(&str, bool)> = consents
        .iter()
        .map(|(purpose, given, _)| (purpose.as_str(), *given))
        .collect();
    assert_eq!(
        told,
        [("notices", true), ("health", false), ("notices", false)]
    );
    assert!(
        consents[0].2.starts_with("sms-registered vi "),
        "{consents:?}"
    );
    line.node.stop().await;
}

#[tokio::test]
async fn a_strangers_silence_is_kept_too() {
    let line = Line::open().await;
    line.says(PAO, "STOP").await;
    let later = line
        .test
        .person("Giàng A Páo", &["0912000001"], Role::Villager);
    line.test.save(&[later]).await;
    assert_eq!(line.person(PAO).await.ways, [(Way::Sms, true)]);
    line.node.stop().await;
}

#[tokio::test]
async fn a_question_in_free_words_is_answered_by_an_officer_once() {
    let line = Line::open().await;
    line.test.villagers(1).await;
    let (author, approver) = line.test.two_officers().await;
    let got = line.says(PAO, "Bao gio tiem cho chau nho a?").await;
    assert!(got.starts_with("Xa da nhan duoc tin nhan"), "{got}");
    let app = &line.test.app;
    let open = hub::inbox::list(app, Some(&line.test.area(COMMUNE)), false)
        .await
        .unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].text, "Bao gio tiem cho chau nho a?");
    assert!(
        hub::inbox::list(app, Some(&line.test.area("01")), false)
            .await
            .unwrap()
            .is_empty()
    );
    hub::inbox::assign(app, &author, open[0].no, &approver)
        .await
        .unwrap();

    hub::inbox::answer(app, &approver, open[0].no, "Sáng thứ sáu, ở trạm y tế xã.")
        .await
        .unwrap();
    until(async || line.heard(PAO).len() == 2).await;
    assert_eq!(line.heard(PAO)[1], "Sang thu sau, o tram y te xa.");
    let twice = hub::inbox::answer(app, &author, open[0].no, "Chiều nay.").await;
    assert!(
        matches!(twice, Err(hub::Refusal::AnsweredAlready(_))),
        "{twice:?}"
    );
    assert!(hub::inbox::list(app, None, false).await.unwrap().is_empty());
    let elsewhere = line.test.app.areas.scope("01").unwrap();
    let stranger = hub::people::add_officer(app, "Hà Nội", elsewhere, Duty::Approver, &[])
        .await
        .unwrap();
    let barred = hub::inbox::answer(app, &stranger, open[0].no, "Không.").await;
    assert!(matches!(barred, Err(hub::Refusal::Barred(_))), "{barred:?}");

    // Who is forgotten takes their words along.
    let address = Address::parse(Way::Sms, PAO).unwrap();
    hub::people::forget(app, &address).await.unwrap();
    assert_eq!(line.count("SELECT COUNT(*) FROM questions").await, 0);
    assert_eq!(line.count("SELECT COUNT(*) FROM talks").await, 0);
    line.node.stop().await;
}

#[tokio::test]
async fn a_machine_that_repeats_itself_is_soon_answered_no_more_and_ours_never() {
    let line = Line::open_with(|config| {
        config.conversation.number = Some("0987 654 321".to_owned());
    })
    .await;
    for _ in 0..4 {
        line.says(PAO, "Quy khach dang ban, xin goi lai sau").await;
    }
    for _ in 0..3 {
        line.writes(PAO, "Quy khach dang ban, xin goi lai sau")
            .await;
    }
    // Other words are answered again, and what was asked for is done.
    line.says(PAO, "TC").await;
    assert_eq!(line.heard(PAO).len(), 5);
    line.writes("+84987654321", "TG").await;
    line.says("+84912000002", "TG").await;
    assert!(line.heard("+84987654321").is_empty());
    line.node.stop().await;
}
