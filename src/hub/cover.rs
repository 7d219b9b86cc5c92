//! Who was reached, and who was not.

use super::Result;
use super::compose::find;
use crate::app::App;
use crate::domain::coverage::Coverage;
use crate::domain::id::NoticeId;

/// The coverage of a notice: one value behind page, JSON and CSV.
pub async fn cover(app: &App, id: NoticeId) -> Result<Coverage> {
    let notice = find(app, id).await?;
    Ok(app
        .store
        .coverage(id, &notice.content.audience.roles)
        .await?)
}

/// The coverage as CSV, a line for each village. A name that a spreadsheet
/// would take for a formula is kept from it.
pub fn csv(coverage: &Coverage) -> String {
    let mut lines = vec![
        "area,village,old_commune,households,people,known,reached,by_handset,by_gateway,none"
            .to_owned(),
    ];
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    for v in &coverage.villages {
        lines.push(
            [
                quoted(&v.area),
                quoted(&v.village),
                quoted(&v.old_commune),
                number(v.households),
                number(v.people),
                v.known.to_string(),
                v.reached.to_string(),
                v.evidence.handset.to_string(),
                v.evidence.gateway.to_string(),
                v.evidence.none.to_string(),
            ]
            .join(","),
        );
    }
    lines.push(String::new());
    lines.join("\r\n")
}

fn quoted(text: &str) -> String {
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
