//! Which phones, channels and languages a mountainous commune has: the
//! assumptions of `data/subscribers.json`, with what follows from them.

use serde::Deserialize;

use super::dice::Dice;
use crate::domain::language::{BadLang, Lang};
use crate::domain::person::Way;

/// The figures of the file that a commune is made from.
#[derive(Debug, Deserialize)]
struct File {
    ethnic_share_of_minority_population: Shares,
    commune_profile_mountain: Profile,
    subscriber_mix_per_commune: Subscribers,
}

#[derive(Debug, Deserialize)]
struct Shares {
    #[serde(rename = "Thái")]
    thai: f64,
    #[serde(rename = "Mông")]
    mong: f64,
}

#[derive(Debug, Deserialize)]
struct Profile {
    people_per_household: Value,
    relays_prestigious_persons: Typical,
}

#[derive(Debug, Deserialize)]
struct Value {
    value: f64,
}

#[derive(Debug, Deserialize)]
struct Typical {
    typical: usize,
}

#[derive(Debug, Deserialize)]
struct Subscribers {
    #[serde(rename = "subscribers_as_share_of_households")]
    share_of_households: f64,
    channels: Channels,
    several_channels_share: f64,
    language_preference: Preference,
    number_shared_in_household: f64,
}

#[derive(Debug, Deserialize)]
struct Channels {
    sms_only_basic_phone: f64,
    zalo: f64,
    telegram: f64,
    pwa_push: f64,
    voice_or_loudspeaker_only: f64,
}

#[derive(Debug, Deserialize)]
struct Preference {
    #[serde(rename = "Vietnamese text")]
    vietnamese: f64,
    #[serde(rename = "own language audio")]
    own_audio: f64,
    #[serde(rename = "own language text")]
    own_text: f64,
}

/// Khơ Mú and Hà Nhì people of Viet Nam in 2019 over 14.1 million people of
/// minorities (`data/languages.csv`, `data/subscribers.json`): the file counts
/// them among its "other groups".
const KHO_MU: f64 = 90_612.0 / 14_100_000.0;
const HA_NHI: f64 = 25_539.0 / 14_100_000.0;
/// Of Mông readers, those who learnt the international script. Assumed.
const RPA: f64 = 0.1;
/// Of Thái readers, those who read Tai Viet. Assumed; few schools teach it.
const TAI_VIET: f64 = 0.15;

/// What a person can be reached by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kit {
    /// A phone that takes text messages.
    pub phone: bool,
    /// A channel of a smartphone.
    pub smart: Option<Way>,
}

/// The mix of one commune.
#[derive(Debug)]
pub struct Mix {
    kits: Vec<(Kit, f64)>,
    languages: Vec<(Lang, f64)>,
    /// Share of phone numbers that several of a household are known by.
    pub shared: f64,
    /// Share of all households that are on the lists.
    pub listed: f64,
    /// People living in a household.
    pub people_per_household: f64,
    /// Respected persons who carry notices.
    pub relays: usize,
}

impl Mix {
    /// The mix of the shipped file.
    pub fn shipped() -> anyhow::Result<Self> {
        let file: File = serde_json::from_str(include_str!("../../data/subscribers.json"))?;
        let subscribers = &file.subscriber_mix_per_commune;
        Ok(Self {
            kits: kits(&subscribers.channels, subscribers.several_channels_share),
            languages: languages(
                &subscribers.language_preference,
                &file.ethnic_share_of_minority_population,
            )?,
            shared: subscribers.number_shared_in_household,
            listed: subscribers.share_of_households,
            people_per_household: file.commune_profile_mountain.people_per_household.value,
            relays: file
                .commune_profile_mountain
                .relays_prestigious_persons
                .typical,
        })
    }

    /// What someone is reached by, if `extra` more people on average are known
    /// by a number once it is on the list. Those have phones by construction,
    /// so the first of a number must have one a little less often, or all of
    /// them together would have more phones than the file says.
    pub fn kit_of_first(&self, dice: &mut Dice, extra: f64) -> Kit {
        let phones = self.share(|kit| kit.phone);
        let firsts = phones / (1.0 + extra - phones * extra);
        let adjusted: Vec<(Kit, f64)> = self
            .kits
            .iter()
            .map(|(kit, share)| {
                let factor = if kit.phone {
                    firsts / phones
                } else {
                    (1.0 - firsts) / (1.0 - phones)
                };
                (*kit, share * factor)
            })
            .collect();
        dice.weighted(&adjusted).unwrap_or(Kit::PHONE)
    }

    /// What somebody else of the same number is reached by.
    pub fn kit_of_sharer(&self, dice: &mut Dice) -> Kit {
        let sharers: Vec<(Kit, f64)> = self
            .kits
            .iter()
            .filter(|(kit, _)| kit.phone)
            .copied()
            .collect();
        dice.weighted(&sharers).unwrap_or(Kit::PHONE)
    }

    /// The language a household wants to be told in.
    pub fn language(&self, dice: &mut Dice) -> Lang {
        dice.weighted(&self.languages).unwrap_or_default()
    }

    /// The share of people whose kit is so.
    fn share(&self, fits: impl Fn(&Kit) -> bool) -> f64 {
        let fitting = self.kits.iter().filter(|(kit, _)| fits(kit));
        fitting.map(|(_, share)| share).sum()
    }
}

impl Kit {
    /// A key phone and nothing else.
    const PHONE: Self = Self {
        phone: true,
        smart: None,
    };
    /// No contact: told by a neighbour or the loudspeaker.
    const NOTHING: Self = Self {
        phone: false,
        smart: None,
    };
}

fn kits(channels: &Channels, several: f64) -> Vec<(Kit, f64)> {
    let smart = [
        (Way::Zalo, channels.zalo),
        (Way::Telegram, channels.telegram),
        (Way::Push, channels.pwa_push),
    ];
    // Whoever has several channels has a smartphone, and its number is known.
    let also_phone = several / smart.iter().map(|(_, share)| share).sum::<f64>();
    let mut kits = vec![
        (Kit::PHONE, channels.sms_only_basic_phone),
        (Kit::NOTHING, channels.voice_or_loudspeaker_only),
    ];
    for (way, share) in smart {
        let smart = Some(way);
        kits.push((Kit { phone: true, smart }, share * also_phone));
        kits.push((
            Kit {
                phone: false,
                smart,
            },
            share * (1.0 - also_phone),
        ));
    }
    kits
}

/// Vietnamese for those who want Vietnamese; for the rest the languages that
/// are spoken in Điện Biên, as their speakers stand to each other in the
/// country (the file has no figures for a commune).
fn languages(preference: &Preference, shares: &Shares) -> Result<Vec<(Lang, f64)>, BadLang> {
    let spoken = [
        ("hmn-Latn-VN", shares.mong * (1.0 - RPA)),
        ("mww-Latn", shares.mong * RPA),
        ("blt-Latn", shares.thai * (1.0 - TAI_VIET)),
        ("blt-Tavt", shares.thai * TAI_VIET),
        ("kjg-Latn", KHO_MU),
        ("hni-Latn", HA_NHI),
    ];
    let all: f64 = spoken.iter().map(|(_, weight)| weight).sum();
    let own = preference.own_audio + preference.own_text;
    let mut languages = vec![(Lang::vi(), preference.vietnamese)];
    for (tag, weight) in spoken {
        languages.push((Lang::parse(tag)?, own * weight / all));
    }
    Ok(languages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_the_file_add_up_to_everybody() {
        let mix = Mix::shipped().unwrap();
        assert!((mix.share(|_| true) - 1.0).abs() < 1e-9);
        assert!((mix.share(|kit| *kit == Kit::NOTHING) - 0.10).abs() < 1e-9);
        assert!((mix.share(|kit| kit.phone && kit.smart.is_some()) - 0.35).abs() < 1e-9);
        assert!((mix.share(|kit| kit.smart == Some(Way::Zalo)) - 0.46).abs() < 1e-9);
        let all: f64 = mix.languages.iter().map(|(_, weight)| weight).sum();
        assert!((all - 1.0).abs() < 1e-9, "{all}");
    }

    #[test]
    fn most_want_vietnamese_and_few_a_script_that_few_read() {
        let mix = Mix::shipped().unwrap();
        let weight = |tag: &str| {
            let wanted = Lang::parse(tag).unwrap();
            mix.languages
                .iter()
                .find(|(lang, _)| *lang == wanted)
                .unwrap()
                .1
        };
        assert!(weight("vi") > 0.5);
        assert!(weight("blt-Tavt") < weight("blt-Latn") / 4.0);
        assert!(weight("mww-Latn") < weight("hmn-Latn-VN") / 4.0);
        assert!(weight("hni-Latn") > 0.0 && weight("kjg-Latn") > 0.0);
    }
}
