//! One text that a carrier has registered for a sender name: its words, and
//! the places in it that may say anything.

use super::text::{has_marks, nfc};

/// The parameters that a template may have: `{1}` to `{9}`.
const PARAMETERS: &str = "123456789";

/// A registered text. Whatever is said in a parameter's place is at least one
/// letter and at most as many as the carrier allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    pieces: Vec<Piece>,
    longest: usize,
    marks: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(Vec<char>),
    Parameter(u8),
}

/// What a text says in the place of each parameter, in the order of the text.
pub type Values = Vec<(u8, String)>;

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    /// Nothing is written.
    #[error("`text` is empty: write the text as the carrier has registered it")]
    Empty,
    /// Something else in braces, or a brace left open.
    #[error("`{{{0}}}` is no parameter: they are {{1}} to {{9}}, and a text has no other braces")]
    Parameter(String),
    /// A parameter stands there twice.
    #[error("{{{0}}} stands there twice: give the second place another number")]
    Twice(u8),
    /// Nothing stands between two parameters.
    #[error(
        "{{{0}}} and {{{1}}} touch: nobody could tell where one ends. Make one of them, or write what stands between"
    )]
    Touch(u8, u8),
    /// No letter would fit into a parameter.
    #[error("`longest` is 1 or more: how many letters the carrier allows in a parameter")]
    Longest,
}

impl Template {
    /// Reads a registered text. `longest` is the most letters that a parameter
    /// takes; `marks` whether it is registered for texts with marks: left out,
    /// it is where its own words have some.
    pub fn parse(
        text: &str,
        longest: Option<usize>,
        marks: Option<bool>,
    ) -> Result<Self, BadTemplate> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(BadTemplate::Empty);
        }
        if longest == Some(0) {
            return Err(BadTemplate::Longest);
        }
        let pieces = pieces(&text)?;
        let marks = marks.unwrap_or_else(|| has_marks(&text));
        Ok(Self {
            text,
            pieces,
            longest: longest.unwrap_or(usize::MAX),
            marks,
        })
    }

    /// The text, its parameters in braces.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The most letters that a parameter takes; none where nobody counts.
    pub fn longest(&self) -> Option<usize> {
        Some(self.longest).filter(|longest| *longest < usize::MAX)
    }

    /// Whether it is registered for texts with marks.
    pub fn has_marks(&self) -> bool {
        self.marks
    }

    /// What a [`tidy`] text says in its parameters; none where it is not this
    /// text. Of several ways to read it each parameter is as short as it can be.
    pub fn read(&self, text: &str) -> Option<Values> {
        let values = self.read_within(text, self.longest)?;
        (self.marks || !has_marks(text)).then_some(values)
    }

    /// Whether a [`tidy`] text would be this one if its parameters were shorter.
    pub fn is_too_long(&self, text: &str) -> bool {
        self.longest < usize::MAX
            && (self.marks || !has_marks(text))
            && self.read_within(text, self.longest).is_none()
            && self.read_within(text, usize::MAX).is_some()
    }

    /// From the last piece to the first: where each may begin, and where the
    /// next begins then. Each piece looks at each letter once.
    fn read_within(&self, text: &str, longest: usize) -> Option<Values> {
        let letters: Vec<char> = text.chars().collect();
        if let Some(Piece::Text(first)) = self.pieces.first()
            && !letters.starts_with(first)
        {
            return None;
        }
        let mut fits: Vec<bool> = vec![false; letters.len()];
        fits.push(true);
        let mut steps = Vec::with_capacity(self.pieces.len());
        for piece in self.pieces.iter().rev() {
            let step = piece.steps(&letters, &fits, longest);
            fits = step.iter().map(Option::is_some).collect();
            steps.push(step);
        }
        let mut at = 0;
        let mut values = Values::new();
        for (piece, step) in self.pieces.iter().zip(steps.into_iter().rev()) {
            let next = step[at]?;
            if let Piece::Parameter(number) = piece {
                values.push((*number, letters[at..next].iter().collect()));
            }
            at = next;
        }
        Some(values)
    }
}

impl Piece {
    /// For each place of the text where the next piece begins if this one
    /// begins there. `fits` says where the next may begin.
    fn steps(&self, letters: &[char], fits: &[bool], longest: usize) -> Vec<Option<usize>> {
        match self {
            Self::Text(words) => (0..=letters.len())
                .map(|at| {
                    let next = at + words.len();
                    let fit = fits.get(next) == Some(&true) && letters[at..next] == words[..];
                    fit.then_some(next)
                })
                .collect(),
            Self::Parameter(_) => {
                let mut steps = vec![None; letters.len() + 1];
                let mut nearest: Option<usize> = None;
                for at in (0..letters.len()).rev() {
                    if fits[at + 1] {
                        nearest = Some(at + 1);
                    }
                    steps[at] = nearest.filter(|next| next - at <= longest);
                }
                steps
            }
        }
    }
}

/// A text as texts are compared: composed, and with one space wherever there
/// is any.
pub fn tidy(text: &str) -> String {
    let text = nfc(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn pieces(text: &str) -> Result<Vec<Piece>, BadTemplate> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        push_words(&mut pieces, &rest[..open]);
        let (number, after) = parameter(&rest[open..])?;
        let known = |piece: &Piece| *piece == Piece::Parameter(number);
        if pieces.iter().any(known) {
            return Err(BadTemplate::Twice(number));
        }
        if let Some(Piece::Parameter(before)) = pieces.last() {
            return Err(BadTemplate::Touch(*before, number));
        }
        pieces.push(Piece::Parameter(number));
        rest = after;
    }
    push_words(&mut pieces, rest);
    Ok(pieces)
}

fn push_words(pieces: &mut Vec<Piece>, words: &str) {
    if !words.is_empty() {
        pieces.push(Piece::Text(words.chars().collect()));
    }
}

/// The parameter a text begins with, and what comes after it.
fn parameter(text: &str) -> Result<(u8, &str), BadTemplate> {
    let strange = |inside: &str| BadTemplate::Parameter(inside.chars().take(20).collect());
    let inside = text.strip_prefix('{').ok_or_else(|| strange("}"))?;
    let (name, after) = inside.split_once('}').ok_or_else(|| strange(inside))?;
    let digit = name.chars().next().filter(|c| PARAMETERS.contains(*c));
    match digit.and_then(|digit| digit.to_digit(10)) {
        Some(number) if name.len() == 1 => Ok((u8::try_from(number).unwrap_or_default(), after)),
        _ => Err(strange(name)),
    }
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
