//! Which communes somebody may mean.

use crate::domain::area::{Area, AreaCode, Areas};
use crate::domain::text::fold;

/// Words that tell what kind of place is meant, and no more.
const KINDS: [&str; 8] = ["xa", "phuong", "thi", "tran", "dac", "khu", "tinh", "tp"];

/// The communes that words may mean: those called exactly so, with or without
/// their province; else what is said behind is left out, word by word; else
/// those that begin so. A code is one commune.
pub fn communes<'a>(areas: &'a Areas, words: &str) -> Vec<&'a Area> {
    let words = fold(words);
    if let Ok(area) = areas.find(&words) {
        return if area.level == 2 {
            vec![area]
        } else {
            Vec::new()
        };
    }
    let words: Vec<&str> = bare(&words);
    for many in (1..=words.len()).rev() {
        let said = words[..many].join(" ");
        let found: Vec<&Area> = areas
            .search(words[0])
            .into_iter()
            .filter(|area| area.level == 2 && is_called(area, &said, areas))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    let mut begin = areas.search(&words.join(" "));
    begin.retain(|area| area.level == 2);
    begin
}

/// Those of some communes of which the words name the province or the commune.
pub fn narrowed<'a>(codes: &[AreaCode], words: &str, areas: &'a Areas) -> Vec<&'a Area> {
    let said = format!(" {} ", bare(&fold(words)).join(" "));
    let mentioned = |name: &str| said.contains(&format!(" {} ", bare(&fold(name)).join(" ")));
    let of = || {
        codes
            .iter()
            .filter_map(|code| areas.find(code.as_str()).ok())
    };
    of().filter(|area| province(area, areas).is_some_and(|one| mentioned(&one.name)))
        .collect()
}

/// "Thanh An (Điện Biên)".
pub fn name(area: &Area, areas: &Areas) -> String {
    province(area, areas).map_or_else(
        || area.name.clone(),
        |province| format!("{} ({})", area.name, province.name),
    )
}

fn is_called(area: &Area, said: &str, areas: &Areas) -> bool {
    let own = fold(&area.name);
    let with = province(area, areas).map(|province| format!("{own} {}", fold(&province.name)));
    own == said || with.is_some_and(|with| with == said)
}

fn province<'a>(area: &Area, areas: &'a Areas) -> Option<&'a Area> {
    areas.find(area.parent.as_ref()?.as_str()).ok()
}

/// The words without those for kinds, where any are left.
fn bare(words: &str) -> Vec<&str> {
    let all: Vec<&str> = words.split(' ').collect();
    let bare: Vec<&str> = all
        .iter()
        .copied()
        .filter(|word| !KINDS.contains(word))
        .collect();
    if bare.is_empty() { all } else { bare }
}
