//! `loa people import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::session::Session;
use crate::hub::Refusal;
use crate::hub::import;

/// Lists of people.
#[derive(Debug, Args)]
pub struct PeopleCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read a list: CSV, text or Excel, as communes keep them
    #[command(after_help = "Example: loa people import danh-sach.xlsx --area 03163 --dry-run")]
    Import {
        /// The list
        file: PathBuf,
        /// The commune of rows that name none
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        /// Check only; keep nothing
        #[arg(long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

impl PeopleCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let Verb::Import {
            file,
            area,
            dry_run,
            json,
        } = self.verb;
        let app = session.open().await?;
        let area = area
            .map(|code| app.areas.find(&code).map(|area| area.code.clone()))
            .transpose();
        let area = area.map_err(Refusal::from)?;
        // Told as they are met, kept by nobody: a list may be bad from end to end.
        let mut first = true;
        let mut refused = |bad: import::Refused| {
            let why: Vec<String> = bad.why.iter().map(|why| session.say(why)).collect();
            if json {
                print!(
                    "{}{}",
                    if first { "{\"bad_rows\":[\n" } else { ",\n" },
                    json!({ "row": bad.row, "why": why })
                );
                first = false;
            } else {
                session.tell(
                    "import-bad-row",
                    &[("row", bad.row.to_string()), ("why", why.join("; "))],
                );
            }
        };
        let (opened, report) =
            import::people(&app, &file, area.as_ref(), dry_run, &mut refused).await?;
        if json {
            let report = serde_json::to_string(&report)?;
            let head = if first { "{\"bad_rows\":[" } else { "" };
            println!(
                "{head}],\n\"dry_run\":{dry_run},\"header_line\":{},\"report\":{report}}}",
                opened.header_line
            );
            return Ok(());
        }
        for remark in opened.remarks() {
            println!("{}", session.say(&remark));
        }
        for line in &report.mended {
            session.print(
                "import-mended",
                &[
                    ("what", session.say(&line.what)),
                    ("places", line.places.to_string()),
                ],
            );
        }
        let n = |n: u64| session.number(i64::try_from(n).unwrap_or(i64::MAX));
        session.print(
            "import-done",
            &[
                ("added", n(report.added)),
                ("updated", n(report.updated)),
                ("bad", n(report.bad)),
            ],
        );
        if report.without_contact > 0 {
            session.print(
                "import-no-contact",
                &[("people", n(report.without_contact))],
            );
        }
        if report.without_consent > 0 {
            session.print(
                "import-no-consent",
                &[("people", n(report.without_consent))],
            );
        }
        if dry_run {
            session.print("import-dry", &[]);
        }
        Ok(())
    }
}
