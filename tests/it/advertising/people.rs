//! Who gets it: those who agreed, and nobody on the list.

use std::sync::Arc;

use loa::app::App;
use loa::clock::FixedClock;
use loa::domain::notice::Urgency;
use loa::domain::person::{Address, Way};
use loa::hub;
use loa::hub::Refusal;

use super::{advertised, agree, at, draft, left_out, loan, office, office_with, refused};
use crate::conversation::{Line, PAO};
use crate::support::app::{Node, TestApp};
use crate::support::config::config;
use crate::support::notice::content;

#[tokio::test]
async fn it_goes_to_those_alone_who_agreed_and_to_none_who_took_it_back() {
    let (_, test) = office("09:00", 3).await;
    agree(&test.app, 2, false).await;
    let (_, coverage) = test.send(loan(&test.app)).await;
    assert_eq!(advertised(&test.sms), ["001", "003"]);
    assert_eq!((coverage.people, coverage.no_contact), (3, 0));
    assert_eq!(coverage.left_out, left_out(1, 0, 0));
    assert_eq!(coverage.deliveries, 2);

    // Silence takes it back too, and returning does not give it again.
    let address = Address::parse(Way::Sms, "0912000003").unwrap();
    for silent in [true, false] {
        hub::people::set_silent(&test.app, &address, silent)
            .await
            .unwrap();
    }
    let (_, coverage) = test.send(loan(&test.app)).await;
    assert_eq!(coverage.left_out, left_out(2, 0, 0));
    assert_eq!(advertised(&test.sms), ["001", "001", "003"]);

    // What is planned ends where somebody takes it back before it leaves.
    let waiting = test.approved(loan(&test.app)).await;
    hub::plan(&test.app, waiting.id.0).await.unwrap();
    agree(&test.app, 1, false).await;
    assert_eq!(test.coverage(&waiting).await.counts.stopped, 1);
    let nobody = draft(&test, loan(&test.app)).await;
    let refusal = refused(&test, &nobody).await;
    assert!(
        matches!(refusal, Refusal::NobodyToAdvertiseTo { people: 3, left_out: all } if all == left_out(3, 0, 0)),
        "{refusal:?}"
    );
    // Whoever agreed to nothing still gets what is no advertising.
    let (_, coverage) = test.send(content(&test.app, Urgency::Routine)).await;
    assert_eq!(coverage.counts.delivered, 3);
}

#[tokio::test]
async fn the_list_is_honoured_as_it_stands_when_it_is_needed() {
    let lists = tempfile::tempdir().unwrap();
    let file = lists.path().join("khong-quang-cao.txt");
    std::fs::write(&file, "+84 912 000 002\n").unwrap();
    let list = file.clone();
    let (_, test) = office_with("09:00", 4, |config| {
        config.promotional.do_not_call = Some(list);
    })
    .await;
    let (_, coverage) = test.send(loan(&test.app)).await;
    assert_eq!(advertised(&test.sms), ["001", "003", "004"]);
    assert_eq!(coverage.left_out, left_out(0, 1, 0));

    // Between planning and leaving.
    let planned = test.approved(loan(&test.app)).await;
    hub::plan(&test.app, planned.id.0).await.unwrap();
    std::fs::write(&file, "+84 912 000 002\n0912.000.003\n").unwrap();
    hub::sweep(&test.app).await.unwrap();
    let node = Node::start(&test.app);
    test.settled(&planned).await;
    node.stop().await;
    let counts = test.coverage(&planned).await.counts;
    assert_eq!((counts.delivered, counts.stopped), (2, 1));

    // A slip in it is told by its line, and nothing leaves meanwhile.
    let notice = draft(&test, loan(&test.app)).await;
    std::fs::write(&file, "+84 912 000 002\n\nkhông rõ số\n").unwrap();
    let Refusal::DoNotCall(slip) = refused(&test, &notice).await else {
        panic!("a list with a slip was used");
    };
    assert!(slip.to_string().contains("line 3"), "{slip}");
    assert!(!hub::hours::may_advertise(&test.app));
    let mut config = config(test.folder.path(), &test.database.url);
    config.promotional.do_not_call = Some(file);
    let clock = Arc::new(FixedClock::at(at(25, "09:00")));
    let error = App::build_with(config, Vec::new(), clock).await.err();
    let told = error.unwrap().to_string();
    assert!(
        told.contains("line 3") && told.contains("do_not_call"),
        "{told}"
    );
}

#[tokio::test]
async fn people_agree_by_a_message_and_take_it_back_by_another() {
    let line = Line::open().await;
    let unknown = line.says(PAO, "DK QC").await;
    assert!(
        unknown.starts_with("May chua biet ba con o xa nao"),
        "{unknown}"
    );
    line.says(PAO, "DK Mường Toong").await;
    let address = Address::parse(Way::Sms, PAO).unwrap();
    for (text, agreed, words) in [
        ("ĐK quảng cáo", true, "dong y nhan tin quang cao"),
        ("Huy QC", false, "thoi nhan tin quang cao"),
        ("dk qc", true, "nhieu nhat 3 tin"),
        ("TC", false, "Da ngung gui tin thuong"),
        ("DK", false, "Da gui lai tin thuong"),
    ] {
        let told = line.says(PAO, text).await;
        assert!(told.contains(words), "{told}");
        assert_eq!(agrees(&line.test, &address).await, agreed, "{text}");
    }
    let consents = line.test.app.store.consents(&address).await.unwrap();
    let told: Vec<(&str, bool)> = consents
        .iter()
        .filter(|(purpose, ..)| purpose == "promotional")
        .map(|(purpose, given, _)| (purpose.as_str(), *given))
        .collect();
    let of = |given| ("promotional", given);
    assert_eq!(told, [of(true), of(false), of(true)]);
    line.node.stop().await;
}

async fn agrees(test: &TestApp, address: &Address) -> bool {
    let mut tx = test.app.store.begin().await.unwrap();
    let contact = tx.contact_of(address).await.unwrap().unwrap();
    drop(tx);
    let (now, none) = (
        test.app.clock.now(),
        loa::domain::id::NoticeId::at(test.app.clock.now()),
    );
    let known = test
        .app
        .store
        .addressees(&[contact], none, now)
        .await
        .unwrap();
    known[&contact].agreed
}

#[tokio::test]
async fn it_is_taken_back_though_a_clock_was_ahead_when_they_agreed() {
    let (_, test) = office("09:00", 1).await;
    let address = Address::parse(Way::Sms, "0912000001").unwrap();
    agree(&test.app, 1, false).await;
    let mut tx = test.app.store.begin().await.unwrap();
    tx.agree_to_advertising(&address, true, at(25, "10:00"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(agrees(&test, &address).await);
    agree(&test.app, 1, false).await;
    assert!(!agrees(&test, &address).await);
}
