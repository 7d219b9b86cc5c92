use proptest::prelude::*;

use super::*;

fn template(text: &str) -> Template {
    Template::parse(text, None, None).unwrap()
}

/// What a text says in the parameters, or nothing where it is another text.
fn read(template: &Template, text: &str) -> Option<String> {
    let values = template.read(&tidy(text))?;
    let told: Vec<String> = values
        .iter()
        .map(|(number, value)| format!("{number}={value}"))
        .collect();
    Some(told.join("|"))
}

#[test]
fn a_text_that_says_something_in_every_parameter_is_the_registered_one() {
    let notice = template("UBND xã {1} thông báo: {2} KT:{3}");
    assert_eq!(
        read(
            &notice,
            "UBND xã Mường Toong thông báo: họp lúc 19h KT:AB2CD3"
        )
        .as_deref(),
        Some("1=Mường Toong|2=họp lúc 19h|3=AB2CD3")
    );
    for other in [
        "UBND xã  thông báo: họp KT:AB2CD3",
        "UBND xã Mường Toong thông báo: họp",
        "UBND xã Mường Toong thông báo: họp KT:",
        "Kính gửi UBND xã Mường Toong thông báo: họp KT:AB2CD3",
        "ubnd xã Mường Toong thông báo: họp KT:AB2CD3",
        "",
    ] {
        assert_eq!(read(&notice, other), None, "{other}");
    }
}

#[test]
fn spaces_and_composition_make_no_other_text() {
    let notice = template("Mời  {1}\n đến nhà văn hóa.");
    assert_eq!(notice.text(), "Mời {1} đến nhà văn hóa.");
    assert_eq!(
        read(&notice, " Mơ\u{300}i bà\u{A0}con\n\nđến nhà  văn hóa. ").as_deref(),
        Some("1=bà con")
    );
}

#[test]
fn what_is_registered_without_marks_takes_no_marks_anywhere() {
    let bare = template("UBND xa {1} thong bao: {2}");
    assert!(!bare.has_marks());
    assert!(read(&bare, "UBND xa Muong Toong thong bao: hop 19h").is_some());
    assert_eq!(read(&bare, "UBND xa Mường Toong thong bao: hop 19h"), None);
    let marked = Template::parse("{1}", None, Some(true)).unwrap();
    assert!(read(&marked, "Mời bà con").is_some());
    assert_eq!(read(&template("{1}"), "Mời bà con"), None);
}

#[test]
fn a_parameter_has_as_many_letters_as_the_carrier_allows() {
    let short = Template::parse("Moi {1} - {2}", Some(5), None).unwrap();
    assert_eq!(short.longest(), Some(5));
    assert_eq!(
        read(&short, "Moi a - b - c").as_deref(),
        Some("1=a|2=b - c")
    );
    // Only the second hyphen leaves both short enough.
    assert_eq!(
        read(&short, "Moi a - b - ccccc").as_deref(),
        Some("1=a - b|2=ccccc")
    );
    let long = "Moi aaaaaa - b";
    assert_eq!(read(&short, long), None);
    assert!(short.is_too_long(long) && !short.is_too_long("Moi a - b"));
    assert!(!short.is_too_long("Ngay mai"));
}

#[test]
fn what_is_no_template_says_what_to_do() {
    for (text, longest, wanted) in [
        ("  ", None, BadTemplate::Empty),
        ("Moi {ten}", None, BadTemplate::Parameter("ten".into())),
        ("Moi {0}", None, BadTemplate::Parameter("0".into())),
        ("Moi {1", None, BadTemplate::Parameter("1".into())),
        ("Moi 1}", None, BadTemplate::Parameter("}".into())),
        ("Moi {10}", None, BadTemplate::Parameter("10".into())),
        ("{1} va {1}", None, BadTemplate::Twice(1)),
        ("Moi {2}{1}", None, BadTemplate::Touch(2, 1)),
        ("Moi {1}", Some(0), BadTemplate::Longest),
    ] {
        let said = Template::parse(text, longest, None).unwrap_err();
        assert_eq!(said, wanted, "{text}");
    }
    let said = BadTemplate::Parameter("ten".into()).to_string();
    assert!(
        said.contains("`{ten}`") && said.contains("{1} to {9}"),
        "{said}"
    );
}

#[test]
fn a_text_made_to_be_read_in_many_ways_is_read_at_once() {
    let words: Vec<String> = (1..=9).map(|n| format!("a{{{n}}}a")).collect();
    let notice = template(&words.join("a"));
    let long = "a".repeat(20_000);
    assert!(notice.read(&long).is_some());
    assert!(notice.read(&format!("{long}b")).is_none());
}

/// Whether a text is a template's, tried in every way there is.
fn tried(pieces: &[Piece], letters: &[char], longest: usize) -> bool {
    match pieces.split_first() {
        None => letters.is_empty(),
        Some((Piece::Text(words), rest)) => {
            letters.starts_with(words) && tried(rest, &letters[words.len()..], longest)
        }
        Some((Piece::Parameter(_), rest)) => {
            (1..=letters.len().min(longest)).any(|taken| tried(rest, &letters[taken..], longest))
        }
    }
}

proptest! {
    /// Two letters and few places: nearly every text can be read in two ways.
    #[test]
    fn it_reads_whatever_can_be_read_and_nothing_else(
        words in prop::collection::vec("[ab]{1,2}", 1..4),
        (begins, ends) in (any::<bool>(), any::<bool>()),
        longest in 1usize..6,
        text in "[ab]{0,12}",
    ) {
        let parameter = |n: usize| format!("{{{n}}}");
        let mut pieces = Vec::new();
        for (n, word) in words.iter().enumerate() {
            if n > 0 || begins {
                pieces.push(parameter(n + 1));
            }
            pieces.push(word.clone());
        }
        if ends {
            pieces.push(parameter(9));
        }
        let written = pieces.concat();
        for longest in [Some(longest), None] {
            let template = Template::parse(&written, longest, None).unwrap();
            let letters: Vec<char> = text.chars().collect();
            let wanted = tried(&template.pieces, &letters, template.longest);
            let values = template.read(&text);
            prop_assert_eq!(values.is_some(), wanted, "{} in {}", text, written);
            // What was read is what was written.
            if let Some(values) = values {
                let filled = values.iter().fold(written.clone(), |filled, (number, value)| {
                    filled.replace(&format!("{{{number}}}"), value)
                });
                prop_assert_eq!(filled, &*text);
            }
        }
    }
}
