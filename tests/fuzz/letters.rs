//! Letters as they come over the air, and the cost of any text.

use loa::domain::plain;
use loa::domain::sms::{self, Encoding, codec};

use super::fuzz;
use super::mutate::Samples;

const SAMPLES: Samples = Samples {
    whole: &[
        "KHAN - UBND xa: di ngay len cao, goi 112 [a] 5\u{1B}e {b}",
        "Lũ ống đang về bản Nậm Pồ! Mơ\u{306}ng čar “5 ml” ₫ 👩‍👧🇻🇳",
        "\u{0}D\u{1}\u{11}\u{0}\u{e3} \u{1}\u{10}i ngay",
        "ខ្មែរ ꪼꪕ چم 廣東話",
        "",
    ],
    pieces: &[
        "\u{1B}",
        "\u{1B}e",
        "\u{1B}\u{1B}",
        "\u{0}",
        "ơ\u{306}",
        "\u{301}\u{306}\u{323}",
        "€",
        "[]",
        "🇻",
        "\u{200D}",
        "🏽",
        "hai viên",
        "5 ml",
        "\u{17D2}",
    ],
};

#[test]
fn octets_of_a_phone_are_read_and_written_again_as_they_are() {
    fuzz(&SAMPLES, |input| {
        let read = codec::from_gsm7(input);
        if !read.contains(char::REPLACEMENT_CHARACTER) {
            let again = codec::gsm7(&read).unwrap();
            assert_eq!(codec::from_gsm7(&again), read);
            assert!(again.len() <= 2 * input.len());
        }
        let read = codec::from_utf16(input);
        if !read.contains(char::REPLACEMENT_CHARACTER) {
            assert_eq!(codec::utf16(&read), input[..input.len() & !1]);
        }
    });
}

#[test]
fn any_text_is_measured_cut_and_stripped() {
    fuzz(&SAMPLES, |input| {
        let text = String::from_utf8_lossy(input);
        let measure = sms::measure(&text);
        let parts = sms::split(&text);
        assert_eq!(parts.len(), measure.parts);
        let dear = sms::dear(&text);
        let offending = sms::offending(&text);
        if measure.encoding == Encoding::Ucs2 {
            let named: Vec<char> = dear.iter().map(|one| one.letter).collect();
            assert_eq!(named, offending);
        }
        for one in dear {
            assert!(one.times > 0);
            let instead = one.instead.unwrap_or_default();
            assert!(sms::is_gsm7(&instead), "{instead}");
        }
        sms::typed(&text);
        sms::plain(&text);
        plain::dose(&text);
    });
}
