//! What the imports of people and of villages tell alike.

use std::path::Path;

use serde::Serialize;
use serde_json::json;

use super::session::Session;
use crate::app::App;
use crate::domain::area::AreaCode;
use crate::hub::Refusal;
use crate::hub::import::{Mending, Refused};
use crate::intake::Opened;

/// One import, as it is told. Bad rows are told as they are met and kept by
/// nobody: a list may be bad from end to end.
pub struct Listing<'a> {
    session: &'a Session,
    json: bool,
    first: bool,
}

impl<'a> Listing<'a> {
    pub fn new(session: &'a Session, json: bool) -> Self {
        Self {
            session,
            json,
            first: true,
        }
    }

    /// Tells of a bad row.
    pub fn refused(&mut self, bad: &Refused) {
        let why: Vec<String> = bad.why.iter().map(|why| self.session.say(why)).collect();
        if self.json {
            print!(
                "{}{}",
                if self.first {
                    "{\"bad_rows\":[\n"
                } else {
                    ",\n"
                },
                json!({ "row": bad.row, "why": why })
            );
            self.first = false;
        } else {
            self.session.tell(
                "import-bad-row",
                &[("row", bad.row.to_string()), ("why", why.join("; "))],
            );
        }
    }

    /// The rest of the JSON, behind the bad rows.
    pub fn json(&self, opened: &Opened, dry: bool, report: &impl Serialize) -> anyhow::Result<()> {
        let report = serde_json::to_string(report)?;
        let head = if self.first { "{\"bad_rows\":[" } else { "" };
        println!(
            "{head}],\n\"dry_run\":{dry},\"header_line\":{},\"report\":{report}}}",
            opened.header_line
        );
        Ok(())
    }

    /// What a clerk should know of the file, and what was put right in it.
    pub fn remarks(&self, opened: &Opened, mended: &[Mending]) {
        for remark in opened.remarks() {
            println!("{}", self.session.say(&remark));
        }
        for kind in mended {
            let rows: Vec<String> = kind.rows.iter().map(u64::to_string).collect();
            let more = kind.places > kind.rows.len() as u64;
            self.session.print(
                "import-mended",
                &[
                    ("what", self.session.say(&kind.what)),
                    ("places", kind.places.to_string()),
                    (
                        "rows",
                        format!("{}{}", rows.join(", "), if more { ", …" } else { "" }),
                    ),
                ],
            );
        }
    }
}

/// The commune of a list whose rows name none.
pub fn commune(app: &App, code: Option<&str>) -> Result<Option<AreaCode>, Refusal> {
    let found = code.map(|code| app.areas.find(code)).transpose()?;
    Ok(found.map(|area| area.code.clone()))
}

/// An import that imported nothing has failed.
pub fn usable(any: bool, file: &Path) -> anyhow::Result<()> {
    if any {
        Ok(())
    } else {
        Err(Refusal::NothingUsable(file.display().to_string()).into())
    }
}
