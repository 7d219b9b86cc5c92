//! What the domain has to say, before anyone has put it into a language.

use serde::Serialize;

/// A message of the house: a key of the Fluent files and the values it names.
/// The domain speaks in these; [`crate::speech`] turns them into Vietnamese,
/// English or whatever the reader reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Saying {
    /// The message's key in `locales/<tag>/*.ftl`.
    pub key: &'static str,
    /// Named arguments of the message. Numbers are passed as text of digits
    /// and are recognised as numbers by the speech; so are instants.
    pub args: Vec<(&'static str, String)>,
}

impl Saying {
    /// A message without arguments.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// The same message with one more argument.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "values are small, and callers read better without `&`"
    )]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Whatever can be told to a person: refusals, faults in a list, warnings.
pub trait Said {
    /// The message and its values.
    fn said(&self) -> Saying;
}
