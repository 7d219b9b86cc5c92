//! Everything said of a list has words, in both languages, with all its values.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

use super::fault::quoted;
use super::{Fault, Ignored, Mended, Unreadable, Why};
use crate::domain::phone::BadPhone;
use crate::domain::say::{Said, Saying};

#[test]
fn a_quoted_cell_is_short_and_shows_no_number() {
    assert_eq!(quoted(" 31/02/2026\n"), "31/02/2026");
    assert_eq!(quoted("số 0912 000 101"), "số •••• ••• •••");
    assert_eq!(quoted(&"ớ".repeat(500)).chars().count(), 40);
}

#[test]
fn everything_said_of_a_list_has_words_with_all_their_values() {
    let locales = [
        ("vi", include_str!("../../locales/vi/intake.ftl")),
        ("en", include_str!("../../locales/en/intake.ftl")),
    ];
    for (tag, words) in locales {
        let mut bundle = FluentBundle::new(vec![tag.parse().unwrap()]);
        bundle.add_builtins().unwrap();
        let words = FluentResource::try_new(words.to_owned()).unwrap();
        let mut unsaid: Vec<String> = words
            .entries()
            .filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            })
            .collect();
        bundle.add_resource(&words).unwrap();
        for saying in everything() {
            let message = bundle.get_message(saying.key);
            let message = message.unwrap_or_else(|| panic!("{tag} lacks {}", saying.key));
            let mut args = FluentArgs::new();
            for (name, value) in &saying.args {
                args.set(*name, value.as_str());
            }
            let mut errors = Vec::new();
            let text = bundle.format_pattern(message.value().unwrap(), Some(&args), &mut errors);
            assert!(errors.is_empty(), "{tag} {}: {errors:?}", saying.key);
            for (name, value) in saying.args.iter().filter(|(_, value)| value == "XX") {
                assert!(
                    text.contains(value.as_str()),
                    "{tag} {} drops {name}",
                    saying.key
                );
            }
            unsaid.retain(|key| key != saying.key);
        }
        unsaid.retain(|key| !REMARKS.contains(&key.as_str()));
        assert!(unsaid.is_empty(), "{tag} has words nobody says: {unsaid:?}");
    }
}

/// Said of the file as a whole, tested with the files of `tests/fixtures/lists`.
const REMARKS: [&str; 3] = [
    "intake-other-sheets",
    "intake-letters-mended",
    "intake-passed-over",
];

fn everything() -> Vec<Saying> {
    let phones = [
        BadPhone::Empty,
        BadPhone::NotDigits,
        BadPhone::Length { digits: 9 },
        BadPhone::Prefix,
        BadPhone::Landline,
        BadPhone::Service,
        BadPhone::Short,
        BadPhone::Foreign,
    ];
    let x = || "XX".to_owned();
    let whole = [
        Unreadable::File(std::io::Error::other("gone")),
        Unreadable::NotAFile,
        Unreadable::Empty,
        Unreadable::NotAList("pdf"),
        Unreadable::NoHeader,
        Unreadable::NoVillageHeader,
        Unreadable::NoInvoiceHeader,
        Unreadable::NoAmount {
            row: 3,
            written: "XX".to_owned(),
        },
        Unreadable::UnknownColumns {
            line: 3,
            names: vec![x()],
        },
        Unreadable::TwoColumns {
            first: x(),
            second: x(),
        },
        Unreadable::Encrypted,
        Unreadable::Damaged,
        Unreadable::Unpacks { megabytes: 200 },
        Unreadable::TooLarge { megabytes: 64 },
        Unreadable::TooManyRows { rows: 200_000 },
    ];
    let faults = [
        Fault::Nobody,
        Fault::NoName,
        Fault::DigitsLost,
        Fault::Channel(x()),
        Fault::NoAddress("zalo"),
        Fault::Language(x()),
        Fault::Role(x()),
        Fault::Date(x()),
        Fault::Count(x()),
        Fault::NotAgreed,
        Fault::CellTooLong { column: x() },
        Fault::LineTooLong,
        Fault::UnclosedQuote,
        Fault::Garbled { column: x() },
        Fault::BrokenFormula { column: x() },
        Fault::MoreCells {
            cells: 7,
            columns: 5,
        },
    ];
    let mended = [
        Mended::Zero,
        Mended::PointZero,
        Mended::Power,
        Mended::OldNumber,
        Mended::Several,
        Mended::Words,
        Mended::AreaZeros,
    ];
    let ignored = [Why::Ethnicity, Why::Sensitive, Why::NotKept, Why::Unnamed];
    let ignored = ignored.map(|why| Ignored { column: x(), why });
    let mut all: Vec<Saying> = whole.iter().map(Said::said).collect();
    all.extend(faults.iter().map(Said::said));
    all.extend(phones.iter().map(|why| Fault::Phone(*why).said()));
    all.extend(phones.iter().map(|why| Mended::LeftOut(*why).said()));
    all.extend(mended.iter().map(Said::said));
    all.extend(ignored.iter().map(Said::said));
    all
}
