//! `/x/{area}/{lang}/`: what is in force in one commune.

use std::cmp::Reverse;

use askama::Template;

use crate::{
    Level, Topic, Urgency, Words,
    drawing::{Drawing, Illustrated, once},
};

/// The notices in force of one commune. Whatever order they come in, the most
/// urgent stand first.
#[derive(Template)]
#[template(path = "board.html")]
pub struct BoardPage<'a> {
    /// The fixed words.
    pub words: &'a dyn Words,
    /// The commune's name with its kind, such as "Xã Mù Cang Chải".
    pub place: String,
    /// Where it lies, such as "Tỉnh Lào Cai".
    pub within: String,
    /// When this list was true, in words.
    pub as_of: String,
    /// The notices in force; those of equal urgency and level keep this order.
    pub notices: Vec<Card>,
}

/// One notice on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The way to the whole notice.
    pub href: String,
    /// How soon people must act.
    pub urgency: Urgency,
    /// The disaster's risk level, when the notice warns of one.
    pub level: Option<Level>,
    /// What it is about.
    pub topic: Topic,
    /// Its title.
    pub title: String,
    /// The BCP 47 tag of the language of the title.
    pub lang: String,
    /// Who says so.
    pub issuer: String,
    /// Until when it holds, in words.
    pub until: String,
    /// Written for trying the program out: not true.
    pub sample: bool,
}

impl BoardPage<'_> {
    fn in_order(&self) -> Vec<&Card> {
        let mut cards: Vec<&Card> = self.notices.iter().collect();
        cards.sort_by_key(|card| Reverse((card.urgency, card.level)));
        cards
    }

    fn is_dangerous(&self) -> bool {
        self.notices
            .iter()
            .any(|card| card.urgency == Urgency::Flash)
    }
}

impl Illustrated for BoardPage<'_> {
    fn drawings(&self) -> Vec<&'static Drawing> {
        once(
            self.notices
                .iter()
                .flat_map(|card| [card.urgency.sign(), card.topic.picture()]),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Level, Template, Urgency,
        support::{samples, words::FileWords},
    };

    #[test]
    fn the_most_urgent_stand_first_and_the_graver_level_before_the_lesser() {
        let words = FileWords::vi();
        let mut board = samples::board(&words);
        board.notices.truncate(4);
        let shape = [
            ("third", Urgency::Urgent, None),
            ("second", Urgency::Flash, Level::new(2)),
            ("fourth", Urgency::Routine, None),
            ("first", Urgency::Flash, Level::new(3)),
        ];
        for (card, (title, urgency, level)) in board.notices.iter_mut().zip(shape) {
            (card.title, card.urgency, card.level) = (title.into(), urgency, level);
        }
        let page = board.render().unwrap();
        let place = |title: &str| page.find(&format!(">{title}</a>")).unwrap();
        assert!(place("first") < place("second"));
        assert!(place("second") < place("third"));
        assert!(place("third") < place("fourth"));
    }

    #[test]
    fn urgency_is_told_by_class_word_and_sign() {
        let page = samples::board(&FileWords::vi()).render().unwrap();
        for (class, word) in [
            ("routine", "Tin thường"),
            ("urgent", "Tin gấp"),
            ("flash", "KHẨN CẤP"),
        ] {
            assert!(
                page.contains(&format!(r#"<li class="card {class}">"#)),
                "{class}"
            );
            assert!(
                page.contains(&format!(r##"<use href="#{class}"/></svg>{word}"##)),
                "{word}"
            );
            assert!(
                page.contains(&format!(r#"<symbol id="{class}""#)),
                "{class}"
            );
        }
    }

    #[test]
    fn every_picture_shown_is_drawn_exactly_once() {
        let page = samples::board(&FileWords::vi()).render().unwrap();
        for used in page.split(r##"<use href="#"##).skip(1) {
            let id = used.split('"').next().unwrap();
            assert_eq!(
                page.matches(&format!(r#"<symbol id="{id}""#)).count(),
                1,
                "{id}"
            );
        }
    }

    #[test]
    fn a_title_is_text_even_if_it_looks_like_a_script() {
        let words = FileWords::vi();
        let mut board = samples::board(&words);
        board.notices[0].title = "<script>alert(1)</script>".into();
        let page = board.render().unwrap();
        assert!(!page.contains("<script"));
        assert!(page.contains("&#60;script&#62;alert(1)"));
    }

    #[test]
    fn an_empty_board_says_so_and_tells_whom_to_call() {
        let page = samples::board_empty(&FileWords::vi()).render().unwrap();
        assert!(page.contains("không có thông báo nào"));
        assert!(page.contains(r#"href="tel:112""#));
    }

    #[test]
    fn samples_are_labelled_on_the_board_already() {
        let words = FileWords::vi();
        let mut board = samples::board(&words);
        board.notices.truncate(1);
        board.notices[0].sample = true;
        assert!(
            board
                .render()
                .unwrap()
                .contains("BẢN MẪU – KHÔNG PHẢI TIN THẬT")
        );
        board.notices[0].sample = false;
        assert!(!board.render().unwrap().contains("BẢN MẪU"));
    }

    #[test]
    fn a_title_in_another_language_says_which() {
        let words = FileWords::en();
        let page = samples::board(&words).render().unwrap();
        assert!(page.contains(r#"<html lang="en" dir="ltr">"#));
        assert!(page.contains(r#"<h2 lang="vi" dir="ltr">"#));
    }
}
