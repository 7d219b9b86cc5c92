//! The demo's acts, and what is said at each.

use std::time::Instant;

use super::folder::Folder;
use super::{APPROVER, AUTHOR, HORIZON_SECONDS};
use crate::app::App;
use crate::cli::session::Session;
use crate::cli::{preview, send};
use crate::domain::language::Lang;
use crate::domain::notice::Notice;
use crate::domain::officer::{Duty, Officer};
use crate::hub::{self, approve, compose, people};
use crate::simulator::villages::VILLAGES;
use crate::simulator::{self, COMMUNE, notice};

/// The demo while it runs.
pub(super) struct Stage<'a> {
    /// Who watches.
    pub(super) session: &'a Session,
    /// The program, with simulated gateways.
    pub(super) app: &'a App,
    /// People on the commune's lists.
    pub(super) people: u64,
    /// Only the coverage is wanted, as JSON.
    pub(super) json: bool,
}

impl Stage<'_> {
    /// From an empty database to a coverage report.
    pub(super) async fn play(&self) -> anyhow::Result<Notice> {
        let Self { session, app, .. } = self;
        self.say("demo-title", &[]);
        let (author, approver) = self.settle().await?;
        self.say_gateways();
        let content = notice::flash_flood(&author.area, app.clock.now());
        let notice = compose::compose(app, &author, content).await?;
        self.say_notice(&notice);
        self.refuse_the_author(&author, &notice).await?;
        if !self.json {
            println!(
                "\n{}\n",
                preview::words(session, &hub::preview::preview(app, &notice).await?)
            );
        }
        let start = Instant::now();
        approve::approve(app, &approver, notice.id, &notice.hash).await?;
        self.say("demo-approved", &[("officer", approver.name)]);
        send::wait_until_done(session, app, &notice, None, self.json).await?;
        let horizon = HORIZON_SECONDS.to_string();
        self.say(
            "demo-done",
            &[("seconds", seconds(start)), ("horizon", horizon)],
        );
        send::report(session, app, &notice, self.json).await?;
        Ok(notice)
    }

    /// The commune's people, and two officers.
    async fn settle(&self) -> anyhow::Result<(Officer, Officer)> {
        let Self { session, app, .. } = self;
        let area = app.areas.find(COMMUNE)?;
        let start = Instant::now();
        let author = people::add_officer(app, AUTHOR, area.code.clone(), Duty::Author, &[]).await?;
        let approver =
            people::add_officer(app, APPROVER, area.code.clone(), Duty::Approver, &[]).await?;
        simulator::settle(app, &area.code, self.people, AUTHOR).await?;
        let province = area.parent.as_ref().map(|parent| app.areas.name_of(parent));
        self.say(
            "demo-settled",
            &[
                ("people", session.number(app.store.count_people().await?)),
                ("villages", VILLAGES.len().to_string()),
                ("area", area.full_name()),
                ("province", province.unwrap_or_default()),
                ("seconds", seconds(start)),
            ],
        );
        Ok((author, approver))
    }

    /// Nobody answers for their own words; the demo ends if somebody could.
    async fn refuse_the_author(&self, author: &Officer, notice: &Notice) -> anyhow::Result<()> {
        match approve::approve(self.app, author, notice.id, &notice.hash).await {
            Ok(_) => {
                anyhow::bail!("an author approved a notice of their own: do not use this build")
            }
            Err(refusal) => {
                let why: Vec<String> = refusal
                    .sayings()
                    .iter()
                    .map(|why| self.session.say(why))
                    .collect();
                self.say(
                    "demo-refused",
                    &[("officer", author.name.clone()), ("why", why.join(" "))],
                );
                Ok(())
            }
        }
    }

    fn say_gateways(&self) {
        if self.json {
            return;
        }
        let session = self.session;
        let mut table = session.table(
            &[
                "head-way",
                "demo-head-gateway",
                "demo-head-rate",
                "demo-head-price",
            ],
            2,
        );
        for gateway in self.app.gateways.iter() {
            let limits = gateway.limits();
            let way = session.word(&format!("channel-{}", limits.carries));
            let price = session.between(limits.price_vnd);
            table.add_row([
                way,
                gateway.name().to_owned(),
                limits.per_second.to_string(),
                price,
            ]);
        }
        println!(
            "\n{}\n{table}\n{}\n",
            session.word("demo-gateways"),
            session.word("demo-fates")
        );
    }

    fn say_notice(&self, notice: &Notice) {
        let vi = Lang::vi();
        let sms = notice
            .renders
            .get(&vi)
            .and_then(|render| render.sms.clone());
        self.say(
            "demo-written",
            &[
                ("officer", AUTHOR.to_owned()),
                ("code", notice.code.clone()),
                ("title", notice.content.title.clone()),
                ("sms", sms.unwrap_or_default()),
            ],
        );
    }

    /// Says how a demo that was kept is looked at again.
    pub(super) fn say_where_it_is_kept(&self, folder: &Folder, notice: &Notice) {
        if folder.fleeting {
            return;
        }
        self.say(
            "demo-kept",
            &[
                ("database", folder.database_url()),
                ("key", folder.key_file().display().to_string()),
                ("code", notice.code.clone()),
            ],
        );
    }

    /// Says where the pages are, or would be.
    pub(super) fn say_pages(&self, key: &str, address: &str, notice: &Notice) {
        let board = format!("http://{address}/x/{COMMUNE}/{}/", self.session.lang);
        let page = format!("{board}n/{}", notice.code);
        let args = [("board", board), ("page", page)];
        if self.json {
            self.session.tell(key, &args);
        } else {
            self.session.print(key, &args);
        }
    }

    /// Says something, unless only the figures are wanted.
    fn say(&self, key: &str, args: &[(&str, String)]) {
        if !self.json {
            self.session.print(key, args);
        }
    }
}

/// Whole seconds since `start`.
fn seconds(start: Instant) -> String {
    start.elapsed().as_secs_f64().ceil().to_string()
}
