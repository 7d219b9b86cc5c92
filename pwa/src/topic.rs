//! What a notice is about, as a word and a picture.

use crate::drawing::{
    COLD, Drawing, EDUCATION, FIRE, FLOOD, HEALTH, HORN, LANDSLIDE, MARKET, POLICY, SAFE, SCITECH,
    SECURITY, STORM, WATER,
};

/// The subject of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The topic's code: `policy`, `health`, `education`, `scitech`, `market`
    /// or `security`. Any other gets the loudspeaker as its picture.
    pub code: String,
    /// A narrower subject such as `flash_flood` or `cold_spell`, which may have
    /// a picture of its own; empty if there is none.
    pub subject: String,
    /// The topic's name in the reader's words.
    pub word: String,
}

impl Topic {
    /// The picture of the subject, else of the topic.
    pub(crate) fn picture(&self) -> &'static Drawing {
        picture_of_subject(&self.subject).unwrap_or_else(|| picture_of_topic(&self.code))
    }

    /// Whether help may have to be called: order, safety and disasters.
    pub(crate) fn is_security(&self) -> bool {
        self.code == "security"
    }
}

/// Those who do not read should see what threatens them, not just "security".
fn picture_of_subject(subject: &str) -> Option<&'static Drawing> {
    Some(match subject {
        "flood" | "flash_flood" | "inundation" => &FLOOD,
        "landslide" => &LANDSLIDE,
        "storm" | "typhoon" | "thunderstorm" | "hail" | "heavy_rain" => &STORM,
        "fire" | "forest_fire" => &FIRE,
        "cold_spell" | "frost" => &COLD,
        "salinity" | "drought" => &WATER,
        "all_clear" => &SAFE,
        _ => return None,
    })
}

fn picture_of_topic(code: &str) -> &'static Drawing {
    match code {
        "policy" => &POLICY,
        "health" => &HEALTH,
        "education" => &EDUCATION,
        "scitech" => &SCITECH,
        "market" => &MARKET,
        "security" => &SECURITY,
        _ => &HORN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(code: &str, subject: &str) -> &'static str {
        let topic = Topic {
            code: code.into(),
            subject: subject.into(),
            word: String::new(),
        };
        topic.picture().id
    }

    #[test]
    fn every_topic_has_a_picture_of_its_own() {
        let codes = [
            "policy",
            "health",
            "education",
            "scitech",
            "market",
            "security",
            "new-one",
        ];
        let mut seen: Vec<_> = codes.iter().map(|code| picture(code, "")).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), codes.len());
    }

    #[test]
    fn a_flood_is_drawn_as_a_flood_and_an_unknown_subject_as_its_topic() {
        assert_eq!(picture("security", "flash_flood"), "flood");
        assert_eq!(picture("security", "border"), "security");
    }
}
