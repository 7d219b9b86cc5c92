//! The table, and who gets which words.

use super::*;

fn lang(tag: &str) -> Lang {
    tag.parse().unwrap()
}

fn chain(tag: &str) -> Vec<&'static str> {
    lang(tag)
        .fallbacks()
        .into_iter()
        .map(Lang::as_str)
        .collect()
}

#[test]
fn every_row_of_the_file_is_a_language_with_a_distinct_tag() {
    let rows = include_str!("../../../data/languages.csv").lines().skip(1);
    let tags: Vec<&str> = rows.filter_map(|row| row.split(',').next()).collect();
    assert_eq!(tags.len() + 1, Lang::all().count());
    for tag in &tags {
        assert_eq!(lang(tag).as_str(), *tag);
        assert_eq!(
            tags.iter()
                .filter(|other| other.eq_ignore_ascii_case(tag))
                .count(),
            1
        );
    }
    assert_eq!((lang("vi"), lang("en")), (Lang::vi(), Lang::en()));
}

#[test]
fn every_chain_ends_in_vietnamese_and_visits_no_language_twice() {
    for lang in Lang::all() {
        let chain: Vec<Lang> = lang.chain().take(10).collect();
        assert_eq!(chain.last(), Some(&Lang::vi()), "{lang}");
        assert!(
            chain
                .iter()
                .all(|one| chain.iter().filter(|other| one == *other).count() == 1),
            "{lang}"
        );
    }
    for (tag, next) in STAND_INS {
        assert_eq!(lang(tag).next(), Some(lang(next)));
    }
}

#[test]
fn scripts_of_one_language_stand_in_for_each_other_except_those_of_mong() {
    assert_eq!(chain("blt-Tavt"), ["blt-Latn", "vi"]);
    assert_eq!(chain("twh-Latn"), ["blt-Latn", "vi"]);
    assert_eq!(chain("cjm-Cham"), ["cjm-Latn", "vi"]);
    for tag in [
        "mww-Latn",
        "hmn-Latn-VN",
        "hnj-Latn",
        "cja-Arab",
        "tyz-Latn",
        "en",
    ] {
        assert_eq!(chain(tag), ["vi"], "{tag}");
    }
    assert!(chain("vi").is_empty());
}

#[test]
fn letters_a_key_phone_lacks_never_go_to_it() {
    let kept_off: Vec<&str> = Lang::all()
        .filter(|lang| !lang.fits(Surface::Sms))
        .map(Lang::as_str)
        .collect();
    assert_eq!(
        kept_off,
        ["blt-Tavt", "km", "yue-Hant", "cjm-Cham", "cja-Arab"]
    );
    assert!(Lang::all().all(|lang| lang.fits(Surface::Web) && lang.fits(Surface::Chat)));
}

#[test]
fn an_unaccented_text_is_offered_only_where_readers_keep_up() {
    let yes: Vec<&str> = Lang::all()
        .filter(|lang| lang.survives_unaccenting())
        .map(Lang::as_str)
        .collect();
    assert_eq!(
        yes,
        ["vi", "en", "mww-Latn", "hnj-Latn", "ium-Latn", "hni-Latn"]
    );
    assert!(!lang("rad-Latn").survives_unaccenting());
    assert_eq!(lang("mww-Latn").gsm7(), Gsm7::Yes);
    assert_eq!(lang("hmn-Latn-VN").gsm7(), Gsm7::No);
    assert_eq!(lang("kjg-Latn").gsm7(), Gsm7::Unknown);
}

#[test]
fn a_reader_gets_the_nearest_version_that_their_phone_shows() {
    let have: BTreeMap<Lang, &str> = ["vi", "blt-Tavt", "blt-Latn", "mww-Latn", "en"]
        .map(|tag| (lang(tag), tag))
        .into();
    let sent = |want, surface| choose(lang(want), surface, &have).unwrap().0.as_str();
    assert_eq!(sent("blt-Tavt", Surface::Web), "blt-Tavt");
    assert_eq!(sent("blt-Tavt", Surface::Sms), "blt-Latn");
    assert_eq!(sent("hmn-Latn-VN", Surface::Chat), "vi");
    assert_eq!(sent("km", Surface::Sms), "vi");
    assert_eq!(sent("en", Surface::Sms), "en");
}

#[test]
fn a_warning_without_a_vietnamese_text_still_goes_out_in_what_there_is() {
    let sent = |want, there: &[&'static str]| {
        let have: BTreeMap<Lang, &str> = there.iter().map(|tag| (lang(tag), *tag)).collect();
        choose(lang(want), Surface::Sms, &have).map(|(_, text)| *text)
    };
    assert_eq!(sent("tyz-Latn", &["en", "rad-Latn"]), Some("rad-Latn"));
    assert_eq!(sent("tyz-Latn", &["en", "km"]), Some("en"));
    assert_eq!(sent("km", &["km"]), None);
}
