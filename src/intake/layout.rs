//! Lines of a list that are not people: the village a group of rows belongs to,
//! totals, signatures.
//!
//! Marks are minded here, for they tell people from places: "Bản Nậm Pố" is a
//! village and "Bàn A Páo" a man, "Tổng cộng" a total and "Tống Công Minh" a man.

use super::cell::{Line, clean};
use super::words::listed;

/// What a line is that has no phone in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Somebody, as far as can be told.
    Somebody,
    /// The name of a village; the rows below belong to it.
    Village(String),
    /// The name of a former commune; the rows below belong to it.
    OldCommune(String),
    /// A total.
    Total,
    /// Signatures and what comes with them: the list is over.
    End,
}

/// What a line is. `heads` says in which columns a heading may stand: a village
/// alone in the village's column is half a row and no heading.
pub(super) fn place(line: &Line, heads: impl Fn(usize) -> bool) -> Place {
    let texts = line.filled().map(|(at, cell)| (at, cell.clean()));
    let texts: Vec<(usize, String)> = texts.filter(|(_, text)| !is_ordinal(text)).collect();
    let Some((at, first)) = texts.first() else {
        return Place::Somebody;
    };
    let small = first.to_lowercase();
    if is_total(&small) {
        Place::Total
    } else if ends(&small) {
        Place::End
    } else if texts.len() == 1 && heads(*at) {
        section(without_ordinal(first))
    } else {
        Place::Somebody
    }
}

/// The village a postal address names: "Bản Huổi Lụ, xã Nậm Pố" lies in "Bản Huổi Lụ".
pub(super) fn village_in(address: &str) -> Option<String> {
    let part = address
        .split([',', ';'])
        .map(str::trim)
        .find(|part| begins(part, VILLAGES).is_some());
    part.map(clean)
}

const VILLAGES: &str = "thôn|thon|bản|làng|buôn|buon|ấp|xóm|xom|khóm|khối|tdp|tổ dân phố|\
    to dan pho|khu phố|khu dân cư|plei|plây|bon|sóc|phum";
/// Words that mean a village only with a number behind: "Tổ 5", "Khu 2".
const NUMBERED: &str = "tổ|khu|đội";
const COMMUNES: &str = "xã|phường|thị trấn";
const TOTALS: &str = "tổng cộng|tổng số|tổng toàn|tổng hộ|tổng:|tổng :|cộng:|cộng :|cộng thôn|\
    cộng bản|cộng toàn|cộng chung";
const WHOLE_TOTALS: &str = "tổng|cộng|tong|cong|tong cong|tong so|total";
const ENDS: &str = "người lập|người tổng hợp|người kê khai|lập biểu|lập danh sách|nơi nhận|tm.|\
    t/m|tm |kt.|k/t|tl.|(ký|ký tên|ký, |xác nhận của|ubnd|ủy ban nhân dân|uỷ ban nhân dân|\
    chủ tịch|thủ trưởng|danh sách này|danh sách gồm|ấn định danh sách";
const WHOLE_ENDS: &str = "trưởng thôn|trưởng bản|trưởng ấp|cán bộ lập|bí thư chi bộ|ghi chú:";

fn is_total(small: &str) -> bool {
    let whole = small.trim_end_matches([':', ' ', '.']);
    listed(WHOLE_TOTALS, whole) || TOTALS.split('|').any(|total| small.starts_with(total))
}

fn ends(small: &str) -> bool {
    let dated = small.contains("ngày") && small.contains("tháng") && small.contains("năm");
    dated || listed(WHOLE_ENDS, small) || ENDS.split('|').any(|end| small.starts_with(end))
}

fn section(text: &str) -> Place {
    if begins(text, VILLAGES).is_some() || numbered(text) {
        Place::Village(name_of(text))
    } else if let Some(name) = begins(text, "xã cũ|địa bàn xã") {
        Place::OldCommune(name_of(name.trim_start_matches([':', ' '])))
    } else if begins(text, COMMUNES).is_some() {
        Place::OldCommune(name_of(text))
    } else {
        Place::Somebody
    }
}

/// What follows one of the words, if the text begins with it and goes on.
fn begins<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    words.split('|').find_map(|word| {
        let (head, rest) =
            text.split_at_checked(text.char_indices().nth(word.chars().count())?.0)?;
        let apart = rest.starts_with([' ', ':', '.', '-']) && rest.len() > 1;
        (apart && head.to_lowercase() == word).then_some(rest)
    })
}

fn numbered(text: &str) -> bool {
    let rest = begins(text, NUMBERED);
    rest.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// The name without what is said of it: "Thôn Nậm Pố 1: 45 hộ", "(cũ)".
fn name_of(text: &str) -> String {
    let text = text.split('(').next().unwrap_or(text);
    let text = match text.split_once(':') {
        // "Thôn: Nậm Pố 1"
        Some((word, name)) if !word.trim().contains(' ') => format!("{} {name}", word.trim()),
        Some((name, _)) => name.to_owned(),
        None => text.to_owned(),
    };
    let counted = |part: &str| {
        let small = part.to_lowercase();
        small.starts_with(|c: char| c.is_ascii_digit())
            && ["hộ", "người", "khẩu"]
                .iter()
                .any(|unit| small.contains(unit))
    };
    let kept = text.split(" - ").take_while(|part| !counted(part.trim()));
    clean(&kept.collect::<Vec<_>>().join(" - "))
}

/// Numbers, Roman numerals and single letters that count lines or groups.
fn is_ordinal(text: &str) -> bool {
    let inner = text
        .trim_end_matches(['.', ')', '/', ':', '-'])
        .trim_start_matches('(');
    let small = inner.len() <= 4
        && inner
            .chars()
            .all(|c| c.is_ascii_digit() || ",.".contains(c));
    let roman = inner.len() <= 5 && inner.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'));
    let letter = inner.len() == 1 && inner.chars().all(|c| c.is_ascii_alphabetic());
    small || roman || letter || matches!(inner, "*" | "+")
}

/// "I. Thôn Nậm Pố 1", "2) Bản Huổi Lụ", "* Thôn Mới" without the first word.
fn without_ordinal(text: &str) -> &str {
    let (first, rest) = match text.split_once(' ') {
        Some((first, rest)) if is_ordinal(first) || first == "-" => (first, rest),
        _ => return text.trim_start_matches(['*', '-', '+', ' ']),
    };
    // A single letter without a mark behind is part of a name: "Y Thôn".
    let marked = !first.ends_with(|c: char| c.is_ascii_alphabetic()) || first.len() > 1;
    if marked {
        rest.trim_start_matches(['-', ' '])
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_alone_in_a_row_heads_the_rows_below() {
        for (row, village) in [
            ("Thôn Nậm Pố 1", "Thôn Nậm Pố 1"),
            ("I | Bản Huổi Lụ", "Bản Huổi Lụ"),
            ("II. BẢN NẬM PỐ 2 (25 hộ)", "BẢN NẬM PỐ 2"),
            ("| 1. Thôn 1 - Nậm Pố: 45 hộ", "Thôn 1 - Nậm Pố"),
            ("* Buôn Ea Sup - 30 hộ", "Buôn Ea Sup"),
            ("Thôn: Nậm Pố 1 | | | 45", "Thôn Nậm Pố 1"),
            ("Tổ 5", "Tổ 5"),
        ] {
            assert_eq!(
                place(&Line::of(row), |_| true),
                Place::Village(village.to_owned()),
                "{row}"
            );
        }
        assert_eq!(
            place(&Line::of("B | Xã Nà Hỳ (cũ)"), |_| true),
            Place::OldCommune("Xã Nà Hỳ".into())
        );
        assert_eq!(
            place(&Line::of("Xã cũ: Nà Hỳ"), |_| true),
            Place::OldCommune("Nà Hỳ".into())
        );
    }

    #[test]
    fn a_village_in_the_villages_own_column_heads_nothing() {
        assert_eq!(place(&Line::of("| | Thôn 1"), |at| at < 2), Place::Somebody);
    }

    #[test]
    fn a_persons_name_is_not_taken_for_a_place_or_a_total() {
        for row in [
            "5 | Bàn A Páo",
            "Lang Thị Thôn",
            "Tô Văn Năm",
            "Tống Công Minh",
            "Cống Thị Hà",
            "Y Bon Niê",
            "7 | Lò Văn Bản | 1980 | x",
            "Bản",
        ] {
            assert_eq!(place(&Line::of(row), |_| true), Place::Somebody, "{row}");
        }
    }

    #[test]
    fn totals_and_signatures_are_known() {
        for row in [
            "Tổng cộng | | 45",
            "Tổng cộng: 45 người",
            "Cộng | 12",
            "TỔNG SỐ: 12 hộ",
        ] {
            assert_eq!(place(&Line::of(row), |_| true), Place::Total, "{row}");
        }
        for row in [
            "| | Nậm Pố, ngày 12 tháng 3 năm 2026",
            "Người lập biểu | | TM. ỦY BAN NHÂN DÂN XÃ",
            "(Ký, ghi rõ họ tên)",
            "Danh sách này có 45 người.",
            "TRƯỞNG THÔN",
        ] {
            assert_eq!(place(&Line::of(row), |_| true), Place::End, "{row}");
        }
    }

    #[test]
    fn a_postal_address_gives_its_village() {
        assert_eq!(
            village_in("Bản Huổi Lụ, xã Nậm Pố").as_deref(),
            Some("Bản Huổi Lụ")
        );
        assert_eq!(
            village_in("Số 5, tổ dân phố 3").as_deref(),
            Some("tổ dân phố 3")
        );
        assert_eq!(village_in("Nậm Pố"), None);
    }
}
