//! The one style sheet, as it is sent.

use std::sync::LazyLock;

static STYLE: LazyLock<String> = LazyLock::new(|| squeezed(include_str!("../templates/style.css")));

/// What stands between `<style>` and `</style>` on every page, byte for byte.
///
/// Constant for a build: its SHA-256 in base64, as `style-src 'sha256-…'`,
/// admits it without `'unsafe-inline'`.
#[must_use]
pub fn style() -> &'static str {
    &STYLE
}

/// The sheet without its comments and line ends. Enough for a sheet written
/// with one rule to a line; spaces inside a line are left as they are.
fn squeezed(css: &str) -> String {
    let mut rest = css;
    let mut bare = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    bare.lines().map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_line_ends_stay_at_home() {
        assert_eq!(
            squeezed("/* why */\na{b:c d}\n\n  e{f:g} /* h\n i */\n"),
            "a{b:c d}e{f:g}"
        );
    }

    #[test]
    fn the_sheet_cannot_end_its_element_early() {
        assert!(!style().contains('<'));
    }

    #[test]
    fn nothing_is_fetched_by_the_sheet() {
        assert!(!style().contains("url(") && !style().contains("@import"));
    }
}
