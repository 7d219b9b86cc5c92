use super::*;
use crate::domain::{
    say::Said,
    sms::{Encoding, measure, plain},
};

fn lang(tag: &str) -> Lang {
    tag.parse().unwrap()
}

/// A file of a locale.
pub(super) fn source(folder: &str, text: &str) -> Source {
    Source {
        folder: folder.into(),
        name: "sms".into(),
        text: text.into(),
    }
}

fn args<'a, const N: usize>(args: [(&'a str, &str); N]) -> [(&'a str, String); N] {
    args.map(|(name, value)| (name, value.to_owned()))
}

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

#[test]
fn a_refusal_reads_as_a_sentence() {
    let speech = Speech::load();
    let barred = Saying::new("barred-state")
        .with("deed", "approve")
        .with("state", "sending");
    assert_eq!(
        speech.say(Lang::vi(), &barred),
        "Không duyệt được thông báo đang gửi."
    );
    assert_eq!(
        speech.say(Lang::en(), &barred),
        "Cannot approve a notice that is in this state: sending."
    );
    let long = Saying::new("fault-too-long")
        .with("field", "title")
        .with("letters", 1234)
        .with("limit", 160);
    assert_eq!(
        speech.say(Lang::vi(), &long),
        "Mục “title” dài 1.234 chữ, quá mức 160 chữ."
    );
    let unknown = Saying::new("placeholder-unknown").with("placeholder", "{ten}");
    assert_eq!(
        speech.say(Lang::vi(), &unknown),
        "Không có chỗ điền nào tên {ten}. Chỉ dùng được {name}, {village}, {household}."
    );
}

#[test]
fn the_frame_of_a_notice_costs_four_letters_and_the_code() {
    let speech = Speech::load();
    for tag in ["vi", "en", "hmn-Latn-VN", "km"] {
        let text = speech.text(
            lang(tag),
            "sms-notice",
            &args([("short", "Lu quet"), ("code", "0731")]),
        );
        assert_eq!(text, "Lu quet KT:0731");
    }
}

#[test]
fn a_reader_hears_their_language_else_the_next_of_the_chain_else_vietnamese() {
    let sources = [
        source("vi", "flood = lũ\ntide = triều\nsnow = tuyết\n"),
        source("blt-Latn", "flood = Latn\ntide = Latn\n"),
        source("blt-Tavt", "flood = Tavt\n"),
    ];
    let speech = Speech::over(&sources, &[]);
    let said = ["flood", "tide", "snow", "hail"].map(|key| speech.text(lang("blt-Tavt"), key, &[]));
    assert_eq!(said, ["Tavt", "Latn", "tuyết", "hail"]);
}

#[test]
fn a_translation_that_asks_for_an_unknown_value_gives_way_to_the_next() {
    let sources = [
        source("vi", "rise = Nước lên { $m } mét\n"),
        source("en", "rise = Water up { $metres } m\n"),
    ];
    let speech = Speech::over(&sources, &[]);
    assert_eq!(
        speech.text(Lang::en(), "rise", &args([("m", "3")])),
        "Nước lên 3 mét"
    );
}

#[test]
fn a_warning_with_a_value_missing_is_still_said() {
    let speech = Speech::load();
    let said = speech.text(
        Lang::vi(),
        "sms-notice",
        &args([("short", "Lu quet dem nay")]),
    );
    assert!(said.starts_with("Lu quet dem nay"), "{said}");
}

#[test]
fn numbers_choose_plurals_and_are_printed_as_they_came() {
    let told =
        "told = { $n ->\n    [0] none\n    [one] { $n } house\n   *[other] { $n } houses\n}\n";
    let sources = [
        source("vi", told),
        source("en", told),
        source("rad-Latn", told),
    ];
    let speech = Speech::over(&sources, &[]);
    let said = |tag, n| speech.text(lang(tag), "told", &args([("n", n)]));
    assert_eq!(
        [said("en", "0"), said("en", "1"), said("en", "2026")],
        ["none", "1 house", "2026 houses"]
    );
    // Fluent would count Ê Đê as English if left to itself.
    assert_eq!(
        [said("vi", "1"), said("rad-Latn", "1")],
        ["1 houses", "1 houses"]
    );
    assert_eq!(
        [said("en", "03163"), said("en", "0912345678901234567")],
        ["03163 houses", "0912345678901234567 houses"]
    );
}

#[test]
fn thousands_are_marked_where_the_translator_asks() {
    let people = "people = { NUMBER($n) ->\n    [one] { NUMBER($n) } person\n   *[other] { NUMBER($n) } people\n}\n";
    let sources = [
        source("vi", people),
        source("en", people),
        source("km", people),
    ];
    let speech = Speech::over(&sources, &[]);
    let said = |tag, n| speech.text(lang(tag), "people", &args([("n", n)]));
    assert_eq!(
        [said("vi", "3000"), said("km", "3000")],
        ["3.000 people", "3.000 people"]
    );
    assert_eq!(
        [
            said("en", "1"),
            said("en", "1250000"),
            said("en", "about ten")
        ],
        ["1 person", "1,250,000 people", "about ten people"]
    );
}

#[test]
fn no_invisible_mark_makes_an_sms_dearer() {
    let speech = Speech::load();
    let text = speech.text(
        Lang::vi(),
        "sms-notice",
        &args([("short", "Lu quet"), ("code", "K7")]),
    );
    assert!(text.is_ascii(), "{text:?}");
}

#[test]
fn a_translators_folder_is_laid_over_the_words_built_in() {
    let folder = tempfile::tempdir().unwrap();
    for (tag, text) in [
        ("en", "sms-test = Trial.\n"),
        ("tyz-Latn", "urgency-urgent = …\n"),
        ("vi", "sms-notice = { $short }\n"),
    ] {
        std::fs::create_dir(folder.path().join(tag)).unwrap();
        std::fs::write(folder.path().join(tag).join("mine.ftl"), text).unwrap();
    }
    let speech = Speech::load_dir(folder.path()).unwrap();
    let [short, code] = args([("short", "Lũ"), ("code", "K7")]);
    assert_eq!(speech.text(Lang::en(), "sms-test", &[]), "Trial.");
    assert_eq!(speech.text(Lang::en(), "urgency-urgent", &[]), "urgent");
    assert_eq!(speech.text(lang("tyz-Latn"), "urgency-urgent", &[]), "…");
    // The frame without its code is left out, and the built-in one is said.
    assert_eq!(
        speech.text(Lang::vi(), "sms-notice", &[short, code]),
        "Lũ KT:K7"
    );
    let spoilt: Vec<&str> = speech
        .faults()
        .iter()
        .filter(|fault| fault.spoils_the_file() && fault.place.ends_with("mine.ftl"))
        .map(|fault| fault.place.as_str())
        .collect();
    assert_eq!(spoilt, ["vi/mine.ftl"]);
    assert!(Speech::load_dir(&folder.path().join("none")).is_err());
}

#[test]
fn one_speech_serves_many_threads() {
    let speech = Arc::new(Speech::load());
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let speech = Arc::clone(&speech);
            std::thread::spawn(move || speech.say(Lang::vi(), &Saying::new("urgency-flash")))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), "khẩn cấp (nguy hiểm tính mạng)");
    }
}
