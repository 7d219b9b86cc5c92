//! A database and its key belong together, and the key to nobody else.

use std::os::unix::fs::PermissionsExt;

use loa::store::Keys;

use crate::support::office::{Office, finished};

#[tokio::test]
async fn a_database_opens_with_its_own_key_only() {
    let office = Office::new("").await;
    office.furnish().await;
    let mode = |name: &str| {
        std::fs::metadata(office.path(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode("loa.key"), 0o600);
    let before = image(&office).await;
    Keys::open_or_make(&office.path("other.key")).unwrap();

    for role in [
        &["serve"][..],
        &["worker"],
        &["doctor"],
        &["notice", "list"],
    ] {
        let mut command = office.command(role);
        command.env("LOA_KEY_FILE", "other.key");
        let refused = finished(command).await;
        let said = format!("{}{}", refused.out, refused.err);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(
            said.contains("LOA_KEY_FILE") && said.contains("other.key"),
            "what to do is said: {refused:?}"
        );
    }
    assert_eq!(before, image(&office).await, "the database is untouched");

    // The right key still opens it.
    assert!(office.loa(&["migrate"]).await.code == 0);
}

#[tokio::test]
async fn a_lost_key_is_said_and_not_made_anew() {
    let office = Office::new("").await;
    office.furnish().await;
    std::fs::rename(office.path("loa.key"), office.path("backup.key")).unwrap();
    let refused = office.loa(&["notice", "list"]).await;
    assert!(refused.refusal().contains("loa.key"), "{refused:?}");
    assert!(
        !office.path("loa.key").exists(),
        "a new key beside an old database is a trap: the right one is restored over it or not at all"
    );
    std::fs::rename(office.path("backup.key"), office.path("loa.key")).unwrap();
    office.loa(&["notice", "list"]).await.said();
}

#[tokio::test]
async fn a_key_that_others_can_read_or_that_is_none_is_refused() {
    let office = Office::new("").await;
    office.loa(&["migrate"]).await.said();
    let key = office.path("loa.key");
    for mode in [0o640, 0o604, 0o644, 0o660] {
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(mode)).unwrap();
        let refused = office.loa(&["migrate"]).await;
        assert!(refused.refusal().contains("chmod 600"), "{refused:?}");
    }
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    office.loa(&["migrate"]).await.said();

    let secret = std::fs::read_to_string(&key).unwrap();
    for wrong in ["", "0123", &secret[1..], "not a key at all\n"] {
        std::fs::write(&key, wrong).unwrap();
        let refused = office.loa(&["migrate"]).await;
        assert!(refused.refusal().contains("loa.key"), "{refused:?}");
        assert!(
            wrong.trim().is_empty() || !refused.err.contains(wrong.trim()),
            "what stands in the file is not shown"
        );
    }
}

/// Every row of every table.
async fn image(office: &Office) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, found) in office.database.dump().await {
        rows.extend(found.into_iter().map(|row| format!("{table}: {row}")));
        rows.push(table);
    }
    assert!(rows.len() > 20, "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("people: ")), "{rows:?}");
    rows.sort();
    rows
}
