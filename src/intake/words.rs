//! The words of a list for channels, roles and languages, and what they stand for.

use crate::domain::text::fold;

/// Whether a word is in a list parted by bars.
pub(super) fn listed(list: &str, word: &str) -> bool {
    list.split('|').any(|listed| listed == word)
}

/// Channels that deliver to an address of their own.
const CHANNELS: [(&str, &str); 4] = [
    (
        "sms",
        "sms|tin nhan|tin nhan sms|nhan tin|dien thoai|text|phone",
    ),
    ("zalo", "zalo|zalo oa"),
    ("telegram", "telegram|tele"),
    ("push", "push|web|trinh duyet|web push"),
];

/// `sms`, `zalo`, `telegram` or `push`.
pub(super) fn channel(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let found = CHANNELS.iter().find(|(_, words)| listed(words, &folded));
    found.map(|(channel, _)| *channel)
}

/// Beginnings of what a commune calls people; the longer stand first where one
/// begins another ("trưởng ban công tác mặt trận" is no "trưởng bản").
const ROLES: [(&str, &str); 5] = [
    (
        "relay",
        "truong ban cong tac mat tran|truong ban ctmt|relay|nguoi co uy tin|nguoi uy tin|uy tin|ncut",
    ),
    (
        "relay",
        "gia lang|tuyen truyen vien|cong tac vien|y te thon|co do thon|chi hoi truong",
    ),
    (
        "head",
        "head|village head|truong thon|truong ban|truong ap|truong buon|truong xom|truong lang|\
         truong khu|truong khom|truong khoi|truong plei|truong bon|pho thon|pho ban|pho truong|\
         to truong|to pho|bi thu|pho bi thu",
    ),
    (
        "officer",
        "officer|can bo|cong chuc|vien chuc|chu tich|pho chu tich|van thu|van phong",
    ),
    (
        "villager",
        "villager|nguoi dan|dan|ho dan|chu ho|thanh vien|dan thuong",
    ),
];

/// `villager`, `relay`, `head` or `officer`. Deputies count as heads: they carry
/// the same notices.
pub(super) fn role(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let begins = |word: &str| {
        folded
            .strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let found = ROLES.iter().find(|(_, words)| words.split('|').any(begins));
    found.map(|(role, _)| *role)
}

/// The tags of `data/languages.csv`, and English, with the folded names a list may use. Where a
/// language has several scripts, its plain name stands for the one most phones
/// show; whoever wants another writes the tag.
const LANGUAGES: [(&str, &str); 32] = [
    (
        "vi",
        "viet|tieng viet|vietnamese|kinh|pho thong|tieng pho thong|quoc ngu",
    ),
    ("tyz-Latn", "tay"),
    ("nut-Latn", "nung"),
    ("blt-Tavt", "chu thai|chu thai co"),
    ("blt-Latn", "thai|thai den|tay dam"),
    ("twh-Latn", "thai trang|tay khao"),
    ("mtq-Latn", "muong"),
    ("hmn-Latn-VN", "mong|hmong|h mong|meo|mong viet nam|hmn"),
    ("mww-Latn", "mong quoc te|mong rpa|rpa|chu mong quoc te"),
    ("hnj-Latn", "mong lenh|mong njua|mong xanh"),
    ("km", "khmer|kho me|khome|khmer nam bo"),
    ("yue-Hant", "hoa|quang dong|tieng hoa"),
    ("ium-Latn", "dao|iu mien|mien|dao iu mien"),
    ("mji-Latn", "kim mun|dao kim mun"),
    ("jra-Latn", "gia rai|giarai|jrai|gia lai"),
    ("rad-Latn", "e de|ede|rade"),
    ("bdq-Latn", "ba na|bana|bahnar"),
    ("sed-Latn", "xo dang|xodang|xe dang|sedang"),
    ("kpm-Latn", "co ho|coho|k ho|kho|koho"),
    ("cjm-Cham", "akhar thrah|chu cham"),
    ("cjm-Latn", "cham|cham dong"),
    ("cja-Arab", "cham tay"),
    ("mng-Latn", "m nong|mnong"),
    ("hre-Latn", "hre|h re"),
    ("rog-Latn", "raglai|ra glai|raglay"),
    ("sti-Latn", "xtieng|stieng|x tieng|s tieng"),
    ("bru-Latn", "bru|bru van kieu|van kieu"),
    ("kjg-Latn", "kho mu|khomu|kh mu"),
    ("ktv-Latn", "co tu|cotu|katu"),
    ("pac-Latn", "ta oi|pa co|taoi|paco|ta oi pa co"),
    ("hni-Latn", "ha nhi|hanhi"),
    ("en", "english|anh|tieng anh"),
];

/// A language's tag, from a tag in any case or a name with or without "tiếng".
/// Of several names the first counts: it is the one a person would rather have.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let first = text
        .split([',', ';', '/', '+', '&'])
        .next()
        .unwrap_or(text)
        .trim();
    let tag = first.replace('_', "-");
    if let Some((tag, _)) = LANGUAGES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(&tag))
    {
        return Some(tag);
    }
    let folded = fold(first);
    let name = folded.strip_prefix("tieng ").unwrap_or(&folded);
    let found = LANGUAGES
        .iter()
        .find(|(_, names)| listed(names, &folded) || listed(names, name));
    found.map(|(tag, _)| *tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_communes_words_for_roles_are_understood() {
        for (text, expected) in [
            ("Người có uy tín", "relay"),
            ("Già làng", "relay"),
            ("Trưởng thôn", "head"),
            ("Trưởng bản Huổi Lụ", "head"),
            ("Phó trưởng thôn", "head"),
            ("Bí thư chi bộ", "head"),
            ("Trưởng ban công tác Mặt trận", "relay"),
            ("Cán bộ xã", "officer"),
            ("người dân", "villager"),
            ("Relay", "relay"),
            ("head", "head"),
        ] {
            assert_eq!(role(text), Some(expected), "{text}");
        }
        assert_eq!(role("Ca sĩ"), None);
        assert_eq!(role("Trưởng công an xã"), None);
        assert_eq!(role("dantay"), None);
    }

    #[test]
    fn a_language_is_known_by_tag_and_by_name() {
        for (text, tag) in [
            ("Mông", "hmn-Latn-VN"),
            ("H'Mông", "hmn-Latn-VN"),
            ("tiếng Thái", "blt-Latn"),
            ("Dao", "ium-Latn"),
            ("Tiếng Việt", "vi"),
            ("M'Nông", "mng-Latn"),
            ("Ê-đê", "rad-Latn"),
            ("Khơ Me", "km"),
            ("BLT-TAVT", "blt-Tavt"),
            ("hmn_latn_vn", "hmn-Latn-VN"),
            ("Mông, Việt", "hmn-Latn-VN"),
        ] {
            assert_eq!(language(text), Some(tag), "{text}");
        }
        assert_eq!(language("Klingon"), None);
        assert_eq!(language("blt"), None);
    }

    #[test]
    fn the_tags_are_those_of_the_table_of_languages() {
        let table = include_str!("../../data/languages.csv");
        let tags: Vec<&str> = table
            .lines()
            .skip(1)
            .filter_map(|row| row.split(',').next())
            .collect();
        let ours: Vec<&str> = LANGUAGES.iter().map(|(tag, _)| *tag).collect();
        assert_eq!(ours, [tags, vec!["en"]].concat());
    }

    #[test]
    fn the_tables_own_names_are_understood() {
        let table = include_str!("../../data/languages.csv");
        for row in table.lines().skip(1) {
            let mut cells = row.split(',');
            let (tag, name) = (
                cells.next().unwrap(),
                cells.next().unwrap().trim_matches('"'),
            );
            let plain = name.split(" (").next().unwrap();
            assert!(language(plain).is_some(), "{tag} {plain}");
        }
    }

    #[test]
    fn channels_have_one_name_each() {
        assert_eq!(channel("SMS"), Some("sms"));
        assert_eq!(channel("Tin nhắn"), Some("sms"));
        assert_eq!(channel("Zalo"), Some("zalo"));
        assert_eq!(channel("fax"), None);
    }
}
