//! The languages of the house: `data/languages.csv` and English.
//!
//! A tag always carries its script where the language has several, because
//! what a library guesses is wrong here (CLDR takes `mww` for a script of the
//! USA). Who falls back to whom is written down, not derived.

use std::{collections::BTreeMap, iter, sync::LazyLock};

use serde::Deserialize;

pub use tag::BadLang;

mod tag;

/// A language and its script, one of the table's. Orders as the table does:
/// Vietnamese, English, then the rows of the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(u8);

/// ISO 15924 code of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Script {
    /// Latin, with whatever marks the language adds.
    Latn,
    /// Tai Viet: the Thái of the north-west.
    Tavt,
    /// Khmer.
    Khmr,
    /// Cham, Akhar Thrah.
    Cham,
    /// Arabic, the one script here that runs from right to left.
    Arab,
    /// Han, traditional.
    Hant,
}

/// Where a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Surface {
    /// A key phone, with the letters its maker put in.
    Sms,
    /// A chat app on a smartphone, with the fonts of its system.
    Chat,
    /// Our own page, which brings its fonts.
    Web,
}

/// Whether a language's letters are all in the GSM alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gsm7 {
    /// 160 letters to a part, as written.
    Yes,
    /// 70 letters to a part.
    No,
    /// Nobody has said; measure the text.
    Unknown,
}

impl Lang {
    /// Vietnamese: the language every chain ends in.
    pub const fn vi() -> Self {
        Self(0)
    }

    /// English: officers' and foreigners' language, not in the file.
    pub const fn en() -> Self {
        Self(1)
    }

    /// Every language of the table, in its order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self).take(TABLE.len())
    }

    /// The tag as it is stored and stands in addresses.
    pub fn as_str(self) -> &'static str {
        &self.row().tag
    }

    /// Its name for an officer, in Vietnamese.
    pub fn name_vi(self) -> &'static str {
        &self.row().name_vi
    }

    /// Its name for those who speak it.
    pub fn endonym(self) -> &'static str {
        &self.row().endonym
    }

    /// Its name for a reader: in Vietnamese for those who read it, else as its
    /// own speakers write it.
    pub fn name_for(self, reader: Self) -> &'static str {
        if reader == Self::en() {
            self.endonym()
        } else {
            self.name_vi()
        }
    }

    /// The script it is written in under this tag.
    pub fn script(self) -> Script {
        self.row().script
    }

    /// Whether lines run from right to left.
    pub fn is_rtl(self) -> bool {
        self.script() == Script::Arab
    }

    /// Whether texts in it cost 160 letters to the SMS as they are.
    pub fn gsm7(self) -> Gsm7 {
        match self.row().gsm7.split(' ').next() {
            Some("yes" | "yes,") => Gsm7::Yes,
            Some("no") => Gsm7::No,
            _ => Gsm7::Unknown,
        }
    }

    /// Whether readers still read it without its marks. Only then is the
    /// unaccented twin of a text offered.
    pub fn survives_unaccenting(self) -> bool {
        let note = &self.row().ascii_folding;
        note.starts_with("readable") || note == "not needed"
    }

    /// Whether a text in it can be shown there. Key phones have Latin letters;
    /// Tai Viet, Cham, Khmer, Arabic or Han reach them as empty boxes.
    pub fn fits(self, surface: Surface) -> bool {
        match surface {
            Surface::Sms => self.script() == Script::Latn,
            Surface::Chat | Surface::Web => true,
        }
    }

    /// Who stands in where it has no words, in order; ends in Vietnamese, and
    /// is empty for Vietnamese itself.
    pub fn fallbacks(self) -> Vec<Self> {
        self.chain().skip(1).collect()
    }

    /// The language itself, then its [`fallbacks`](Self::fallbacks).
    pub fn chain(self) -> impl Iterator<Item = Self> {
        iter::successors(Some(self), |lang| lang.next())
    }

    fn next(self) -> Option<Self> {
        if self == Self::vi() {
            return None;
        }
        let next = STAND_INS.iter().find(|(tag, _)| *tag == self.as_str());
        Some(
            next.and_then(|(_, next)| next.parse().ok())
                .unwrap_or(Self::vi()),
        )
    }

    fn row(self) -> &'static Row {
        &TABLE[usize::from(self.0)]
    }
}

/// Of the versions there are, the one for a reader of `want` on `surface`: the
/// first of the chain that is there and can be shown, else any that can (a
/// warning in another language still says that something is wrong; English
/// last). The language that went is named, so that the gap can be counted.
pub fn choose<T>(want: Lang, surface: Surface, have: &BTreeMap<Lang, T>) -> Option<(Lang, &T)> {
    let others = have.keys().copied().filter(|lang| *lang != Lang::en());
    want.chain()
        .chain(others)
        .chain([Lang::en()])
        .filter(|lang| lang.fits(surface))
        .find_map(|lang| have.get(&lang).map(|text| (lang, text)))
}

/// Who reads whose letters; everyone else goes straight to Vietnamese. The two
/// scripts of Mông are left apart on purpose: few read both, and which one is
/// used is the province's decision.
const STAND_INS: [(&str, &str); 3] = [
    ("blt-Tavt", "blt-Latn"),
    ("twh-Latn", "blt-Latn"),
    ("cjm-Cham", "cjm-Latn"),
];

/// The columns of the file that the program acts on.
#[derive(Deserialize)]
struct Row {
    tag: String,
    name_vi: String,
    endonym: String,
    script: Script,
    gsm7: String,
    ascii_folding: String,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let file = include_str!("../../data/languages.csv");
    let rows = csv::Reader::from_reader(file.as_bytes()).into_deserialize();
    let mut rows: Vec<Row> = rows
        .collect::<Result<_, _>>()
        .expect("languages.csv, built in, was read by the tests");
    rows.insert(usize::from(Lang::en().0), english());
    rows
});

fn english() -> Row {
    Row {
        tag: "en".to_owned(),
        name_vi: "Tiếng Anh".to_owned(),
        endonym: "English".to_owned(),
        script: Script::Latn,
        gsm7: "yes".to_owned(),
        ascii_folding: "not needed".to_owned(),
    }
}

#[cfg(test)]
mod tests;
