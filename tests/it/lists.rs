//! Lists of people through the real program: a commune's hundred thousand rows
//! in flat memory, bad rows named and no others, nobody doubled.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use loa::domain::language::Lang;
use loa::domain::say::Said;
use loa::intake;
use loa::speech::Speech;
use serde_json::Value;

use crate::commands::{Office, Ran, TAPE, notice_file};
use crate::support::app::COMMUNE;

const ROWS: u64 = 100_000;
/// Most of a gigabyte is what a phone has; an office's old computer has little more.
const MOST_MEMORY_KB: u64 = 150 * 1024;

#[tokio::test]
async fn a_hundred_thousand_rows_become_people_and_every_bad_one_is_named() {
    let office = Office::new("").await;
    let (list, bad) = big_list();
    office.write("xa.csv", &list);

    let began = Instant::now();
    let (ran, peak) = watched(&office, "xa.csv").await;
    let first = began.elapsed();
    let told = ran.json();
    assert_eq!(bad_rows(&told), bad);
    let people = ROWS - bad.len() as u64;
    let report = |told: &Value, key: &str| told["report"][key].as_u64().unwrap();
    assert_eq!(
        (
            report(&told, "added"),
            report(&told, "updated"),
            report(&told, "bad")
        ),
        (people, 0, bad.len() as u64)
    );
    assert!(peak < MOST_MEMORY_KB, "{} MB for {ROWS} rows", peak / 1024);

    let began = Instant::now();
    let (again, peak_again) = watched(&office, "xa.csv").await;
    let second = began.elapsed();
    let again = again.json();
    assert_eq!(
        (report(&again, "added"), report(&again, "updated")),
        (0, people)
    );
    assert_eq!(bad_rows(&again), bad);
    assert!(peak_again < MOST_MEMORY_KB, "{} MB", peak_again / 1024);
    assert_eq!(count_people(&office).await, people);
    eprintln!(
        "{ROWS} rows: {first:.1?} and {} MB; once more: {second:.1?} and {} MB",
        peak / 1024,
        peak_again / 1024
    );
}

#[tokio::test]
async fn three_lists_of_three_communes_become_people() {
    for (list, phone, expected) in [
        (
            "nguoi-co-uy-tin.xlsx",
            "0912000102",
            ("Sùng Thị Mỷ", "Nậm Pố 1", "hmn-Latn-VN", "relay"),
        ),
        (
            "phong-chu-cu.xlsx",
            "",
            ("LÝ A TỦA", "Mường Phăng", "hmn-Latn-VN", "villager"),
        ),
        (
            "theo-thon.xlsx",
            "0912000124",
            ("Lò Văn Bản", "BẢN NẬM PỐ 2", "vi", "villager"),
        ),
    ] {
        let office = Office::new("").await;
        let path = fixture(list);
        let (rows, bad) = count_rows(&path);
        let told = import(&office, &path).await.json();
        assert_eq!(told["report"]["added"], rows, "{list}: {told}");
        assert_eq!(told["report"]["bad"], bad, "{list}: {told}");
        assert_eq!(count_people(&office).await, rows, "{list}");
        // A number of the fourth person of the list in the old letters.
        let phone = if phone.is_empty() {
            phone_of(&path, expected.0)
        } else {
            phone.to_owned()
        };
        let shown = office.loa(&["person", "show", &phone, "--json"]).await;
        let person = &shown.json()[0];
        let word = |key: &str| person[key].as_str().unwrap_or_default().to_owned();
        assert_eq!(
            (
                word("name").as_str(),
                word("village").as_str(),
                word("language").as_str(),
                word("role").as_str()
            ),
            expected,
            "{list}: {person}"
        );
        assert_eq!(word("area"), COMMUNE, "{list}");
        assert!(!shown.out.contains(&phone), "no number in what is shown");
    }
}

/// People without a phone are found again too: what a clerk reads twice must
/// not make a village larger than it is.
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
    let office = Office::new(TAPE).await;
    office.furnish().await;
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

    office.write("lu.toml", &notice_file("Nguy cơ lũ quét"));
    let sent = office
        .loa(&[
            "notice",
            "send",
            "lu.toml",
            "--as",
            "Lò Văn An",
            "--approved-by",
            "Vàng Thị Bình",
            "--wait",
            "--json",
        ])
        .await
        .json();
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

/// A hundred thousand rows with every kind of bad row strewn in, and what must
/// be told of each.
fn big_list() -> (String, BTreeMap<u64, Vec<String>>) {
    let sample = std::fs::read_to_string(fixture("loi.csv")).unwrap();
    let lines: Vec<&str> = sample.lines().collect();
    let speech = Speech::load();
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    intake::read(&fixture("loi.csv"), &mut |row| {
        if let Err(bad) = row {
            let line = lines[usize::try_from(bad.number).unwrap() - 1].to_owned();
            let why = bad
                .why
                .iter()
                .map(|why| speech.say(Lang::vi(), &why.said()));
            kinds.push((line, why.collect()));
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(kinds.len(), 20);
    // What only the hub can know.
    for (row, key, name, value) in [
        (
            "Xã lạ,0912999991,,,,,,99999,,,",
            "area-unknown",
            "code",
            "99999",
        ),
        (
            "Xã trùng tên,0912999992,,,,,,Hòa Bình,,,",
            "import-several-areas",
            "name",
            "Hòa Bình",
        ),
    ] {
        let why = speech.text(Lang::vi(), key, &[(name, value.to_owned())]);
        kinds.push((row.to_owned(), vec![why]));
    }
    kinds.push((
        format!("{},0912999993,,,,,,,,,", "dài ".repeat(400_000)),
        vec![speech.text(Lang::vi(), "intake-line-too-long", &[])],
    ));

    let mut list = format!("{}\n", lines[0]);
    let mut bad = BTreeMap::new();
    for i in 0..ROWS {
        // Every kind twice, in no regular distance.
        if i % 1777 == 11 {
            let at = usize::try_from(i / 1777).unwrap();
            // The last kind is a line of more than a megabyte: once is enough.
            if at < 2 * kinds.len() - 1 {
                let (row, why) = &kinds[at % kinds.len()];
                writeln!(list, "{row}").unwrap();
                bad.insert(i + 2, why.clone());
                continue;
            }
        }
        let language = ["vi", "Mông", "Thái", "Dao"][usize::try_from(i % 4).unwrap()];
        let (phone, channel, address) = if i % 50 == 7 {
            (String::new(), "zalo", format!("77{i:017}"))
        } else {
            (format!("0913{i:06}"), "", String::new())
        };
        writeln!(
            list,
            "Người {i},{phone},{channel},{address},{language},Bản {},Mường Nhé,03163,villager,Lò Văn Tuấn,2026-03-12",
            i % 150
        )
        .unwrap();
    }
    assert_eq!(bad.len(), 2 * kinds.len() - 1);
    (list, bad)
}

fn bad_rows(told: &Value) -> BTreeMap<u64, Vec<String>> {
    let rows = told["bad_rows"].as_array().unwrap();
    let texts = |why: &Value| -> Vec<String> {
        why.as_array()
            .unwrap()
            .iter()
            .map(|why| why.as_str().unwrap().to_owned())
            .collect()
    };
    let named: BTreeMap<u64, Vec<String>> = rows
        .iter()
        .map(|bad| (bad["row"].as_u64().unwrap(), texts(&bad["why"])))
        .collect();
    assert_eq!(named.len(), rows.len(), "a row is told once");
    named
}

/// Imports a list and watches how much memory the program takes, in kB.
async fn watched(office: &Office, list: &str) -> (Ran, u64) {
    let mut command = office.command(&["people", "import", list, "--area", COMMUNE, "--json"]);
    let out = office.path("out.json");
    command
        .stdout(std::fs::File::create(&out).unwrap())
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id().unwrap());
    let mut peak = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        let now = std::fs::read_to_string(&status).unwrap_or_default();
        let high = now.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb = high.and_then(|high| high.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(kb.unwrap_or(0));
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert!(peak > 0, "its memory was never seen");
    let ran = Ran {
        code: ended.code().unwrap_or(-1),
        out: std::fs::read_to_string(out).unwrap(),
        err: String::new(),
    };
    (ran, peak)
}

async fn import(office: &Office, path: &Path) -> Ran {
    let path = path.display().to_string();
    office
        .loa(&["people", "import", &path, "--area", COMMUNE, "--json"])
        .await
}

async fn count_people(office: &Office) -> u64 {
    let ran = office.loa(&["doctor", "--json"]).await;
    let findings: Value = serde_json::from_str(&ran.out).unwrap();
    let says = findings
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["what"] == "people")
        .and_then(|line| line["says"].as_str())
        .unwrap();
    let digits: String = says
        .split(" người")
        .next()
        .unwrap()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap()
}

/// How many good and bad rows a list has.
fn count_rows(path: &Path) -> (u64, u64) {
    let (mut good, mut bad) = (0, 0);
    intake::read(path, &mut |row| {
        match row {
            Ok(_) => good += 1,
            Err(_) => bad += 1,
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    (good, bad)
}

fn phone_of(path: &Path, name: &str) -> String {
    let mut phone = None;
    intake::read(path, &mut |row| {
        if let Ok(row) = row
            && row.name == name
        {
            phone = row.phones.first().map(|phone| phone.national());
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    phone.unwrap()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/lists")
        .join(name)
}
