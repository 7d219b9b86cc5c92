//! The villagers' pages. Area and language stand in the address, so that every
//! page can be kept by whoever carries it.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use loa_pwa::{
    BoardPage, Card, Fault, HomePage, Level, NoticePage, OtherLanguage, Place, Standing, Template,
    Topic, Urgency, Words,
};

use super::address::{board_of, elsewhere, find_area};
use super::error::Instead;
use crate::app::App;
use crate::domain::area::Area;
use crate::domain::code;
use crate::domain::language::{Lang, Surface, choose};
use crate::domain::notice::{self, Notice, Text};
use crate::domain::standing::{self, standing};
use crate::speech;

type Page = Result<Html<String>, Instead>;

/// Most places a search shows.
const FOUND: usize = 30;

/// The fixed words of a page, in one language.
#[derive(Clone)]
pub struct PageWords {
    app: App,
    pub(super) lang: Lang,
}

impl PageWords {
    pub(super) fn new(app: &App, tag: &str) -> Self {
        Self {
            app: app.clone(),
            lang: Lang::parse(tag).unwrap_or_else(|_| Lang::vi()),
        }
    }
}

impl Words for PageWords {
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, String)> = args
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        self.app.speech.text(self.lang, key, &args)
    }

    /// The page's own words are Vietnamese or English; a reader of another
    /// language gets them in Vietnamese, and the page must not claim otherwise.
    fn lang(&self) -> &str {
        if self.lang == Lang::en() { "en" } else { "vi" }
    }
}

/// Choose a commune.
pub async fn home(State(app): State<App>, Query(query): Query<BTreeMap<String, String>>) -> Page {
    let words = PageWords::new(&app, "vi");
    let asked = query
        .get("q")
        .map(|asked| asked.chars().take(80).collect::<String>())
        .unwrap_or_default();
    let places = || -> Vec<Place> {
        let communes = app
            .areas
            .search(&asked)
            .into_iter()
            .filter(|area| area.level == 2);
        communes
            .take(FOUND + 1)
            .map(|area| place(&app, area))
            .collect()
    };
    let mut found = (!asked.trim().is_empty()).then(places);
    let more = found.as_ref().is_some_and(|found| found.len() > FOUND);
    if let Some(found) = &mut found {
        found.truncate(FOUND);
    }
    show(
        &HomePage {
            words: &words,
            query: asked,
            found,
            more,
        },
        &words,
    )
}

fn place(app: &App, area: &Area) -> Place {
    Place {
        name: capital(&area.full_name()),
        within: within(app, area),
        href: format!("/x/{}/vi/", area.code),
    }
}

fn within(app: &App, area: &Area) -> String {
    area.parent
        .as_ref()
        .map(|parent| capital(&app.areas.name_of(parent)))
        .unwrap_or_default()
}

/// The notices in force of one commune.
pub async fn board(State(app): State<App>, Path((area, lang)): Path<(String, String)>) -> Page {
    let (area, words) = find_area(&app, &area, &lang)?;
    if words.lang.as_str() != lang {
        // A language we do not know is read in Vietnamese, where that is kept.
        return Err(Instead::Elsewhere(board_of(area, &words)));
    }
    let now = app.clock.now();
    let notices = app
        .store
        .notices_in_force(&area.code, now)
        .await
        .map_err(|error| Instead::broken(&words, &error))?;
    let in_force = notices
        .iter()
        .filter(|notice| notice.content.valid_to > now);
    let page = BoardPage {
        place: capital(&area.full_name()),
        within: within(&app, area),
        as_of: speech::moment(words.lang, now),
        notices: in_force
            .map(|notice| card(&app, area, notice, &words))
            .collect(),
        words: &words,
    };
    show(&page, &words)
}

fn card(app: &App, area: &Area, notice: &Notice, words: &PageWords) -> Card {
    let (lang, title, _) = reading(notice, words.lang);
    Card {
        href: format!("/x/{}/{}/n/{}", area.code, words.lang, notice.code),
        urgency: urgency(notice),
        level: notice.content.risk_level.and_then(Level::new),
        topic: topic(app, notice, words.lang),
        title,
        lang: lang.to_string(),
        issuer: notice.content.issuer.clone(),
        until: speech::moment(words.lang, notice.content.valid_to),
        sample: notice.content.sample,
    }
}

/// One notice.
pub async fn notice(
    State(app): State<App>,
    Path((area, lang, typed)): Path<(String, String, String)>,
) -> Page {
    let (area, words) = find_area(&app, &area, &lang)?;
    let unknown = || {
        let typed = typed.chars().take(20).collect();
        Instead::Failed(words.clone(), Fault::UnknownCode(typed))
    };
    let code = code::parse(&typed).ok_or_else(unknown)?;
    let found = app
        .store
        .notice_by_code(&code)
        .await
        .map_err(|error| Instead::broken(&words, &error))?;
    let notice = found.ok_or_else(unknown)?;
    let standing = standing(&notice, app.clock.now()).ok_or_else(unknown)?;
    if let Some(theirs) = elsewhere(&app, &notice, area) {
        return Err(Instead::Elsewhere(format!(
            "/x/{theirs}/{}/n/{}",
            words.lang, notice.code
        )));
    }
    let (lang, title, text) = reading(&notice, words.lang);
    let instead = (lang != words.lang).then(|| OtherLanguage {
        asked: words.lang.name_for(words.lang).to_owned(),
        shown: lang.name_for(words.lang).to_owned(),
    });
    let page = NoticePage {
        place: capital(&area.full_name()),
        board_href: board_of(area, &words),
        urgency: urgency(&notice),
        level: notice.content.risk_level.and_then(Level::new),
        topic: topic(&app, &notice, words.lang),
        title,
        text,
        lang: lang.to_string(),
        instead,
        audio: None,
        issuer: notice.content.issuer.clone(),
        document: notice.content.document.clone(),
        until: speech::moment(words.lang, notice.content.valid_to),
        code: notice.code.clone(),
        standing: shown(standing),
        sample: notice.content.sample,
        words: &words,
    };
    show(&page, &words)
}

/// Title and full text for a reader: in their language, or the nearest there is.
fn reading(notice: &Notice, want: Lang) -> (Lang, String, String) {
    let texts: BTreeMap<Lang, &Text> = notice
        .content
        .texts
        .iter()
        .filter(|(_, text)| text.full.is_some())
        .map(|(lang, text)| (*lang, text))
        .collect();
    let Some((lang, text)) = choose(want, Surface::Web, &texts) else {
        return (Lang::vi(), notice.content.title.clone(), String::new());
    };
    let title = text
        .title
        .clone()
        .unwrap_or_else(|| notice.content.title.clone());
    (lang, title, text.full.clone().unwrap_or_default())
}

fn shown(standing: standing::Standing) -> Standing {
    match standing {
        standing::Standing::InForce => Standing::InForce,
        standing::Standing::Over => Standing::Expired,
        standing::Standing::Withdrawn => Standing::Withdrawn,
    }
}

fn urgency(notice: &Notice) -> Urgency {
    match notice.content.urgency {
        notice::Urgency::Routine => Urgency::Routine,
        notice::Urgency::Urgent => Urgency::Urgent,
        notice::Urgency::Flash => Urgency::Flash,
    }
}

fn topic(app: &App, notice: &Notice, lang: Lang) -> Topic {
    let code = notice.content.topic.as_str();
    Topic {
        code: code.to_owned(),
        subject: notice.content.subtopic.clone().unwrap_or_default(),
        word: capital(&app.speech.text(lang, &format!("topic-{code}"), &[])),
    }
}

/// Nothing is here.
pub async fn nowhere(State(app): State<App>) -> Response {
    Instead::Failed(PageWords::new(&app, "vi"), Fault::NotFound).into_response()
}

fn show(page: &impl Template, words: &PageWords) -> Page {
    page.render().map(Html).map_err(|error| {
        tracing::error!(%error, "a page could not be rendered");
        Instead::Failed(words.clone(), Fault::Broken)
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
