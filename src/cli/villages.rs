//! `loa villages import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::session::Session;
use crate::hub::{Refusal, import};

/// Lists of villages: the denominators of every coverage report.
#[derive(Debug, Args)]
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
    },
}

impl VillagesCommand {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let Verb::Import { file, area } = self.verb;
        let app = session.open().await?;
        let area = area
            .map(|code| app.areas.find(&code).map(|area| area.code.clone()))
            .transpose();
        let mut refused = |bad: import::Refused| {
            let why: Vec<String> = bad.why.iter().map(|why| session.say(why)).collect();
            session.tell(
                "import-bad-row",
                &[("row", bad.row.to_string()), ("why", why.join("; "))],
            );
        };
        let written = import::villages(
            &app,
            &file,
            area.map_err(Refusal::from)?.as_ref(),
            &mut refused,
        )
        .await?;
        session.print("villages-done", &[("villages", written.to_string())]);
        Ok(())
    }
}
