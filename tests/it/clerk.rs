//! Lists as clerks keep them, one after another: a village is one village
//! however it is written, and what a list did is told as it is.

use serde_json::{Value, json};

use crate::support::app::COMMUNE;
use crate::support::notice::notice_file;
use crate::support::office::{Office, SEND, TAPE};

const COUNTED: &str = "Xã,Thôn/bản,Xã cũ,Số hộ
03163,bản Pú Mây,Mường Toong,28
03163,Thôn 1,Mường Toong,62
03163,Nậm Xả,Mường Toong,40
";

async fn villages(office: &Office, list: &str) -> Value {
    office.write("thon.csv", list);
    let args = ["villages", "import", "thon.csv", "--json"];
    office.loa(&args).await.json()
}

async fn people(office: &Office, list: &str) -> Value {
    office.write("nguoi.csv", list);
    let args = ["people", "import", "nguoi.csv", "--area", COMMUNE, "--json"];
    office.loa(&args).await.json()
}

#[tokio::test]
async fn a_village_is_one_however_it_is_written() {
    let office = Office::new("").await;
    let told = villages(&office, COUNTED).await;
    assert_eq!(told["report"]["added"], 3, "{told}");
    let names = [
        ("Pú Mây", "bản Pú Mây"),
        ("pu may", "bản Pú Mây"),
        ("BẢN PÚ MÂY", "bản Pú Mây"),
        ("Thôn 01", "Thôn 1"),
        ("Thôn số 1", "Thôn 1"),
        ("1", "Thôn 1"),
        ("Thôn I", "Thôn 1"),
        ("Bản Nậm Xả", "Nậm Xả"),
    ];
    let rows: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(i, (name, _))| format!("Người {i},09120002{i:02},{name}\n"))
        .collect();
    let told = people(&office, &format!("Họ và tên,SĐT,Thôn\n{}", rows.concat())).await;
    assert_eq!(told["report"]["added"], names.len(), "{told}");
    assert_eq!(told["report"]["villages_added"], 0, "{told}");
    for (i, (written, village)) in names.iter().enumerate() {
        let phone = format!("09120002{i:02}");
        let shown = office.loa(&["person", "show", &phone, "--json"]).await;
        assert_eq!(shown.json()[0]["village"], *village, "{written}");
    }

    // The list of villages may spell it otherwise too, and gives the name.
    let told = villages(
        &office,
        "Xã,Thôn/bản,Xã cũ,Số hộ\n03163,Bản Nậm Xả,Mường Toong,41\n",
    )
    .await;
    let counts = (&told["report"]["added"], &told["report"]["updated"]);
    assert_eq!(counts, (&json!(0), &json!(1)), "{told}");
    let shown = office
        .loa(&["person", "show", "0912000207", "--json"])
        .await;
    assert_eq!(shown.json()[0]["village"], "Bản Nậm Xả");
}

#[tokio::test]
async fn two_kinds_that_are_told_are_two_villages_and_a_bare_number_is_asked_about() {
    let office = Office::new("").await;
    // "1" is whichever is named first; the other is another village.
    let list =
        "Họ và tên,SĐT,Thôn\nA Mua,0912000201,1\nA Dơ,0912000202,Thôn 1\nA Lử,0912000203,Tổ 1\n";
    let told = people(&office, list).await;
    assert_eq!(told["report"]["new_villages"], json!(["1", "Tổ 1"]));
    office.write(
        "them.csv",
        "Họ và tên,SĐT,Thôn\nA Sò,0912000204,1\nA Páo,0912000205,thon 1\n",
    );
    let ran = office
        .loa(&["people", "import", "them.csv", "--area", COMMUNE])
        .await;
    assert!(ran.said().contains("Thêm mới 1 người"), "{ran:?}");
    assert!(
        ran.err.starts_with("Dòng 2 không nhận: ") && ran.err.contains("Tổ 1"),
        "{ran:?}"
    );
    assert!(!ran.out.contains("Thôn chưa có"), "{ran:?}");
}

#[tokio::test]
async fn villages_that_nobody_counted_are_named_in_a_dry_run_too() {
    let office = Office::new("").await;
    villages(&office, COUNTED).await;
    let rows: Vec<String> = (1..=12)
        .flat_map(|i| {
            [
                format!("Lò Văn {i},,Nà Mạ {i}\n"),
                format!("Lò Thị {i},,nà mạ {i}\n"),
            ]
        })
        .collect();
    office.write(
        "nguoi.csv",
        &format!("Họ và tên,SĐT,Thôn\nLò Lan,,Pú Mây\n{}", rows.concat()),
    );
    let args = ["people", "import", "nguoi.csv", "--area", COMMUNE];
    let dry = office.loa(&[&args[..], &["--dry-run"]].concat()).await;
    let real = office.loa(&args).await;
    for ran in [dry, real] {
        assert!(
            ran.said()
                .contains("Thôn chưa có trong danh sách, đã thêm: Nà Mạ 1; Nà Mạ 2;"),
            "{ran:?}"
        );
        assert!(ran.out.contains("Nà Mạ 10 và 2 thôn khác."), "{ran:?}");
    }
    let again = office.loa(&args).await;
    assert!(!again.said().contains("Thôn chưa có"), "{again:?}");
}

#[tokio::test]
async fn an_import_that_imports_nothing_fails() {
    let office = Office::new("").await;
    office.write(
        "hong.csv",
        "Họ và tên,SĐT,Thôn\nA Mua,12,Nà Mạ\n,,Nà Phay\n",
    );
    office.write("trong.csv", "Họ và tên,SĐT,Thôn\n");
    office.write("thon.csv", "Xã,Thôn/bản,Số hộ\n99999,Nà Mạ,3\n");
    for (command, file) in [
        ("people", "hong.csv"),
        ("people", "trong.csv"),
        ("villages", "thon.csv"),
    ] {
        let args = [command, "import", file];
        let ran = office.loa(&args).await;
        let said = format!("loa: Không có dòng nào của {file} dùng được, nên chưa ghi gì.");
        assert_eq!(ran.code, 1, "{ran:?}");
        assert_eq!(ran.err.lines().last(), Some(said.as_str()), "{ran:?}");
        // Machines are told as much, and still get the rows.
        let ran = office.loa(&[&args[..], &["--json"]].concat()).await;
        let told: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(
            (ran.code, &told["report"]["added"]),
            (1, &json!(0)),
            "{ran:?}"
        );
    }
    // A refused row leaves no village behind.
    let told = people(&office, "Họ và tên,SĐT,Thôn\nA Mua,,Nà Mạ\n").await;
    assert_eq!(told["report"]["new_villages"], json!(["Nà Mạ"]));
}

#[tokio::test]
async fn villages_are_counted_and_not_rows() {
    let office = Office::new("").await;
    // A list of people names villages too: fifteen rows, four of them.
    let rows: Vec<String> = (0..15)
        .map(|i| format!("Người {i},Thái,Nà Mạ {},20\n", i % 4))
        .collect();
    let list = format!("Họ và tên,Dân tộc,Thôn,Số hộ\n{}", rows.concat());
    office.write("dan.csv", &list);
    let args = ["villages", "import", "dan.csv", "--area", COMMUNE];
    let dry = office.loa(&[&args[..], &["--dry-run"]].concat()).await;
    assert!(dry.said().contains("chưa ghi gì"), "{dry:?}");
    for counts in [
        "Thêm mới 4 thôn, bản, cập nhật 0",
        "Thêm mới 0 thôn, bản, cập nhật 4",
    ] {
        let ran = office.loa(&args).await;
        assert!(ran.said().contains(counts), "{ran:?}");
        assert!(
            ran.out.contains("Cột “Dân tộc” cho biết dân tộc"),
            "{ran:?}"
        );
    }
    let nowhere = office.loa(&["villages", "import", "dan.csv"]).await;
    assert_eq!(nowhere.code, 1);
    assert!(
        nowhere.err.contains("Chưa biết thôn này ở xã nào") && !nowhere.err.contains("người này"),
        "{nowhere:?}"
    );
}

#[tokio::test]
async fn what_was_put_right_is_told_with_its_rows() {
    let office = Office::new("").await;
    let rows: Vec<String> = (1..=6)
        .map(|i| format!("Người {i},91200020{i}\n"))
        .collect();
    let list = format!(
        "Họ và tên,SĐT\nA Mua,0912000200 / 0987000200\n{}",
        rows.concat()
    );
    office.write("nguoi.csv", &list);
    let ran = office
        .loa(&["people", "import", "nguoi.csv", "--area", COMMUNE])
        .await;
    for line in [
        "Đã tự sửa 6 chỗ (dòng 3, 4, 5, 6, 7, …): thêm số 0 ở đầu số điện thoại",
        "Đã tự sửa 1 chỗ (dòng 2): một ô ghi nhiều số điện thoại, nhận tất cả",
    ] {
        assert!(ran.said().lines().any(|said| said == line), "{ran:?}");
    }
}

#[tokio::test]
async fn the_first_row_is_somebody_unless_it_counts_the_columns() {
    let office = Office::new("").await;
    office.write("nguoi.csv", "Họ và tên,Số điện thoại\nA,12\nB,0912000201\n");
    let ran = office
        .loa(&["people", "import", "nguoi.csv", "--area", COMMUNE])
        .await;
    assert!(ran.said().contains("không nhận 1 dòng"), "{ran:?}");
    assert!(ran.err.starts_with("Dòng 2 không nhận"), "{ran:?}");
}

#[tokio::test]
async fn a_person_is_shown_in_words_with_their_consent() {
    let office = Office::new("").await;
    let list = "Họ và tên,SĐT,Tiếng,Thôn,Người lấy ý kiến đồng ý,Ngày đồng ý
Lò Văn Sơn,0912000201 / 0987000201,Thái,Nà Mạ,Lò Văn An,12/10/2026
Lò Thị Lan,0912000202,,Nà Mạ,,
";
    people(&office, list).await;
    let phone = "0912000201";
    let silenced = office.loa(&["person", "optout", phone, "--json"]).await;
    assert_eq!(silenced.json(), json!({ "silent": true, "changed": true }));
    let shown = office.loa(&["person", "show", phone]).await;
    let said = shown.said();
    // The table breaks its lines; the words stand whole at this width.
    for word in ["Thái", "xã Mường", "thôi nhận", "Lò Văn An", "12/10/2026"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    for code in ["blt-Latn", "sms", "03163", "(–)", "912000201", "987000201"] {
        assert!(!said.contains(code), "{code}: {said}");
    }
    let told = office
        .loa(&["person", "show", phone, "--json"])
        .await
        .json();
    assert_eq!(told[0]["consent_by"], "Lò Văn An");
    assert_eq!(told[0]["consent_at"], "2026-10-12");
    assert_eq!(told[0]["language"], "blt-Latn");
    assert_eq!(told[0]["promotional"], false);
    let other = "0912000202";
    let agreed = office.loa(&["person", "advertise", other, "--json"]).await;
    assert_eq!(agreed.json(), json!({ "promotional": true }));
    let shown = office.loa(&["person", "show", other, "--json"]).await;
    assert_eq!(shown.json()[0]["promotional"], true);
    let shown = office.loa(&["person", "show", other]).await;
    assert!(shown.said().contains("cáo"), "{shown:?}");
    let stopped = office.loa(&["person", "advertise", other, "--stop"]).await;
    assert!(stopped.said().contains("thôi nhận tin quảng cáo"));
    let other = office.loa(&["person", "show", other]).await;
    assert!(!other.said().contains("cáo"), "{other:?}");
    assert!(other.said().contains("chưa ghi"), "{other:?}");
    let forgotten = office.loa(&["person", "forget", phone, "--json"]).await;
    assert_eq!(forgotten.json(), json!({ "forgotten": 1 }));
}

#[tokio::test]
async fn a_list_that_knows_more_households_than_were_counted_is_told_of() {
    let office = Office::new(TAPE).await;
    office.furnish().await;
    villages(&office, "Xã,Thôn,Số hộ\n03163,Nà Mạ,2\n").await;
    let list = "Họ và tên,SĐT,Thôn
A,0912000301,Nà Mạ\nB,0912000302,Nà Mạ\nC,0912000303,Nà Mạ\n";
    people(&office, list).await;
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét"));
    let sent = office.loa(&[&SEND[..], &["--wait"]].concat()).await.json();
    let coverage = office
        .loa(&["coverage", sent["notice"].as_str().unwrap()])
        .await;
    assert!(coverage.said().contains("? 3/2"), "{coverage:?}");
    assert!(
        coverage.out.contains("nhiều hộ hơn số hộ xã đã nhập"),
        "{coverage:?}"
    );
}

#[tokio::test]
async fn machines_are_told_of_the_tables_too() {
    let office = Office::new("").await;
    let told = office.loa(&["migrate", "--json"]).await.json();
    assert_eq!(told["up_to_date"], true);
    assert!(
        ["sqlite", "postgresql"]
            .contains(&told["engine"].as_str().unwrap().to_lowercase().as_str()),
        "{told}"
    );
    let bench = office
        .loa(&["bench", "deliver", "--people", "20", "--json"])
        .await;
    assert_eq!(bench.json()["deliveries"], 20);
}
