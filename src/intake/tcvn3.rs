//! TCVN3, the lettering of the `.VnTime` fonts: one byte a letter, no capitals
//! with tones. Text written in it looks like `NguyÔn V¨n` in any other font.
//!
//! Facts: TCVN 5712:1993, set VN3; checked letter by letter against the table of
//! the GNU C library. Capitals with tones were had by a second font that draws
//! small letters as capitals, so their case is read off their neighbours.

/// What the bytes from 0xA1 on mean; `\0` where the set has nothing.
const LETTERS: [char; 95] = [
    'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', '\0', '\0', '\0', '\0',
    '\0', '\0', 'à', 'ả', 'ã', 'á', 'ạ', '\0', 'ằ', 'ẳ', 'ẵ', 'ắ', '\0', '\0', '\0', '\0', '\0',
    '\0', '\0', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', '\0', 'ẻ', 'ẽ', 'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế',
    'ệ', 'ì', 'ỉ', '\0', '\0', '\0', 'ĩ', 'í', 'ị', 'ò', '\0', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ',
    'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', '\0', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ',
    'ỷ', 'ỹ', 'ý', 'ỵ', '\0',
];

/// The Unicode text behind Latin-1 text that was written in a TCVN3 font.
/// `None` if it cannot have been: it holds letters beyond Latin-1, or nothing
/// that TCVN3 would write differently.
pub(super) fn decode(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut changed = false;
    let mut letters = Vec::with_capacity(text.len());
    for c in text.chars() {
        // The micro sign is often saved as the Greek letter.
        let c = if c == 'μ' { 'µ' } else { c };
        if c > 'ÿ' && c.is_alphabetic() {
            return None;
        }
        let letter = letter(c);
        changed |= letter != c;
        letters.push((c, letter));
    }
    changed.then(|| in_case(&letters))
}

fn letter(c: char) -> char {
    let slot = u32::from(c)
        .checked_sub(0xA1)
        .and_then(|slot| usize::try_from(slot).ok());
    match slot.and_then(|slot| LETTERS.get(slot)) {
        Some('\0') | None => c,
        Some(letter) => *letter,
    }
}

/// The letters with their case. Capitals with tones exist only as small letters,
/// so a word with two plain capitals and no plain small letter is all capitals;
/// if nothing in the text is small, one capital is enough; and where every other
/// word begins with a capital, as in a name, so does this one.
fn in_case(letters: &[(char, char)]) -> String {
    let words = letters.chunk_by(|(_, a), (_, b)| a.is_alphabetic() == b.is_alphabetic());
    let firsts = words.clone().filter_map(|word| plain_case(word[0].0));
    let titled = firsts.clone().count() > 0 && firsts.clone().all(|capital| capital);
    let shouted = !small(letters) && words.clone().any(|word| capitals(word) > 1);
    let mut text = String::with_capacity(letters.len() * 2);
    for word in words {
        let raise = !small(word) && (shouted || capitals(word) > 1);
        for (at, (_, letter)) in word.iter().enumerate() {
            if raise || (titled && at == 0) {
                text.extend(letter.to_uppercase());
            } else {
                text.push(*letter);
            }
        }
    }
    text
}

fn small(word: &[(char, char)]) -> bool {
    word.iter().any(|(c, _)| c.is_ascii_lowercase())
}

fn capitals(word: &[(char, char)]) -> usize {
    let plain = word.iter().filter_map(|(c, _)| plain_case(*c));
    plain.filter(|capital| *capital).count()
}

/// Whether a letter that exists in both cases is a capital.
fn plain_case(c: char) -> Option<bool> {
    match c {
        'A'..='Z' | '¡'..='§' => Some(true),
        'a'..='z' | '¨'..='®' => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_set_is_the_one_the_standard_gives() {
        // Byte by byte as `iconv -f TCVN5712-1` reads them.
        let standard = "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á \
            B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ \
            D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ EFù \
            F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ";
        let mut seen = 0;
        for entry in standard.split_whitespace() {
            let byte = u8::from_str_radix(&entry[..2], 16).unwrap();
            assert_eq!(letter(char::from(byte)).to_string(), entry[2..], "{entry}");
            seen += 1;
        }
        // 12 vowels by 6 tones, less the six plain ones of ASCII, and đ; and seven capitals.
        assert_eq!(seen, 12 * 6 - 6 + 1 + 7);
        assert_eq!(letter('À'), 'À');
    }

    #[test]
    fn names_written_in_an_old_font_are_read() {
        for (old, name) in [
            ("NguyÔn V¨n", "Nguyễn Văn"),
            ("TrÇn ThÞ B×nh", "Trần Thị Bình"),
            ("B¶n M\u{AD}êng Ph¨ng", "Bản Mường Phăng"),
            ("§iÖn Biªn", "Điện Biên"),
            ("L\u{f9} A Tña", "Lự A Tủa"),
            ("Hμ", "Hà"),
        ] {
            assert_eq!(decode(old).as_deref(), Some(name), "{old}");
        }
    }

    #[test]
    fn capitals_are_found_by_their_neighbours() {
        assert_eq!(decode("Céng hßa").as_deref(), Some("Cộng hòa"));
        assert_eq!(decode("CéNG HßA").as_deref(), Some("CỘNG HÒA"));
        assert_eq!(decode("NGUYÔN V¨N Tý").as_deref(), Some("NGUYỄN VĂN TÝ"));
        assert_eq!(decode("Lß A Tñ").as_deref(), Some("Lò A Tủ"));
        assert_eq!(decode("§ç V¨n Tý").as_deref(), Some("Đỗ Văn Tý"));
        assert_eq!(decode("LÇu ThÞ Êu").as_deref(), Some("Lầu Thị Ấu"));
        assert_eq!(decode("Ngµy ë bªn").as_deref(), Some("Ngày ở bên"));
    }

    #[test]
    fn text_that_is_unicode_already_is_left_alone() {
        assert_eq!(decode("Nguyễn Văn"), None);
        assert_eq!(decode("Nguyen Van"), None);
        assert_eq!(decode("Đà Lạt"), None);
    }
}
