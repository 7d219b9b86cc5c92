//! Which words are misread without their marks, and which lists are refused.

use super::*;
use crate::domain::sms;

fn shipped() -> Collisions {
    Collisions::shipped_and("").unwrap()
}

/// The words found in a Vietnamese text whose marks were simply taken away.
fn found(text: &str) -> Vec<String> {
    let all = shipped().find(Lang::vi(), text, &sms::plain(text));
    all.into_iter().map(|one| one.written).collect()
}

#[test]
fn a_word_of_the_list_is_found_with_all_it_may_be_read_as() {
    let text = "UBND xã: CẤM đốt nương.";
    let all = shipped().find(Lang::vi(), text, &sms::plain(text));
    let ban = all.iter().find(|one| one.written == "cấm").unwrap();
    assert_eq!(ban.plain, "cam");
    assert_eq!(ban.read_as, ["cầm", "cảm", "cám", "câm"]);
    assert_eq!(found("Đừng uống, đừng dùng nước giếng"), ["đừng", "dùng"]);
}

#[test]
fn a_phrase_is_found_as_a_whole_and_only_within_a_sentence() {
    assert_eq!(found("18h thủy điện xả lũ"), ["xả lũ"]);
    assert_eq!(found("Người ở xa về trước"), ["ở xa", "về"]);
    assert_eq!(found("Bị xả; lũ lớn"), ["lũ"]);
}

#[test]
fn a_word_the_author_has_put_another_way_is_not_held_against_the_plain_text() {
    let all = shipped().find(Lang::vi(), "Đừng qua ngầm", "Khong qua ngam");
    assert_eq!(all, []);
}

#[test]
fn a_text_written_without_marks_has_the_words_that_may_be_two_that_matter() {
    let text = "Ba con dung qua suoi, lu dang len";
    let all = shipped().find(Lang::vi(), text, text);
    let written: Vec<&str> = all.iter().map(|one| one.written.as_str()).collect();
    assert_eq!(written, ["dung", "len"]);
    assert_eq!(all[0].read_as, ["đừng", "đúng", "dùng", "dừng", "đứng"]);
    let signs = shipped().find(Lang::vi(), "“Dung” – sau 2 ngay…", text);
    assert_eq!(signs.len(), 1);
}

#[test]
fn decomposed_letters_are_the_same_word() {
    assert_eq!(found("ca\u{0302}\u{0301}m lửa"), ["cấm", "lửa"]);
}

#[test]
fn other_languages_have_their_own_lists() {
    let text = "cấm";
    let hmong = "mww-Latn".parse().unwrap();
    assert_eq!(shipped().find(hmong, text, "cam"), []);
}

#[test]
fn an_office_adds_words_of_its_own() {
    let more = "tag,words,also,why\nvi,kè,kẻ / ke,vỡ kè\nvi,cấm,cạm,\n";
    let all = Collisions::shipped_and(more).unwrap();
    let found = all.find(Lang::vi(), "Cấm lên kè", "Cam len ke");
    assert_eq!(found.len(), 3);
    assert!(found[0].read_as.contains(&"cạm".to_owned()));
    assert_eq!(
        found[0].read_as.iter().filter(|one| *one == "cầm").count(),
        1
    );
    assert_eq!(found[2].read_as, ["kẻ", "ke"]);
}

#[test]
fn a_list_with_a_slip_is_refused_with_its_line() {
    let fault = |rows: &str| {
        let file = format!("tag,words,also,why\nvi,kè,kẻ,\n{rows}\n");
        Collisions::shipped_and(&file).unwrap_err()
    };
    assert!(fault("vi,kè,kho,").why.contains("\"kho\""));
    assert_eq!(fault("vi,kè,kho,").line, 3);
    assert!(fault("xx,kè,kẻ,").why.contains("\"xx\""));
    assert!(fault("vi,,kẻ,").why.contains("no word"));
    assert!(fault("vi,kè,,").why.contains("nothing"));
    assert_eq!(fault("vi,kè").line, 3);
    assert!(Collisions::shipped_and("words\nkè\n").is_err());
}

#[test]
fn the_list_knows_the_vocabulary_of_danger() {
    for word in [
        "lũ", "bão", "cấm", "chết", "được", "bò", "bỏ", "muối", "mười", "muỗi", "tiêm", "thuốc",
        "dịch", "đói", "đổi", "lửa", "lừa", "độc", "đừng", "chớ",
    ] {
        assert!(
            found(&format!("{word} ạ")).contains(&word.to_owned()),
            "{word}"
        );
    }
}
