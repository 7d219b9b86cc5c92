//! Folders shared with another program: a file is whole or not there at all
//! when we write it, and taken only once it is still when we read it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::sync::watch;

use super::{Inbound, Inbox, Limits, Outgoing, Submitted, told_to_stop};
use crate::domain::delivery::Outcome;
use crate::domain::person::{Address, Way};
use crate::domain::phone::Phone;
use crate::domain::price::Price;

/// Between two looks at the folders. A file that is the same at both is whole.
const LOOKS: Duration = Duration::from_millis(500);
/// The most octets of a file that are read: a message has a few thousand.
const LONGEST: u64 = 64 * 1024;
/// Where files go that make no sense, in the folder they came in.
const ASIDE: &str = "aside";

/// One message after another, by one node: the folders are on its machine.
/// `per_second` is in parts, `price` for a part.
pub fn limits(per_second: f64, price: &Price, simulated: bool) -> Result<Limits, String> {
    if !(per_second > 0.0 && per_second.is_finite()) {
        return Err("`per_second` is a number above 0".to_owned());
    }
    Ok(Limits {
        carries: Way::Sms,
        window: 1,
        per_second,
        slots: 1,
        repeatable: false,
        price_vnd: price.bounds(),
        simulated,
    })
}

/// The reference in a file's name, where the name is one that we gave.
pub fn reference(word: &str) -> Option<&str> {
    let sound = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (!word.is_empty() && word.chars().all(sound)).then_some(word)
}

/// The number of a message that goes to a phone.
pub fn number(message: &Outgoing) -> Option<Phone> {
    Phone::parse(message.to.expose()).ok()
}

/// Who wrote, where that is a person with a mobile number.
pub fn sender(number: &str) -> Option<Address> {
    Some(Address::sms(Phone::parse(number).ok()?))
}

/// Puts a message into a folder. What failed before the file had its name has
/// surely not left; after that the other program may have seen it.
pub async fn hand_over(folder: &Path, name: String, content: Vec<u8>) -> Submitted {
    let folder = folder.to_owned();
    let put = tokio::task::spawn_blocking(move || put(&folder, &name, &content)).await;
    match put {
        Ok(Ok(())) => Submitted {
            outcome: Outcome::Accepted,
            ids: Vec::new(),
            code: None,
            retry_after: None,
        },
        Ok(Err((outcome, error))) => Submitted::new(outcome, error.kind().to_string()),
        Err(_) => Submitted::new(Outcome::Ambiguous, "the write was cut off"),
    }
}

/// A hidden name first: the programs we write for pass those over.
fn put(folder: &Path, name: &str, content: &[u8]) -> Result<(), (Outcome, io::Error)> {
    let (hidden, path) = (folder.join(format!(".{name}")), folder.join(name));
    let written = write(&hidden, content).and_then(|()| fs::rename(&hidden, &path));
    if let Err(error) = written {
        fs::remove_file(&hidden).ok();
        return Err((Outcome::NotSent, error));
    }
    let lasting = File::open(folder).and_then(|folder| folder.sync_all());
    lasting.map_err(|error| (Outcome::Ambiguous, error))
}

/// Writes and waits for the disk. The group may read it and give it another
/// name, whatever our own umask is: the other program is of our group.
fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o660))?;
    file.write_all(content)?;
    file.sync_all()
}

/// Whether the folders are there and let us put files into them and take files
/// out.
pub fn check(folders: &[&Path]) -> Result<(), String> {
    for folder in folders {
        let says = |error: io::Error| format!("{}: {error}", folder.display());
        let probe = folder.join(".loa-probe");
        File::create(&probe).map_err(says)?;
        fs::remove_file(&probe).map_err(says)?;
    }
    Ok(())
}

/// A whole file.
pub struct Letter {
    /// Its name, without the folder.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it.
    pub content: Vec<u8>,
}

/// What a letter comes to.
pub enum Meaning {
    /// News to be stored; then the file may go.
    News(Vec<Inbound>),
    /// It makes no sense, and is set aside.
    Odd(&'static str),
    /// It belongs to somebody else, or cannot be understood yet: it stays.
    Foreign,
}

/// The sizes and times that files had at the last look, and for how many looks
/// they have not changed; and the folders that could not be read.
#[derive(Default)]
pub struct Watched {
    files: HashMap<PathBuf, (u64, SystemTime, u32)>,
    lost: HashSet<PathBuf>,
}

impl Watched {
    /// The files of a folder that have not changed since the last look, by
    /// name, and for how many looks. Hidden files and folders are none.
    pub fn still(&mut self, folder: &Path) -> io::Result<BTreeMap<String, u32>> {
        let mut still = BTreeMap::new();
        let mut now = HashMap::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            // Whatever went away meanwhile is not there.
            let Ok(about) = entry.metadata() else {
                continue;
            };
            if name.starts_with('.') || !about.is_file() {
                continue;
            }
            let (size, time) = (about.len(), about.modified()?);
            let looks = match self.files.get(&entry.path()) {
                Some((s, t, looks)) if (*s, *t) == (size, time) => looks + 1,
                _ => 0,
            };
            if looks > 0 {
                still.insert(name, looks);
            }
            now.insert(entry.path(), (size, time, looks));
        }
        self.files.retain(|path, _| path.parent() != Some(folder));
        self.files.extend(now);
        Ok(still)
    }
}

/// Reads a file, but not an endless one.
pub fn read(folder: &Path, name: &str) -> io::Result<Letter> {
    let path = folder.join(name);
    if fs::metadata(&path)?.len() > LONGEST {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(Letter {
        name: name.to_owned(),
        content: fs::read(&path)?,
        path,
    })
}

/// Moves a file into the folder `aside` beside it. It may hold a number and a
/// text: the log tells neither its name nor what stands in it.
pub fn set_aside(path: &Path, why: &str) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return;
    };
    let aside = folder.join(ASIDE);
    let moved = fs::create_dir_all(&aside).and_then(|()| fs::rename(path, aside.join(name)));
    match moved {
        Ok(()) => {
            tracing::warn!(folder = %aside.display(), why, "a file of the modem was set aside");
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => {
            tracing::error!(folder = %aside.display(), %error, "a file of the modem cannot be set aside");
        }
    }
}

/// Removes a file whose news is stored.
pub fn done(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(path).display();
            tracing::error!(%folder, %error, "a file of the modem cannot be removed");
        }
        _ => {}
    }
}

/// Stores what letters say, and does what is to be done with each; `false`
/// where the database did not take it, which is tried again at the next look.
pub async fn settle(
    inbox: &dyn Inbox,
    letters: Vec<(Letter, Meaning)>,
    finish: impl Fn(&Letter),
) -> bool {
    for (letter, meaning) in letters {
        match meaning {
            Meaning::News(news) => {
                if !news.is_empty() && !inbox.store(news).await {
                    return false;
                }
                finish(&letter);
            }
            Meaning::Odd(why) => set_aside(&letter.path, why),
            Meaning::Foreign => {}
        }
    }
    true
}

/// Waits for the time of the next look; `false` when told to stop.
pub async fn next_look(stop: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = told_to_stop(stop) => false,
        () = tokio::time::sleep(LOOKS) => true,
    }
}

/// Reads what is whole in a folder, of the names that begin so, and what it
/// means. A folder that cannot be read is told of once.
pub fn letters(
    watched: &mut Watched,
    folder: &Path,
    beginning: &str,
    meaning: impl Fn(&Letter, u32) -> Meaning,
) -> Vec<(Letter, Meaning)> {
    let still = match watched.still(folder) {
        Ok(still) => still,
        Err(error) => {
            if watched.lost.insert(folder.to_owned()) {
                tracing::error!(folder = %folder.display(), %error, "a folder of the modem cannot be read");
            }
            return Vec::new();
        }
    };
    watched.lost.remove(folder);
    let mut letters = Vec::new();
    for (name, looks) in still {
        if !name.starts_with(beginning) {
            continue;
        }
        match read(folder, &name) {
            Ok(letter) => {
                let meaning = meaning(&letter, looks);
                letters.push((letter, meaning));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                // Left where it is: whoever mends its rights need not look for it.
                if error.kind() == ErrorKind::FileTooLarge {
                    set_aside(&folder.join(&name), "it is too long");
                } else if looks == 1 {
                    tracing::error!(folder = %folder.display(), %error, "a file of the modem cannot be read");
                }
            }
        }
    }
    letters
}
