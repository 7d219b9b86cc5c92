//! Writes every page with sample data to a folder: `gallery [folder]`, by
//! default `target/gallery`. No server is needed to look at them.

use std::{env, error::Error, fs, path::PathBuf};

mod support;

use support::{samples, words::FileWords};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("target/gallery"), PathBuf::from);
    for words in [FileWords::vi(), FileWords::en()] {
        let folder = folder.join(loa_pwa::Words::lang(&words));
        fs::create_dir_all(&folder)?;
        for (name, html) in samples::all(&words)? {
            println!("{:>6} bytes  {}/{name}.html", html.len(), folder.display());
            fs::write(folder.join(name).with_extension("html"), html)?;
        }
    }
    Ok(())
}
