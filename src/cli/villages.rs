//! `loa villages import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::listing::{self, Listing};
use super::session::Session;
use crate::hub::import;

/// Lists of villages: the denominators of every coverage report.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa villages import thon-ban.csv --area 03163")]
pub struct VillagesCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read a list with the columns `area,name,old_commune,households,people`
    #[command(after_help = "Example: loa villages import thon-ban.csv --area 03163")]
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

impl VillagesCommand {
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
        let (opened, report) = import::villages(&app, &file, area.as_ref(), dry_run, &mut |bad| {
            listing.refused(&bad);
        })
        .await?;
        let usable = report.added + report.updated > 0;
        if json {
            listing.json(&opened, dry_run, &report)?;
            return listing::usable(usable, &file);
        }
        listing.remarks(&opened, &report.mended);
        session.print(
            "villages-done",
            &[
                ("added", report.added.to_string()),
                ("updated", report.updated.to_string()),
                ("bad", report.bad.to_string()),
            ],
        );
        if dry_run {
            session.print("import-dry", &[]);
        }
        listing::usable(usable, &file)
    }
}
