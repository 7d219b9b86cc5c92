//! A large list, with every kind of bad row strewn in.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use loa::domain::language::Lang;
use loa::domain::say::Said;
use loa::intake;
use loa::speech::Speech;
use serde_json::Value;

use super::count_people;
use crate::support::app::COMMUNE;
use crate::support::files::fixture;
use crate::support::office::{Office, Ran};

/// How many rows: `LOA_TEST_ROWS`, in the long form 100,000.
fn rows() -> u64 {
    let asked = std::env::var("LOA_TEST_ROWS").ok();
    asked.map_or(25_000, |asked| asked.parse().unwrap())
}

/// Most of a gigabyte is what a phone has; an office's old computer has little more.
const MOST_MEMORY_KB: u64 = 150 * 1024;

#[tokio::test]
async fn very_many_rows_become_people_and_every_bad_one_is_named() {
    let office = Office::new("").await;
    let rows = rows();
    let (list, bad) = big_list(rows);
    office.write("xa.csv", &list);

    let began = Instant::now();
    let (ran, peak) = watched(&office, "xa.csv").await;
    let first = began.elapsed();
    let told = ran.json();
    assert_eq!(bad_rows(&told), bad);
    let people = rows - bad.len() as u64;
    let report = |told: &Value, key: &str| told["report"][key].as_u64().unwrap();
    assert_eq!(
        (
            report(&told, "added"),
            report(&told, "updated"),
            report(&told, "bad")
        ),
        (people, 0, bad.len() as u64)
    );
    assert!(peak < MOST_MEMORY_KB, "{} MB for {rows} rows", peak / 1024);

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
        "{rows} rows: {first:.1?} and {} MB; once more: {second:.1?} and {} MB",
        peak / 1024,
        peak_again / 1024
    );
}

/// So many rows with every kind of bad row strewn in, and what must
/// be told of each.
fn big_list(rows: u64) -> (String, BTreeMap<u64, Vec<String>>) {
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
    let kinds_twice = 2 * u64::try_from(kinds.len()).unwrap();
    let distance = (rows / kinds_twice) | 1;
    for i in 0..rows {
        if i % distance == 11 {
            let at = usize::try_from(i / distance).unwrap();
            // Every kind twice. The last is a line of more than a megabyte: once is enough.
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
