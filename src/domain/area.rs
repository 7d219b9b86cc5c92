//! Provinces and communes as they stand since July 2025: two levels, official
//! codes. Villages have no national code; they are rows of their own.
//!
//! Data: `data/areas.csv`, from thanglequoc/vietnamese-provinces-database
//! (MIT), the list of Decision 19/2025/QĐ-TTg.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::say::{Said, Saying};
use super::text::fold;

/// The code of the whole country, the scope of a ministry's officer.
pub const COUNTRY: &str = "VN";

/// An area's official code: two digits for a province, five for a commune
/// (leading zeros count), or [`COUNTRY`].
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct AreaCode(String);

impl AreaCode {
    /// The code as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AreaCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One province or commune.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Area {
    /// Official code.
    pub code: AreaCode,
    /// The province's code; `None` for a province.
    #[serde(rename = "parent_code", deserialize_with = "none_if_empty")]
    pub parent: Option<AreaCode>,
    /// 1 for a province, 2 for a commune.
    pub level: u8,
    /// Name without its kind: "Mường Toong".
    pub name: String,
    /// "xã", "phường", "đặc khu", "tỉnh", "thành phố".
    #[serde(rename = "type")]
    pub kind: String,
}

impl Area {
    /// Kind and name together: "xã Mường Toong".
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }
}

fn none_if_empty<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Option<AreaCode>, D::Error> {
    let code = String::deserialize(input)?;
    Ok((!code.is_empty()).then_some(AreaCode(code)))
}

/// No area has this code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no area has the code {0}")]
pub struct NoSuchArea(pub String);

impl Said for NoSuchArea {
    fn said(&self) -> Saying {
        Saying::new("area-unknown").with("code", &self.0)
    }
}

/// All areas, kept in memory: they are 3,355 and change by law only.
#[derive(Debug)]
pub struct Areas {
    by_code: BTreeMap<AreaCode, Area>,
    communes: HashMap<AreaCode, Vec<AreaCode>>,
    names: Vec<Names>,
}

/// What an area is searched by: folded words.
#[derive(Debug)]
struct Names {
    code: AreaCode,
    level: u8,
    own: String,
    province: String,
}

impl Names {
    fn of(area: &Area, by_code: &BTreeMap<AreaCode, Area>) -> Self {
        let province = area.parent.as_ref().and_then(|code| by_code.get(code));
        Self {
            code: area.code.clone(),
            level: area.level,
            own: fold(&area.full_name()),
            province: province.map_or_else(String::new, |province| fold(&province.full_name())),
        }
    }

    fn own(&self, word: &str) -> bool {
        begins_one(&self.own, word)
    }

    fn own_or_province(&self, word: &str) -> bool {
        self.own(word) || begins_one(&self.province, word)
    }
}

/// Whether a word of a name begins so.
fn begins_one(name: &str, word: &str) -> bool {
    name.split(' ').any(|one| one.starts_with(word))
}

impl Areas {
    /// The areas shipped with the program.
    pub fn shipped() -> &'static Self {
        static AREAS: OnceLock<Areas> = OnceLock::new();
        AREAS.get_or_init(|| {
            let mut rows =
                csv::Reader::from_reader(include_bytes!("../../data/areas.csv").as_slice());
            #[expect(clippy::expect_used, reason = "a shipped file; a test reads it")]
            Self::new(
                rows.deserialize()
                    .map(|row| row.expect("data/areas.csv is well formed")),
            )
        })
    }

    fn new(rows: impl Iterator<Item = Area>) -> Self {
        let by_code: BTreeMap<_, _> = rows.map(|area| (area.code.clone(), area)).collect();
        let mut communes: HashMap<AreaCode, Vec<AreaCode>> = HashMap::new();
        for area in by_code.values() {
            if let Some(parent) = &area.parent {
                communes
                    .entry(parent.clone())
                    .or_default()
                    .push(area.code.clone());
            }
        }
        let names = by_code
            .values()
            .map(|area| Names::of(area, &by_code))
            .collect();
        Self {
            by_code,
            communes,
            names,
        }
    }

    /// The area of a code, given as text.
    pub fn find(&self, code: &str) -> Result<&Area, NoSuchArea> {
        self.by_code
            .get(&AreaCode(code.trim().to_owned()))
            .ok_or_else(|| NoSuchArea(code.to_owned()))
    }

    /// A scope an officer may hold: an area, or the country.
    pub fn scope(&self, code: &str) -> Result<AreaCode, NoSuchArea> {
        if code.eq_ignore_ascii_case(COUNTRY) {
            return Ok(AreaCode(COUNTRY.to_owned()));
        }
        self.find(code).map(|area| area.code.clone())
    }

    /// The name of a code, or the code itself where there is none.
    pub fn name_of(&self, code: &AreaCode) -> String {
        self.by_code
            .get(code)
            .map_or_else(|| code.to_string(), Area::full_name)
    }

    /// Areas of which each word begins a word of the name, marks and case
    /// aside; where there are none of a level, the province's name may help:
    /// "thanh an dien bien". A code is found too, without its zeros as well,
    /// which spreadsheets eat. Those whose names begin so come first.
    pub fn search(&self, words: &str) -> Vec<&Area> {
        let wanted = fold(words);
        let parts: Vec<&str> = wanted.split(' ').collect();
        let mut found: Vec<&Area> = self.of_code(&wanted).into_iter().collect();
        for level in [1, 2] {
            let names = || self.names.iter().filter(|names| names.level == level);
            let own = |names: &&Names| parts.iter().all(|part| names.own(part));
            let with_province =
                |names: &&Names| parts.iter().all(|part| names.own_or_province(part));
            let mut matching: Vec<&Names> = names().filter(own).collect();
            if matching.is_empty() {
                matching = names().filter(with_province).collect();
            }
            found.extend(
                matching
                    .iter()
                    .filter_map(|names| self.by_code.get(&names.code)),
            );
        }
        found.sort_by_key(|area| (!fold(&area.name).starts_with(&wanted), area.level));
        found
    }

    fn of_code(&self, typed: &str) -> Option<&Area> {
        let width = if typed.len() <= 2 { 2 } else { 5 };
        let digits = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
        digits
            .then(|| self.by_code.get(&AreaCode(format!("{typed:0>width$}"))))
            .flatten()
    }

    /// The communes of an area: itself, all of a province's, or all there are.
    pub fn communes_of(&self, code: &AreaCode) -> Vec<AreaCode> {
        if code.as_str() == COUNTRY {
            return self
                .by_code
                .values()
                .filter(|area| area.level == 2)
                .map(|area| area.code.clone())
                .collect();
        }
        self.communes
            .get(code)
            .cloned()
            .unwrap_or_else(|| vec![code.clone()])
    }

    /// Whether `scope` holds all of `code`.
    pub fn covers(&self, scope: &AreaCode, code: &AreaCode) -> bool {
        scope == code
            || scope.as_str() == COUNTRY
            || self
                .by_code
                .get(code)
                .is_some_and(|area| area.parent.as_ref() == Some(scope))
    }
}

#[cfg(test)]
mod tests;
