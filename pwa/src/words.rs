//! The seam to whoever knows languages.

/// The fixed words of the pages in one language.
///
/// `Sync`, so that a page may live across an await of a web handler.
pub trait Words: Sync {
    /// The message of that key (see `locales/<tag>/web.ftl`) with its named
    /// arguments put in. Plain text: the templates escape it.
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String;

    /// The BCP 47 tag of the language these words are really in, which after a
    /// fallback is not the one that was asked for.
    fn lang(&self) -> &str;
}

/// Templates hand words on by reference.
impl<W: Words + ?Sized> Words for &W {
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        (**self).say(key, args)
    }

    fn lang(&self) -> &str {
        (**self).lang()
    }
}

/// The writing direction of a language tag, for the `dir` attribute. Of the
/// scripts in use only Arabic (Cham written in Jawi) runs from right to left.
pub(crate) fn direction(tag: &str) -> &'static str {
    if tag.split('-').any(|part| part.eq_ignore_ascii_case("Arab")) {
        "rtl"
    } else {
        "ltr"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cham_in_arabic_letters_runs_from_the_right_and_all_else_from_the_left() {
        assert_eq!(direction("cja-Arab"), "rtl");
        for tag in ["vi", "en", "blt-Tavt", "cjm-Cham", "hmn-Latn-VN"] {
            assert_eq!(direction(tag), "ltr", "{tag}");
        }
    }
}
