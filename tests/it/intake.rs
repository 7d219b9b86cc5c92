//! Lists as communes keep them, from the files of `tests/fixtures/lists` and
//! from files made here byte by byte.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use loa::domain::phone::BadPhone;
use loa::domain::say::Said;
use loa::intake::{
    BadRow, Encoding, Fault, Ignored, Mended, Opened, Row, Unreadable, VillageRow, Why, read,
    read_villages,
};

/// A list, read: the file, the rows, the bad rows.
type List<T> = (Opened, Vec<T>, Vec<BadRow>);

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/lists")
        .join(name)
}

fn people(path: &Path) -> Result<List<Row>, Unreadable> {
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    let opened = read(path, &mut |row| {
        match row {
            Ok(row) => rows.push(row),
            Err(row) => bad.push(row),
        }
        ControlFlow::Continue(())
    })?;
    Ok((opened, rows, bad))
}

fn villages(path: &Path) -> Result<List<VillageRow>, Unreadable> {
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    let opened = read_villages(path, &mut |row| {
        match row {
            Ok(row) => rows.push(row),
            Err(row) => bad.push(row),
        }
        ControlFlow::Continue(())
    })?;
    Ok((opened, rows, bad))
}

fn made(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("room for it");
    file
}

fn phones(row: &Row) -> Vec<String> {
    row.phones.iter().map(|phone| phone.national()).collect()
}

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
            mended: vec![],
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
            &[][..],
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

#[test]
fn every_kind_of_bad_row_is_told_by_its_line_and_its_reason() {
    let (opened, rows, bad) = people(&fixture("loi.csv")).unwrap();
    assert_eq!((opened.header_line, opened.encoding), (1, Encoding::Utf8));
    let good: Vec<u64> = rows.iter().map(|row| row.number).collect();
    assert_eq!(good, [2, 23]);
    let phone = |why| vec![Fault::Phone(why)];
    let column = |column: &str| column.to_owned();
    let expected = [
        (3, phone(BadPhone::NotDigits)),
        (4, phone(BadPhone::Length { digits: 9 })),
        (5, phone(BadPhone::Prefix)),
        (6, phone(BadPhone::Landline)),
        (7, phone(BadPhone::Service)),
        (8, phone(BadPhone::Short)),
        (9, phone(BadPhone::Foreign)),
        (10, vec![Fault::DigitsLost]),
        (11, vec![Fault::Nobody]),
        (12, vec![Fault::Channel("fax".into())]),
        (13, vec![Fault::NoAddress("telegram")]),
        (14, vec![Fault::Language("Klingon".into())]),
        (15, vec![Fault::Role("ca sĩ".into())]),
        (16, vec![Fault::Date("31/02/2026".into())]),
        (
            17,
            vec![Fault::BrokenFormula {
                column: column("phone"),
            }],
        ),
        (
            18,
            vec![Fault::Garbled {
                column: column("name"),
            }],
        ),
        (
            19,
            vec![Fault::MoreCells {
                cells: 12,
                columns: 11,
            }],
        ),
        (20, vec![Fault::UnclosedQuote]),
        (
            21,
            vec![Fault::Phone(BadPhone::Short), Fault::Date("12/3/26".into())],
        ),
        (
            22,
            vec![Fault::CellTooLong {
                column: column("village"),
            }],
        ),
    ];
    let told: Vec<(u64, Vec<Fault>)> = bad.into_iter().map(|row| (row.number, row.why)).collect();
    assert_eq!(told, expected);
}

#[test]
fn whatever_is_put_right_is_told() {
    let (_, rows, bad) = people(&fixture("da-sua.csv")).unwrap();
    assert_eq!(bad, []);
    let told: Vec<(u64, Vec<String>, &[Mended])> = rows
        .iter()
        .map(|row| (row.number, phones(row), row.mended.as_slice()))
        .collect();
    let expected: [(u64, &[&str], &[Mended]); 11] = [
        (2, &["0912000101"], &[Mended::AreaZeros]),
        (3, &["0912000102"], &[Mended::Zero]),
        (4, &["0912000103"], &[Mended::PointZero]),
        (5, &["0912000104"], &[Mended::Power]),
        (6, &["0350000105"], &[Mended::OldNumber]),
        (7, &["0912000106"], &[Mended::Words]),
        (8, &["0912000107"], &[Mended::LeftOut(BadPhone::Landline)]),
        (9, &["0912000108", "0987000108"], &[]),
        (11, &[], &[]),
        (12, &["0912000109"], &[]),
        (13, &["0912000110"], &[]),
    ];
    let owned = |numbers: &[&str]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told,
        expected.map(|(line, numbers, mended)| (line, owned(numbers), mended))
    );
    assert_eq!(rows[0].area.as_deref(), Some("03166"));
    assert_eq!(rows[8].address.as_deref(), Some("1234567890123456789"));
    assert_eq!(
        (rows[8].channel.as_deref(), rows[8].language.as_deref()),
        (Some("zalo"), Some("blt-Latn"))
    );
    assert_eq!(rows[9].address, None);
    assert_eq!(rows[10].consent_at.as_deref(), Some("2026-03-12"));
}

/// One list as the programs of different years would save it.
#[test]
fn one_list_reads_the_same_in_every_lettering() {
    let text = "Họ và tên;SĐT;Thôn\r\nNguyễn Văn Bình;0912000101;Nậm Pố 1\r\nTrần Thị Hường;0912000102;Huổi Lụ\r\n";
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| {
        let units = "\u{FEFF}".encode_utf16().chain(text.encode_utf16());
        units.flat_map(to_bytes).collect::<Vec<u8>>()
    };
    // Windows-1258 writes most tones as marks of their own.
    let code_page = [
        &b"Ho\xF2 v\xE0 t\xEAn;S\xD0T;Th\xF4n\r\n"[..],
        b"Nguy\xEA\xDEn V\xE3n Bi\xCCnh;0912000101;N\xE2\xF2m P\xF4\xEC 1\r\n",
        b"Tr\xE2\xCCn Thi\xF2 H\xFD\xF5\xCCng;0912000102;Hu\xF4\xD2i Lu\xF2\r\n",
    ]
    .concat();
    let font = "Hä vµ tªn;S§T;Th«n\r\nNguyÔn V¨n B×nh;0912000101;NËm Pè 1\r\nTrÇn ThÞ H\u{AD}êng;0912000102;Huæi Lô\r\n";
    let font: Vec<u8> = font
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (format!("\u{FEFF}{text}").into_bytes(), Encoding::Utf8),
        (utf16(u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(u16::to_be_bytes), Encoding::Utf16Be),
        (code_page, Encoding::Windows1258),
        (font, Encoding::Tcvn3),
    ] {
        let (opened, rows, bad) = people(made(&bytes).path()).unwrap();
        assert_eq!((opened.encoding, bad.len()), (encoding, 0));
        let read: Vec<_> = rows
            .iter()
            .map(|row| (row.name.as_str(), phones(row), row.village.clone()))
            .collect();
        assert_eq!(
            read,
            [
                (
                    "Nguyễn Văn Bình",
                    vec!["0912000101".to_owned()],
                    Some("Nậm Pố 1".to_owned())
                ),
                (
                    "Trần Thị Hường",
                    vec!["0912000102".to_owned()],
                    Some("Huổi Lụ".to_owned())
                ),
            ],
            "{encoding:?}"
        );
    }
}

#[test]
fn a_list_of_villages_is_read_from_csv_and_from_an_old_workbook() {
    let (_, rows, bad) = villages(&fixture("thon.csv")).unwrap();
    let read: Vec<_> = rows
        .iter()
        .map(|row| (row.number, row.name.as_str(), row.households, row.people))
        .collect();
    assert_eq!(
        read,
        [
            (2, "Thôn 1", Some(45), Some(210)),
            (3, "Thôn 1", Some(1045), Some(5210)),
            (5, "Bản Huổi Lụ", None, None),
        ]
    );
    assert_eq!(rows[1].area.as_deref(), Some("03166"));
    assert_eq!(rows[1].mended, [Mended::AreaZeros]);
    let told: Vec<_> = bad.into_iter().map(|row| (row.number, row.why)).collect();
    assert_eq!(
        told,
        [
            (4, vec![Fault::NoName]),
            (
                6,
                vec![Fault::Count("-3".into()), Fault::Count("nhiều".into())]
            ),
        ]
    );

    let (opened, rows, bad) = villages(&fixture("thon-ban.xls")).unwrap();
    assert_eq!(
        (opened.header_line, opened.sheet.as_deref()),
        (3, Some("Thôn bản"))
    );
    let read: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.name.as_str(),
                row.old_commune.as_deref(),
                row.area.as_deref(),
                row.households,
                row.people,
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            ("Thôn 1", Some("Nà Hỳ"), Some("03166"), Some(45), Some(1210)),
            ("Thôn 1", Some("Nậm Chua"), Some("03166"), Some(0), Some(0)),
            (
                "Bản Huổi Lụ",
                Some("Nậm Chua"),
                Some("03166"),
                Some(60),
                Some(312)
            ),
        ]
    );
    assert_eq!((bad.len(), bad[0].number), (1, 7));
    assert_eq!(opened.passed_over, 2);
}

#[test]
fn a_list_that_cannot_be_read_says_why() {
    let refusal = |bytes: &[u8]| people(made(bytes).path()).unwrap_err();
    assert!(matches!(refusal(b""), Unreadable::Empty));
    assert!(matches!(refusal(b"a;b\n1;2\n"), Unreadable::NoHeader));
    assert!(matches!(
        refusal(b"name,phone,shoe\n"),
        Unreadable::UnknownColumns { line: 1, .. }
    ));
    assert!(matches!(
        refusal("Họ tên;Chủ hộ;SĐT\n".as_bytes()),
        Unreadable::TwoColumns { .. }
    ));
    assert!(matches!(
        refusal(b"<html><table>"),
        Unreadable::NotAList("html")
    ));
    assert!(matches!(refusal(b"PK\x03\x04garbage"), Unreadable::Damaged));
    assert!(matches!(
        refusal(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1garbage"),
        Unreadable::Damaged
    ));
    assert!(matches!(
        people(Path::new("/no/such/list.csv")),
        Err(Unreadable::File(_))
    ));
    assert!(matches!(
        people(&std::env::temp_dir()),
        Err(Unreadable::NotAFile)
    ));
    let villages = villages(made(b"name,phone\nA,0912000101\n").path());
    assert!(villages.is_ok_and(|(opened, ..)| opened.ignored.len() == 1));
}

#[test]
fn a_workbook_cut_short_is_refused_and_never_brings_the_program_down() {
    for name in [
        "nguoi-co-uy-tin.xlsx",
        "phong-chu-cu.xlsx",
        "theo-thon.xlsx",
        "thon-ban.xls",
    ] {
        let bytes = std::fs::read(fixture(name)).unwrap();
        for part in 1..16 {
            let cut = made(&bytes[..bytes.len() * part / 16]);
            assert!(villages(cut.path()).is_err(), "{name} {part}/16");
        }
    }
}

#[test]
fn a_log_never_holds_where_a_person_is_reached() {
    let list = "name,phone,channel,address\nA,0987654321,zalo,1234567890\n";
    let (_, rows, _) = people(made(list.as_bytes()).path()).unwrap();
    let logged = format!("{rows:?}");
    assert!(
        !logged.contains("7654") && !logged.contains("3456"),
        "{logged}"
    );
}

#[test]
fn reading_stops_when_it_is_told_to() {
    let mut seen = 0;
    let opened = read(&fixture("loi.csv"), &mut |_| {
        seen += 1;
        if seen == 3 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!((opened.is_ok(), seen), (true, 3));
}

#[test]
fn a_list_of_more_rows_than_one_file_may_have_is_refused() {
    let row = |number: u32| format!("N,09{number:08}\n");
    let list: String = std::iter::once("name,phone\n".to_owned())
        .chain((0..200_001).map(row))
        .collect();
    let mut seen = 0;
    let refused = read(made(list.as_bytes()).path(), &mut |_| {
        seen += 1;
        ControlFlow::Continue(())
    });
    assert!(matches!(
        refused,
        Err(Unreadable::TooManyRows { rows: 200_000 })
    ));
    assert_eq!(seen, 200_000);
}

#[test]
fn someone_who_did_not_agree_is_not_taken() {
    let list = "Họ và tên,SĐT,Đồng ý\nA,0912000101,có\nB,0912000102,không\nC,0912000103,\n";
    let (_, rows, bad) = people(made(list.as_bytes()).path()).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        bad,
        [BadRow {
            number: 3,
            why: vec![Fault::NotAgreed]
        }]
    );
}

#[test]
fn a_header_said_again_on_the_next_page_is_nobody() {
    let list = "Họ và tên,SĐT\nA,0912000101\nUBND XÃ NẬM PỐ,\nHọ và tên,SĐT\nB,\nC,0912000103\n";
    let (opened, rows, bad) = people(made(list.as_bytes()).path()).unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(
        (names, bad.len(), opened.passed_over),
        (vec!["A", "B", "C"], 0, 2)
    );
}
