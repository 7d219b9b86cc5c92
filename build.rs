//! Gathers `locales/<tag>/*.ftl` for `src/speech.rs`, so that a new language or
//! file needs no line of Rust. The texts are copied, not included by path, which
//! would break when a checkout moves and its build folder stays.

use std::{
    env,
    error::Error,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales");
    let mut list = Vec::new();
    for folder in entries(&locales)?.iter().filter(|path| path.is_dir()) {
        for file in entries(folder)?
            .iter()
            .filter(|path| path.extension().is_some_and(|end| end == "ftl"))
        {
            let text = fs::read_to_string(file)?;
            list.push(format!("({:?}, {:?}, {text:?})", name(folder), name(file)));
        }
    }
    let list = list.join(",\n");
    let out = Path::new(&env::var("OUT_DIR")?).join("locales.rs");
    Ok(fs::write(out, format!("&[{list}]"))?)
}

fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
