//! What is shown instead of a page.

use askama::Template;

use crate::{
    Words,
    drawing::{Drawing, Illustrated, URGENT, once},
};

/// The page that says what went wrong and what to do now.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage<'a> {
    /// The fixed words.
    pub words: &'a dyn Words,
    /// What went wrong.
    pub fault: Fault,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing at this address.
    NotFound,
    /// Nobody here has issued a notice with this verification code: a typing
    /// error, or a fraud.
    UnknownCode(String),
    /// Ours to repair; the cause goes to the log.
    Broken,
}

impl Fault {
    /// The HTTP status that goes with the page.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound | Self::UnknownCode(_) => 404,
            Self::Broken => 500,
        }
    }
}

impl ErrorPage<'_> {
    fn title(&self) -> String {
        let key = match self.fault {
            Fault::NotFound => "web-not-found",
            Fault::UnknownCode(_) => "web-not-ours",
            Fault::Broken => "web-broken",
        };
        self.words.say(key, &[])
    }
}

impl Illustrated for ErrorPage<'_> {
    fn drawings(&self) -> Vec<&'static Drawing> {
        once([&URGENT])
    }
}

#[cfg(test)]
mod tests {
    use crate::{ErrorPage, Fault, Template, support::words::FileWords};

    fn page(fault: Fault) -> String {
        ErrorPage {
            words: &FileWords::vi(),
            fault,
        }
        .render()
        .unwrap()
    }

    #[test]
    fn an_unknown_code_is_disowned_by_name() {
        let page = page(Fault::UnknownCode("K7P2-9XQ".into()));
        assert!(page.contains("Không phải của chúng tôi"));
        assert!(page.contains("K7P2-9XQ"));
    }

    #[test]
    fn a_code_cannot_bring_markup_with_it() {
        let page = page(Fault::UnknownCode("<script>alert(1)</script>".into()));
        assert!(!page.contains("<script"));
    }

    #[test]
    fn only_our_own_faults_are_called_ours() {
        assert_eq!(Fault::NotFound.status(), 404);
        assert_eq!(Fault::UnknownCode(String::new()).status(), 404);
        assert_eq!(Fault::Broken.status(), 500);
    }

    #[test]
    fn whoever_finds_us_broken_still_learns_whom_to_call() {
        assert!(page(Fault::Broken).contains(r#"href="tel:112""#));
    }
}
