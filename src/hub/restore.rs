//! A database that was put back from an older copy has forgotten what left
//! since. It is known by its count, which falls behind the file beside the
//! key; then nothing leaves until two officers have looked.

use super::{Refusal, Result, sweep};
use crate::app::App;
use crate::crash::crash_point;
use crate::domain::officer::{Officer, may_resume};
use crate::domain::restore::{Quarantine, Seen, Why, restored};
use crate::store::epoch::Epoch;
use crate::store::epoch_file::EpochFile;
use crate::store::{self, Tx};

/// Looks at the database before anything is done with it, and counts on, so
/// that copies made until now are older ones. The hold that is on, if one is.
pub async fn look_before_work(app: &App) -> Result<Option<Quarantine>> {
    let found = Found::of(app).await?;
    if let Some(why) = found.restored(found.beside) {
        hold(app, why, found.beside).await?;
    } else {
        // There before the count leaves zero: whoever dies in between is not
        // taken for one who has moved.
        file(app).raise_to(0).map_err(store::Error::from)?;
        app.store.note_place().await?;
        count_on(app).await?;
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
/// our feet, or another node may have found one. The hold that is on, if one
/// is. A file that cannot be used does not end the work.
pub async fn keep_looking(app: &App) -> Result<Option<Quarantine>> {
    let beside = file(app).read().unwrap_or_else(|error| {
        tracing::error!(%error, "a restored database might not be recognised");
        None
    });
    let found = Found::beside(app, beside).await?;
    let number = found.epoch.number;
    // Somebody may have tidied the file away: it is written again.
    if let Some(why) = found.restored(beside.or(Some(number))) {
        hold(app, why, beside).await?;
    } else {
        write_beside(app, number);
    }
    Ok(app.store.quarantine().await?)
}

/// Counts on because a copy was made. Where a file is missing that should be
/// there, it stays missing: the next start must see that.
pub async fn count_on_after_copy(app: &App) -> Result<()> {
    let found = Found::of(app).await?;
    match found.beside {
        None if found.epoch.number > 0 => app.store.move_epoch().await.map(drop)?,
        None => {
            file(app).raise_to(0).map_err(store::Error::from)?;
            count_on(app).await?;
        }
        Some(_) => count_on(app).await?,
    }
    Ok(())
}

/// Counts on: the database first, then the file.
async fn count_on(app: &App) -> Result<()> {
    let number = app.store.move_epoch().await?;
    crash_point!("epoch.middle");
    write_beside(app, number);
    Ok(())
}

/// What the file and the database say.
struct Found {
    beside: Option<i64>,
    epoch: Epoch,
}

impl Found {
    async fn of(app: &App) -> Result<Self> {
        Self::beside(app, file(app).read().map_err(store::Error::from)?).await
    }

    /// What was read of the file comes first: whoever counts on in between is
    /// then ahead of it, and not behind.
    async fn beside(app: &App, beside: Option<i64>) -> Result<Self> {
        let epoch = app.store.epoch().await?;
        Ok(Self { beside, epoch })
    }

    fn restored(&self, beside: Option<i64>) -> Option<Why> {
        restored(&Seen {
            epoch: self.epoch.number,
            beside,
            shared: self.epoch.shared,
            noted: self.epoch.noted.as_deref(),
            place: self.epoch.place.as_deref(),
        })
    }
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

/// Writes down what the database has counted to and committed. A file that
/// cannot be written is no reason to hold a flood warning back: a restore is
/// then found later, or not at all.
pub(super) fn write_beside(app: &App, number: i64) {
    if let Err(error) = file(app).raise_to(number) {
        tracing::error!(%error, "a restored database might not be recognised");
    }
}

fn file(app: &App) -> EpochFile {
    EpochFile::beside(&app.config.key_file)
}
