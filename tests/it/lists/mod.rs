//! Lists of people through the real program: a very large one in flat memory,
//! bad rows named and no others, nobody doubled.

mod again;
mod large;
mod told;

use std::ops::ControlFlow;
use std::path::Path;

use loa::intake;
use serde_json::Value;

use crate::support::app::COMMUNE;
use crate::support::files::fixture;
use crate::support::office::{Office, Ran};

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
