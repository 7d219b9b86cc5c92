//! What a clerk is told of a list, and what is kept of it.

use std::collections::BTreeMap;

use super::count_people;
use crate::support::app::COMMUNE;
use crate::support::files::fixture;
use crate::support::office::{Office, SEND, TAPE};

#[tokio::test]
async fn the_report_is_one_a_clerk_can_act_on() {
    let office = Office::new("").await;
    let path = fixture("loi.csv").display().to_string();
    let ran = office
        .loa(&["people", "import", &path, "--area", COMMUNE])
        .await;
    assert_eq!(ran.code, 0, "{ran:?}");
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 20, "a line for each bad row, and no more");
    for (line, row) in lines.iter().zip(3..) {
        let begins = format!("Dòng {row} không nhận: ");
        let why = line
            .strip_prefix(&begins)
            .unwrap_or_else(|| panic!("{line}"));
        assert!(why.chars().count() > 15, "too short to act on: {line}");
        // The reason names no number: the report may be printed and passed on.
        assert!(
            !line.contains("0912") && !line.contains("2438261234"),
            "{line}"
        );
    }
    assert!(
        ran.out
            .contains("Thêm mới 2 người, cập nhật 0 người, không nhận 20 dòng."),
        "{ran:?}"
    );
}

#[tokio::test]
async fn two_villages_of_one_name_in_a_merged_commune_are_told_apart() {
    let office = Office::ready(TAPE).await;
    office.write(
        "thon1.csv",
        "area,name,old_commune,households,people\n03163,Thôn 1,Mường Nhé,45,\n03163,Thôn 1,Nậm Kè,60,\n",
    );
    office.write(
        "nguoi1.csv",
        "Họ và tên,SĐT,Thôn,Xã cũ\nA Mua,0912000201,Thôn 1,\nA Dơ,0912000202,Thôn 1,Nậm Kè\nA Lử,0912000203,thon 1,MUONG NHE\n",
    );
    office
        .loa(&["villages", "import", "thon1.csv"])
        .await
        .said();
    let ran = office
        .loa(&["people", "import", "nguoi1.csv", "--area", COMMUNE])
        .await;
    assert!(ran.said().contains("Thêm mới 2 người"), "{ran:?}");
    assert!(
        ran.err.starts_with("Dòng 2 không nhận: ")
            && ran.err.contains("Mường Nhé")
            && ran.err.contains("Nậm Kè")
            && ran.err.contains("Xã cũ"),
        "the choices are named: {ran:?}"
    );

    let sent = office.loa(&[&SEND[..], &["--wait"]].concat()).await.json();
    let known: BTreeMap<(&str, &str), i64> = sent["villages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| {
            let word = |key: &str| v[key].as_str().unwrap();
            (
                (word("village"), word("old_commune")),
                v["known"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(known[&("Thôn 1", "Nậm Kè")], 1, "{known:?}");
    assert_eq!(known[&("Thôn 1", "Mường Nhé")], 1, "{known:?}");
}

#[tokio::test]
async fn a_dry_run_tells_all_and_keeps_nothing() {
    let office = Office::new("").await;
    let path = fixture("theo-thon.xlsx").display().to_string();
    let args = ["people", "import", &path, "--area", COMMUNE, "--json"];
    let dry = office.loa(&[&args[..], &["--dry-run"]].concat()).await;
    let told = dry.json();
    assert_eq!(told["dry_run"], true);
    assert_eq!(count_people(&office).await, 0);
    let real = office.loa(&args).await.json();
    assert_eq!(told["report"], real["report"], "it told what came");
    assert_eq!(told["bad_rows"], real["bad_rows"]);
}

#[tokio::test]
async fn a_list_that_cannot_be_read_leaves_nothing_behind() {
    let office = Office::new("").await;
    office.write("cot-la.csv", "Họ và tên,SĐT,Cỡ giày\nA,0912000101,41\n");
    office.write("trong.csv", "");
    for (file, words) in [
        ("cot-la.csv", "Cỡ giày"),
        ("trong.csv", "Tệp trống"),
        ("khong-co.xlsx", "Không mở được tệp"),
    ] {
        let ran = office
            .loa(&["people", "import", file, "--area", COMMUNE])
            .await;
        assert!(
            ran.code == 1 && ran.out.is_empty() && ran.err.contains(words),
            "{ran:?}"
        );
        assert!(ran.err.contains(file), "{ran:?}");
    }
    let nowhere = office
        .loa(&["people", "import", "cot-la.csv", "--area", "99999"])
        .await;
    assert!(nowhere.refusal().contains("99999"));
    assert_eq!(count_people(&office).await, 0);
}
