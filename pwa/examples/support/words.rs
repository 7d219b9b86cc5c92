//! Words straight from the locale files, enough for looking at pages: one line
//! a message, `{ $name }` and nothing cleverer. The house itself uses Fluent.

use std::collections::HashMap;

use loa_pwa::Words;

/// The messages of one `web.ftl`.
pub struct FileWords {
    lang: &'static str,
    messages: HashMap<&'static str, &'static str>,
}

impl FileWords {
    /// Vietnamese.
    pub fn vi() -> Self {
        Self::read("vi", include_str!("../../../locales/vi/web.ftl"))
    }

    /// English.
    pub fn en() -> Self {
        Self::read("en", include_str!("../../../locales/en/web.ftl"))
    }

    fn read(lang: &'static str, ftl: &'static str) -> Self {
        let messages = ftl
            .lines()
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" = "))
            .collect();
        Self { lang, messages }
    }
}

impl Words for FileWords {
    /// A missing message shows as its key in double brackets.
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        let Some(message) = self.messages.get(key) else {
            return format!("⟦{key}⟧");
        };
        args.iter()
            .fold((*message).to_owned(), |said, (name, value)| {
                said.replace(&format!("{{ ${name} }}"), value)
            })
    }

    fn lang(&self) -> &str {
        self.lang
    }
}
