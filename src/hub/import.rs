//! A list of people, as communes keep them, becomes people: good rows load,
//! bad rows are named with their reasons, nobody is doubled, nothing is
//! half-written. Memory stays flat whatever the list.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use tokio::sync::mpsc;

use super::placing::{Misplaced, Villages, area_of, place};
use super::report::note_mended;
use super::{Refusal, Result};
use crate::app::App;
use crate::domain::area::AreaCode;
use crate::domain::id::ListId;
use crate::domain::say::Said;
use crate::intake::{self, BadRow, Opened, Row, VillageRow};
use crate::store::Tx;
use crate::store::people::NewPerson;
use crate::store::villages::{Village, Written};

pub use super::report::{Mending, Refused, Report, VillageReport};

/// Rows written by one commit.
const GROUP: usize = 500;

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
    let list = ListId::at(app.clock.now());
    let mut report = Report::default();
    let mut villages = Villages::default();
    while let Some(group) = rows.recv().await {
        let mut tx = app.store.begin().await?;
        let mut good = Vec::with_capacity(group.len());
        for row in group {
            match row {
                Err(bad) => {
                    report.bad += 1;
                    refused(bad.into());
                }
                Ok(row) => {
                    report.rows += 1;
                    match place(app, &mut tx, &row, area, &mut villages, &mut report).await? {
                        Ok(person) => {
                            note(&mut report, &row, &person);
                            good.push(person);
                        }
                        Err(why) => {
                            report.bad += 1;
                            refused(misplaced(row.number, &why));
                        }
                    }
                }
            }
        }
        let saved = tx.save_people(&good, list, app.clock.now()).await?;
        report.added += saved.added;
        report.updated += saved.updated;
        if dry {
            villages.undone();
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

fn note(report: &mut Report, row: &Row, person: &NewPerson) {
    report.without_consent += u64::from(person.consent_by.is_none() && person.consent_at.is_none());
    report.without_contact += u64::from(person.addresses.is_empty());
    note_mended(&mut report.mended, row.number, &row.mended);
}

fn misplaced(row: u64, why: &Misplaced) -> Refused {
    Refused {
        row,
        why: vec![why.said()],
    }
}

/// Reads a list of villages. With `dry` nothing is kept. `refused` hears of
/// each bad row.
pub async fn villages(
    app: &App,
    path: &Path,
    area: Option<&AreaCode>,
    dry: bool,
    refused: &mut dyn FnMut(Refused),
) -> Result<(Opened, VillageReport)> {
    let read = whole(path, |path| {
        let mut rows: Vec<Result<VillageRow, BadRow>> = Vec::new();
        intake::read_villages(path, &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })
        .map(|opened| (opened, rows))
    });
    let (opened, rows) = read.await?;
    let mut tx = app.store.begin().await?;
    let mut report = VillageReport::default();
    let mut seen = HashSet::new();
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(bad) => {
                report.bad += 1;
                refused(bad.into());
                continue;
            }
        };
        report.rows += 1;
        let number = row.number;
        match write_village(app, &mut tx, row, area, &mut report).await? {
            Ok(Written::Added(id)) => report.added += u64::from(seen.insert(id)),
            Ok(Written::Updated(id)) => report.updated += u64::from(seen.insert(id)),
            Ok(Written::Several(_)) => {}
            Err(why) => {
                report.bad += 1;
                refused(misplaced(number, &why));
            }
        }
    }
    if !dry {
        tx.commit().await?;
    }
    Ok((opened, report))
}

async fn write_village(
    app: &App,
    tx: &mut Tx,
    row: VillageRow,
    default: Option<&AreaCode>,
    report: &mut VillageReport,
) -> Result<Result<Written, Misplaced>> {
    let area = match area_of(app.areas, row.area.as_deref(), default) {
        Ok(area) => area,
        Err(Misplaced::NoArea) => return Ok(Err(Misplaced::VillageWithoutArea)),
        Err(why) => return Ok(Err(why)),
    };
    let village = Village {
        area,
        name: row.name,
        old_commune: row.old_commune.unwrap_or_default(),
        households: row.households.map(i64::from),
        people: row.people.map(i64::from),
    };
    let written = tx.write_village(&village, app.clock.now()).await?;
    if let Written::Several(choices) = written {
        return Ok(Err(Misplaced::SeveralVillages(village.name, choices)));
    }
    note_mended(&mut report.mended, row.number, &row.mended);
    Ok(Ok(written))
}
