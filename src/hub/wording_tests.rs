use super::*;
use crate::domain::area::Areas;
use crate::domain::check::{self, Fault};
use crate::domain::notice::Urgency;
use crate::domain::say::Said;
use crate::simulator::notice::flash_flood;

fn addressed(way: Way, text: &str, reader: Reader<'_>) -> String {
    address_reader(&Speech::load(), Lang::vi(), way, text, &reader)
}

const CODE: Frame<'_> = Frame {
    label: None,
    code: "AB2CD3",
    number: None,
};

#[test]
fn where_the_senders_name_takes_no_answers_the_number_to_ask_is_said() {
    let to = Frame {
        number: Some("0987654321"),
        ..CODE
    };
    let told = framed(&Speech::load(), Lang::vi(), "Đi ngay lên cao", to);
    assert_eq!(told, "Đi ngay lên cao KT:AB2CD3 gửi 0987654321");
    // One letter with marks would make it a message of 70.
    let told = framed(&Speech::load(), Lang::vi(), "Di ngay len cao", to);
    assert_eq!(told, "Di ngay len cao KT:AB2CD3 gui 0987654321");
}

#[test]
fn an_advertisement_begins_with_its_word_in_every_form_and_language() {
    let area = &Areas::shipped().find("03163").unwrap().code;
    let mut content = flash_flood(area, jiff::Timestamp::UNIX_EPOCH);
    content.urgency = Urgency::Routine;
    let text = content.texts[&Lang::vi()].clone();
    content.texts.insert(Lang::en(), text);
    let frames = [
        Frame {
            label: Some("[QC]"),
            ..CODE
        },
        Frame {
            label: Some("[QC]"),
            number: Some("0987654321"),
            ..CODE
        },
    ];
    for frame in frames {
        let renders = render(&content, frame, &Speech::load());
        assert!(renders.len() > 1, "{renders:?}");
        for render in renders.values() {
            for text in [&render.sms, &render.sms_plain].into_iter().flatten() {
                assert!(text.starts_with("[QC] "), "{text}");
                assert!(text.contains("HUY QC"), "{text}");
            }
        }
    }
    let told = framed(&Speech::load(), Lang::vi(), "Vay von", frames[0]);
    assert_eq!(told, "[QC] Vay von KT:AB2CD3 TC: HUY QC");
}

#[test]
fn a_name_with_marks_does_not_double_the_price_of_a_plain_sms() {
    let reader = Reader {
        name: "Giàng A Páo",
        ..Reader::default()
    };
    let text = addressed(Way::Sms, "Moi {name} den hop", reader);
    assert_eq!(text, "Moi Giang A Pao den hop");
    let text = addressed(Way::Zalo, "Mời {name} đến họp", reader);
    assert_eq!(text, "Mời Giàng A Páo đến họp");
}

#[test]
fn nobody_is_sent_a_text_with_a_hole() {
    let text = "Moi {name}, dai dien {household}, den nha van hoa {village}, ban viec";
    let nobody = Reader {
        commune: "xã Mường Toong",
        ..Reader::default()
    };
    assert_eq!(
        addressed(Way::Sms, text, nobody),
        "Moi ba con, dai dien gia dinh, den nha van hoa xa Muong Toong, ban viec"
    );
    let sharing = Reader {
        serves: 3,
        ..nobody
    };
    assert!(addressed(Way::Sms, text, sharing).starts_with("Moi ba con, "));
    let child = Reader {
        head: "Páo",
        ..nobody
    };
    assert!(addressed(Way::Zalo, "Mời {name}", child).ends_with("Mời hộ Páo"));
}

#[test]
fn a_form_left_blank_is_as_good_as_none() {
    let area = &Areas::shipped().find("03163").unwrap().code;
    let mut content = flash_flood(area, jiff::Timestamp::UNIX_EPOCH);
    content.urgency = Urgency::Urgent;
    let vi = content.texts.get_mut(&Lang::vi()).unwrap();
    vi.short = Some("Đi ngay lên cao".to_owned());
    vi.plain = Some(" \n".to_owned());
    vi.title = Some(String::new());
    vi.full = Some("Mưa to".to_owned());
    let renders = render(&content, CODE, &Speech::load());
    let vi = &renders[&Lang::vi()];
    assert_eq!(vi.sms_plain.as_deref(), Some("Di ngay len cao KT:AB2CD3"));
    let chat = vi.chat.as_deref().unwrap();
    assert!(chat.starts_with(&content.title), "{chat}");
    content.texts.get_mut(&Lang::vi()).unwrap().full = Some("  ".to_owned());
    assert_eq!(
        render(&content, CODE, &Speech::load())[&Lang::vi()].chat,
        None
    );
}

#[test]
fn the_marks_of_a_flash_text_are_taken_off_by_an_officer_or_not_at_all() {
    let area = &Areas::shipped().find("03163").unwrap().code;
    let mut content = flash_flood(area, jiff::Timestamp::UNIX_EPOCH);
    let rendered = |content: &Content| {
        let renders = render(content, CODE, &Speech::load());
        renders[&Lang::vi()].clone()
    };
    // Written without marks, it is its own twin.
    let one = rendered(&content);
    assert_eq!(one.sms, one.sms_plain);
    let vi = content.texts.get_mut(&Lang::vi()).unwrap();
    vi.short = Some("Đi ngay lên cao".to_owned());
    assert_eq!(rendered(&content).sms_plain, None);
    let vi = content.texts.get_mut(&Lang::vi()).unwrap();
    vi.plain = Some("Roi nha, len cao ngay".to_owned());
    let two = rendered(&content);
    assert!(two.sms.unwrap().starts_with("Đi ngay lên cao"));
    assert!(two.sms_plain.unwrap().starts_with("Roi nha, len cao"));
    content.texts.get_mut(&Lang::vi()).unwrap().send_plain = true;
    let chosen = rendered(&content);
    assert!(
        chosen
            .sms
            .as_deref()
            .unwrap()
            .starts_with("Roi nha, len cao")
    );
    assert_eq!(chosen.sms, chosen.sms_plain);
}

#[test]
fn a_shared_phone_is_spoken_to_as_a_household() {
    let reader = Reader {
        name: "Mỷ",
        head: "Giàng A Páo",
        village: "bản Nậm Pố",
        serves: 3,
        ..Reader::default()
    };
    let text = addressed(Way::Zalo, "Mời {name}, {village}", reader);
    assert_eq!(text, "Mời hộ Giàng A Páo, bản Nậm Pố");
}

/// A sound flash notice whose Vietnamese short text is this.
fn flash(short: &str) -> Content {
    let area = &Areas::shipped().find("03163").unwrap().code;
    let mut content = flash_flood(area, jiff::Timestamp::UNIX_EPOCH);
    content.texts.get_mut(&Lang::vi()).unwrap().short = Some(short.to_owned());
    content
}

fn length(content: &Content) -> Vec<Fault> {
    check::renders(content, &render(content, CODE, &Speech::load()))
}

#[test]
fn a_text_without_marks_is_measured_with_names_without_marks() {
    let short = "UBND xa Muong Toong: moi {household} hop luc 19h toi thu Tu tai nha van hoa {village}, ban viec lam duong.";
    assert_eq!(length(&flash(short)), []);
    let marked = "Mời {household} họp lúc 19h tối thứ Tư tại nhà văn hóa {village}.";
    assert!(matches!(
        length(&flash(marked))[..],
        [Fault::FlashTooLong(..)]
    ));
}

#[test]
fn a_text_too_long_is_told_its_limit_and_the_letters_that_set_it() {
    let speech = Speech::load();
    let said = |short: &str| {
        let faults = length(&flash(short));
        assert_eq!(faults.len(), 1, "{faults:?}");
        speech.say(Lang::vi(), &faults[0].said())
    };
    let plain = said(&"Di ngay len cho cao. ".repeat(9));
    assert!(plain.starts_with("Bài tiếng Việt: ") && plain.contains("nhiều nhất 160 chữ"));
    let slip = said(&format!(
        "{}Đi ngay lên.",
        "Di ngay len cho cao. ".repeat(5)
    ));
    for words in ["(Đ ê)", "chỉ được 70 chữ", "(được 160 chữ)"] {
        assert!(slip.contains(words), "{slip}");
    }
}
