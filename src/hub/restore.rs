//! A database that was put back from an older copy has forgotten what left
//! since. It is known by its count, which falls behind the file beside the
//! key; then nothing leaves until two officers have looked.

use super::{Refusal, Result, sweep};
use crate::app::App;
use crate::crash::crash_point;
use crate::domain::officer::{Officer, may_resume};
use crate::domain::restore::{Quarantine, Seen, Why, restored};
use crate::store::epoch_file::EpochFile;
use crate::store::{self, Tx};

/// Looks at the database before anything is done with it, and counts on, so
/// that copies made until now are older ones. The hold that is on, if one is.
pub async fn look_before_work(app: &App) -> Result<Option<Quarantine>> {
    let epoch = app.store.epoch().await?;
    let file = file(app);
    let beside = file.read().map_err(store::Error::from)?;
    let why = restored(&Seen {
        epoch: epoch.number,
        beside,
        shared: epoch.shared,
        noted: epoch.noted.as_deref(),
        place: epoch.place.as_deref(),
    });
    if let Some(why) = why {
        hold(app, why, beside).await?;
    } else {
        // There before the count leaves zero: whoever dies in between is not
        // taken for one who has moved.
        file.raise_to(0).map_err(store::Error::from)?;
        app.store.note_place().await?;
        move_on(app).await?;
    }
    let quarantine = app.store.quarantine().await?;
    if let Some(quarantine) = quarantine {
        tracing::error!(
            why = quarantine.why.as_str(),
            since = %quarantine.since,
            "NOTHING IS SENT: this database was put back from a copy; two officers let it go on with `loa resume`"
        );
    }
    Ok(quarantine)
}

/// Looks again while work goes on: another database may have been put under
/// our feet, or another node may have found one. Counts on where something was
/// planned or handed over since. The hold that is on, if one is.
pub async fn keep_looking(app: &App) -> Result<Option<Quarantine>> {
    let number = app.store.epoch_number().await?;
    let beside = file(app).read().map_err(store::Error::from)?;
    if beside.is_some_and(|beside| number < beside) {
        hold(app, Why::Older, beside).await?;
    } else if app.store.has_moved().await? {
        move_on(app).await?;
    } else {
        write_beside(app, number);
    }
    Ok(app.store.quarantine().await?)
}

/// Counts on: the database first, then the file.
pub async fn move_on(app: &App) -> Result<()> {
    let number = app.store.move_epoch().await?;
    crash_point!("epoch.middle");
    write_beside(app, number);
    Ok(())
}

/// Two officers who may approve let a restored office go on.
pub async fn resume(app: &App, officers: &[Officer]) -> Result<Quarantine> {
    may_resume(officers)?;
    let ids: Vec<_> = officers.iter().map(|officer| officer.id).collect();
    let mut tx = app.store.begin().await?;
    let quarantine = tx.quarantine().await?.ok_or(Refusal::NotInQuarantine)?;
    if !tx
        .end_quarantine(&quarantine, &ids, app.clock.now())
        .await?
    {
        return Err(Refusal::NotInQuarantine);
    }
    tx.commit().await?;
    tracing::warn!("officers let the restored office go on");
    Ok(quarantine)
}

/// Refuses what would set a notice moving while the office is on hold.
pub async fn may_set_moving(app: &App) -> Result<()> {
    match app.store.quarantine().await? {
        Some(_) => Err(Refusal::InQuarantine),
        None => Ok(()),
    }
}

/// The same, within a transaction that has moved a notice: a hold that comes
/// after it finds the notice.
pub(super) async fn may_set_moving_in(tx: &mut Tx) -> Result<()> {
    match tx.quarantine().await? {
        Some(_) => Err(Refusal::InQuarantine),
        None => Ok(()),
    }
}

async fn hold(app: &App, why: Why, beside: Option<i64>) -> Result<()> {
    let since = app.clock.now();
    let quarantine = Quarantine { since, why };
    let (held, number) = app
        .store
        .hold(&quarantine, beside.unwrap_or(0), &sweep::waits(app))
        .await?;
    tracing::error!(
        uncertain = held.uncertain,
        paused = held.paused,
        "a restored database was found: deliveries without an end are uncertain, notices that were not planned to their end are paused"
    );
    write_beside(app, number);
    Ok(())
}

/// A file that cannot be written is no reason to hold a flood warning back: a
/// restore is then found later, or not at all.
fn write_beside(app: &App, number: i64) {
    if let Err(error) = file(app).raise_to(number) {
        tracing::error!(%error, "a restored database might not be recognised");
    }
}

fn file(app: &App) -> EpochFile {
    EpochFile::beside(&app.config.key_file)
}
