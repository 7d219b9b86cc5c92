//! What every command has at hand: the configuration, the words, the printer.

use std::sync::{Arc, OnceLock};

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use serde::Serialize;
use tokio::net::TcpListener;

use crate::app::App;
use crate::config::Config;
use crate::domain::language::Lang;
use crate::domain::price::Bounds;
use crate::domain::say::Saying;
use crate::speech::{self, Speech};

/// One run of the program from a command line.
pub struct Session {
    /// How the program is configured.
    pub config: Config,
    /// What the person at the screen reads.
    pub lang: Lang,
    /// The words.
    pub speech: Speech,
    /// What was opened, so that it is closed in order.
    pub opened: Arc<OnceLock<App>>,
}

impl Session {
    /// Opens the database and everything else.
    pub async fn open(&self) -> anyhow::Result<App> {
        let app = App::build(self.config.clone()).await?;
        self.opened.set(app.clone()).ok();
        Ok(app)
    }

    /// Opens a door for callers, before anything is promised. `setting` names
    /// its address in the configuration.
    pub async fn door(&self, address: &str, setting: &str) -> anyhow::Result<TcpListener> {
        TcpListener::bind(address).await.map_err(|error| {
            let args = [
                ("address", address.to_owned()),
                ("setting", setting.to_owned()),
                ("cause", error.to_string()),
            ];
            anyhow::anyhow!(self.text("door-closed", &args))
        })
    }

    /// A message with its values.
    pub fn text(&self, key: &str, args: &[(&str, String)]) -> String {
        self.speech.text(self.lang, key, args)
    }

    /// A message without values.
    pub fn word(&self, key: &str) -> String {
        self.text(key, &[])
    }

    /// Something the hub or the domain has to say.
    pub fn say(&self, saying: &Saying) -> String {
        self.speech.say(self.lang, saying)
    }

    /// Prints a message.
    pub fn print(&self, key: &str, args: &[(&str, String)]) {
        println!("{}", self.text(key, args));
    }

    /// Tells the person something that is not the result.
    pub fn tell(&self, key: &str, args: &[(&str, String)]) {
        eprintln!("{}", self.text(key, args));
    }

    /// A whole number as this reader writes it.
    pub fn number(&self, n: i64) -> String {
        speech::number(self.lang, n)
    }

    /// An amount of money.
    pub fn money(&self, vnd: i64) -> String {
        speech::money_vnd(self.lang, vnd)
    }

    /// An amount of money of which only the bounds may be known.
    pub fn between(&self, amount: Bounds) -> String {
        if amount.is_exact() {
            return self.money(amount.most);
        }
        let (least, most) = (self.number(amount.least), self.number(amount.most));
        self.text("money-between", &[("least", least), ("most", most)])
    }

    /// A table with translated headings; columns from `numbers` on are figures.
    pub fn table(&self, headings: &[&str], numbers: usize) -> Table {
        let mut table = Table::new();
        table
            .load_style(UTF8_BORDERS_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(headings.iter().map(|key| self.word(key)));
        for column in table.column_iter_mut().skip(numbers) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        table
    }
}

/// An error with its causes as one sentence: what a cause repeats is said once.
pub fn sentence(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if said.contains(&cause) {
            continue;
        }
        if !said.is_empty() {
            said.push_str(": ");
        }
        said.push_str(&cause);
    }
    said
}

/// Prints a value as JSON.
pub fn json(value: &impl Serialize) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(value)?);
    Ok(())
}
