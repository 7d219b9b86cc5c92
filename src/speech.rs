//! The words of the house: Fluent files of `locales/`, built in and laid over.
//!
//! What must never happen is that a missing or broken translation stops a
//! flood warning, so every step down is defined: the reader's language, those
//! that stand in for it, Vietnamese, a Vietnamese text with a hole in it, and
//! at the very last the key.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use fluent_bundle::{
    FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber,
};
use unic_langid::LanguageIdentifier;

use crate::domain::{language::Lang, say::Saying};
pub use check::{Fault, FaultKind, Source, check, check_over};
pub use format::{day, moment, money_vnd, number};

mod check;
mod format;

/// All words in all languages. Made once, then read by any number of threads.
pub struct Speech {
    /// The messages of each language, the ones laid over first.
    bundles: HashMap<Lang, Vec<Bundle>>,
    faults: Vec<Fault>,
}

type Bundle = FluentBundle<Arc<FluentResource>>;

/// A folder of translations that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the translations in {}", path.display())]
pub struct UnreadableLocales {
    /// The file or folder that failed.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl Speech {
    /// The words that were built in.
    pub fn load() -> Self {
        Self::over(&built_in(), &[])
    }

    /// The words that were built in, with the `<tag>/*.ftl` files of a folder
    /// laid over them. A file that could mislead ([`Fault::spoils_the_file`])
    /// is left out whole and the words below it stay; see [`Self::faults`].
    pub fn load_dir(folder: &Path) -> Result<Self, UnreadableLocales> {
        Ok(Self::over(&built_in(), &read_dir(folder)?))
    }

    /// What is wrong with the words that were loaded, gaps included.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Puts a message of the house into words. A value that is an instant is
    /// told by the clock of Viet Nam.
    pub fn say(&self, lang: Lang, saying: &Saying) -> String {
        let told = |(name, text): &(&'static str, String)| match text.parse() {
            Ok(at) if text.ends_with('Z') => (*name, moment(lang, at)),
            _ => (*name, text.clone()),
        };
        let args: Vec<_> = saying.args.iter().map(told).collect();
        self.text(lang, saying.key, &args)
    }

    /// Puts the message `key` into words. A value of digits only chooses
    /// plurals; it is printed as given, or with its thousands marked where the
    /// translator wrote `NUMBER($value)`.
    pub fn text(&self, lang: Lang, key: &str, args: &[(&str, String)]) -> String {
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, text)| (*name, value(text)))
            .collect();
        let mut holed = None;
        for bundle in lang
            .chain()
            .filter_map(|lang| self.bundles.get(&lang))
            .flatten()
        {
            match spoken(bundle, key, &args) {
                Some(Ok(text)) => return text,
                Some(Err(text)) => holed = Some(text),
                None => {}
            }
        }
        tracing::error!(key, %lang, "no words, or not all values, for a message");
        holed.unwrap_or_else(|| key.to_owned())
    }

    fn over(below: &[Source], above: &[Source]) -> Self {
        let faults = check_over(below, above);
        let sound = |source: &&Source| {
            let place = source.path();
            !faults
                .iter()
                .any(|fault| fault.place == place && fault.spoils_the_file())
        };
        let below = by_language(below.iter());
        let above = by_language(above.iter().filter(sound));
        let mut bundles: HashMap<Lang, Vec<Bundle>> = HashMap::new();
        for (lang, resources) in &above {
            let under = below.get(lang).into_iter().flatten();
            bundles
                .entry(*lang)
                .or_default()
                .push(bundle(*lang, under.chain(resources)));
        }
        for (lang, resources) in &below {
            bundles
                .entry(*lang)
                .or_default()
                .push(bundle(*lang, resources.iter()));
        }
        Self { bundles, faults }
    }
}

/// The files of `locales/`, as the build found them.
pub fn built_in() -> Vec<Source> {
    const FILES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));
    let owned = |(folder, name, text): &(&str, &str, &str)| Source {
        folder: (*folder).to_owned(),
        name: (*name).to_owned(),
        text: (*text).to_owned(),
    };
    FILES.iter().map(owned).collect()
}

/// The `<tag>/*.ftl` files of a folder, for [`check`] and [`Speech::load_dir`].
pub fn read_dir(folder: &Path) -> Result<Vec<Source>, UnreadableLocales> {
    let mut sources = Vec::new();
    for language in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        for file in entries(&language)?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "ftl"))
        {
            let text = fs::read_to_string(&file).map_err(|source| UnreadableLocales {
                path: file.clone(),
                source,
            })?;
            let name = |path: &Path| {
                path.file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned()
            };
            sources.push(Source {
                folder: name(&language),
                name: name(&file),
                text,
            });
        }
    }
    Ok(sources)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, UnreadableLocales> {
    let list = fs::read_dir(folder).and_then(|list| list.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = list.map_err(|source| UnreadableLocales {
        path: folder.to_owned(),
        source,
    })?;
    paths.sort();
    Ok(paths)
}

fn by_language<'a>(
    sources: impl Iterator<Item = &'a Source>,
) -> HashMap<Lang, Vec<Arc<FluentResource>>> {
    let mut languages: HashMap<Lang, Vec<_>> = HashMap::new();
    for source in sources {
        if let Some(lang) = check::lang_of(&source.folder) {
            // What could be read of a broken file is used; the check names the rest.
            let resource = FluentResource::try_new(source.text.clone())
                .unwrap_or_else(|(resource, _)| resource);
            languages.entry(lang).or_default().push(Arc::new(resource));
        }
    }
    languages
}

fn bundle<'a>(lang: Lang, resources: impl Iterator<Item = &'a Arc<FluentResource>>) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![plurals(lang)]);
    // Marks around each value would turn an SMS of 160 letters into one of 70.
    bundle.set_use_isolating(false);
    let named = bundle.add_function("NUMBER", |positional, _| marked(positional.first()));
    debug_assert!(named.is_ok(), "a new bundle has no functions");
    bundle.set_formatter(Some(if lang == Lang::en() {
        |value, _| in_thousands(Lang::en(), value)
    } else {
        |value, _| in_thousands(Lang::vi(), value)
    }));
    for resource in resources {
        bundle.add_resource_overriding(Arc::clone(resource));
    }
    bundle
}

/// Whose plurals a language has. Fluent takes the English ones for a language
/// it does not know; ours have one form only, as Vietnamese does.
fn plurals(lang: Lang) -> LanguageIdentifier {
    let code = if lang == Lang::en() { "en" } else { "vi" };
    code.parse().expect("two letters are a language")
}

/// A value as Fluent takes it: digits are a number, so that they can choose a
/// plural, unless they would not be printed as they came (codes such as
/// `00731`, or beyond what a double holds).
fn value(text: &str) -> FluentValue<'_> {
    let whole = text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    let code = text.len() > 1 && text.starts_with('0');
    if whole && !code {
        FluentValue::try_number(text)
    } else {
        FluentValue::from(text)
    }
}

/// `NUMBER($value)` marks a number to be printed in thousands; it can still
/// choose a plural. Fluent's own NUMBER has no such effect in Rust. Text that
/// was written as a number by us passes as it is.
fn marked<'a>(value: Option<&FluentValue<'a>>) -> FluentValue<'a> {
    match value {
        Some(FluentValue::Number(number)) => {
            let mut number = number.clone();
            number.options.maximum_fraction_digits = Some(0);
            FluentValue::Number(number)
        }
        Some(other) => other.clone(),
        None => FluentValue::Error,
    }
}

fn in_thousands(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, options })
            if options.maximum_fraction_digits == Some(0) =>
        {
            Some(format::grouped(lang, &format!("{value:.0}")))
        }
        _ => None,
    }
}

/// The message in this bundle: in full, or with a hole where a value or a
/// part it refers to is lacking.
fn spoken(bundle: &Bundle, key: &str, args: &FluentArgs<'_>) -> Option<Result<String, String>> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(args), &mut errors)
        .into_owned();
    Some(if errors.is_empty() {
        Ok(text)
    } else {
        Err(text)
    })
}

#[cfg(test)]
mod tests;
