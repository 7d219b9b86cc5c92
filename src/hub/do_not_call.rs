//! The list of numbers that nobody may advertise to, as it lies beside the
//! program: read when it starts, and again whenever the file has changed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::domain::promotion::{BadLine, DoNotCall};
use crate::domain::say::{Said, Saying};

/// The list, as far as it is known. Where the office has none it is empty.
pub struct ListFile {
    path: Option<PathBuf>,
    kept: Mutex<Kept>,
}

/// What the file held when it was read last.
struct Kept {
    stamp: Option<Stamp>,
    list: Result<Arc<DoNotCall>, BadList>,
}

/// What changes where a file does.
type Stamp = (SystemTime, u64);

/// The list cannot be used: no advertising leaves until it is mended.
#[derive(Debug, Clone, thiserror::Error)]
#[error("[promotional] do_not_call = \"{file}\": {fault}")]
pub struct BadList {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub fault: BadFile,
}

/// What is wrong with the list's file.
#[derive(Debug, Clone, thiserror::Error)]
pub enum BadFile {
    /// It cannot be read: why.
    #[error("it cannot be read: {0}")]
    Closed(String),
    /// A line is no number.
    #[error(transparent)]
    Line(#[from] BadLine),
}

impl ListFile {
    /// Reads the list for the first time.
    pub fn open(path: Option<&Path>) -> Result<Self, BadList> {
        let file = Self {
            path: path.map(Path::to_path_buf),
            kept: Mutex::new(Kept {
                stamp: None,
                list: Ok(Arc::default()),
            }),
        };
        file.now()?;
        Ok(file)
    }

    /// The list as the file has it now.
    pub fn now(&self) -> Result<Arc<DoNotCall>, BadList> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(path) = &self.path else {
            return kept.list.clone();
        };
        let stamp = stamp(path);
        if stamp.is_none() || stamp != kept.stamp {
            let list = read(path);
            if let (Ok(_), Err(error)) = (&kept.list, &list) {
                tracing::error!(%error, "no advertising leaves until the list is mended");
            }
            kept.list = list;
            kept.stamp = stamp;
        }
        kept.list.clone()
    }

    /// The list as it was read last, without a look at the file.
    pub fn last(&self) -> Result<Arc<DoNotCall>, BadList> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.list.clone()
    }
}

impl Said for BadList {
    fn said(&self) -> Saying {
        let saying = match &self.fault {
            BadFile::Closed(reason) => Saying::new("do-not-call-closed").with("reason", reason),
            BadFile::Line(bad) => Saying::new("do-not-call-line").with("line", bad.line),
        };
        saying.with("file", &self.file)
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let about = std::fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

fn read(path: &Path) -> Result<Arc<DoNotCall>, BadList> {
    let bad = |fault| BadList {
        file: path.display().to_string(),
        fault,
    };
    let text =
        std::fs::read_to_string(path).map_err(|error| bad(BadFile::Closed(error.to_string())))?;
    let list = DoNotCall::parse(&text).map_err(|line| bad(line.into()))?;
    Ok(Arc::new(list))
}
