//! Files that cannot be read, or not to their end.

use std::ops::ControlFlow;
use std::path::Path;

use loa::intake::{Unreadable, read};

use super::{made, people, villages};
use crate::support::files::fixture;

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
