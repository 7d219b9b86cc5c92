//! The container of old Office files: a small file system of sectors and chains.
//!
//! Read here only to look at a workbook before its reader does. Facts: [MS-CFB].

/// A little-endian number of `width` bytes.
pub(super) fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(width)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    )
}

/// A compound file.
pub(super) struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    small_next: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

/// A stream or folder in it.
pub(super) struct Entry {
    name: String,
    start: u32,
    size: usize,
}

/// Sector numbers from here on are marks, such as the end of a chain.
const MARKS: u32 = 0xFFFF_FFFA;
/// Streams below this size live in the small sectors.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;

impl<'a> Container<'a> {
    /// Reads the tables of a file; `None` if they do not hold together.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let header = |at| number(bytes, at, 4).and_then(|number| u32::try_from(number).ok());
        let sector = match number(bytes, 30, 2)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut container = Self {
            bytes,
            sector,
            next: Vec::new(),
            small_next: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        // The first 109 sectors of the table of chains are named in the header,
        // the others in sectors of their own, the last slot of which leads on.
        let mut table = numbers(bytes.get(76..512)?);
        let mut at = header(68)?;
        for _ in 0..bytes.len() / sector {
            if at >= MARKS {
                break;
            }
            table.extend(numbers(container.at(at)?));
            at = table.pop()?;
        }
        for at in table.into_iter().filter(|at| *at < MARKS) {
            let more = numbers(container.at(at)?);
            container.next.extend(more);
        }
        let directory = container.chain(header(48)?)?;
        container.entries = directory.chunks_exact(128).filter_map(entry).collect();
        container.small = container
            .chain(container.entries.first()?.start)
            .unwrap_or_default();
        container.small_next = numbers(&container.chain(header(60)?).unwrap_or_default());
        Some(container)
    }

    /// The stream or folder of a name, in capitals or not.
    pub(super) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        let mut stream = if entry.size < SMALL {
            let sector = |at: u32| {
                let start = at as usize * SMALL_SECTOR;
                self.small
                    .get(start..)
                    .map(|rest| &rest[..rest.len().min(SMALL_SECTOR)])
            };
            follow(
                entry.start,
                &self.small_next,
                self.small.len() / SMALL_SECTOR + 1,
                sector,
            )?
        } else {
            self.chain(entry.start)?
        };
        stream.truncate(entry.size);
        Some(stream)
    }

    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        follow(
            start,
            &self.next,
            self.bytes.len() / self.sector + 1,
            |at| self.at(at),
        )
    }

    /// A sector; the last of a file may be cut short.
    fn at(&self, at: u32) -> Option<&'a [u8]> {
        let start = (at as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        Some(&rest[..rest.len().min(self.sector)])
    }
}

/// Puts a chain of sectors together; a chain that bites its tail is no chain.
fn follow<'a>(
    mut at: u32,
    next: &[u32],
    most: usize,
    sector: impl Fn(u32) -> Option<&'a [u8]>,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for _ in 0..=most {
        if at >= MARKS {
            return Some(bytes);
        }
        bytes.extend_from_slice(sector(at)?);
        at = next.get(at as usize).copied()?;
    }
    None
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let (numbers, _) = bytes.as_chunks::<4>();
    numbers
        .iter()
        .map(|bytes| u32::from_le_bytes(*bytes))
        .collect()
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let name = bytes[..64]
        .as_chunks::<2>()
        .0
        .iter()
        .map(|unit| u16::from_le_bytes(*unit));
    let name = char::decode_utf16(name.take_while(|unit| *unit != 0));
    Some(Entry {
        name: name.map(|c| c.unwrap_or('\u{FFFD}')).collect(),
        start: u32::try_from(number(bytes, 116, 4)?).ok()?,
        size: usize::try_from(number(bytes, 120, 4)?).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_that_bites_its_tail_ends() {
        let next: Vec<u32> = vec![1, 0];
        assert!(follow(0, &next, 2, |_| Some(&[0; 4])).is_none());
        assert_eq!(
            follow(0, &[1, 0xFFFF_FFFE], 2, |_| Some(&[7])),
            Some(vec![7, 7])
        );
    }
}
