//! `/`: which commune is yours?

use askama::Template;

use crate::{
    Words,
    drawing::{Drawing, Illustrated, once},
};

/// The page that says what this is and finds a commune by its name.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage<'a> {
    /// The fixed words.
    pub words: &'a dyn Words,
    /// What was typed last time, to be shown again; empty at first.
    pub query: String,
    /// The communes found, best first; `None` while nothing has been asked.
    pub found: Option<Vec<Place>>,
    /// Whether more were found than are listed here.
    pub more: bool,
}

/// A commune that may be the one meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name with its kind, such as "Xã Mù Cang Chải".
    pub name: String,
    /// Where it lies, such as "Tỉnh Lào Cai": many communes share a name.
    pub within: String,
    /// The way to its board.
    pub href: String,
}

impl Illustrated for HomePage<'_> {
    fn drawings(&self) -> Vec<&'static Drawing> {
        once([])
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Template,
        support::{samples, words::FileWords},
    };

    #[test]
    fn the_search_is_a_plain_form_that_remembers_what_was_typed() {
        let page = samples::home_found(&FileWords::vi()).render().unwrap();
        assert!(page.contains(r#"<form action="/" method="get""#));
        assert!(page.contains(r#"name="q" value="mường""#));
    }

    #[test]
    fn a_query_cannot_break_out_of_its_field() {
        let words = FileWords::vi();
        let mut home = samples::home_none(&words);
        home.query = r#""><script>alert(1)</script>"#.into();
        let page = home.render().unwrap();
        assert!(!page.contains("<script"));
        assert!(!page.contains(r#"value="">"#));
    }

    #[test]
    fn nothing_found_is_said_only_after_a_search() {
        let words = FileWords::vi();
        let said = |page: String| page.contains("Không tìm thấy");
        assert!(!said(samples::home(&words).render().unwrap()));
        assert!(said(samples::home_none(&words).render().unwrap()));
    }
}
