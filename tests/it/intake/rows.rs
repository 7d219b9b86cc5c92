//! Rows that are bad, that are put right, and that are nobody's.

use loa::domain::phone::BadPhone;
use loa::intake::{BadRow, Encoding, Fault, Mended};

use super::{made, people, phones};
use crate::support::files::fixture;

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
        (9, &["0912000108", "0987000108"], &[Mended::Several]),
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
