//! The finer subjects a notice may have.

/// Each as notice files write it; `locales/*/topics.ftl` has their names, and
/// `pwa/src/topic.rs` pictures for those that threaten.
pub const ALL: [&str; 42] = [
    "all_clear",
    "boarding_scholarship",
    "border",
    "cassava_price",
    "child_marriage",
    "citizen_id",
    "coffee_price",
    "cold_spell",
    "correction",
    "digital_skills",
    "diphtheria",
    "drought",
    "enrolment",
    "fire",
    "flash_flood",
    "flood",
    "forest_fire",
    "frost",
    "hail",
    "health_insurance",
    "heavy_rain",
    "inundation",
    "land",
    "landslide",
    "literacy",
    "livestock",
    "malaria",
    "meeting",
    "ntp_support",
    "nutrition",
    "pepper_price",
    "rabies",
    "salinity",
    "scam",
    "seed",
    "storm",
    "thunderstorm",
    "trade_fair",
    "typhoon",
    "vaccination",
    "vbsp_loan",
    "vocational",
];

/// Those that warn: of disasters, diseases, frauds, and what ends or mends a
/// warning. Nobody is left out of them.
const WARNINGS: [&str; 23] = [
    "all_clear",
    "border",
    "cold_spell",
    "correction",
    "diphtheria",
    "drought",
    "fire",
    "flash_flood",
    "flood",
    "forest_fire",
    "frost",
    "hail",
    "heavy_rain",
    "inundation",
    "landslide",
    "malaria",
    "rabies",
    "salinity",
    "scam",
    "storm",
    "thunderstorm",
    "typhoon",
    "vaccination",
];

/// Whether a subject warns.
pub fn warns(subtopic: &str) -> bool {
    WARNINGS.contains(&subtopic)
}

/// The subject as notice files write it, of a spelling with hyphens or capitals.
pub fn spelt(word: &str) -> String {
    word.trim().to_lowercase().replace(['-', ' '], "_")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::speech::built_in;

    #[test]
    fn whatever_warns_is_a_subject() {
        assert!(WARNINGS.iter().all(|word| ALL.contains(word)));
    }

    #[test]
    fn every_subject_has_a_name_and_every_name_a_subject() {
        for folder in ["vi", "en"] {
            let topics = built_in()
                .into_iter()
                .find(|file| file.path() == format!("{folder}/topics.ftl"))
                .unwrap();
            let named: BTreeSet<String> = topics
                .text
                .lines()
                .filter_map(|line| line.strip_prefix("subtopic-")?.split_once(" ="))
                .map(|(key, _)| spelt(key))
                .collect();
            assert_eq!(named, ALL.map(str::to_owned).into(), "{folder}");
        }
    }
}
