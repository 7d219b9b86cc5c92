//! `{to}`, `{text}` and the like in a gateway's request, as loa.toml has them.

/// The words a template may use.
pub const WORDS: [&str; 17] = [
    "to",
    "to_84",
    "to_0",
    "text",
    "text_base64",
    "text_hex",
    "coding",
    "dcs",
    "unicode",
    "hook",
    "hook_path",
    "ref",
    "minutes",
    "seconds",
    "parts",
    "token",
    "template",
];

/// What the text says in the parameters of the registered template that it is.
pub const PARAMETERS: [&str; 9] = [
    "param.1", "param.2", "param.3", "param.4", "param.5", "param.6", "param.7", "param.8",
    "param.9",
];

/// Those that stand for a number: in JSON `{#seconds}` is one without quotes.
const NUMBERS: [&str; 6] = ["coding", "dcs", "unicode", "minutes", "seconds", "parts"];

/// A word that is not one of [`WORDS`], or a brace that is not closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{{{0}}}` is not known; a request may use {known}", known = known())]
pub struct UnknownWord(String);

fn known() -> String {
    let words = WORDS.map(|word| format!("{{{word}}}")).join(", ");
    format!("{words}, {{param.1}} to {{param.9}}")
}

/// The word of a text in JSON that stands for a number: `{#seconds}`.
pub fn number(text: &str) -> Option<&'static str> {
    let word = text.strip_prefix("{#")?.strip_suffix('}')?;
    NUMBERS.into_iter().find(|number| *number == word)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Word(&'static str),
}

/// A checked template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

impl Template {
    /// Reads a template; a mistake is found here, not when a flood comes.
    pub fn parse(text: &str) -> Result<Self, UnknownWord> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let inside = &rest[open + 1..];
            let close = inside
                .find('}')
                .ok_or_else(|| UnknownWord(inside.to_owned()))?;
            let word = WORDS
                .into_iter()
                .chain(PARAMETERS)
                .find(|word| *word == &inside[..close])
                .ok_or_else(|| UnknownWord(inside[..close].to_owned()))?;
            pieces.push(Piece::Text(rest[..open].to_owned()));
            pieces.push(Piece::Word(word));
            rest = &inside[close + 1..];
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self(pieces))
    }

    /// Whether it uses a word.
    pub fn uses(&self, word: &str) -> bool {
        self.words().any(|used| used == word)
    }

    /// The words it uses.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Word(word) => Some(*word),
        })
    }

    /// Fills it in.
    pub fn fill(&self, value: impl Fn(&'static str) -> String) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Word(word) => value(word),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_filled_in_and_nothing_else_is_touched() {
        let template = Template::parse("{hook}&s=%d&to={to}").unwrap();
        assert_eq!(
            template.fill(|word| format!("<{word}>")),
            "<hook>&s=%d&to=<to>"
        );
    }

    #[test]
    fn a_slip_of_the_pen_is_refused_by_name() {
        assert_eq!(Template::parse("{too}"), Err(UnknownWord("too".into())));
        assert!(Template::parse("{to").is_err());
        assert!(Template::parse("{#seconds}").is_err(), "in JSON only");
        assert_eq!(number("{#seconds}"), Some("seconds"));
        assert_eq!(number("{#text}"), None);
    }
}
