use super::*;
use crate::domain::area::Areas;
use crate::hub::wording;
use crate::simulator::notice::flash_flood;
use crate::speech::Speech;

/// A sound flash notice whose Vietnamese short text is this.
fn flash(short: &str) -> Content {
    let area = &Areas::shipped().find("03163").unwrap().code;
    let mut content = flash_flood(area, Timestamp::UNIX_EPOCH);
    content.texts.get_mut(&Lang::vi()).unwrap().short = Some(short.to_owned());
    content
}

fn length(content: &Content) -> Vec<Fault> {
    renders(
        content,
        &wording::render(content, "AB2CD3", &Speech::load()),
    )
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
