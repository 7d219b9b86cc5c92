//! An SMS without its marks: an officer's choice, which is shown before it is
//! approved and refused where nobody should take it.

use loa::domain::language::Lang;
use loa::domain::notice::{Content, Topic, Urgency};
use loa::domain::officer::Officer;
use loa::domain::say::Said;
use loa::domain::sms::{Encoding, Why};
use loa::hub::Refusal;
use loa::hub::compose::draft;
use loa::hub::preview::{Preview, preview};
use loa::hub::sizes::TextLine;

use crate::support::app::TestApp;
use crate::support::notice::content;

/// 118 letters: two parts with marks, one without.
const SHORT: &str = "UBND xã Mường Toong: mời bà con đi tiêm lúc 7h30 ngày 10/12 tại trạm y tế. Cấm đốt nương, chớ để trâu bò ra đường.";

fn saying(office: &TestApp, short: &str) -> Content {
    let mut content = content(&office.app, Urgency::Routine);
    content.texts.get_mut(&Lang::vi()).unwrap().short = Some(short.to_owned());
    content
}

async fn previewed(office: &TestApp, author: &Officer, content: Content) -> Preview {
    let notice = draft(&office.app, author, content).unwrap();
    preview(&office.app, &notice).await.unwrap()
}

fn only(preview: &Preview) -> &TextLine {
    assert_eq!(preview.texts.len(), 1);
    &preview.texts[0]
}

#[tokio::test]
async fn a_preview_says_what_going_without_marks_would_spare_and_spoil() {
    let office = TestApp::boot().await;
    office.villagers(30).await;
    let (author, _) = office.two_officers().await;
    let seen = previewed(&office, &author, saying(&office, SHORT)).await;
    let line = only(&seen);
    assert_eq!((line.encoding, line.parts), (Encoding::Ucs2, 2));
    assert_eq!(line.letters[0].letter, 'ã');
    assert_eq!(seen.parts, 60);
    let plain = line.plain.as_ref().unwrap();
    assert_eq!(
        (plain.chosen, plain.marked_parts, plain.parts),
        (false, 2, Some(1))
    );
    assert_eq!((plain.saved_parts, plain.saved_vnd), (30, 30 * 350));
    assert_eq!(plain.kept, None);
    let misread: Vec<&str> = plain
        .collisions
        .iter()
        .map(|one| one.written.as_str())
        .collect();
    for word in ["tiêm", "trạm", "cấm", "chớ", "để", "bò"] {
        assert!(misread.contains(&word), "{word}: {misread:?}");
    }
}

#[tokio::test]
async fn what_an_officer_chooses_is_what_leaves_and_what_is_paid() {
    let office = TestApp::boot().await;
    office.villagers(30).await;
    let (author, _) = office.two_officers().await;
    let mut content = saying(&office, SHORT);
    content.texts.get_mut(&Lang::vi()).unwrap().send_plain = true;
    let seen = previewed(&office, &author, content.clone()).await;
    let plain = only(&seen).plain.as_ref().unwrap();
    assert_eq!((plain.chosen, plain.saved_parts), (true, 30));
    assert_eq!((seen.parts, seen.cost_vnd), (30, 30 * 350));
    let (notice, coverage) = office.send(content).await;
    let wanted = format!(
        "UBND xa Muong Toong: moi ba con di tiem luc 7h30 ngay 10/12 tai tram y te. Cam dot nuong, cho de trau bo ra duong. KT:{}",
        notice.code
    );
    assert!(
        office
            .sms
            .heard()
            .iter()
            .all(|message| message.text == wanted)
    );
    assert_eq!(coverage.cost_vnd, 30 * 350);
}

#[tokio::test]
async fn one_sign_of_a_word_processor_is_named_with_its_price() {
    let office = TestApp::boot().await;
    let (author, _) = office.two_officers().await;
    let short = format!(
        "Gia lua giong 9.000₫\u{A0}mot can. {}",
        "Hoi truong ban. ".repeat(6)
    );
    let seen = previewed(&office, &author, saying(&office, &short)).await;
    let line = only(&seen);
    assert_eq!((line.parts, line.typed_parts), (3, Some(1)));
    let signs: Vec<(char, Why)> = line
        .letters
        .iter()
        .map(|one| (one.letter, one.why))
        .collect();
    assert_eq!(signs, [('₫', Why::Sign), ('\u{A0}', Why::Sign)]);
    // Septets, of which brackets take two.
    let long = format!("[{}]", "a".repeat(146));
    let seen = previewed(&office, &author, saying(&office, &format!("{long}~"))).await;
    assert_eq!((only(&seen).parts, only(&seen).typed_parts), (2, Some(1)));
}

#[tokio::test]
async fn nobody_takes_the_marks_off_a_warning_a_dose_or_a_language_that_needs_them() {
    let office = TestApp::boot().await;
    let (author, _) = office.two_officers().await;
    let refused = |content: Content| match draft(&office.app, &author, content) {
        Err(Refusal::Faults(faults)) => {
            let keys: Vec<&str> = faults.iter().map(|fault| fault.said().key).collect();
            keys.join(" ")
        }
        other => panic!("{other:?}"),
    };
    let chosen = |urgency, topic, short: &str| {
        let mut content = saying(&office, short);
        (content.urgency, content.topic) = (urgency, topic);
        content.texts.get_mut(&Lang::vi()).unwrap().send_plain = true;
        content
    };
    let flash = chosen(Urgency::Flash, Topic::Security, "Lũ về, đi ngay");
    let dose = chosen(Urgency::Routine, Topic::Health, "Cho trẻ uống 5 ml");
    assert_eq!(refused(flash.clone()), "fault-plain-flash");
    assert_eq!(refused(dose.clone()), "fault-plain-dose");
    // In an officer's own words it goes.
    for (mut content, words) in [(flash, "Lu ve, di ngay"), (dose, "Cho tre uong 5 ml")] {
        content.texts.get_mut(&Lang::vi()).unwrap().plain = Some(words.to_owned());
        let notice = draft(&office.app, &author, content).unwrap();
        let sms = notice.renders[&Lang::vi()].sms.clone().unwrap();
        assert!(sms.starts_with(words), "{sms}");
    }
    let mut ede = saying(&office, SHORT);
    let mut text = ede.texts[&Lang::vi()].clone();
    text.short = Some("Mơ̆ng čar êa lip".to_owned());
    text.plain = Some("Mong car ea lip".to_owned());
    ede.texts.insert("rad-Latn".parse().unwrap(), text.clone());
    assert_eq!(refused(ede.clone()), "fault-plain-language");
    text.plain = None;
    ede.texts.insert("rad-Latn".parse().unwrap(), text);
    let seen = previewed(&office, &author, ede).await;
    let line = seen
        .texts
        .iter()
        .find(|line| line.language.as_str() == "rad-Latn")
        .unwrap();
    let plain = line.plain.as_ref().unwrap();
    assert_eq!(plain.kept.as_ref().unwrap().key, "plain-kept-language");
    assert_eq!(plain.parts, None);
}
