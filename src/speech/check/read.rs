//! Reads the files of the locales into what can be compared: which messages
//! there are and which values each names.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{ast, parser};

use super::{Fault, FaultKind};
use crate::domain::{language::Lang, text::nfc};

/// One `.ftl` file of a locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The folder it lies in, which should be a language tag.
    pub folder: String,
    /// Its name without `.ftl`.
    pub name: String,
    /// What is in it.
    pub text: String,
}

impl Source {
    /// Folder and file as a translator sees them: `vi/sms.ftl`.
    pub fn path(&self) -> String {
        format!("{}/{}.ftl", self.folder, self.name)
    }
}

/// The messages of a language; a term is a message with a dash before it, an
/// attribute one with its name after a dot.
pub type Messages = BTreeMap<String, Message>;

pub struct Message {
    pub place: String,
    pub values: BTreeSet<String>,
}

pub fn read(sources: &[Source], faults: &mut Vec<Fault>) -> BTreeMap<Lang, Messages> {
    let mut languages: BTreeMap<Lang, Messages> = BTreeMap::new();
    for source in sources {
        let Some(lang) = lang_of(&source.folder) else {
            let strange = Fault {
                place: source.folder.clone(),
                kind: FaultKind::Folder,
            };
            if !faults.contains(&strange) {
                faults.push(strange);
            }
            continue;
        };
        let place = source.path();
        let mut fault = |kind| {
            faults.push(Fault {
                place: place.clone(),
                kind,
            });
        };
        if let Some(at) = source.text.lines().position(|line| nfc(line) != line) {
            fault(FaultKind::Decomposed { line: at + 1 });
        }
        let tree = parser::parse(source.text.as_str()).unwrap_or_else(|(tree, errors)| {
            for error in errors {
                let before = source.text.get(..error.pos.start).unwrap_or(&source.text);
                fault(FaultKind::Syntax {
                    line: before.matches('\n').count() + 1,
                });
            }
            tree
        });
        let messages = languages.entry(lang).or_default();
        for (key, values) in tree.body.iter().flat_map(said_in) {
            let message = Message {
                place: place.clone(),
                values,
            };
            if messages.insert(key.clone(), message).is_some() {
                fault(FaultKind::Twice { key });
            }
        }
    }
    languages
}

/// A folder's language; its name must be the tag to the letter, because file
/// systems differ in whether capitals count.
pub fn lang_of(folder: &str) -> Option<Lang> {
    folder
        .parse()
        .ok()
        .filter(|lang: &Lang| lang.as_str() == folder)
}

fn said_in(entry: &ast::Entry<&str>) -> Vec<(String, BTreeSet<String>)> {
    let (id, value, attributes) = match entry {
        ast::Entry::Message(message) => (
            message.id.name.to_owned(),
            message.value.as_ref(),
            &message.attributes,
        ),
        ast::Entry::Term(term) => (
            format!("-{}", term.id.name),
            Some(&term.value),
            &term.attributes,
        ),
        _ => return Vec::new(),
    };
    let attributes = attributes
        .iter()
        .map(|one| (format!("{id}.{}", one.id.name), values_of(&one.value)));
    let value = value.map(|value| (id.clone(), values_of(value)));
    value.into_iter().chain(attributes).collect()
}

fn values_of(pattern: &ast::Pattern<&str>) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    in_pattern(pattern, &mut values);
    values
}

fn in_pattern(pattern: &ast::Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, values);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, values: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => in_inline(inline, values),
        ast::Expression::Select { selector, variants } => {
            in_inline(selector, values);
            for variant in variants {
                in_pattern(&variant.value, values);
            }
        }
    }
}

fn in_inline(inline: &ast::InlineExpression<&str>, values: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => in_expression(expression, values),
        ast::InlineExpression::FunctionReference { arguments, .. }
        | ast::InlineExpression::TermReference {
            arguments: Some(arguments),
            ..
        } => {
            for argument in &arguments.positional {
                in_inline(argument, values);
            }
        }
        _ => {}
    }
}
