//! `loa people import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::listing::{self, Listing};
use super::session::Session;
use crate::hub::import;

/// Lists of people.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa people import danh-sach.xlsx --area 03163")]
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
        let area = listing::commune(&app, area.as_deref())?;
        let mut listing = Listing::new(&session, json);
        let (opened, report) = import::people(&app, &file, area.as_ref(), dry_run, &mut |bad| {
            listing.refused(&bad);
        })
        .await?;
        let usable = report.added + report.updated > 0;
        if json {
            listing.json(&opened, dry_run, &report)?;
            return listing::usable(usable, &file);
        }
        listing.remarks(&opened, &report.mended);
        let n = |n: u64| session.number(i64::try_from(n).unwrap_or(i64::MAX));
        session.print(
            "import-done",
            &[
                ("added", n(report.added)),
                ("updated", n(report.updated)),
                ("bad", n(report.bad)),
            ],
        );
        if report.villages_added > 0 {
            let named = report.new_villages.len() as u64;
            session.print(
                "import-new-villages",
                &[
                    ("names", report.new_villages.join("; ")),
                    ("more", (report.villages_added - named).to_string()),
                ],
            );
        }
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
        listing::usable(usable, &file)
    }
}
