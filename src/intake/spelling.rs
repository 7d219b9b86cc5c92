//! How numbers look after a spreadsheet has had them, and what clerks write
//! beside them.

use crate::domain::text::fold;

use super::words::listed;

/// Without what makes a spreadsheet keep a number as text: `'0912…`, `="0912…"`.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim();
    let text = text
        .strip_prefix("=\"")
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    text.trim_start_matches(['\'', '`', '\u{2019}']).trim()
}

/// "không có", "-", "x": a clerk's way to say that there is no phone.
pub(super) fn says_none(text: &str) -> bool {
    const NONE: &str = "0|x|k|ko|k co|ko co|khong|khong co|khong dung|khong su dung|khong co so|\
        khong co sdt|khong co dt|khong co dien thoai|khong dung dien thoai|chua|chua co|none|no";
    let signs = !text.chars().any(char::is_alphanumeric);
    signs || (text.len() < 32 && listed(NONE, &fold(text)))
}

/// A number as a spreadsheet shows it where the column is narrow.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Power {
    /// With all its digits.
    Whole(String),
    /// With the first few only.
    Cut,
}

/// A number written as a power of ten, with a comma or a point, as the country
/// has it.
pub(super) fn power(text: &str) -> Option<Power> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let exponent: usize = exponent
        .strip_prefix('+')
        .unwrap_or(exponent)
        .parse()
        .ok()?;
    let (whole, rest) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 1 || !digits(whole) || !digits(rest) {
        return None;
    }
    Some(if rest.len() == exponent {
        Power::Whole(format!("{whole}{rest}"))
    } else {
        Power::Cut
    })
}

/// The digits before a `.0` that a program left on a number.
pub(super) fn point_zero(text: &str) -> Option<&str> {
    let (digits, zeros) = text.split_once(['.', ','])?;
    let number = digits.len() >= 9 && digits.bytes().all(|b| b.is_ascii_digit());
    (number && !zeros.is_empty() && zeros.len() < 3 && zeros.bytes().all(|b| b == b'0'))
        .then_some(digits)
}

/// The text without the words that stand beside numbers, and whether there were
/// any. `None` if a word is not known: "số cũ 0912…, số mới 0987…" says which
/// number is whose, and that is not to be lost.
pub(super) fn without_words(text: &str) -> Option<(String, bool)> {
    const AND: &str = "va|hoac|hay|and";
    const WORDS: &str = "dt|sdt|dtdd|tel|phone|mobile|zalo|so|may|di|dong|dien|thoai|lien|he|rieng|\
        nha|vo|chong|con|trai|gai|bo|me|ong|ba|chau|em|anh|chi|cua|chinh|phu|viettel|vina|\
        vinaphone|mobi|mobifone|vietnamobile|gmobile|itel";
    let mut plain = String::with_capacity(text.len());
    let mut any = false;
    let runs = text.chars().collect::<Vec<_>>();
    for run in runs.chunk_by(|a, b| in_word(*a) == in_word(*b)) {
        let run: String = run.iter().collect();
        if !run.contains(in_word) {
            plain.push_str(&run.replace(['+', '＋'], " +").replace([':', '_'], " "));
            continue;
        }
        let word = fold(&run);
        if listed(AND, &word) {
            plain.push(';');
        } else if listed(WORDS, &word) {
            any = true;
            plain.push(' ');
        } else {
            return None;
        }
    }
    Some((plain, any))
}

fn in_word(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&c)
}
