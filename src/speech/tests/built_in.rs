//! The words built in: complete, one plain part each, and enough for whatever
//! the program can say.

use super::*;
use crate::domain::say::Said;
use crate::domain::sms::{Encoding, measure, plain};

#[test]
fn the_words_built_in_are_complete_in_vietnamese_and_english() {
    let speech = Speech::load();
    let errors = speech.faults().iter().filter(|fault| !fault.is_gap());
    let faults: Vec<String> = errors
        .map(|fault| speech.say(Lang::en(), &fault.said()))
        .collect();
    let folders: Vec<String> = built_in().into_iter().map(|source| source.folder).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(folders.contains(&"vi".to_owned()) && folders.contains(&"en".to_owned()));
}

/// The longest names that occur: a command of civil defence, a correction.
const LONGEST: [(&str, &str); 15] = [
    (
        "short",
        "UBND xã Hoàng Su Phì: Nam đủ 20, nữ đủ 18 tuổi mới được cưới. Cưới sớm bị phạt, con hay ốm yếu. Bị ép cưới: gọi 111 hoặc báo cán bộ xã nhé.",
    ),
    ("code", "K7M2QX"),
    ("issuer", "Ban Chỉ huy Phòng thủ dân sự xã Mù Cang Chải"),
    ("document", "128/TB-BCHPTDS"),
    ("title", "ĐÍNH CHÍNH: đổi địa điểm tiêm chủng ngày 10/12"),
    ("until", "19:30 ngày 23/11/2026"),
    ("commune", "đặc khu Bạch Long Vĩ"),
    (
        "choices",
        "1 Thạnh An (Hồ Chí Minh), 2 Thạnh An (Cần Thơ), 3 bản Huổi Pinh",
    ),
    ("count", "12"),
    ("day", "23/11/2026"),
    // A short code; behind a mobile number a text has six letters less.
    ("number", "8088"),
    ("name", "muong toong huyen muong nhe"),
    ("village", "bản Nậm Pố 1"),
    ("topic", "khoa học, công nghệ"),
    ("language", "Mông (chữ Mông quốc tế, RPA)"),
];

#[test]
fn every_sms_of_ours_goes_out_as_one_plain_part() {
    let speech = Speech::load();
    for lang in [Lang::vi(), Lang::en()] {
        let file = built_in()
            .into_iter()
            .find(|source| source.path() == format!("{lang}/sms.ftl"))
            .unwrap();
        let keys: Vec<&str> = file
            .text
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, _)| key)
            .collect();
        assert!(keys.len() >= 6, "{keys:?}");
        for key in keys {
            let mut values = args(LONGEST);
            if key.starts_with("sms-advertisement") {
                // Its frame is longer, and leaves less to the text.
                values[0].1.truncate(values[0].1.find(" Bị ép").unwrap());
            }
            let text = plain(&speech.text(lang, key, &values));
            let cost = measure(&text);
            assert!(
                !text.contains('{'),
                "{lang} {key}: a value the test lacks: {text}"
            );
            assert_eq!(
                (cost.encoding, cost.parts),
                (Encoding::Gsm7, 1),
                "{lang} {key}: {} {text}",
                cost.units
            );
        }
    }
}

#[test]
fn whatever_the_program_can_say_there_are_vietnamese_words_for() {
    let speech = Speech::load();
    let words = &speech.bundles[&Lang::vi()];
    let (mut asked, mut wordless) = (0, Vec::new());
    for path in sources_of_the_program() {
        let code = fs::read_to_string(&path).unwrap();
        for call in ["Saying::new(\"", "saying(\""] {
            for key in code
                .split(call)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                asked += 1;
                if !words.iter().any(|bundle| bundle.has_message(key)) {
                    wordless.push(format!("{key} in {}", path.display()));
                }
            }
        }
    }
    assert!(asked > 10, "the search finds only {asked}");
    assert!(wordless.is_empty(), "{wordless:#?}");
}

fn sources_of_the_program() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let (inside, here): (Vec<_>, Vec<_>) = entries(&folder)
            .unwrap()
            .into_iter()
            .partition(|path| path.is_dir());
        folders.extend(inside);
        files.extend(here);
    }
    files
}
