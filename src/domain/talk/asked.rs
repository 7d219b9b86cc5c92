//! What a message asks of us, however it is spelt.

use crate::domain::code;
use crate::domain::notice::Topic;
use crate::domain::text::{fold, nfc};

/// What a message asks of us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Silence: "TC", "HUY", "STOP" …
    Silence,
    /// To hear from us again.
    Return,
    /// To hear from a commune: its words.
    Register(String),
    /// To hear of a topic, or no more.
    Topic(bool, Topic),
    /// To hear of advertising, or no more.
    Advertising(bool),
    /// The same of a word that is no topic's.
    SomeTopic,
    /// To be told in a language: its words.
    Language(String),
    /// Whether a notice is really ours.
    Verify(String),
    /// What one may ask.
    Help,
    /// The number of a choice.
    Choice(usize),
    /// Anything else: it is for people to read.
    Free,
}

/// Words of refusal in use on Vietnamese networks (Decree 91/2020 practice),
/// with whatever stands behind them.
const SILENCE: [&str; 5] = ["tc", "tu choi", "stop", "ngung nhan", "ngung gui"];
/// Refusals only where they are the whole message: "ngung" may be said of the
/// rain.
const SILENCE_ALONE: [&str; 1] = ["ngung"];
/// What stands behind "huy" where all of it is refused: Huy is also a given
/// name.
const ALL_OF_IT: [&str; 7] = [
    "",
    "bo",
    "dk",
    "dang ky",
    "dang ky nhan tin",
    "nhan tin",
    "tin",
];
/// The word as one who is not called so writes it.
const REFUSE: [&str; 2] = ["hủy", "huỷ"];
/// Words by which one comes back, or comes.
const REGISTER: [&str; 3] = ["dk", "dang ky", "start"];
/// What stands behind them where no place is named.
const ANYWHERE: [&str; 5] = ["", "lai", "nhan tin", "nhan lai", "nhan lai tin"];
/// How advertising is called, without blanks: QC is its usual mark.
const ADVERTISING: [&str; 2] = ["qc", "quangcao"];
/// Words for help.
const HELP: [&str; 4] = ["tg", "tro giup", "help", "huong dan"];

/// How topics are called, without blanks.
const TOPICS: [(Topic, &[&str]); 6] = [
    (Topic::Health, &["yte", "suckhoe"]),
    (Topic::Education, &["giaoduc", "hoctap"]),
    (Topic::Policy, &["chinhsach"]),
    (Topic::Scitech, &["khcn", "khoahoc"]),
    (Topic::Market, &["giaca", "thitruong"]),
    (Topic::Security, &["anninh"]),
];

/// Reads a message.
pub fn read(text: &str) -> Asked {
    let folded = fold(text);
    let rest = |word: &str| after(&folded, word);
    if SILENCE_ALONE.contains(&folded.as_str()) || SILENCE.iter().any(|word| rest(word).is_some()) {
        return Asked::Silence;
    }
    if let Some(rest) = rest("huy") {
        return refused(text, rest);
    }
    if let Some(rest) = REGISTER.iter().find_map(|word| rest(word)) {
        return registered(rest);
    }
    if let Some(words) = rest("nn").or_else(|| rest("ngon ngu")) {
        return Asked::Language(words.to_owned());
    }
    if HELP.contains(&folded.as_str()) || text.trim() == "?" {
        return Asked::Help;
    }
    if folded.len() <= 2
        && let Ok(number) = folded.parse()
    {
        return Asked::Choice(number);
    }
    let code = match rest("kt") {
        Some(typed) => verified(typed),
        // Two words that together look like a code are a name.
        None if folded.split(' ').count() == 1 || folded.contains(|c: char| c.is_ascii_digit()) => {
            code::parse(&folded)
        }
        None => None,
    };
    code.map_or(Asked::Free, Asked::Verify)
}

/// What is refused by "huy" and whatever stands behind it.
fn refused(text: &str, rest: &str) -> Asked {
    if ALL_OF_IT.contains(&rest) {
        return Asked::Silence;
    }
    if let Some(topic) = topic(rest) {
        return Asked::Topic(false, topic);
    }
    if advertising(rest) {
        return Asked::Advertising(false);
    }
    let marked = nfc(text.trim()).to_lowercase();
    let meant = REFUSE.iter().any(|word| after(&marked, word).is_some());
    match rest.split(' ').count() {
        1 => Asked::SomeTopic,
        _ if meant => Asked::Silence,
        _ => Asked::Free,
    }
}

fn registered(rest: &str) -> Asked {
    if ANYWHERE.contains(&rest) {
        return Asked::Return;
    }
    if advertising(rest) {
        return Asked::Advertising(true);
    }
    topic(rest).map_or_else(
        || Asked::Register(rest.to_owned()),
        |topic| Asked::Topic(true, topic),
    )
}

fn topic(words: &str) -> Option<Topic> {
    let word = words.replace(' ', "");
    TOPICS
        .iter()
        .find(|(_, names)| names.contains(&word.as_str()))
        .map(|(topic, _)| *topic)
}

fn advertising(words: &str) -> bool {
    ADVERTISING.contains(&words.replace(' ', "").as_str())
}

/// A code with or without something behind it.
fn verified(typed: &str) -> Option<String> {
    code::parse(typed).or_else(|| {
        let words: Vec<&str> = typed.split(' ').collect();
        (1..=2.min(words.len())).find_map(|many| code::parse(&words[..many].concat()))
    })
}

/// What stands behind a word, and not merely behind its letters.
fn after<'a>(message: &'a str, word: &str) -> Option<&'a str> {
    let rest = message.strip_prefix(word)?;
    (!rest.starts_with(char::is_alphanumeric)).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_asked_for_in_many_spellings() {
        for text in [
            "TC",
            "tc",
            "Từ chối",
            "TU CHOI nhan tin",
            "Hủy",
            "STOP.",
            "tc khong nhan nua",
            "HUY",
            "Huy dang ky!",
            "huy nhan tin",
            "Hủy nhận tin giúp tôi",
            "Huỷ tin của xã",
            "ngừng gửi tin cho tôi",
        ] {
            assert_eq!(read(text), Asked::Silence, "{text}");
        }
    }

    #[test]
    fn somebody_called_huy_refuses_nothing() {
        for text in [
            "Huy da nhan duoc tin",
            "Huy đã nhận được tin",
            "Huy nhan duoc tin roi",
            "Huy dang ky tiem cho chau",
            "Ngung mua roi, duong con ngap",
        ] {
            assert_eq!(read(text), Asked::Free, "{text}");
        }
    }

    #[test]
    fn a_word_that_only_begins_alike_is_no_refusal() {
        for text in ["Tcl", "huyện ở đâu", "stopwatch", "Huyền"] {
            assert_ne!(read(text), Asked::Silence, "{text}");
        }
    }

    #[test]
    fn one_topic_is_refused_and_taken_by_its_name() {
        for text in ["HUY YTE", "hủy y tế", " Huy  y-te ."] {
            assert_eq!(read(text), Asked::Topic(false, Topic::Health), "{text}");
        }
        assert_eq!(read("ĐK giá cả"), Asked::Topic(true, Topic::Market));
        // Of a word we do not know nobody can say that all was meant.
        for text in ["HUY XYZ", "hủy bóngđá"] {
            assert_eq!(read(text), Asked::SomeTopic, "{text}");
        }
    }

    #[test]
    fn advertising_is_agreed_to_and_refused_by_its_usual_mark() {
        for text in ["DK QC", "đk qc.", "Đăng ký quảng cáo"] {
            assert_eq!(read(text), Asked::Advertising(true), "{text}");
        }
        for text in ["HUY QC", "hủy quảng cáo", "Huy Q.C"] {
            assert_eq!(read(text), Asked::Advertising(false), "{text}");
        }
        // A commune may begin alike.
        assert_eq!(
            read("DK Quang Chieu"),
            Asked::Register("quang chieu".into())
        );
    }

    #[test]
    fn a_code_is_a_question() {
        for text in [
            "KT ab2-cd3",
            "AB2CD3",
            "KT AB2CD3 co that khong",
            "kt ab2 cd3 ?",
        ] {
            assert_eq!(read(text), Asked::Verify("AB2CD3".into()), "{text}");
        }
        for text in ["kt gì đó", "Bản Nậm Xả", "ban nam"] {
            assert_eq!(read(text), Asked::Free, "{text}");
        }
    }

    #[test]
    fn one_comes_back_by_asking_and_comes_by_naming_a_place() {
        for text in ["ĐK", "đăng ký nhận tin", "START"] {
            assert_eq!(read(text), Asked::Return, "{text}");
        }
        assert_eq!(
            read("DK  Mường Toong!"),
            Asked::Register("muong toong".into())
        );
        assert_eq!(read("dk 03163"), Asked::Register("03163".into()));
    }

    #[test]
    fn a_language_a_number_and_help_are_understood() {
        assert_eq!(read("NN Mông"), Asked::Language("mong".into()));
        assert_eq!(read("nn"), Asked::Language(String::new()));
        assert_eq!(read(" 2. "), Asked::Choice(2));
        assert_eq!(read("TG"), Asked::Help);
        assert_eq!(read("?"), Asked::Help);
        assert_eq!(read("113 oi"), Asked::Free);
    }
}
