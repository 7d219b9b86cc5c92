//! The file beside the key that says how far the database had counted. A copy
//! of the database that is put back counts less, however it was copied.

use std::io::Write;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// `<key_file>.epoch`.
#[derive(Debug, Clone)]
pub struct EpochFile(PathBuf);

/// The file cannot be used; says what to do.
#[derive(Debug, thiserror::Error)]
pub enum EpochError {
    /// It could not be read or written.
    #[error(
        "cannot use {path}: {source}. It stands beside the key file and must be writable: it tells a database that was put back from a copy"
    )]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It holds no number.
    #[error(
        "{0} holds no number: put it back from the machine's backup, or delete it, and two officers let the office go on with `loa resume`"
    )]
    NoNumber(PathBuf),
}

impl EpochFile {
    /// The one that belongs to a key file.
    pub fn beside(key_file: &Path) -> Self {
        let mut name = key_file.as_os_str().to_owned();
        name.push(".epoch");
        Self(PathBuf::from(name))
    }

    /// The number in it; `None` where there is no file.
    pub fn read(&self) -> Result<Option<i64>, EpochError> {
        match std::fs::read_to_string(&self.0) {
            Ok(text) => {
                let number = text.trim().parse();
                number
                    .map(Some)
                    .map_err(|_| EpochError::NoNumber(self.0.clone()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(self.failed(source)),
        }
    }

    /// Writes a number the database has reached, unless a greater one stands
    /// there: another process of the office may have been faster.
    pub fn raise_to(&self, number: i64) -> Result<(), EpochError> {
        if self.read()?.is_some_and(|found| found >= number) {
            return Ok(());
        }
        self.write(number).map_err(|source| self.failed(source))
    }

    /// By another file that takes its place, so that it is never half written.
    fn write(&self, number: i64) -> std::io::Result<()> {
        let mut name = self.0.as_os_str().to_owned();
        name.push(format!(".{}", Uuid::new_v4().simple()));
        let beside = PathBuf::from(name);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&beside).and_then(|mut file| {
            writeln!(file, "{number}")?;
            file.sync_all()
        });
        let placed = written.and_then(|()| std::fs::rename(&beside, &self.0));
        if placed.is_err() {
            std::fs::remove_file(&beside).ok();
        }
        placed.and_then(|()| sync_folder(&self.0))
    }

    fn failed(&self, source: std::io::Error) -> EpochError {
        EpochError::File {
            path: self.0.clone(),
            source,
        }
    }
}

/// Makes a new name in a folder last.
pub fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Only Unix lets a folder be opened; elsewhere a name lasts by itself.
    if cfg!(unix) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_only_grows_and_nobody_else_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = EpochFile::beside(&folder.path().join("loa.key"));
        assert_eq!(file.read().unwrap(), None);
        for (number, then) in [(4, 4), (3, 4), (9, 9)] {
            file.raise_to(number).unwrap();
            assert_eq!(file.read().unwrap(), Some(then));
        }
        let names: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, ["loa.key.epoch"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join("loa.key.epoch"))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::write(folder.path().join("loa.key.epoch"), "x").unwrap();
        assert!(matches!(file.read(), Err(EpochError::NoNumber(_))));
    }
}
