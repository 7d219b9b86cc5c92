//! A list of people, as communes keep them, becomes people: good rows load,
//! bad rows are named with their reasons, nobody is doubled, nothing is
//! half-written. Memory stays flat whatever the list.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tokio::sync::mpsc;

use super::{Refusal, Result};
use crate::app::App;
use crate::domain::area::{AreaCode, Areas, NoSuchArea};
use crate::domain::id::VillageId;
use crate::domain::language::Lang;
use crate::domain::person::{Address, BadAddress, Role, Way};
use crate::domain::say::{Said, Saying};
use crate::domain::text::fold;
use crate::intake::{self, BadRow, Opened, Row, VillageRow};
use crate::store::people::NewPerson;
use crate::store::villages::{Match, Village};
use crate::store::{self, Tx};

/// Rows written by one commit.
const GROUP: usize = 500;

/// What became of a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Rows that name somebody.
    pub rows: u64,
    /// People who were not known.
    pub added: u64,
    /// People who were, recognised by a contact.
    pub updated: u64,
    /// Rows that were refused.
    pub bad: u64,
    /// People of whom nothing says that they agreed.
    pub without_consent: u64,
    /// People whom no way reaches.
    pub without_contact: u64,
    /// What was put right.
    pub mended: Vec<Mending>,
}

/// One kind of thing that was put right.
#[derive(Debug, Clone, Serialize)]
pub struct Mending {
    /// What.
    pub what: Saying,
    /// In how many places.
    pub places: u64,
}

/// One refused row, as it is told while the list is read.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The row in the spreadsheet, the line in the text.
    pub row: u64,
    /// Every reason.
    pub why: Vec<Saying>,
}

/// Why a row that could be read cannot be placed.
enum Misplaced {
    NoArea,
    Area(NoSuchArea),
    SeveralAreas(String),
    SeveralVillages(String, Vec<String>),
    Address(BadAddress),
}

impl Said for Misplaced {
    fn said(&self) -> Saying {
        match self {
            Self::NoArea => Saying::new("import-no-area"),
            Self::Area(area) => area.said(),
            Self::SeveralAreas(name) => Saying::new("import-several-areas").with("name", name),
            Self::SeveralVillages(village, choices) => Saying::new("import-several-villages")
                .with("village", village)
                .with("choices", choices.join(", ")),
            Self::Address(address) => address.said(),
        }
    }
}

/// Reads a list into the store. Rows without a commune belong to `area`. With
/// `dry` nothing is kept. `refused` hears of each bad row as it is met.
pub async fn people(
    app: &App,
    path: &Path,
    area: Option<&AreaCode>,
    dry: bool,
    refused: &mut dyn FnMut(Refused),
) -> Result<(Opened, Report)> {
    // Once through without writing: a file that breaks off in the middle must
    // not leave half of itself behind.
    let opened = whole(path, |path| {
        intake::read(path, &mut |_| ControlFlow::Continue(()))
    })
    .await?;
    let mut rows = rows_of(path.to_owned());
    let mut report = Report::default();
    let mut villages = Villages::default();
    while let Some(group) = rows.recv().await {
        let mut tx = app.store.begin().await?;
        let mut good = Vec::with_capacity(group.len());
        for row in group {
            match row {
                Err(bad) => refuse(
                    &mut report,
                    refused,
                    bad.number,
                    bad.why.iter().map(Said::said).collect(),
                ),
                Ok(row) => {
                    report.rows += 1;
                    match place(app, &mut tx, &row, area, &mut villages).await? {
                        Ok(person) => {
                            note(&mut report, &row, &person);
                            good.push(person);
                        }
                        Err(why) => refuse(&mut report, refused, row.number, vec![why.said()]),
                    }
                }
            }
        }
        let saved = tx.save_people(&good, app.clock.now()).await?;
        report.added += saved.added;
        report.updated += saved.updated;
        if dry {
            villages = Villages::default();
        } else {
            tx.commit().await?;
        }
    }
    Ok((opened, report))
}

async fn whole<T: Send + 'static, E: Said + Send + 'static>(
    path: &Path,
    read: impl FnOnce(&Path) -> Result<T, E> + Send + 'static,
) -> Result<T> {
    let path = path.to_owned();
    let name = path.display().to_string();
    let read = tokio::task::spawn_blocking(move || read(&path).map_err(|error| error.said())).await;
    match read {
        Ok(Ok(opened)) => Ok(opened),
        Ok(Err(saying)) => Err(Refusal::Unreadable(name, saying)),
        Err(error) => Err(Refusal::File(name, error.to_string())),
    }
}

fn rows_of(path: PathBuf) -> mpsc::Receiver<Vec<Result<Row, BadRow>>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let mut group = Vec::with_capacity(GROUP);
        let mut each = |row| {
            group.push(row);
            if group.len() < GROUP {
                return ControlFlow::Continue(());
            }
            match sender.blocking_send(std::mem::take(&mut group)) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        // It was readable a moment ago; what has been given stands.
        intake::read(&path, &mut each).ok();
        sender.blocking_send(group).ok();
    });
    receiver
}

fn refuse(report: &mut Report, refused: &mut dyn FnMut(Refused), row: u64, why: Vec<Saying>) {
    report.bad += 1;
    refused(Refused { row, why });
}

fn note(report: &mut Report, row: &Row, person: &NewPerson) {
    report.without_consent += u64::from(person.consent_by.is_none() && person.consent_at.is_none());
    report.without_contact += u64::from(person.addresses.is_empty());
    for mended in &row.mended {
        let what = mended.said();
        match report.mended.iter_mut().find(|line| line.what == what) {
            Some(line) => line.places += 1,
            None => report.mended.push(Mending { what, places: 1 }),
        }
    }
}

type Known = HashMap<(AreaCode, String, String), VillageId>;

#[derive(Default)]
struct Villages(Known);

async fn place(
    app: &App,
    tx: &mut Tx,
    row: &Row,
    default: Option<&AreaCode>,
    villages: &mut Villages,
) -> store::Result<Result<NewPerson, Misplaced>> {
    let area = match area_of(app.areas, row.area.as_deref(), default) {
        Ok(area) => area,
        Err(why) => return Ok(Err(why)),
    };
    let village = match villages.find(app, tx, &area, row).await? {
        Ok(village) => village,
        Err(why) => return Ok(Err(why)),
    };
    let addresses = match addresses(row) {
        Ok(addresses) => addresses,
        Err(why) => return Ok(Err(Misplaced::Address(why))),
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
fn area_of(
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
    async fn find(
        &mut self,
        app: &App,
        tx: &mut Tx,
        area: &AreaCode,
        row: &Row,
    ) -> store::Result<Result<Option<VillageId>, Misplaced>> {
        let Some(name) = &row.village else {
            return Ok(Ok(None));
        };
        let old = row.old_commune.as_deref().unwrap_or_default();
        let key = (area.clone(), fold(name), fold(old));
        if let Some(known) = self.0.get(&key) {
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
                tx.save_village(&village, app.clock.now()).await?
            }
        };
        self.0.insert(key, id);
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

/// Reads a list of villages. How many were written, and each bad row.
pub async fn villages(
    app: &App,
    path: &Path,
    area: Option<&AreaCode>,
    refused: &mut dyn FnMut(Refused),
) -> Result<u64> {
    let read = whole(path, |path| {
        let mut rows: Vec<Result<VillageRow, BadRow>> = Vec::new();
        intake::read_villages(path, &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })
        .map(|_| rows)
    });
    let rows = read.await?;
    let mut tx = app.store.begin().await?;
    let mut written = 0;
    for row in rows {
        match row.map(|row| (area_of(app.areas, row.area.as_deref(), area), row)) {
            Err(bad) => refused(Refused {
                row: bad.number,
                why: bad.why.iter().map(Said::said).collect(),
            }),
            Ok((Err(why), row)) => refused(Refused {
                row: row.number,
                why: vec![why.said()],
            }),
            Ok((Ok(area), row)) => {
                let village = Village {
                    area,
                    name: row.name,
                    old_commune: row.old_commune.unwrap_or_default(),
                    households: row.households.map(i64::from),
                    people: row.people.map(i64::from),
                };
                tx.save_village(&village, app.clock.now()).await?;
                written += 1;
            }
        }
    }
    tx.commit().await?;
    Ok(written)
}
