//! The files of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// Where it begins.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A list of people or villages as communes keep them.
pub fn fixture(name: &str) -> PathBuf {
    root().join("tests/fixtures/lists").join(name)
}

/// Every file below these folders, by its path from the root.
pub fn below(folders: &[&str]) -> Vec<PathBuf> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let inside = fs::read_dir(&path).unwrap();
            waiting.extend(inside.map(|entry| entry.unwrap().path()));
        } else {
            files.push(path.strip_prefix(root()).unwrap().to_owned());
        }
    }
    files
}

/// A piece of Rust without its comments, which are free to speak of anything.
pub fn without_comments(code: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let lines: Vec<&str> = code.lines().filter(is_code).collect();
    lines.join("\n")
}
