//! A copy that can be put back. Of a SQLite file it is made here; a PostgreSQL
//! server has tools of its own for it.

use std::path::{Path, PathBuf};

use super::restore::count_on_after_copy;
use super::{Refusal, Result};
use crate::app::App;
use crate::crash::crash_point;
use crate::store::copy::faults_of_copy;
use crate::store::epoch_file::sync_folder;

/// A copy that was made.
#[derive(Debug, Clone)]
pub struct Copied {
    /// The file.
    pub file: PathBuf,
    /// Its size.
    pub bytes: u64,
}

/// Copies a SQLite database into a new file while others work with it. The
/// file bears its name only once it was read through and is safely written;
/// by then the database has counted on, so that the copy is known as older.
pub async fn copy(app: &App, file: &Path) -> Result<Copied> {
    refuse_existing(file)?;
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    make_private(&part)?;
    let copied = write(app, &part).await;
    let placed = match copied {
        // Nobody else's copy is overwritten, however long ours took.
        Ok(bytes) => refuse_existing(file)
            .and_then(|()| place(&part, file))
            .map(|()| bytes),
        Err(refusal) => Err(refusal),
    };
    if placed.is_err() {
        std::fs::remove_file(&part).ok();
    }
    Ok(Copied {
        file: file.to_owned(),
        bytes: placed?,
    })
}

/// Copies nothing over anything.
pub fn refuse_existing(file: &Path) -> Result<()> {
    if file.symlink_metadata().is_ok() {
        return Err(Refusal::FileThere(file.display().to_string()));
    }
    Ok(())
}

async fn write(app: &App, part: &Path) -> Result<u64> {
    let name = part
        .to_str()
        .ok_or_else(|| unusable(part, &"its name is not UTF-8"))?;
    app.store.copy_into(name).await?;
    crash_point!("backup.middle");
    let faults = faults_of_copy(part, app.store.keys().fingerprint()).await;
    match faults.map_err(|error| error.to_string()) {
        Ok(None) => {}
        Ok(Some(fault)) | Err(fault) => return Err(Refusal::BadCopy(fault)),
    }
    let written = std::fs::File::open(part).and_then(|file| {
        file.sync_all()?;
        Ok(file.metadata()?.len())
    });
    let bytes = written.map_err(|error| unusable(part, &error))?;
    count_on_after_copy(app).await?;
    Ok(bytes)
}

fn make_private(part: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(part) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Refusal::BackupUnfinished(part.display().to_string()))
        }
        Err(error) => Err(unusable(part, &error)),
    }
}

fn place(part: &Path, file: &Path) -> Result<()> {
    std::fs::rename(part, file)
        .and_then(|()| sync_folder(file))
        .map_err(|error| unusable(file, &error))
}

fn unusable(file: &Path, why: &dyn ToString) -> Refusal {
    Refusal::Unwritable(file.display().to_string(), why.to_string())
}
