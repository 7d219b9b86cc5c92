//! Names filled into a text for each recipient: `{name}`, `{village}`,
//! `{household}`, and nothing else.

use super::person::Way;
use super::say::{Said, Saying};
use super::sms;

/// What stands for what, for one recipient.
#[derive(Debug, Clone, Copy, Default)]
pub struct Values<'a> {
    /// The person's name; the household's where several share the phone.
    pub name: &'a str,
    /// The village's name.
    pub village: &'a str,
    /// The household, by the name of its first member.
    pub household: &'a str,
}

/// The longest a name is counted with in a preview, in letters.
pub const TYPICAL: Values<'static> = Values {
    name: "Giàng Thị Mỷ Dung Anh",
    village: "bản Nậm Pố Suối Voi",
    household: "hộ Giàng A Páo Sính",
};

/// A placeholder that is not one of ours, or a brace left open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown placeholder {{{0}}}")]
pub struct Unknown(pub String);

impl Said for Unknown {
    fn said(&self) -> Saying {
        Saying::new("placeholder-unknown").with("placeholder", format!("{{{}}}", self.0))
    }
}

/// Whether a text has anything to fill in.
pub fn any(text: &str) -> bool {
    text.contains('{')
}

/// Whether a text asks for a village.
pub fn asks_village(text: &str) -> bool {
    text.contains("{village}")
}

/// Whether a text asks for somebody's name.
pub fn asks_name(text: &str) -> bool {
    text.contains("{name}") || text.contains("{household}")
}

/// Checks that a text holds known placeholders only.
pub fn check(text: &str) -> Result<(), Unknown> {
    walk(text, |_| Some(""), &mut String::new())
}

/// Fills a checked text in. What is not known stays as it is written.
pub fn fill(text: &str, values: Values<'_>) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let pick = |name: &str| match name {
        "name" => Some(values.name),
        "village" => Some(values.village),
        "household" => Some(values.household),
        _ => None,
    };
    match walk(text, pick, &mut filled) {
        Ok(()) => filled,
        Err(_) => text.to_owned(),
    }
}

/// Fills values in as a way carries them. An SMS without marks stays without
/// marks: one accented name would more than double its price.
pub fn fill_for(way: Way, text: &str, values: Values<'_>) -> String {
    if way != Way::Sms || !sms::is_gsm7(text) {
        return fill(text, values);
    }
    let [name, village, household] =
        [values.name, values.village, values.household].map(sms::plain);
    fill(
        text,
        Values {
            name: &name,
            village: &village,
            household: &household,
        },
    )
}

fn walk<'v>(
    text: &str,
    pick: impl Fn(&str) -> Option<&'v str>,
    out: &mut String,
) -> Result<(), Unknown> {
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let close = inside
            .find('}')
            .ok_or_else(|| Unknown(inside.chars().take(20).collect()))?;
        let name = &inside[..close];
        if !matches!(name, "name" | "village" | "household") {
            return Err(Unknown(name.to_owned()));
        }
        out.push_str(pick(name).unwrap_or_default());
        rest = &inside[close + 1..];
    }
    out.push_str(rest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_filled_in() {
        let values = Values {
            name: "Páo",
            village: "bản Nậm Pố",
            household: "hộ Páo",
        };
        assert_eq!(
            fill("Mời {name}, {village}.", values),
            "Mời Páo, bản Nậm Pố."
        );
        assert_eq!(fill("Không có gì.", values), "Không có gì.");
    }

    #[test]
    fn anything_else_in_braces_is_refused() {
        assert_eq!(check("Mời {ten}"), Err(Unknown("ten".into())));
        assert!(check("Mời {name").is_err());
        assert!(check("{name} {village} {household}").is_ok());
    }
}
