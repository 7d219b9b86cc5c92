//! What a village is called, and by what its spellings are known to be one.
//!
//! Lists say "bản Pú Mây", "Pú Mây" and "pu may" of one village, and "Thôn 01",
//! "Thôn số 1", "Thôn I" and "1" of another. A village is never known by its
//! name alone: commune and former commune belong to it.

use super::text::{fold, nfc, unaccent};

/// Words that say what kind of settlement a name is of, as they are written,
/// and the word that stands for all spellings of a kind. Longer ones first.
const KINDS: [(&str, &str); 27] = [
    ("tổ dân phố", "to"),
    ("khu dân cư", "khu dan cu"),
    ("khu phố", "khu pho"),
    ("khối phố", "khoi"),
    ("tiểu khu", "tieu khu"),
    ("khu vực", "khu vuc"),
    ("thôn", "thon"),
    ("bản", "ban"),
    ("buôn", "buon"),
    ("làng", "lang"),
    ("ấp", "ap"),
    ("xóm", "xom"),
    ("khóm", "khom"),
    ("khối", "khoi"),
    ("khu", "khu"),
    ("đội", "doi"),
    ("tổ", "to"),
    ("tdp", "to"),
    ("tđp", "to"),
    ("kdc", "khu dan cu"),
    ("kp", "khu pho"),
    ("plei", "plei"),
    ("plây", "plei"),
    ("pơlei", "plei"),
    ("bon", "bon"),
    ("sóc", "soc"),
    ("phum", "phum"),
];

/// A village's name as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VillageKey {
    /// What is left without the kind: "pu may", "1".
    pub name: String,
    /// The kind, or empty where the name tells none.
    pub kind: &'static str,
}

/// The key of a village's name: without the word for its kind, marks, case,
/// punctuation and leading zeros; a number may be Roman. A name that is
/// nothing but such words keeps itself.
pub fn village_key(name: &str) -> VillageKey {
    let words = words(name);
    let plain = words.iter().all(|word| word.is_ascii());
    let mut rest = words.as_slice();
    let mut kind = "";
    // "Thôn Bản Phố" is Bản Phố: the last word for a kind is the name's own.
    while let Some((inner, after)) = without_kind(rest, plain) {
        (kind, rest) = (inner, after);
    }
    if let [first, second, ..] = rest
        && is_word(first, "số", plain)
        && is_number(second)
    {
        rest = &rest[1..];
    }
    let number = match rest {
        [one] => roman(one),
        _ => None,
    };
    let name = number.map_or_else(
        || {
            let words: Vec<String> = rest.iter().map(|word| folded(word)).collect();
            words.join(" ")
        },
        |number| number.to_string(),
    );
    VillageKey { name, kind }
}

impl VillageKey {
    /// Whether two names of one place may be of one village: two kinds that
    /// are both told and differ ("Thôn 1", "Tổ 1") are two villages.
    pub fn may_be(&self, name: &str, kind: &str) -> bool {
        self.name == name && (self.kind.is_empty() || kind.is_empty() || self.kind == kind)
    }
}

/// The words of a name; digits part from letters, "Thôn1" being "Thôn 1".
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in nfc(name).chars() {
        let mark = unicode_normalization::char::is_combining_mark(c);
        if c.is_alphanumeric() || (mark && before.is_alphanumeric()) {
            let joins =
                before.is_alphanumeric() && (mark || before.is_ascii_digit() == c.is_ascii_digit());
            match words.last_mut() {
                Some(word) if joins => word.push(c),
                _ => words.push(c.to_string()),
            }
            before = if mark { before } else { c };
        } else {
            before = ' ';
        }
    }
    words
}

/// What follows a word for a kind, if the words begin with one and go on.
fn without_kind(words: &[String], plain: bool) -> Option<(&'static str, &[String])> {
    KINDS.iter().find_map(|(written, kind)| {
        let parts: Vec<&str> = written.split(' ').collect();
        let begins = words.len() > parts.len()
            && parts
                .iter()
                .zip(words)
                .all(|(part, word)| is_word(word, part, plain));
        begins.then(|| (*kind, &words[parts.len()..]))
    })
}

/// Marks are minded, for "Bàn" is no "bản"; a name written all without them
/// has none to mind.
fn is_word(word: &str, wanted: &str, plain: bool) -> bool {
    let small = word.to_lowercase();
    small == wanted || (plain && small == unaccent(wanted))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit()) || roman(word).is_some()
}

fn folded(word: &str) -> String {
    let folded = fold(word);
    if !folded.is_empty() && folded.bytes().all(|b| b.is_ascii_digit()) {
        let number = folded.trim_start_matches('0');
        return if number.is_empty() { "0" } else { number }.to_owned();
    }
    folded
}

/// I to XX. "vi" and "xi" in small letters are words.
fn roman(word: &str) -> Option<usize> {
    const NUMERALS: [&str; 20] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
        "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
    ];
    let small_word = matches!(word, "vi" | "xi" | "Vi" | "Xi");
    let at = NUMERALS
        .iter()
        .position(|one| one.eq_ignore_ascii_case(word))?;
    (!small_word).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> (String, &'static str) {
        let key = village_key(name);
        (key.name, key.kind)
    }

    #[test]
    fn spellings_of_one_village_have_one_key() {
        for name in [
            "bản Pú Mây",
            "Bản  PÚ MÂY",
            "ban pu may",
            "ban – pu may",
            "Bản: Pú-Mây",
            "Ba\u{309}n Pu\u{301} Ma\u{302}y",
            "Thôn Bản Pú Mây",
        ] {
            assert_eq!(key(name), ("pu may".into(), "ban"), "{name}");
        }
        for name in ["Pú Mây", "pu may", "PÚ  MÂY."] {
            assert_eq!(key(name), ("pu may".into(), ""), "{name}");
        }
        for name in [
            "Thôn 1",
            "Thôn 01",
            "thon 1",
            "Thôn số 1",
            "Thôn số 01",
            "Thôn I",
            "THÔN I",
            "thôn i",
            "Thôn1",
        ] {
            assert_eq!(key(name), ("1".into(), "thon"), "{name}");
        }
        for name in ["1", "01", "I", "Số 1"] {
            assert_eq!(key(name), ("1".into(), ""), "{name}");
        }
        for name in ["Tổ dân phố 5", "TDP 5", "Tổ 05", "tổ dân phố số 5"] {
            assert_eq!(key(name), ("5".into(), "to"), "{name}");
        }
        assert_eq!(key("Nậm Pố 01"), key("Nậm Pố 1"));
        assert_eq!(key("Thôn XX").0, "20");
        assert_eq!(key("Thôn XXI").0, "xxi");
    }

    #[test]
    fn other_villages_have_other_keys() {
        for (one, other) in [
            ("Thôn 1", "Thôn 11"),
            ("Thôn 10", "Thôn 1"),
            ("Nậm Pố 1", "Nậm Pố"),
            ("Thôn Vi", "Thôn 6"),
            ("Thôn xi", "Thôn 11"),
            ("Thôn Ví", "Thôn 6"),
            ("Nậm Pố II", "Nậm Pố 2"),
            ("Thôn Làng Mới", "Thôn Mới"),
        ] {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
        let may = |one: &str, other: &str| {
            let other = village_key(other);
            village_key(one).may_be(&other.name, other.kind)
        };
        assert!(may("Thôn 1", "1") && may("1", "Bản 1") && may("Bản 1", "bản 01"));
        assert!(!may("Thôn 1", "Tổ 1") && !may("Bản 1", "Thôn 1"));
    }

    #[test]
    fn a_word_that_only_looks_like_a_kind_stays() {
        assert_eq!(key("Bàn Chải"), ("ban chai".into(), ""));
        assert_eq!(key("Tô Hạp"), ("to hap".into(), ""));
        assert_eq!(key("Láng Cát"), ("lang cat".into(), ""));
        assert_eq!(key("Bốn Xã"), ("bon xa".into(), ""));
    }

    #[test]
    fn a_name_that_would_be_empty_keeps_itself() {
        assert_eq!(key("Bản"), ("ban".into(), ""));
        assert_eq!(key("Thôn Bản"), ("ban".into(), "thon"));
        assert_eq!(key("Thôn số"), ("so".into(), "thon"));
        assert_eq!(key("Thôn 0"), ("0".into(), "thon"));
        assert_eq!(key(""), (String::new(), ""));
        assert_eq!(key("…"), (String::new(), ""));
    }
}
