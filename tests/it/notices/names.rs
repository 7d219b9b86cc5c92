//! Names filled into a text, for people of whom the lists know little.

use std::collections::BTreeSet;

use loa::domain::language::Lang;
use loa::domain::notice::Urgency;
use loa::domain::person::Role;
use loa::hub::preview::preview;

use crate::support::app::{Node, TestApp};
use crate::support::notice::content;

#[tokio::test]
async fn whoever_has_no_village_or_name_is_counted_and_gets_a_whole_sentence() {
    let test = TestApp::boot().await;
    test.save(&[
        test.person("Giàng A Páo", &["0912000001"], Role::Villager),
        test.person("", &["0912000002"], Role::Villager),
        test.person("Sùng Thị Mỷ", &["0912000003"], Role::Villager),
    ])
    .await;
    let mut content = content(&test.app, Urgency::Routine);
    let short = "Moi {name} hop tai nha van hoa {village}, ban viec lam duong.";
    content.texts.get_mut(&Lang::vi()).unwrap().short = Some(short.to_owned());
    let notice = test.approved(content).await;

    let seen = preview(&test.app, &notice).await.unwrap();
    assert_eq!(seen.without_village, seen.people);
    assert_eq!(seen.without_name, 1);
    let node = Node::start(&test.app);
    test.settled(&notice).await;
    node.stop().await;
    let heard: BTreeSet<String> = test
        .sms
        .heard()
        .into_iter()
        .map(|message| message.text)
        .collect();
    let place = "hop tai nha van hoa xa Muong Toong, ban viec lam duong";
    for name in ["ba con", "Sung Thi My"] {
        let text = format!("Moi {name} {place}. KT:{}", notice.code);
        assert!(heard.contains(&text), "{heard:#?}");
    }
    assert!(heard.iter().all(|text| text.contains(place)), "{heard:#?}");
}
