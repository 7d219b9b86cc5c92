//! One list in every lettering and kind of file.

use loa::intake::{Encoding, Fault, Mended};

use super::{made, people, phones, villages};
use crate::support::files::fixture;

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
