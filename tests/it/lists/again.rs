//! People without a phone are found again too: what a clerk reads twice must
//! not make a village larger than it is.

use loa::domain::person::{Address, Role, Way};
use serde_json::Value;

use super::{count_people, count_rows, import};
use crate::support::app::TestApp;
use crate::support::files::fixture;
use crate::support::office::Office;

#[tokio::test]
async fn a_list_read_twice_doubles_nobody() {
    for list in [
        "nguoi-co-uy-tin.xlsx",
        "phong-chu-cu.xlsx",
        "theo-thon.xlsx",
    ] {
        let office = Office::new("").await;
        let path = fixture(list);
        let (rows, _) = count_rows(&path);
        import(&office, &path).await.json();
        let again = import(&office, &path).await.json();
        assert_eq!(
            (&again["report"]["added"], &again["report"]["updated"]),
            (&Value::from(0), &Value::from(rows)),
            "{list}: {again}"
        );
        assert_eq!(count_people(&office).await, rows, "{list}");
    }
}

#[tokio::test]
async fn nobody_is_doubled_when_a_list_is_read_again_with_a_contact_or_without() {
    let test = TestApp::boot().await;
    let people = [
        test.person("Giàng A Páo", &["0912000001"], Role::Villager),
        test.person("Vàng Thị Mỷ", &[], Role::Villager),
        test.person("Vàng Thị Mỷ", &[], Role::Villager),
    ];
    test.save(&people).await;
    test.save(&people).await;
    assert_eq!(test.app.store.count_people().await.unwrap(), 3);
}

#[tokio::test]
async fn two_of_one_name_far_apart_in_one_list_are_two_people() {
    let test = TestApp::boot().await;
    let twin = test.person("Vàng Thị Mỷ", &[], Role::Villager);
    let mut people = vec![twin.clone()];
    people
        .extend((0..2500).map(|n| test.person("Giàng", &[&format!("0912{n:06}")], Role::Villager)));
    people.push(twin);
    for _ in 0..2 {
        test.save(&people).await;
        assert_eq!(test.app.store.count_people().await.unwrap(), 2502);
    }
}

#[tokio::test]
async fn a_row_without_a_name_does_not_take_a_known_one_away() {
    let test = TestApp::boot().await;
    let phone = "0912000001";
    for name in ["Giàng A Páo", ""] {
        test.save(&[test.person(name, &[phone], Role::Villager)])
            .await;
        let kept = Address::parse(Way::Sms, phone).unwrap();
        let people = test.app.store.people_of(&kept).await.unwrap();
        assert_eq!(people.len(), 1);
        assert_eq!(people[0].name, "Giàng A Páo");
    }
}
