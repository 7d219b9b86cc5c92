//! A commune's people, made up household by household: names, numbers, phones
//! and languages, never who belongs to which ethnic group.

use super::dice::Dice;
use super::fate::HIGH;
use super::mix::{Kit, Mix};
use super::villages::{VILLAGES, Village};
use crate::domain::language::Lang;
use crate::domain::person::{Address, BadAddress, Role, Way};

/// The seed of the demo: every run meets the same commune.
const SEED: u64 = 3163;

/// How many more are known by a number that is shared: one, or two.
const SHARERS: [(usize, f64); 2] = [(1, 0.6), (2, 0.4)];

/// Bounds of the share of a village's households that are on the lists, around
/// the share of the whole commune. Assumed.
const UNEVEN: f64 = 0.17;

// Names that many people of the north-west bear, put together by lot. They say
// nothing about a household's language.
const FAMILY: [&str; 16] = [
    "Lò", "Vàng", "Quàng", "Giàng", "Nguyễn", "Lường", "Sùng", "Cà", "Trần", "Tòng", "Thào",
    "Phạm", "Mùa", "Bạc", "Lê", "Chang",
];
const MEN: [&str; 16] = [
    "An", "Bình", "Chính", "Dũng", "Đức", "Hải", "Hùng", "Khánh", "Long", "Minh", "Nam", "Phong",
    "Quân", "Sơn", "Thắng", "Việt",
];
const WOMEN: [&str; 16] = [
    "Chi", "Dung", "Giang", "Hạnh", "Hoa", "Hương", "Lan", "Liên", "Mai", "Nga", "Nhung", "Oanh",
    "Phương", "Thảo", "Xuân", "Yến",
];

/// One made-up person.
#[derive(Debug, Clone)]
pub struct Resident {
    /// Their village's place in [`VILLAGES`].
    pub village: usize,
    /// Their name.
    pub name: String,
    /// What they want to be told in.
    pub language: Lang,
    /// Their part.
    pub role: Role,
    /// Every way to reach them; none where only a voice does.
    pub addresses: Vec<Address>,
}

/// What the office counted in a village.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Households living there: more than are on the lists.
    pub households: i64,
    /// People living there.
    pub people: i64,
}

/// The people of a commune, one group after the other: no matter how many
/// there are, only a group is held.
pub struct People {
    mix: Mix,
    dice: Dice,
    left: u64,
    tellers: usize,
    serial: u64,
    listed: [i64; VILLAGES.len()],
}

impl People {
    /// So many people, yet to come.
    pub fn new(many: u64) -> anyhow::Result<Self> {
        Ok(Self {
            mix: Mix::shipped()?,
            dice: Dice::seeded(SEED),
            left: many,
            tellers: 0,
            serial: 0,
            listed: [0; VILLAGES.len()],
        })
    }

    /// The next people, `many` or a few more: households are not torn apart.
    /// Empty when everybody has come.
    pub fn next_group(&mut self, many: usize) -> Result<Vec<Resident>, BadAddress> {
        let mut group = Vec::with_capacity(many);
        while group.len() < many && self.left > 0 {
            self.next_household(&mut group)?;
        }
        Ok(group)
    }

    /// The figures of every village. Asked when everybody has come: they rest
    /// on the households that are on the lists.
    pub fn figures(&self) -> Vec<Figures> {
        let mut dice = Dice::seeded(SEED);
        let of_village = |listed: &i64| {
            let share = self.mix.listed + dice.between(-UNEVEN, UNEVEN);
            let households = whole(*listed as f64 / share).max(listed + 1);
            let people = whole(households as f64 * self.mix.people_per_household);
            Figures { households, people }
        };
        self.listed.iter().map(of_village).collect()
    }

    /// Adds a household's people: all who are known by its number, or the one
    /// person the office knows of it. First come a head for each village and
    /// the relays.
    fn next_household(&mut self, group: &mut Vec<Resident>) -> Result<(), BadAddress> {
        let (village, role) = self.next_place();
        let teller = role.tells_others();
        let language = self.mix.language(&mut self.dice);
        let kit = if teller {
            // Whoever carries notices is known by number and by Zalo.
            Kit {
                phone: true,
                smart: Some(Way::Zalo),
            }
        } else {
            let extra = self.mix.shared
                * SHARERS
                    .iter()
                    .map(|(n, often)| *n as f64 * often)
                    .sum::<f64>();
            self.mix.kit_of_first(&mut self.dice, extra)
        };
        let mut kits = vec![kit];
        if kit.phone && !teller && self.dice.chance(self.mix.shared) {
            let sharers = self.dice.weighted(&SHARERS).unwrap_or_default();
            kits.extend((0..sharers).map(|_| self.mix.kit_of_sharer(&mut self.dice)));
        }
        kits.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        let high = VILLAGES[village].high;
        let number = kit
            .phone
            .then(|| self.next_address(Way::Sms, high))
            .transpose()?;
        let family = FAMILY[self.dice.below(FAMILY.len())];
        let (first, man) = (self.dice.below(MEN.len()), self.dice.below(2));
        for (place, kit) in kits.into_iter().enumerate() {
            let mut addresses = Vec::new();
            addresses.extend(number.clone().filter(|_| kit.phone));
            if let Some(way) = kit.smart {
                addresses.push(self.next_address(way, high)?);
            }
            let name = name(family, first + place, (man + place).is_multiple_of(2));
            group.push(Resident {
                village,
                name,
                language,
                role,
                addresses,
            });
            self.left -= 1;
        }
        self.listed[village] += 1;
        Ok(())
    }

    fn next_place(&mut self) -> (usize, Role) {
        let place = self.tellers;
        self.tellers = (place + 1).min(VILLAGES.len() + self.mix.relays);
        if place < VILLAGES.len() {
            return (place, Role::Head);
        }
        let by_size: Vec<(usize, f64)> = VILLAGES
            .iter()
            .map(|village: &Village| village.weight)
            .enumerate()
            .collect();
        let village = self.dice.weighted(&by_size).unwrap_or_default();
        let relay = place < VILLAGES.len() + self.mix.relays;
        (village, if relay { Role::Relay } else { Role::Villager })
    }

    /// An address that nobody else here has. Numbers begin with 057, which no
    /// carrier holds; the last digit tells the high villages (see [`HIGH`]).
    fn next_address(&mut self, way: Way, high: bool) -> Result<Address, BadAddress> {
        // Mixes the six digits without ever meeting one twice: the factor has
        // no divisor in common with a million.
        let mixed = (self.serial * 387_413 + 104_729) % 1_000_000;
        self.serial += 1;
        let last = if high {
            HIGH
        } else {
            ['0', '1', '2', '3', '4', '5', '6', '8', '9'][self.dice.below(9)]
        };
        let address = match way {
            Way::Sms => format!("057{mixed:06}{last}"),
            Way::Zalo => format!("457294769399{mixed:06}{last}"),
            Way::Telegram => format!("700{mixed:06}{last}"),
            Way::Push => format!("https://push.invalid/{mixed:06}{last}"),
        };
        Address::parse(way, &address)
    }
}

/// A name; within a household each `nth` is another one.
fn name(family: &str, nth: usize, man: bool) -> String {
    if man {
        format!("{family} Văn {}", MEN[nth % MEN.len()])
    } else {
        format!("{family} Thị {}", WOMEN[nth % WOMEN.len()])
    }
}

fn whole(figure: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "people of a commune; the fraction is meant to go"
    )]
    let whole = figure.round() as i64;
    whole
}

#[cfg(test)]
mod tests;
