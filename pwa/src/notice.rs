//! `/x/{area}/{lang}/n/{code}`: one notice.

use askama::Template;

use crate::{
    Level, Topic, Urgency, Words,
    drawing::{Drawing, Illustrated, once},
};

/// One notice, to be read, heard, printed or checked.
#[derive(Template)]
#[template(path = "notice.html")]
pub struct NoticePage<'a> {
    /// The fixed words.
    pub words: &'a dyn Words,
    /// The commune's name with its kind.
    pub place: String,
    /// The way back to the commune's board.
    pub board_href: String,
    /// How soon people must act.
    pub urgency: Urgency,
    /// The disaster's risk level, when the notice warns of one.
    pub level: Option<Level>,
    /// What it is about.
    pub topic: Topic,
    /// Its title.
    pub title: String,
    /// Its full text; every line that is not blank is a paragraph.
    pub text: String,
    /// The BCP 47 tag of the language of title and text.
    pub lang: String,
    /// Set when `lang` is not the language that was asked for.
    pub instead: Option<OtherLanguage>,
    /// The text read aloud.
    pub audio: Option<Audio>,
    /// Who says so.
    pub issuer: String,
    /// The number of the document or bulletin it rests on.
    pub document: String,
    /// Until when it holds or held, in words.
    pub until: String,
    /// The code by which anyone can check that it is ours.
    pub code: String,
    /// Whether it still holds.
    pub standing: Standing,
    /// Written for trying the program out: not true.
    pub sample: bool,
}

/// Whether a notice still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    InForce,
    /// Its time is over.
    Expired,
    /// The issuer took it back.
    Withdrawn,
}

/// Why the text is not in the language asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherLanguage {
    /// The name of the language that was asked for, in the reader's words.
    pub asked: String,
    /// The name of the language of the text.
    pub shown: String,
}

/// A recording, fetched only when someone presses play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audio {
    /// Where the file is.
    pub href: String,
    /// How long it plays, in words, such as "45 giây".
    pub length: String,
    /// What it costs to fetch, in words, such as "42 KB".
    pub size: String,
}

impl NoticePage<'_> {
    /// What a tab or a shared link must not hide: that it is no longer, or was
    /// never, true.
    fn mark(&self) -> Option<String> {
        let key = match (self.sample, self.standing) {
            (true, _) => "web-sample",
            (_, Standing::Expired) => "web-expired",
            (_, Standing::Withdrawn) => "web-withdrawn",
            (_, Standing::InForce) => return None,
        };
        Some(self.words.say(key, &[]))
    }

    /// Colours shout only while the notice holds.
    fn class(&self) -> &'static str {
        match self.standing {
            Standing::InForce => self.urgency.class(),
            Standing::Expired | Standing::Withdrawn => "past",
        }
    }

    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
    }

    fn may_need_help(&self) -> bool {
        self.urgency == Urgency::Flash || self.topic.is_security()
    }
}

impl Illustrated for NoticePage<'_> {
    fn drawings(&self) -> Vec<&'static Drawing> {
        once([self.urgency.sign(), self.topic.picture()])
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        NoticePage, Template,
        support::{samples, words::FileWords},
    };

    fn shown(page: fn(&dyn crate::Words) -> NoticePage<'_>) -> String {
        page(&FileWords::vi()).render().unwrap()
    }

    #[test]
    fn title_and_text_are_text_even_if_they_look_like_a_script() {
        let words = FileWords::vi();
        let mut notice = samples::flash(&words);
        notice.title = "<script>alert('title')</script>".into();
        notice.text = "Mưa to.\n<script>alert('text')</script>".into();
        let page = notice.render().unwrap();
        assert!(!page.contains("<script"));
        assert_eq!(
            page.matches("&#60;script&#62;alert(&#39;title").count(),
            2,
            "tab and heading"
        );
        assert_eq!(
            page.matches("<p>&#60;script&#62;alert(&#39;text").count(),
            1
        );
    }

    #[test]
    fn every_line_that_is_not_blank_is_a_paragraph() {
        let words = FileWords::vi();
        let notice = NoticePage {
            text: "Một.\n\n Hai.\r\nBa.\n".into(),
            ..samples::flash(&words)
        };
        assert!(
            notice
                .render()
                .unwrap()
                .contains("<p>Một.</p><p>Hai.</p><p>Ba.</p>")
        );
    }

    #[test]
    fn an_expired_notice_says_so_in_the_tab_and_first_on_the_page_and_stops_shouting() {
        let page = shown(samples::expired);
        assert!(page.contains("<title>ĐÃ HẾT HẠN: KHẨN"));
        assert!(page.find("<strong>ĐÃ HẾT HẠN</strong>") < page.find("<h1"));
        assert!(page.contains(r#"<article class="past">"#));
        assert!(!shown(samples::flash).contains("HẾT HẠN"));
    }

    #[test]
    fn the_end_of_a_warning_is_not_called_the_end_of_the_danger() {
        let careful = "Chưa chắc đã hết nguy hiểm";
        assert!(shown(samples::expired).contains(careful));
        assert!(
            !shown(samples::withdrawn).contains(careful),
            "a matter of health"
        );
    }

    #[test]
    fn danger_comes_with_the_four_numbers_to_call_and_a_list_of_names_does_not() {
        for number in ["112", "113", "114", "115"] {
            let link = format!(r#"<a href="tel:{number}">"#);
            assert!(shown(samples::flash).contains(&link), "{number}");
            assert!(!shown(samples::routine).contains(&link), "{number}");
        }
    }

    #[test]
    fn a_routine_matter_of_security_has_the_numbers_too() {
        let words = FileWords::vi();
        let topic = samples::flash(&words).topic;
        let page = NoticePage {
            topic,
            ..samples::routine(&words)
        }
        .render()
        .unwrap();
        assert!(page.contains(r#"<a href="tel:113">"#));
    }

    #[test]
    fn a_sample_is_labelled_in_the_tab_and_first_on_the_page_and_kept_from_search_engines() {
        let page = shown(samples::sample);
        assert!(page.contains("<title>BẢN MẪU – KHÔNG PHẢI TIN THẬT: "));
        assert!(page.find("<strong>BẢN MẪU") < page.find("<h1"));
        assert!(page.contains(r#"content="noindex""#));
        assert!(!shown(samples::flash).contains("BẢN MẪU"));
    }

    #[test]
    fn a_text_in_another_language_says_so_and_carries_its_own_tag() {
        let words = FileWords::en();
        let page = samples::other_language(&words).render().unwrap();
        assert!(page.contains("not available in tiếng Mông yet"));
        assert!(page.contains(r#"<div class="text" lang="vi" dir="ltr">"#));
        assert!(page.contains(r#"<h1 lang="vi" dir="ltr">"#));
        assert!(
            !samples::flash(&words)
                .render()
                .unwrap()
                .contains("not available in")
        );
    }

    #[test]
    fn a_recording_is_never_fetched_unasked_and_its_cost_is_told() {
        let page = shown(samples::flash);
        assert!(page.contains(r#"<audio controls preload="none" src="/a/1f0c.ogg""#));
        assert!(page.contains("tốn 42 KB"));
        assert!(!shown(samples::routine).contains("<audio"));
    }

    #[test]
    fn issuer_document_validity_and_code_are_always_there() {
        let page = shown(samples::flash);
        for fact in [
            "Ủy ban nhân dân xã Mù Cang Chải",
            "15/CĐ-UBND",
            "19 giờ 30 ngày 3/8/2026",
            "K7P2-9XQ",
        ] {
            assert!(page.contains(&format!("{fact}</dd>")), "{fact}");
        }
    }
}
