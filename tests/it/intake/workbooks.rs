//! Workbooks: titles, merged cells, several sheets, letters of an old font.

use loa::domain::phone::BadPhone;
use loa::domain::say::Said;
use loa::intake::{BadRow, Encoding, Fault, Ignored, Mended, Row, Why};

use super::{people, phones};
use crate::support::files::fixture;

#[test]
fn a_list_with_titles_merged_cells_and_numbers_as_numbers_is_read() {
    let (opened, rows, bad) = people(&fixture("nguoi-co-uy-tin.xlsx")).unwrap();
    assert_eq!(bad, []);
    assert_eq!(
        (opened.header_line, opened.encoding),
        (7, Encoding::Workbook)
    );
    assert_eq!(opened.sheet.as_deref(), Some("NCUT 2026"));
    // The first is hidden.
    assert_eq!(opened.other_sheets, ["NCUT 2024", "NCUT 2025"]);
    assert_eq!(
        rows[0],
        Row {
            number: 10,
            name: "Giàng A Páo".into(),
            phones: rows[0].phones.clone(),
            channel: None,
            address: None,
            language: Some("hmn-Latn-VN".to_owned()),
            village: Some("Nậm Pố 1".to_owned()),
            old_commune: Some("Mường Nhé".to_owned()),
            area: None,
            role: Some("relay".to_owned()),
            consent_by: Some("Lò Văn Tuấn".to_owned()),
            consent_at: Some("2026-03-12".to_owned()),
            mended: vec![Mended::Several],
        }
    );
    let numbers: Vec<Vec<String>> = rows.iter().map(phones).collect();
    assert_eq!(
        numbers,
        [
            vec!["0912000101", "0987000101"],
            vec!["0912000102"],
            vec!["0350000103"],
            vec!["0912000104"],
            vec!["0912000105"],
            vec![],
        ]
    );
    let mended: Vec<&[Mended]> = rows.iter().map(|row| row.mended.as_slice()).collect();
    assert_eq!(
        mended,
        [
            &[Mended::Several][..],
            &[Mended::Zero],
            &[Mended::OldNumber],
            &[],
            &[Mended::Words],
            &[]
        ]
    );
    // Merged over rows 10 to 12.
    assert!(
        rows[..3]
            .iter()
            .all(|row| row.village.as_deref() == Some("Nậm Pố 1"))
    );
    assert!(
        rows[..3]
            .iter()
            .all(|row| row.old_commune.as_deref() == Some("Mường Nhé"))
    );
    assert_eq!(rows[4].village.as_deref(), Some("Huổi Lụ"));
    assert_eq!(rows[4].consent_at.as_deref(), Some("2026-03-14"));
    assert_eq!(
        (rows[5].language.as_deref(), rows[5].role.as_deref()),
        (Some("hmn-Latn-VN"), Some("villager"))
    );
}

#[test]
fn a_note_beside_the_table_and_the_other_sheet_are_told_of() {
    let (opened, ..) = people(&fixture("nguoi-co-uy-tin.xlsx")).unwrap();
    assert!(opened.ignored.contains(&Ignored {
        column: "M".into(),
        why: Why::Unnamed
    }));
    let keys: Vec<&str> = opened.remarks().iter().map(|remark| remark.key).collect();
    assert_eq!(
        keys,
        ["ignored-unnamed", "ignored-not-kept", "intake-other-sheets"]
    );
}

#[test]
fn letters_of_an_old_font_are_read_and_ethnicity_is_not() {
    let (opened, rows, bad) = people(&fixture("phong-chu-cu.xlsx")).unwrap();
    assert_eq!(bad, []);
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Nguyễn Văn Bình",
            "Trần Thị Hường",
            "Võ Phú",
            "LÝ A TỦA",
            "Lừ Thị Ấu", // the font has no capital Ấ: it is kept as a small letter
            "Hoàng Thị Tú",
            "Đỗ Đức Ơn",
        ]
    );
    let villages: Vec<Option<&str>> = rows.iter().map(|row| row.village.as_deref()).collect();
    assert_eq!(villages[3], Some("Mường Phăng"));
    assert!(
        villages
            .iter()
            .filter(|village| **village == Some("Nậm Pố 1"))
            .count()
            == 6
    );
    let languages: Vec<Option<&str>> = rows.iter().map(|row| row.language.as_deref()).collect();
    assert_eq!(
        languages[2..6],
        [
            Some("vi"),
            Some("hmn-Latn-VN"),
            Some("blt-Latn"),
            Some("tyz-Latn")
        ]
    );
    assert_eq!(rows[4].phones, []);
    let ethnicity = Ignored {
        column: "Dân tộc".into(),
        why: Why::Ethnicity,
    };
    assert!(opened.ignored.contains(&ethnicity));
    assert_eq!(opened.remarks()[0], ethnicity.said());
    assert!(opened.mended_cells > 20, "{}", opened.mended_cells);
    // What is in the ethnicity column is nowhere in what was read.
    assert!(!format!("{rows:?}").contains("Kinh"));
}

#[test]
fn villages_as_headings_totals_and_signatures_are_told_from_people() {
    let (opened, rows, bad) = people(&fixture("theo-thon.xlsx")).unwrap();
    let read: Vec<(u64, &str, Vec<String>, Option<&str>)> = rows
        .iter()
        .map(|row| {
            (
                row.number,
                row.name.as_str(),
                phones(row),
                row.village.as_deref(),
            )
        })
        .collect();
    let numbers = |numbers: &[&str]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (one, two, three) = (
        Some("Thôn Nậm Pố 1"),
        Some("BẢN NẬM PỐ 2"),
        Some("Thôn Huổi Lụ"),
    );
    assert_eq!(
        read,
        [
            (6, "Bàn A Páo", numbers(&["0912000121", "0987000121"]), one),
            (7, "Tống Công Minh", numbers(&["0912000122"]), one),
            (8, "", numbers(&["0912000123"]), one),
            (10, "Lò Văn Bản", numbers(&["0912000124"]), two),
            (11, "Lang Thị Thôn", numbers(&[]), two),
            (14, "Phàn Tả Mẩy", numbers(&["0912000127"]), three),
        ]
    );
    assert_eq!(
        bad,
        [BadRow {
            number: 13,
            why: vec![Fault::Phone(BadPhone::Landline)]
        }]
    );
    // Three headings, a total, a date, three rows of signatures.
    assert_eq!(opened.passed_over, 8);
}
