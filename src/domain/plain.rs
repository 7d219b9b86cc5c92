//! Taking the marks off a text: who may decide it, and what speaks against it.
//!
//! Where nothing depends on it a text has a twin without marks, made unasked:
//! both are approved. A flash text, a dose of medicine and a language that is
//! not read without its marks never have one unless an officer wrote it.

use super::check::spoken;
use super::language::Lang;
use super::notice::{Topic, Urgency};
use super::say::{Said, Saying};
use super::sms;
use super::text::{has_marks, nfc, unaccent};

/// Why the marks of a text are not taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Its readers do not read it without them.
    Language(Lang),
    /// Life depends on every word.
    Flash,
    /// A dose of medicine: as it is written.
    Dose(String),
}

impl Said for Kept {
    fn said(&self) -> Saying {
        match self {
            Self::Language(lang) => Saying::new("plain-kept-language").with("lang", spoken(*lang)),
            Self::Flash => Saying::new("plain-kept-flash"),
            Self::Dose(dose) => Saying::new("plain-kept-dose").with("dose", dose),
        }
    }
}

/// The twin of a text without its marks, made unasked; or why it is not. A text
/// that has no marks to lose has one whatever it says.
pub fn twin(topic: Topic, urgency: Urgency, lang: Lang, text: &str) -> Result<String, Kept> {
    let plain = sms::plain(text);
    if !has_marks(text) && sms::is_gsm7(&plain) {
        return Ok(plain);
    }
    if !lang.survives_unaccenting() {
        return Err(Kept::Language(lang));
    }
    if urgency == Urgency::Flash {
        return Err(Kept::Flash);
    }
    match dose(text).filter(|_| topic == Topic::Health) {
        Some(dose) => Err(Kept::Dose(dose)),
        None => Ok(plain),
    }
}

/// Units that medicine is measured in.
const UNITS: [&str; 22] = [
    "ml", "mg", "mcg", "g", "gam", "gram", "cc", "ui", "iu", "lít", "giọt", "viên", "liều", "thìa",
    "muỗng", "ống", "gói", "lọ", "chai", "vỉ", "mũi", "lần",
];

/// Numbers in words.
const NUMBERS: [&str; 11] = [
    "nửa", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười",
];

/// The first amount of a medicine in a text, such as "5 ml", "hai viên",
/// "liều 2", with its marks or without.
pub fn dose(text: &str) -> Option<String> {
    let text = nfc(text);
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "()[];:!?\"“”/".contains(c))
        .map(|word| word.trim_matches(['.', ',', '-', '–']))
        .filter(|word| !word.is_empty())
        .collect();
    let keys: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    for (at, key) in keys.iter().enumerate() {
        let after = key.trim_start_matches(|c: char| c.is_ascii_digit() || ".,-".contains(c));
        let digits = after.len() < key.len();
        if digits && is_of(&UNITS, after) {
            return Some(words[at].to_owned());
        }
        let figure = digits && after.is_empty();
        let unit_next = keys.get(at + 1).is_some_and(|next| is_of(&UNITS, next));
        if unit_next && (figure || is_of(&NUMBERS, key)) {
            return Some(words[at..=at + 1].join(" "));
        }
        if figure && at > 0 && is_of(&["liều"], &keys[at - 1]) {
            return Some(words[at - 1..=at].join(" "));
        }
    }
    None
}

fn is_of(known: &[&str], word: &str) -> bool {
    known
        .iter()
        .any(|known| *known == word || unaccent(known) == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        tag.parse().unwrap()
    }

    #[test]
    fn an_ordinary_vietnamese_text_has_a_twin() {
        let twin = twin(Topic::Policy, Urgency::Urgent, Lang::vi(), "Mời họp 19h");
        assert_eq!(twin.as_deref(), Ok("Moi hop 19h"));
    }

    #[test]
    fn flash_doses_and_languages_that_need_their_marks_keep_them() {
        let made = |topic, urgency, tag: &str, text| twin(topic, urgency, lang(tag), text);
        assert_eq!(
            made(Topic::Security, Urgency::Flash, "vi", "Lũ về, đi ngay"),
            Err(Kept::Flash)
        );
        assert_eq!(
            made(Topic::Health, Urgency::Routine, "vi", "Uống mỗi lần 5 ml"),
            Err(Kept::Dose("5 ml".to_owned()))
        );
        let ede = lang("rad-Latn");
        assert_eq!(
            made(Topic::Policy, Urgency::Routine, "rad-Latn", "Mơ̆ng čar"),
            Err(Kept::Language(ede))
        );
        // Elsewhere "5 ml" is rain, not medicine.
        assert!(made(Topic::Market, Urgency::Routine, "vi", "Còn 5 ml").is_ok());
    }

    #[test]
    fn what_has_no_marks_to_lose_has_a_twin_whatever_it_says() {
        let bare = "KHAN: di ngay len cao";
        assert_eq!(
            twin(Topic::Security, Urgency::Flash, Lang::vi(), bare).as_deref(),
            Ok(bare)
        );
        assert!(twin(Topic::Policy, Urgency::Routine, lang("rad-Latn"), "Hdor").is_ok());
        let typed = twin(
            Topic::Security,
            Urgency::Flash,
            Lang::vi(),
            "“Gap” – di ngay",
        );
        assert_eq!(typed.as_deref(), Ok("\"Gap\" - di ngay"));
        let han = lang("yue-Hant");
        assert_eq!(
            twin(Topic::Policy, Urgency::Routine, han, "廣東話"),
            Err(Kept::Language(han))
        );
    }

    #[test]
    fn doses_are_known_as_people_write_them() {
        for (text, found) in [
            ("Uống 2 viên, ngày 3 lần", "2 viên"),
            ("Trẻ em: 2,5ml/lần", "2,5ml"),
            ("Mỗi lần uống hai viên.", "hai viên"),
            ("uống nửa gói", "nửa gói"),
            ("tiêm liều 2 ngày 5/12", "liều 2"),
            ("tiêm 1 mũi", "1 mũi"),
            ("Pha 1-2 thìa", "1-2 thìa"),
            ("500 mg paracetamol", "500 mg"),
        ] {
            assert_eq!(dose(text).as_deref(), Some(found), "{text}");
        }
        for text in [
            "Tiêm chủng ngày 10-11/12, 7h30-11h. Đưa trẻ dưới 2 tuổi đến trạm.",
            "Đến trạm y tế trước 17 giờ, gọi 115",
            "Hai ông bà đi khám, ở thôn 5",
        ] {
            assert_eq!(dose(text), None, "{text}");
        }
    }
}
