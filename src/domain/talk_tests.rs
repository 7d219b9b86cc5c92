//! Steps of conversations, by the real country.

use uuid::Uuid;

use super::*;

fn known<'a>(villages: &'a [Choice], languages: &'a [Lang]) -> Known<'a> {
    Known {
        areas: Areas::shipped(),
        villages,
        languages,
    }
}

fn says(pending: Option<&Pending>, text: &str) -> Step {
    step(pending, text, known(&[], &[]))
}

fn villages() -> Vec<Choice> {
    ["bản Pú Mây", "Thôn 1", "Nậm Xả"]
        .into_iter()
        .zip(1..)
        .map(|(name, id)| Choice {
            id: VillageId(Uuid::from_u128(id)),
            name: name.to_owned(),
        })
        .collect()
}

#[test]
fn a_name_that_is_one_communes_is_enough() {
    let muong_toong = Areas::shipped().find("03163").unwrap().code.clone();
    for text in [
        "DK Mường Toong",
        "dk xa muong toong",
        "DK MUONG TOONG, DIEN BIEN",
        "dk 03163",
        "DK Muong Toong giup toi voi",
    ] {
        assert_eq!(says(None, text), Step::Join(muong_toong.clone()), "{text}");
    }
}

#[test]
fn a_name_of_several_is_asked_about_and_chosen_by_number_or_province() {
    let Step::Say(saying, Some(asked)) = says(None, "DK Thanh An") else {
        panic!("it was not asked about");
    };
    assert_eq!(saying.key, "sms-which-commune");
    assert!(
        saying.args[0].1.contains("Thanh An (Điện Biên)"),
        "{saying:?}"
    );
    let Pending::Commune(codes) = &asked else {
        panic!("{asked:?}");
    };
    assert!(codes.len() > 1);
    for (n, code) in codes.iter().enumerate() {
        let number = (n + 1).to_string();
        assert_eq!(says(Some(&asked), &number), Step::Join(code.clone()));
    }
    let by_province = says(Some(&asked), "tỉnh Điện Biên");
    let Step::Join(code) = by_province else {
        panic!("{by_province:?}");
    };
    assert_eq!(
        Areas::shipped()
            .find(code.as_str())
            .unwrap()
            .parent
            .as_ref()
            .unwrap()
            .as_str(),
        "11"
    );
    let again = says(Some(&asked), "19");
    assert!(matches!(again, Step::Say(_, Some(kept)) if kept == asked));
}

#[test]
fn a_place_nobody_knows_is_said_to_be_unknown() {
    let Step::Say(saying, None) = says(None, "DK Atlantis") else {
        panic!("somewhere was found");
    };
    assert_eq!(saying.key, "sms-no-commune");
}

#[test]
fn a_village_is_chosen_by_number_or_name_or_not_at_all() {
    let villages = villages();
    let commune = Areas::shipped().find("03163").unwrap().code.clone();
    let (saying, asked) = ask_village(commune.clone(), &villages).unwrap();
    assert_eq!(saying.args[0].1, "1 bản Pú Mây, 2 Thôn 1, 3 Nậm Xả");
    let lives = |text: &str| step(Some(&asked), text, known(&villages, &[]));
    let in_village = |n: usize| Step::Live(commune.clone(), Some(villages[n].id));
    assert_eq!(lives("1"), in_village(0));
    assert_eq!(lives("pu may"), in_village(0));
    assert_eq!(lives("Bản Nậm Xả"), in_village(2));
    assert_eq!(lives("0"), Step::Live(commune.clone(), None));
    assert!(matches!(lives("Na Co Sa"), Step::Say(_, Some(_))));
    // A question in between is a question.
    assert_eq!(lives("KT AB2CD3"), Step::Verify("AB2CD3".into()));
    assert_eq!(lives("Cho hoi bao gio co lich tiem cho chau"), Step::Free);
}

#[test]
fn a_language_of_two_scripts_is_asked_about_where_both_are_turned_on() {
    let both: Vec<Lang> = ["vi", "hmn-Latn-VN", "mww-Latn", "blt-Latn"]
        .map(|tag| tag.parse().unwrap())
        .to_vec();
    let speaks = |text: &str, languages: &[Lang]| step(None, text, known(&[], languages));
    assert_eq!(speaks("NN Viet", &both), Step::Speak(Lang::vi()));
    assert_eq!(speaks("NN tiếng Thái", &both), Step::Speak(both[3]));
    let Step::Say(saying, Some(asked)) = speaks("nn mong", &both) else {
        panic!("it was not asked about");
    };
    assert_eq!(saying.key, "sms-which-script");
    assert_eq!(says(Some(&asked), "2"), Step::Speak(both[2]));
    assert_eq!(speaks("NN mong", &both[..2]), Step::Speak(both[1]));
    assert!(matches!(speaks("NN Klingon", &both), Step::Say(_, None)));
}

#[test]
fn what_answers_nothing_is_for_people() {
    assert_eq!(says(None, "Nha toi bi sat lo"), Step::Free);
    assert_eq!(says(None, "3"), Step::Free);
}
