//! What is found in a locale, and where.

use super::*;
use crate::speech::tests::source;

const MODEL: &str = "frame = { $short } KT:{ $code }\ntold = Đã báo { $n ->\n    [0] chưa nhà nào\n   *[other] { $n } nhà\n}\nhelp = Gọi 112\n";

fn faults(folder: &str, text: &str) -> Vec<FaultKind> {
    let faults = check(&[source("vi", MODEL), source(folder, text)]);
    faults.into_iter().map(|fault| fault.kind).collect()
}

fn values(key: &str, lost: &[&str], unknown: &[&str]) -> FaultKind {
    let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    FaultKind::Values {
        key: key.into(),
        lost: owned(lost),
        unknown: owned(unknown),
    }
}

#[test]
fn a_faithful_translation_has_no_fault() {
    assert_eq!(
        faults(
            "en",
            "frame = { $short } KT:{ $code }\ntold = Told { NUMBER($n) }\nhelp = Call 112\n"
        ),
        []
    );
}

#[test]
fn gaps_and_leftovers_are_listed_and_spoil_nothing() {
    let en = "frame = { $short } KT:{ $code }\ntold = Told { $n }\nhelpp = Call 112\n";
    let found = check(&[source("vi", MODEL), source("en", en)]);
    let extra = Fault {
        place: "en/sms.ftl".into(),
        kind: FaultKind::Extra {
            key: "helpp".into(),
        },
    };
    let missing = Fault {
        place: "en".into(),
        kind: FaultKind::Missing { key: "help".into() },
    };
    assert!(!extra.spoils_the_file() && !missing.spoils_the_file() && !missing.is_gap());
    assert_eq!(found, [extra, missing]);
}

#[test]
fn a_frame_that_loses_the_warning_is_found() {
    let en = "frame = Notice KT:{ $cod }\ntold = { $n }\nhelp = Call 112\n";
    assert_eq!(
        faults("en", en),
        [values("frame", &["code", "short"], &["cod"])]
    );
}

#[test]
fn values_are_found_wherever_fluent_lets_them_stand() {
    let vi = "a = { $x ->\n    [one] { NUMBER($y) }\n   *[other] { -t(z: 1) } { { $w } }\n}\n    .title = { $v }\n";
    let [sources, empty] = [source("vi", vi), source("en", "a = A\n    .title = T\n")];
    let found: Vec<FaultKind> = check(&[sources, empty])
        .into_iter()
        .map(|fault| fault.kind)
        .collect();
    assert_eq!(
        found,
        [
            values("a", &["w", "x", "y"], &[]),
            values("a.title", &["v"], &[])
        ]
    );
}

#[test]
fn broken_lines_decomposed_letters_doubles_and_strange_folders_are_placed() {
    let en = "frame = { $short } KT:{ $code }\ntold = { $n }\nhelp = Call 112\n";
    assert_eq!(
        faults("en", &format!("{en}oops\n")),
        [FaultKind::Syntax { line: 4 }]
    );
    assert_eq!(
        faults("en", &format!("{en}help = 113\n")),
        [FaultKind::Twice { key: "help".into() }]
    );
    let decomposed = en.replace("Call", "Ca\u{0302}ll");
    assert_eq!(
        faults("en", &decomposed),
        [FaultKind::Decomposed { line: 3 }]
    );
    for folder in ["hmong", "blt", "EN"] {
        let fault = Fault {
            place: folder.into(),
            kind: FaultKind::Folder,
        };
        assert_eq!(
            check(&[source("vi", MODEL), source(folder, en), source(folder, en)]),
            [fault]
        );
    }
}

#[test]
fn files_laid_over_answer_to_the_words_built_in() {
    let over = [
        source("vi", "frame = { $short }\n"),
        source("km", "help = 112\n"),
    ];
    let found = check_over(&[source("vi", MODEL)], &over);
    let expected = [
        ("vi/sms.ftl", values("frame", &["code"], &[])),
        (
            "km",
            FaultKind::Missing {
                key: "frame".into(),
            },
        ),
        ("km", FaultKind::Missing { key: "told".into() }),
    ];
    assert_eq!(
        found.iter().map(Fault::is_gap).collect::<Vec<_>>(),
        [false, true, true]
    );
    assert_eq!(
        found,
        expected.map(|(place, kind)| Fault {
            place: place.into(),
            kind
        })
    );
}
