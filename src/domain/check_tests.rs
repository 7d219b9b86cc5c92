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
