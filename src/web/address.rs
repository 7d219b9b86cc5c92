//! Addresses: those that pages have, and those that people type.

use axum::extract::{Path, State};
use loa_pwa::Fault;

use super::error::Instead;
use super::pages::PageWords;
use crate::app::App;
use crate::domain::area::{Area, AreaCode};
use crate::domain::notice::Notice;
use crate::domain::text::fold;

/// The commune of an address. A province's page is the choice of its communes.
pub fn find_area<'a>(
    app: &'a App,
    code: &str,
    lang: &str,
) -> Result<(&'a Area, PageWords), Instead> {
    let words = PageWords::new(app, lang);
    let Ok(area) = app.areas.find(code) else {
        return Err(Instead::Failed(words, Fault::NotFound));
    };
    if area.level == 1 {
        let query = fold(&area.name).replace(' ', "+");
        return Err(Instead::Elsewhere(format!("/?q={query}")));
    }
    Ok((area, words))
}

/// The page of a commune, in the language of these words.
pub fn board_of(area: &Area, words: &PageWords) -> String {
    format!("/x/{}/{}/", area.code, words.lang)
}

/// `/x/03163` and `/x/03163/vi`, as people type them.
pub async fn unfinished(State(app): State<App>, Path(typed): Path<Vec<String>>) -> Instead {
    let lang = typed.get(1).map_or("vi", String::as_str);
    let area = typed.first().map_or("", String::as_str);
    match find_area(&app, area, lang) {
        Ok((area, words)) => Instead::Elsewhere(board_of(area, &words)),
        Err(instead) => instead,
    }
}

/// A commune the notice is for, where this one is not: its page would put
/// another office's words under this one's name.
pub fn elsewhere(app: &App, notice: &Notice, area: &Area) -> Option<AreaCode> {
    let mut communes = notice
        .content
        .audience
        .areas
        .iter()
        .flat_map(|code| app.areas.communes_of(code));
    let first = communes.next()?;
    (first != area.code && communes.all(|code| code != area.code)).then_some(first)
}
