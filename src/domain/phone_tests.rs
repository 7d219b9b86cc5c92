//! How clerks write numbers, and what is made of them.

use proptest::prelude::*;

use super::*;

fn e164(written: &str) -> Result<String, BadPhone> {
    Phone::parse(written).map(Phone::e164)
}

#[test]
fn one_number_is_read_however_it_is_written() {
    for written in [
        "0912000101",
        "912000101",
        "84912000101",
        "+84912000101",
        "0084912000101",
        "+84 (0)912 000 101",
        "0912.000.101",
        "(0912) 000-101",
        "0912\u{A0}000\u{2013}101",
        "０９１２０００１０１",
        "＋８４ 912000101",
        "\u{202A}+84 912 000 101\u{202C}",
    ] {
        assert_eq!(e164(written), Ok("+84912000101".to_owned()), "{written}");
    }
}

#[test]
fn every_old_prefix_becomes_the_new_one_and_keeps_its_last_seven_digits() {
    let table = "0120 070 0121 079 0122 077 0126 076 0128 078 0123 083 0124 084 0125 085 \
                 0127 081 0129 082 0162 032 0163 033 0164 034 0165 035 0166 036 0167 037 \
                 0168 038 0169 039 0186 056 0188 058 0199 059";
    let words: Vec<&str> = table.split_whitespace().collect();
    assert_eq!(words.len(), 42);
    for pair in words.chunks(2) {
        let old = format!("{}0000101", pair[0]);
        let (phone, written) = Phone::read(&old).unwrap();
        assert_eq!(phone.national(), format!("{}0000101", pair[1]));
        assert_eq!(written, Written::Old);
        assert_eq!(Phone::parse(&format!("84{}", &old[1..])), Ok(phone));
        assert_eq!(Phone::parse(&old[1..]), Ok(phone));
    }
}

#[test]
fn a_block_that_other_programs_do_not_know_is_accepted() {
    assert_eq!(e164("0551234567"), Ok("+84551234567".to_owned()));
    assert_eq!(e164("0871234567"), Ok("+84871234567".to_owned()));
}

#[test]
fn letters_are_refused_and_never_turned_into_digits() {
    for written in [
        "0243826xxxx",
        "O912000101",
        "0912 000 101 (vợ)",
        "0912000101a",
        "+",
    ] {
        assert_eq!(e164(written), Err(BadPhone::NotDigits), "{written}");
    }
    assert_eq!(e164("٠٩١٢٠٠٠١٠١"), Err(BadPhone::NotDigits));
}

#[test]
fn what_takes_no_message_is_refused_as_what_it_is() {
    for (written, why) in [
        ("02438261234", BadPhone::Landline),
        ("2438261234", BadPhone::Landline),
        ("+84 24 3826 1234", BadPhone::Landline),
        ("0438261234", BadPhone::Landline),
        ("19001234", BadPhone::Service),
        ("1800 1091", BadPhone::Service),
        ("1900123456", BadPhone::Service),
        ("112", BadPhone::Short),
        ("115", BadPhone::Short),
        ("+856 20 5512 3456", BadPhone::Foreign),
        ("0086 138 0013 8000", BadPhone::Foreign),
        ("0112345678", BadPhone::Prefix),
        ("01512345678", BadPhone::Prefix),
        ("091200010", BadPhone::Length { digits: 9 }),
        ("09120001012", BadPhone::Length { digits: 11 }),
        ("0912000101 0912000102", BadPhone::Length { digits: 20 }),
        (" - ", BadPhone::Empty),
        ("", BadPhone::Empty),
    ] {
        assert_eq!(e164(written), Err(why), "{written}");
    }
}

#[test]
fn a_number_lost_its_zero_only_when_it_did() {
    assert_eq!(Phone::read("912000101").unwrap().1, Written::WithoutZero);
    assert_eq!(Phone::read("84912000101").unwrap().1, Written::Whole);
    // Nine digits that begin with 84 are a VinaPhone number, not the country.
    assert_eq!(e164("849120001"), Ok("+84849120001".to_owned()));
}

#[test]
fn a_log_never_holds_a_number() {
    let phone = Phone::parse("0912345678").unwrap();
    assert_eq!(format!("{phone:?}"), "Phone(09…678)");
    assert_eq!(std::mem::size_of::<Phone>(), 4);
}

proptest! {
    #[test]
    fn every_written_form_of_a_number_reads_back_to_it(
        head in prop::sample::select(vec![3_u32, 5, 7, 8, 9]),
        tail in 0_u32..100_000_000,
        form in 0_usize..8,
        gap in prop::sample::select(vec!["", " ", ".", "-", "\u{A0}", " - "]),
    ) {
        let phone = Phone(head * 100_000_000 + tail);
        let local = phone.national();
        let written = match form {
            0 => local,
            1 => local[1..].to_owned(),
            2 => phone.international_digits(),
            3 => phone.e164(),
            4 => format!("00{}", phone.international_digits()),
            5 => format!("+84 (0){}", &local[1..]),
            6 => format!("{}{gap}{}{gap}{}", &local[..4], &local[4..7], &local[7..]),
            _ => local.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect(),
        };
        prop_assert_eq!(Phone::parse(&written), Ok(phone));
    }

    #[test]
    fn whatever_is_written_is_a_mobile_number_or_refused(written in "[0-9+ .()-]{0,24}|\\PC{0,16}") {
        if let Ok(phone) = Phone::parse(&written) {
            let national = phone.national();
            prop_assert_eq!(national.len(), 10);
            prop_assert!(matches!(national.as_bytes()[1], b'3' | b'5' | b'7' | b'8' | b'9'));
            prop_assert_eq!(Phone::parse(&national), Ok(phone));
        }
    }
}
