//! `loa coverage ID`.

use clap::Args;

use super::preview;
use super::session::{self, Session};
use crate::domain::coverage::{Coverage, VillageCoverage};
use crate::hub::compose::find_by_word;
use crate::hub::cover::{Headings, cover, csv};

/// Who was reached, village by village, on what evidence, and who was not.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa coverage AB2CD3 --csv > do-phu.csv")]
pub struct CoverageCommand {
    /// Id or code of the notice
    id: String,
    /// Print CSV for a spreadsheet, a line for each village
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl CoverageCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let app = session.open().await?;
        let notice = find_by_word(&app, &self.id).await?;
        let mut coverage = cover(&app, notice.id).await?;
        if self.json {
            return session::json(&coverage);
        }
        if self.csv {
            for village in &mut coverage.villages {
                if village.village.is_empty() {
                    village.village = session.word("village-unknown");
                }
            }
            let villages = [
                "head-commune",
                "head-village",
                "head-old-commune",
                "head-households",
                "head-people",
                "head-known",
                "head-reached",
                "head-by-gateway",
                "head-not",
            ];
            let headings = Headings {
                villages: villages.map(|key| session.word(key)),
                languages: LANGUAGES.map(|key| session.word(key)),
            };
            print!("{}", csv(app.areas, &coverage, &headings, session.lang));
            return Ok(());
        }
        println!("{}", words(&session, &coverage));
        Ok(())
    }
}

/// Coverage in words and a table, the least reached villages on top.
pub fn words(session: &Session, coverage: &Coverage) -> String {
    let n = |n: i64| session.number(n);
    let optional = |value: Option<i64>| value.map_or_else(|| "?".to_owned(), n);
    let counts = &coverage.counts;
    let summary = session.text(
        "coverage",
        &[
            ("people", n(coverage.people)),
            ("nocontact", n(coverage.no_contact)),
            ("deliveries", n(coverage.deliveries)),
            ("cost", session.money(coverage.cost_vnd)),
        ],
    );
    let left_out = preview::left_out(session, &coverage.left_out);
    let left_out = left_out.map_or_else(String::new, |told| format!("\n{told}"));
    let mut outcomes = session.table(&["head-outcome", "head-messages"], 1);
    for (word, count) in [
        ("delivered", counts.delivered),
        ("accepted", counts.accepted),
        ("failed", counts.failed),
        ("expired", counts.expired),
        ("stopped", counts.stopped),
        ("unknown", counts.unknown),
        ("waiting", counts.waiting),
    ] {
        if count > 0 {
            outcomes.add_row([session.word(&format!("outcome-{word}")), n(count)]);
        }
    }
    let headings = [
        "head-village",
        "head-households",
        "head-known",
        "head-reached",
        "head-by-gateway",
        "head-not",
        "head-share",
    ];
    let mut villages = session.table(&headings, 1);
    for v in &coverage.villages {
        villages.add_row([
            name(session, v),
            optional(v.households),
            n(v.known),
            n(v.reached),
            n(v.evidence.gateway),
            n(v.evidence.none),
            share(v),
        ]);
    }
    let mut text = format!(
        "{summary}{left_out}\n{outcomes}\n{}\n{villages}\n{}",
        session.word("coverage-villages"),
        session.word("coverage-legend")
    );
    if !coverage.other_languages.is_empty() {
        text.push('\n');
        text.push_str(&languages(session, coverage));
    }
    if counts.unknown > 0 {
        text.push('\n');
        let args = [
            ("people", n(counts.unknown)),
            ("notice", coverage.notice.to_string()),
        ];
        text.push_str(&session.text("coverage-unknown", &args));
    }
    if coverage.villages.iter().any(VillageCoverage::disagrees) {
        text.push('\n');
        text.push_str(&session.word("coverage-disagrees"));
    }
    text
}

/// Above the languages people were told in.
const LANGUAGES: [&str; 3] = ["head-wants", "head-got", "head-people"];

/// Who was told in another language than their own.
fn languages(session: &Session, coverage: &Coverage) -> String {
    let mut table = session.table(&LANGUAGES, 2);
    for line in &coverage.other_languages {
        table.add_row([
            line.wants.name_for(session.lang).to_owned(),
            line.told.name_for(session.lang).to_owned(),
            session.number(line.people),
        ]);
    }
    let people = session.number(coverage.told_otherwise());
    let said = session.text("coverage-languages", &[("people", people)]);
    format!("{said}\n{table}")
}

fn share(village: &VillageCoverage) -> String {
    match village.households {
        Some(all) if village.disagrees() => format!("? {}/{all}", village.known),
        _ => format!("{} %", village.percent()),
    }
}

fn name(session: &Session, village: &VillageCoverage) -> String {
    if village.village.is_empty() {
        return session.word("village-unknown");
    }
    if village.old_commune.is_empty() {
        village.village.clone()
    } else {
        format!("{} ({})", village.village, village.old_commune)
    }
}
