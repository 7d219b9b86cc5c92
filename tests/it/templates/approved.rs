//! What is told before anybody answers for a notice.

use loa::domain::language::Lang;
use loa::domain::notice::Urgency;
use loa::domain::person::{Address, Role, Way};

use super::{MEETING, drafted, entry, keys, office, refused, saying};
use crate::support::app::TestApp;
use crate::support::notice::content;

async fn only_esms(catalogue: &str) -> TestApp {
    let office = office(&[("esms", Some(catalogue))]).await;
    office.villagers(3).await;
    office
}

#[tokio::test]
async fn a_text_that_no_template_is_like_is_refused_with_the_ways_out() {
    let office = only_esms(&entry("LU-01", "Bao lu: {1}", "approved")).await;
    for urgency in [Urgency::Routine, Urgency::Urgent] {
        let sentence = refused(&office, content(&office.app, urgency)).await;
        for words in [
            "tiếng Việt",
            "không khớp mẫu nào đã đăng ký ở esms",
            "loa gateway templates esms",
        ] {
            assert!(sentence.contains(words), "{words}: {sentence}");
        }
    }
}

#[tokio::test]
async fn the_closest_reason_is_the_one_that_is_told() {
    let waiting = entry("TB-01", MEETING, "waiting") + &entry("LU-01", "Lu: {1}", "approved");
    let office = only_esms(&waiting).await;
    let sentence = refused(&office, content(&office.app, Urgency::Urgent)).await;
    assert!(
        sentence.contains("mẫu “TB-01” của esms còn chờ"),
        "{sentence}"
    );

    let office = only_esms(&entry("TB-01", MEETING, "refused")).await;
    let sentence = refused(&office, content(&office.app, Urgency::Urgent)).await;
    assert!(sentence.contains("đã từ chối mẫu “TB-01”"), "{sentence}");

    let short = entry("TB-01", MEETING, "approved") + "longest = 12\n";
    let office = only_esms(&short).await;
    let sentence = refused(&office, content(&office.app, Urgency::Urgent)).await;
    assert!(sentence.contains("dài quá 12 chữ"), "{sentence}");

    let office = only_esms(&entry("TB-01", MEETING, "approved")).await;
    let marked = saying(
        &office,
        Urgency::Urgent,
        "UBND xã Mường Toong: họp lúc 19h.",
    );
    let sentence = refused(&office, marked.clone()).await;
    assert!(sentence.contains("send_plain = true"), "{sentence}");
    // So it is.
    let mut plain = marked;
    plain.texts.get_mut(&Lang::vi()).unwrap().send_plain = true;
    let (_, seen) = drafted(&office, plain).await;
    assert!(
        seen.hindrances.is_empty() && seen.warnings.is_empty(),
        "{seen:?}"
    );
}

#[tokio::test]
async fn of_several_gateways_the_preview_names_those_that_will_not_take_it() {
    let lu = entry("LU-01", "Bao lu: {1}", "approved");
    let gateways = [("esms", Some(&*lu)), ("vnpt", Some(&*lu)), ("modem", None)];
    let office = office(&gateways).await;
    office.villagers(3).await;
    for urgency in [Urgency::Routine, Urgency::Flash] {
        let (_, seen) = drafted(&office, content(&office.app, urgency)).await;
        assert!(seen.hindrances.is_empty());
        assert_eq!(keys(&seen.warnings), ["preview-registered-elsewhere"]);
        let told = office.app.speech.say(Lang::vi(), &seen.warnings[0]);
        assert!(
            told.contains("không gửi qua esms, vnpt được") && told.contains("sẽ đi qua modem"),
            "{told}"
        );
        assert_eq!(seen.registered[0].takers, ["modem"]);
    }
}

#[tokio::test]
async fn danger_to_life_is_warned_of_and_never_refused() {
    let office = only_esms(&entry("LU-01", "Bao lu: {1}", "approved")).await;
    let (notice, seen) = drafted(&office, content(&office.app, Urgency::Flash)).await;
    assert!(seen.hindrances.is_empty());
    assert_eq!(keys(&seen.warnings), ["preview-unregistered-flash"]);
    let told = office.app.speech.say(Lang::vi(), &seen.warnings[0]);
    assert!(told.contains("vẫn duyệt được và vẫn gửi"), "{told}");
    let (_, approver) = office.staff().await;
    loa::hub::approve::approve(&office.app, &approver, notice.id, &notice.hash)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_text_that_nobody_would_get_hinders_nobody() {
    let office = only_esms(&entry("TB-01", MEETING, "approved")).await;
    let mong: Lang = "hmn-Latn-VN".parse().unwrap();
    let mut notice = content(&office.app, Urgency::Urgent);
    let mut text = notice.texts[&Lang::vi()].clone();
    text.short = Some("Hmo no sib tham.".to_owned());
    notice.texts.insert(mong, text);
    let (_, seen) = drafted(&office, notice.clone()).await;
    assert!(seen.hindrances.is_empty(), "{:?}", seen.hindrances);

    let mut person = office.person("Páo", &["0987000001"], Role::Villager);
    person.language = mong;
    office.save(&[person]).await;
    let sentence = refused(&office, notice).await;
    assert!(sentence.contains("tiếng Mông"), "{sentence}");
}

#[tokio::test]
async fn whoever_is_told_by_another_way_needs_no_template() {
    let folder = tempfile::tempdir().unwrap();
    let lu = entry("LU-01", "Bao lu: {1}", "approved");
    let esms = super::gateway(folder.path(), "esms", Some(&lu));
    let zalo = "[[channel]]\nkind = \"tape\"\nname = \"zalo\"\ncarries = \"zalo\"\n";
    let office = super::office_of(folder, &format!("{esms}{zalo}")).await;
    let mut person = office.person("Páo", &["0987000001"], Role::Villager);
    person
        .addresses
        .push(Address::parse(Way::Zalo, "1234567890").unwrap());
    office.save(&[person]).await;
    let (_, seen) = drafted(&office, content(&office.app, Urgency::Urgent)).await;
    assert!(seen.hindrances.is_empty(), "{:?}", seen.hindrances);
}

#[tokio::test]
async fn a_preview_reckons_by_the_gateway_that_will_carry_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let lu = entry("LU-01", "Bao lu: {1}", "approved");
    let esms = super::gateway(folder.path(), "esms", Some(&lu));
    let office = super::office_of(folder, &format!("{esms}{}", super::DEAR)).await;
    office.villagers(3).await;
    let (_, seen) = drafted(&office, content(&office.app, Urgency::Routine)).await;
    assert_eq!((seen.parts, seen.cost_vnd), (3, 3 * 300));
    // The tape costs nothing.
    let warning = saying(&office, Urgency::Routine, "Bao lu: len cao ngay.");
    let (_, seen) = drafted(&office, warning).await;
    assert_eq!((seen.parts, seen.cost_vnd), (3, 0));
}
