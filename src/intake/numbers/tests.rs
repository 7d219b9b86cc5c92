use proptest::prelude::*;

use super::*;

fn of(cell: &Cell) -> (Vec<String>, Vec<Mended>, Vec<Fault>) {
    let mut found = Found::default();
    read(cell, &mut found);
    (
        found.phones.into_iter().map(Phone::national).collect(),
        found.mended,
        found.faults,
    )
}

fn text(text: &str) -> (Vec<String>, Vec<Mended>, Vec<Fault>) {
    of(&Cell::Text(text.to_owned()))
}

#[test]
fn two_numbers_in_a_cell_are_two_phones() {
    for cell in [
        "0912 000 101 - 0987000102",
        "0912000101/0987000102",
        "0912000101; 0987 000 102",
        "0912000101\n0987000102",
        "0912.000.101, 0987.000.102",
        "0912000101 0987000102",
        "+84912000101 – +84 987 000 102",
        "0912000101 hoặc 0987000102",
    ] {
        let (phones, mended, faults) = text(cell);
        assert_eq!(phones, ["0912000101", "0987000102"], "{cell}");
        let told = mended.iter().filter(|one| **one != Mended::Words);
        assert!(
            told.eq(&[Mended::Several]) && faults.is_empty(),
            "{cell}: {mended:?} {faults:?}"
        );
    }
    let twice = text("0912000101 / 0912 000 101");
    assert_eq!(twice, (vec!["0912000101".into()], vec![], vec![]));
}

#[test]
fn a_number_the_spreadsheet_shortened_is_refused_and_a_whole_one_is_mended() {
    for lost in ["8.4912E+10", "8,4912E+10", "9.12E+08", "8.491200010E+10"] {
        assert_eq!(
            text(lost),
            (vec![], vec![], vec![Fault::DigitsLost]),
            "{lost}"
        );
    }
    for whole in ["8.4912000101E+10", "8,4912000101E+10", "8.4912000101e10"] {
        assert_eq!(
            text(whole),
            (vec!["0912000101".into()], vec![Mended::Power], vec![])
        );
    }
    assert_eq!(of(&Cell::Number(84_912_000_000.0)).2, [Fault::DigitsLost]);
}

#[test]
fn numbers_kept_as_numbers_get_their_zero_back() {
    for cell in [Cell::Number(912_000_101.0), Cell::Text("912000101".into())] {
        assert_eq!(
            of(&cell),
            (vec!["0912000101".into()], vec![Mended::Zero], vec![])
        );
    }
    assert_eq!(
        of(&Cell::Number(84_912_000_101.0)),
        (vec!["0912000101".into()], vec![], vec![])
    );
    assert_eq!(text("84912000101.0").1, [Mended::PointZero]);
    assert_eq!(text("912000101,0").1, [Mended::PointZero, Mended::Zero]);
    assert_eq!(
        text("'0912000101"),
        (vec!["0912000101".into()], vec![], vec![])
    );
    assert_eq!(text("=\"0912000101\"").0, ["0912000101"]);
}

#[test]
fn old_numbers_become_the_new_ones() {
    assert_eq!(
        text("0165 000 0101"),
        (vec!["0350000101".into()], vec![Mended::OldNumber], vec![])
    );
}

#[test]
fn known_words_beside_a_number_are_left_out_and_unknown_ones_are_not_guessed_at() {
    assert_eq!(
        text("0912000101 (vợ)"),
        (vec!["0912000101".into()], vec![Mended::Words], vec![])
    );
    assert_eq!(text("Zalo: 0912000101").0, ["0912000101"]);
    assert_eq!(text("SĐT 0912000101, con trai 0987000102").0.len(), 2);
    for cell in [
        "số cũ 0912000101, số mới 0987000102",
        "0912000x01",
        "O912000101",
    ] {
        assert_eq!(text(cell).2, [Fault::Phone(BadPhone::NotDigits)], "{cell}");
    }
}

#[test]
fn a_good_number_is_not_lost_with_a_bad_one() {
    let (phones, mended, faults) = text("0912000101 / 02438261234");
    assert_eq!(phones, ["0912000101"]);
    assert_eq!(mended, [Mended::LeftOut(BadPhone::Landline)]);
    assert!(faults.is_empty());
    assert_eq!(text("02438261234").2, [Fault::Phone(BadPhone::Landline)]);
}

#[test]
fn a_cell_that_says_there_is_no_phone_is_empty() {
    for cell in [
        "không có",
        "Ko",
        "-",
        "…",
        "x",
        "0",
        "Chưa có",
        "không dùng",
    ] {
        assert_eq!(text(cell), (vec![], vec![], vec![]), "{cell}");
    }
}

#[test]
fn digits_that_make_no_whole_numbers_are_refused() {
    let (phones, _, faults) = text("0912 000 101 9");
    assert!(phones.is_empty());
    assert_eq!(faults, [Fault::Phone(BadPhone::Length { digits: 11 })]);
}

proptest! {
    #[test]
    fn several_numbers_are_parted_as_they_were_joined(
        tails in prop::collection::vec(0_u32..100_000_000, 1..4),
        gap in prop::sample::select(vec!["", " ", ".", "-"]),
        between in prop::sample::select(vec!["/", " / ", "; ", ", ", "\n", " - ", " và ", " "]),
    ) {
        let national: Vec<String> = tails.iter().map(|tail| format!("09{tail:08}")).collect();
        let grouped = |number: &String| {
            format!("{}{gap}{}{gap}{}", &number[..4], &number[4..7], &number[7..])
        };
        let cell: Vec<String> = national.iter().map(grouped).collect();
        let mut each_once = national.clone();
        each_once.sort();
        each_once.dedup();
        prop_assume!(each_once.len() == national.len());
        let told = if national.len() > 1 { vec![Mended::Several] } else { vec![] };
        prop_assert_eq!(text(&cell.join(between)), (national, told, vec![]));
    }
}
