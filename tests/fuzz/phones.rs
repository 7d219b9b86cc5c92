//! A number as anybody writes it.

use loa::domain::phone::Phone;

use super::fuzz;
use super::mutate::Samples;

const SAMPLES: Samples = Samples {
    whole: &[
        "0912345678",
        "+84 (0)912-345.678",
        "0084 912 345 678",
        "84912345678",
        "912345678",
        "0168 123 4567",
        "０９１２３４５６７８",
        "0212 3812 345",
        "19001234",
        "",
    ],
    pieces: &[
        "0",
        "84",
        "+84",
        "00",
        "+",
        "(0)",
        ".",
        "-",
        " ",
        "\u{A0}",
        "\u{200B}",
        "9",
        "12",
        "168",
        "1900",
        "x",
        "０",
        "٣",
        "999999999999999999999",
    ],
};

#[test]
fn what_is_taken_for_a_number_is_one_and_reads_as_itself() {
    fuzz(&SAMPLES, |input| {
        let text = String::from_utf8_lossy(input);
        let Ok(phone) = Phone::parse(&text) else {
            return;
        };
        let national = phone.national();
        assert!(
            national.len() == 10 && national.starts_with('0'),
            "{national}"
        );
        assert!(matches!(national.as_bytes()[1], b'3' | b'5' | b'7'..=b'9'));
        for form in [phone.e164(), phone.international_digits(), national] {
            assert_eq!(Phone::parse(&form), Ok(phone));
        }
        // Nothing is made up: all but the moved prefix stands there.
        let digits: String = text
            .chars()
            .filter_map(|c| match c {
                '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
                c => Some(c).filter(char::is_ascii_digit),
            })
            .collect();
        assert!(digits.ends_with(&phone.national()[3..]));
    });
}
