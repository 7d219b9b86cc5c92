//! `loa areas [WORDS]`.

use clap::Args;
use serde_json::json;

use super::session::{self, Session};
use crate::domain::area::Areas;

/// Finds areas by name, marks and case aside; without words, the provinces.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa areas muong toong")]
pub struct AreasCommand {
    /// Words of the name, or a code
    words: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl AreasCommand {
    pub fn run(self, session: &Session) -> anyhow::Result<()> {
        let areas = Areas::shipped();
        let words = self.words.join(" ");
        let mut found = areas.search(&words);
        if words.is_empty() {
            found.retain(|area| area.level == 1);
        }
        if self.json {
            let rows: Vec<_> = found
                .iter()
                .map(|area| json!({ "code": area.code, "parent": area.parent, "level": area.level, "name": area.name, "kind": area.kind }))
                .collect();
            return session::json(&rows);
        }
        anyhow::ensure!(
            !found.is_empty(),
            session.text("areas-none", &[("words", words)])
        );
        let mut table = session.table(&["head-code", "head-area", "head-province"], 9);
        for area in found {
            let parent = area
                .parent
                .as_ref()
                .map(|code| areas.name_of(code))
                .unwrap_or_default();
            table.add_row([area.code.to_string(), area.full_name(), parent]);
        }
        println!("{table}");
        Ok(())
    }
}
