//! Where a row of a list belongs: its commune, its village, its addresses.

use std::collections::{HashMap, HashSet};

use super::report::Report;
use crate::app::App;
use crate::domain::area::{AreaCode, Areas, NoSuchArea};
use crate::domain::id::VillageId;
use crate::domain::language::Lang;
use crate::domain::person::{Address, BadAddress, Role, Way};
use crate::domain::say::{Said, Saying};
use crate::domain::text::fold;
use crate::domain::village::{VillageKey, village_key};
use crate::intake::Row;
use crate::store::people::NewPerson;
use crate::store::villages::{Match, Village};
use crate::store::{self, Tx};

/// Why a row that could be read cannot be placed.
pub enum Misplaced {
    NoArea,
    VillageWithoutArea,
    Area(NoSuchArea),
    SeveralAreas(String),
    SeveralVillages(String, Vec<String>),
    Address(BadAddress),
}

impl Said for Misplaced {
    fn said(&self) -> Saying {
        match self {
            Self::NoArea => Saying::new("import-no-area"),
            Self::VillageWithoutArea => Saying::new("import-village-no-area"),
            Self::Area(area) => area.said(),
            Self::SeveralAreas(name) => Saying::new("import-several-areas").with("name", name),
            Self::SeveralVillages(village, choices) => Saying::new("import-several-villages")
                .with("village", village)
                .with("choices", choices.join("; ")),
            Self::Address(address) => address.said(),
        }
    }
}

/// A village as a row names it: commune, name, former commune.
type Named = (AreaCode, VillageKey, String);

/// The villages a list names.
#[derive(Default)]
pub struct Villages {
    /// Where rows of a commune and name belong, by kind and former commune.
    known: HashMap<(AreaCode, String), Vec<(&'static str, String, VillageId)>>,
    added: HashSet<Named>,
}

pub async fn place(
    app: &App,
    tx: &mut Tx,
    row: &Row,
    default: Option<&AreaCode>,
    villages: &mut Villages,
    report: &mut Report,
) -> store::Result<Result<NewPerson, Misplaced>> {
    let area = match area_of(app.areas, row.area.as_deref(), default) {
        Ok(area) => area,
        Err(why) => return Ok(Err(why)),
    };
    let addresses = match addresses(row) {
        Ok(addresses) => addresses,
        Err(why) => return Ok(Err(Misplaced::Address(why))),
    };
    // Last, for it may add a village: a refused row adds none.
    let village = match villages.find(app, tx, &area, row, report).await? {
        Ok(village) => village,
        Err(why) => return Ok(Err(why)),
    };
    Ok(Ok(NewPerson {
        area,
        village,
        name: row.name.clone(),
        language: row
            .language
            .as_deref()
            .and_then(|tag| tag.parse().ok())
            .unwrap_or_else(Lang::vi),
        role: row
            .role
            .as_deref()
            .and_then(Role::parse)
            .unwrap_or(Role::Villager),
        consent_by: row.consent_by.clone(),
        consent_at: row.consent_at.clone(),
        addresses,
    }))
}

/// The commune meant: a code, or a name that only one commune has — within the
/// default's province where there is a default.
pub fn area_of(
    areas: &Areas,
    written: Option<&str>,
    default: Option<&AreaCode>,
) -> Result<AreaCode, Misplaced> {
    let Some(written) = written else {
        return default.cloned().ok_or(Misplaced::NoArea);
    };
    if let Ok(area) = areas.find(written) {
        return Ok(area.code.clone());
    }
    let wanted = fold(written);
    let same = |code: &AreaCode| {
        areas.find(code.as_str()).is_ok_and(|area| {
            area.level == 2 && (fold(&area.name) == wanted || fold(&area.full_name()) == wanted)
        })
    };
    if let Some(default) = default.filter(|code| same(code)) {
        return Ok(default.clone());
    }
    let found: Vec<AreaCode> = areas
        .search(written)
        .into_iter()
        .map(|area| area.code.clone())
        .filter(same)
        .collect();
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Misplaced::Area(NoSuchArea(written.to_owned()))),
        _ => Err(Misplaced::SeveralAreas(written.to_owned())),
    }
}

impl Villages {
    /// Forgets where they are: what was written is not kept.
    pub fn undone(&mut self) {
        self.known.clear();
    }

    async fn find(
        &mut self,
        app: &App,
        tx: &mut Tx,
        area: &AreaCode,
        row: &Row,
        report: &mut Report,
    ) -> store::Result<Result<Option<VillageId>, Misplaced>> {
        let Some(name) = &row.village else {
            return Ok(Ok(None));
        };
        let old = row.old_commune.as_deref().unwrap_or_default();
        let key = village_key(name);
        let old_key = fold(old);
        let place = (area.clone(), key.name.clone());
        let same =
            |(kind, old, _): &&(&str, String, VillageId)| *kind == key.kind && *old == old_key;
        if let Some((_, _, known)) = self.known.get(&place).and_then(|all| all.iter().find(same)) {
            return Ok(Ok(Some(*known)));
        }
        let id = match tx
            .find_village(area, name, row.old_commune.as_deref())
            .await?
        {
            Match::One(id) => id,
            Match::Several(choices) => {
                return Ok(Err(Misplaced::SeveralVillages(name.clone(), choices)));
            }
            Match::None => {
                let village = Village {
                    area: area.clone(),
                    name: name.clone(),
                    old_commune: old.to_owned(),
                    households: None,
                    people: None,
                };
                // A name that was plain may have become ambiguous.
                self.known.remove(&place);
                if self
                    .added
                    .insert((area.clone(), key.clone(), old_key.clone()))
                {
                    report.new_village(name, old);
                }
                tx.save_village(&village, app.clock.now()).await?
            }
        };
        let known = self.known.entry(place).or_default();
        known.push((key.kind, old_key, id));
        Ok(Ok(Some(id)))
    }
}

fn addresses(row: &Row) -> Result<Vec<Address>, BadAddress> {
    let mut addresses: Vec<Address> = row
        .phones
        .iter()
        .map(|phone| Address::sms(*phone))
        .collect();
    if let Some(value) = &row.address {
        let way = row
            .channel
            .as_deref()
            .and_then(Way::parse)
            .unwrap_or(Way::Sms);
        addresses.push(Address::parse(way, value)?);
    }
    Ok(addresses)
}
