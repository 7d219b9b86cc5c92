//! Who was reached, and who was not.

use super::Result;
use super::compose::find;
use crate::app::App;
use crate::domain::area::{Area, Areas};
use crate::domain::coverage::Coverage;
use crate::domain::id::NoticeId;
use crate::domain::language::Lang;

/// The coverage of a notice: one value behind page, JSON and CSV.
pub async fn cover(app: &App, id: NoticeId) -> Result<Coverage> {
    let notice = find(app, id).await?;
    Ok(app
        .store
        .coverage(id, &notice.content.audience.roles)
        .await?)
}

/// What stands above the columns of the CSV.
pub struct Headings {
    /// Of the villages.
    pub villages: [String; 9],
    /// Of the languages.
    pub languages: [String; 3],
}

/// The coverage as CSV, a line for each village, for a spreadsheet in Viet Nam:
/// with the sign of UTF-8 in front and semicolons, as Excel opens it there.
/// Communes stand by name, for a spreadsheet eats the zeros of a code; a name
/// that it would take for a formula is kept from it. Behind an empty line, where
/// anybody was told in another language than their own: how many, by the two
/// languages, named for `reader`. Programs read the JSON.
pub fn csv(areas: &Areas, coverage: &Coverage, headings: &Headings, reader: Lang) -> String {
    let mut lines = vec![format!("\u{FEFF}{}", heads(&headings.villages))];
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    for v in &coverage.villages {
        let commune = areas
            .find(&v.area)
            .map_or_else(|_| v.area.clone(), Area::full_name);
        lines.push(
            [
                quoted(&commune),
                quoted(&v.village),
                quoted(&v.old_commune),
                number(v.households),
                number(v.people),
                v.known.to_string(),
                v.reached.to_string(),
                v.evidence.gateway.to_string(),
                v.evidence.none.to_string(),
            ]
            .join(";"),
        );
    }
    if !coverage.other_languages.is_empty() {
        lines.extend([String::new(), heads(&headings.languages)]);
    }
    for line in &coverage.other_languages {
        let [wants, told] = [line.wants, line.told].map(|lang| quoted(lang.name_for(reader)));
        lines.push(format!("{wants};{told};{}", line.people));
    }
    lines.push(String::new());
    lines.join("\r\n")
}

fn heads(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    quoted.join(";")
}

/// A cell of text that no spreadsheet takes for a formula.
pub(super) fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_never_becomes_a_formula() {
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("bản Nậm Pố"), "\"bản Nậm Pố\"");
    }
}
