//! A list of people, as communes keep them, becomes people: good rows load,
//! bad rows are named with their reasons, nobody is doubled, nothing is
//! half-written. Memory stays flat whatever the list.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tokio::sync::mpsc;

use super::placing::{Villages, area_of, place};
use super::{Refusal, Result};
use crate::app::App;
use crate::domain::area::AreaCode;
use crate::domain::id::ListId;
use crate::domain::say::{Said, Saying};
use crate::intake::{self, BadRow, Opened, Row, VillageRow};
use crate::store::people::NewPerson;
use crate::store::villages::Village;

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
        let saved = tx.save_people(&good, list, app.clock.now()).await?;
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
