//! A notice, in one go or step by step.

use serde_json::Value;

use crate::support::app::COMMUNE;
use crate::support::notice::notice_file;
use crate::support::office::{OUTCOMES, Office, SEND, TAPE, finished, numbers};

#[tokio::test]
async fn a_notice_sent_in_one_go_is_accounted_for_to_the_last_person() {
    let office = Office::ready(TAPE).await;
    let sent = office.loa(&[&SEND[..], &["--wait"]].concat()).await;
    let coverage = sent.json();
    assert!(sent.err.is_empty(), "{}", sent.err);

    let n = |keys: &[&str]| numbers(&coverage, keys);
    assert_eq!(n(&["people", "no_contact", "deliveries"]), [4, 1, 3]);
    assert_eq!(n(&OUTCOMES).iter().sum::<i64>(), 3);
    assert_eq!(n(&["accepted", "waiting", "cost_vnd"]), [3, 0, 0]);
    assert!(coverage["notice"].is_string());
    let villages = coverage["villages"].as_array().unwrap();
    assert_eq!(villages.len(), 2);
    for village in villages {
        for key in ["households", "people", "reached"] {
            assert!(village[key].is_i64(), "no `{key}` in {village}");
        }
        let evidence = village["evidence"].as_object().unwrap();
        assert!(!evidence.is_empty() && evidence.values().all(Value::is_i64));
    }

    // None of the three reads Vietnamese first, and nobody translated it.
    let others = coverage["other_languages"].as_array().unwrap();
    let counted = |line: &Value| (line["told"].clone(), line["people"].clone());
    let expected = [2, 1].map(|people| (Value::from("vi"), Value::from(people)));
    assert_eq!(others.iter().map(counted).collect::<Vec<_>>(), expected);

    let tape = std::fs::read_to_string(office.path("tin.jsonl")).unwrap();
    assert_eq!(tape.lines().count(), 3);
    assert!(tape.contains("KHAN: Toi nay mua rat to") && !tape.contains("0912"));

    // The same, asked for afterwards, in each form.
    let id = coverage["notice"].as_str().unwrap();
    assert_eq!(
        office.loa(&["coverage", id, "--json"]).await.json(),
        coverage
    );
    let csv = office.loa(&["coverage", id, "--csv"]).await;
    let lines: Vec<&str> = csv.said().lines().collect();
    assert!(lines[0].starts_with("\u{FEFF}\"Xã\";\"Thôn, bản\";\"Xã cũ\";\"Số hộ\";\"Số người\";"));
    assert_eq!(lines.len(), 7);
    assert_eq!(
        lines[3..5],
        ["", r#""Bà con muốn nghe tiếng";"Đã nhận bằng";"Số người""#]
    );
    assert!(lines[5].ends_with(r#";"Tiếng Việt";2"#), "{lines:?}");
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with(r#""xã Mường Toong";"Nậm Pố 1";"Mường Nhé";45;210;"#)),
        "{lines:?}"
    );
    assert!(
        !csv.out.contains(COMMUNE),
        "a spreadsheet eats the zero of a code"
    );
    let table = office.loa(&["coverage", id]).await;
    assert!(table.said().contains("Nậm Pố 1") && table.said().contains("Trong diện nhận tin"));
    let missed = "3 người phải nhận tin bằng tiếng khác với tiếng mình muốn nghe";
    assert!(table.said().contains(missed), "{table:?}");
}

#[tokio::test]
async fn what_is_delivered_to_nobody_yet_does_not_make_the_program_hang() {
    // As it comes: a gateway that sends no receipts at all.
    let office = Office::ready(&TAPE.replace("receipt_horizon_seconds = 1", "")).await;
    let sent = office.loa(&[&SEND[..], &["--wait"]].concat()).await;
    assert_eq!(sent.json()["accepted"], 3);
}

#[tokio::test]
async fn a_dry_run_writes_nothing_and_sends_nothing() {
    let office = Office::ready(TAPE).await;
    let shown = office
        .loa(&[
            "notice",
            "send",
            "lu.toml",
            "--as",
            "Lò Văn An",
            "--dry-run",
        ])
        .await;
    assert!(
        shown.said().contains("KHAN: Toi nay mua rat to"),
        "{shown:?}"
    );
    assert!(
        shown
            .said()
            .contains("Mới chỉ xem thử: chưa ghi, chưa gửi gì.")
    );
    let json = office.loa(&[&SEND[..], &["--dry-run"]].concat()).await;
    assert_eq!(json.json()["dry_run"], true);
    assert_eq!(
        office.loa(&["notice", "list", "--json"]).await.json(),
        serde_json::json!([])
    );
    let tape = std::fs::read_to_string(office.path("tin.jsonl")).unwrap();
    assert_eq!(tape, "");
}

#[tokio::test]
async fn two_officers_take_a_notice_through_its_life_step_by_step() {
    let office = Office::ready(TAPE).await;
    let urgent = |title| notice_file(title).replace("\"flash\"", "\"urgent\"");
    office.write("lu.toml", &urgent("Nguy cơ lũ quét tối nay"));
    office.write("lu2.toml", &urgent("Nguy cơ lũ quét đêm nay"));
    let written = office
        .loa(&["notice", "new", "lu.toml", "--as", "Lò Văn An", "--json"])
        .await
        .json();
    let code = written["code"].as_str().unwrap();
    assert_eq!(written["state"], "draft");

    let shown = office.loa(&["notice", "show", code]).await;
    assert!(
        shown.said().contains("KHAN: Toi nay mua rat to"),
        "{shown:?}"
    );
    assert!(shown.said().contains("Xã Mường Toong") || shown.said().contains("Mường Toong"));
    let preview = office.loa(&["notice", "preview", code]).await;
    assert!(
        preview
            .said()
            .contains("Trước khi gửi: 4 người, 3 tin (3 phần tin)"),
        "{preview:?}"
    );
    let edited = office
        .loa(&[
            "notice",
            "edit",
            code,
            "lu2.toml",
            "--as",
            "Lò Văn An",
            "--json",
        ])
        .await
        .json();
    assert_ne!(edited["hash"], written["hash"]);

    // What was read before the edit is not what would be approved.
    let old = written["hash"].as_str().unwrap();
    let approve = ["notice", "approve", code, "--as", "Vàng Thị Bình"];
    let stale = office.loa(&[&approve[..], &["--hash", old]].concat()).await;
    assert!(stale.refusal().contains("không khớp với bản đang lưu"));
    let approved = office.loa(&[&approve[..], &["--json"]].concat()).await;
    assert_eq!(approved.json()["state"], "approved");
    let list = office.loa(&["notice", "list"]).await;
    assert!(list.said().contains(code) && list.said().contains("đã duyệt"));

    let by = ["--as", "Lò Văn An"];
    let nobody = office
        .loa(&[&["notice", "resend", code][..], &by].concat())
        .await;
    assert!(
        nobody.refusal().contains("Không gửi lại được"),
        "{nobody:?}"
    );
    for (deed, state) in [("pause", "tạm dừng"), ("resume", "đã duyệt")] {
        let moved = office
            .loa(&[&["notice", deed, code][..], &by].concat())
            .await;
        assert!(moved.said().contains(state), "{moved:?}");
    }
    let stopped = office
        .loa(&["notice", "stop", code, "--as", "Lò Văn An"])
        .await;
    assert!(stopped.said().contains("đã dừng hẳn"), "{stopped:?}");
    let again = office
        .loa(&["notice", "approve", code, "--as", "Vàng Thị Bình"])
        .await;
    assert!(
        again
            .refusal()
            .contains("Không duyệt được thông báo đã dừng hẳn")
    );
}

#[tokio::test]
async fn nothing_is_sent_whose_receipts_another_program_would_swallow() {
    let office = Office::ready(TAPE).await;
    let foreign = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let door = foreign.local_addr().unwrap().to_string();
    let mut send = office.command(&[&SEND[..], &["--wait"]].concat());
    send.env("LOA_LISTEN", &door);
    let refused = finished(send).await;
    let said = refused.refusal();
    assert!(
        said.contains(&door) && said.contains("LOA_LISTEN"),
        "{said}"
    );
    let notices = office.loa(&["notice", "list", "--json"]).await.json();
    assert_eq!(notices, serde_json::json!([]));
}
