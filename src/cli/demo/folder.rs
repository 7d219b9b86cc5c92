//! The place a demo lives in.

use std::path::{Path, PathBuf};

use anyhow::Context;
use uuid::Uuid;

use crate::cli::session::Session;

/// Where the demo's database and key are. A folder that nobody asked for goes
/// when the demo does.
pub(super) struct Folder {
    path: PathBuf,
    /// Whether it goes with the demo.
    pub(super) fleeting: bool,
}

impl Folder {
    /// Opens the folder somebody asked for, or one of our own. A folder with a
    /// demo in it is refused: its people would come twice.
    pub(super) fn open(keep: Option<&Path>, session: &Session) -> anyhow::Result<Self> {
        let path = keep.map_or_else(
            || std::env::temp_dir().join(format!("loa-demo-{}", Uuid::new_v4())),
            Path::to_owned,
        );
        let folder = Self {
            path: std::path::absolute(path)?,
            fleeting: keep.is_none(),
        };
        let name = folder.path.display().to_string();
        if folder.fleeting || !folder.path.exists() {
            let mut builder = std::fs::DirBuilder::new();
            // What lies in it is sealed with a key that lies beside it.
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.recursive(!folder.fleeting);
            builder
                .create(&folder.path)
                .with_context(|| format!("cannot make {name}"))?;
        }
        if folder.database().exists() {
            anyhow::bail!(session.text("demo-keep-taken", &[("folder", name)]));
        }
        Ok(folder)
    }

    fn database(&self) -> PathBuf {
        self.path.join("demo.db")
    }

    /// The address of the database, in which two signs are not themselves.
    pub(super) fn database_url(&self) -> String {
        let file = self.database().display().to_string();
        format!("sqlite:{}", file.replace('%', "%25").replace('?', "%3F"))
    }

    /// The file of the key.
    pub(super) fn key_file(&self) -> PathBuf {
        self.path.join("demo.key")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.fleeting {
            std::fs::remove_dir_all(&self.path).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::domain::language::Lang;
    use crate::speech::Speech;

    #[test]
    fn a_folder_nobody_asked_for_is_gone_after_the_demo() {
        let session = Session {
            config: Config::default(),
            lang: Lang::vi(),
            speech: Speech::load(),
            opened: std::sync::Arc::default(),
        };
        let folder = Folder::open(None, &session).unwrap();
        std::fs::write(folder.database(), "").unwrap();
        let path = folder.path.clone();
        assert!(path.exists());
        drop(folder);
        assert!(!path.exists());
    }
}
