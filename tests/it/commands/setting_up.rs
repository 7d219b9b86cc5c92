//! What a new user asks before anything can be sent.

use crate::support::app::COMMUNE;
use crate::support::office::{Office, TAPE};

#[tokio::test]
async fn areas_are_found_without_marks_and_machines_can_read_them() {
    let office = Office::new("").await;
    let found = office.loa(&["areas", "muong", "toong"]).await;
    assert!(found.said().contains(COMMUNE) && found.said().contains("Mường Toong"));
    let json = office
        .loa(&["areas", "muong", "toong", "--json"])
        .await
        .json();
    assert!(
        json.as_array()
            .unwrap()
            .iter()
            .any(|area| area["code"] == COMMUNE),
        "{json}"
    );
    let provinces = office.loa(&["areas", "--json"]).await.json();
    assert_eq!(provinces.as_array().unwrap().len(), 34);
    let none = office.loa(&["areas", "xyz", "qwerty"]).await;
    assert!(none.refusal().contains("Không có tỉnh, xã nào"));
    // Looking something up needs no database and leaves none behind.
    assert!(!office.path("loa.db").exists() && !office.path("loa.key").exists());
}

#[tokio::test]
async fn the_doctor_names_what_is_left_to_do_until_nothing_is() {
    let office = Office::new("").await;
    assert!(
        office
            .loa(&["migrate"])
            .await
            .said()
            .contains("đúng phiên bản")
    );
    let ill = office.loa(&["doctor"]).await;
    assert_eq!(ill.code, 1, "{ill:?}");
    assert!(
        ill.out.contains("✗ people") && ill.out.contains("✗ gateways"),
        "{ill:?}"
    );
    assert!(ill.err.contains("2 việc cần làm"), "{ill:?}");

    office.write("loa.toml", TAPE);
    office.furnish().await;
    let sound = office.loa(&["doctor"]).await;
    assert!(sound.said().contains("✓ key") && !sound.said().contains('✗'));
    assert!(sound.said().contains("MÔ PHỎNG"));
    let json = office.loa(&["doctor", "--json"]).await.json();
    assert!(
        json.as_array()
            .unwrap()
            .iter()
            .all(|line| line["sound"] == true)
    );
    let english = office.loa(&["doctor", "--lang", "en"]).await;
    assert!(english.said().contains("SIMULATED"), "{english:?}");
}
