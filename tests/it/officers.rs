//! Officers: however a name is spelled, it is one person, and the deeds of
//! each are there to be read.

use serde_json::{Value, json};

use crate::support::app::COMMUNE;
use crate::support::notice::notice_file;
use crate::support::office::{Office, Ran, TAPE};

const SPELLINGS: [&str; 5] = [
    "lò văn an",
    "Lo Van An",
    " Lò  Văn An",
    "LÒ VĂN AN.",
    "Lo\u{300} Va\u{306}n An",
];

async fn add(office: &Office, name: &str, role: &str) -> Ran {
    office
        .loa(&["officer", "add", name, "--area", COMMUNE, "--role", role])
        .await
}

#[tokio::test]
async fn another_spelling_is_not_another_officer() {
    let office = Office::new(TAPE).await;
    office.furnish().await;
    for name in SPELLINGS {
        let ran = add(&office, name, "approver").await;
        assert!(
            ran.refusal().contains("Đã có cán bộ tên “Lò Văn An”"),
            "{name}: {ran:?}"
        );
    }
    for name in [
        "",
        " ",
        "…",
        "Lò\u{200B} Văn An",
        "Lò Văn An\u{FEFF}",
        "Lò\tVăn An",
    ] {
        let ran = add(&office, name, "approver").await;
        assert!(ran.refusal().contains("ký tự ẩn"), "{name:?}: {ran:?}");
    }
    let list = office.loa(&["officer", "list", "--json"]).await.json();
    let officer = |name: &str, role: &str, at: usize| json!({ "id": list[at]["id"], "name": name, "area": COMMUNE, "role": role });
    assert_eq!(
        list,
        json!([
            officer("Lò Văn An", "author", 0),
            officer("Vàng Thị Bình", "approver", 1)
        ])
    );
    let table = office.loa(&["officer", "list"]).await;
    for word in ["Lò Văn An", "người soạn", "xã Mường Toong"] {
        assert!(table.said().contains(word), "{table:?}");
    }
}

#[tokio::test]
async fn whoever_wrote_a_notice_is_known_in_every_spelling() {
    let office = Office::new(TAPE).await;
    office.furnish().await;
    assert_eq!(add(&office, "Giàng A Tủa", "approver").await.code, 0);
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét"));
    for (name, other) in [
        ("GIANG A TUA", "giàng a tủa"),
        ("Gia\u{300}ng A Tu\u{309}a", "Giang A Tua"),
    ] {
        let written = office
            .loa(&["notice", "new", "lu.toml", "--as", name, "--json"])
            .await;
        let code = written.json()["code"].as_str().unwrap().to_owned();
        let ran = office
            .loa(&["notice", "approve", &code, "--as", other])
            .await;
        assert!(
            ran.refusal().contains("Giàng A Tủa đã soạn hoặc sửa"),
            "{ran:?}"
        );
        let args = [
            "notice",
            "send",
            "lu.toml",
            "--as",
            name,
            "--approved-by",
            other,
        ];
        let ran = office.loa(&args).await;
        assert!(
            ran.refusal().contains("Giàng A Tủa đã soạn hoặc sửa"),
            "{ran:?}"
        );
    }
    let notices: Value = office.loa(&["notice", "list", "--json"]).await.json();
    assert!(
        notices
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["state"] == "draft")
    );
}

#[tokio::test]
async fn who_did_what_and_when_is_shown() {
    let office = Office::new(TAPE).await;
    office.furnish().await;
    let file = notice_file("Nguy cơ lũ quét").replace("\"flash\"", "\"urgent\"");
    office.write("lu.toml", &file);
    let (an, binh) = ("Lò Văn An", "Vàng Thị Bình");
    let written = office
        .loa(&["notice", "new", "lu.toml", "--as", an, "--json"])
        .await
        .json();
    let code = written["code"].as_str().unwrap();
    let draft = office.loa(&["notice", "show", code]).await;
    assert!(draft.said().contains("Người soạn: Lò Văn An"), "{draft:?}");
    assert!(draft.said().contains("Người duyệt: chưa có"), "{draft:?}");
    for (deed, by) in [("approve", binh), ("pause", an), ("stop", an)] {
        office.loa(&["notice", deed, code, "--as", by]).await.said();
    }
    let told = office.loa(&["notice", "show", code, "--json"]).await.json();
    assert_eq!(
        (&told["author"], &told["approvers"]),
        (&json!(an), &json!([binh]))
    );
    let deeds: Vec<(&str, &str)> = told["deeds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|done| {
            assert!(done["at"].as_str().unwrap().contains('T'), "{done}");
            assert_eq!(done["hash"], told["hash"]);
            (
                done["officer"].as_str().unwrap(),
                done["deed"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        deeds,
        [
            (an, "write"),
            (binh, "approve"),
            (an, "pause"),
            (an, "stop")
        ]
    );
    let shown = office.loa(&["notice", "show", code]).await;
    for word in ["Người duyệt: Vàng Thị Bình", "tạm dừng", "dừng hẳn", "ngày"] {
        assert!(shown.said().contains(word), "{shown:?}");
    }
}
