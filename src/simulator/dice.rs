//! A small generator with a seed: the same seed makes the same commune and the
//! same bad luck on every machine, so that two people can talk about what they
//! saw. Not for secrets.

/// `SplitMix64` (Steele, Lea, Flood 2014): one word of state, every seed is good.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice of a text of their own: its FNV-1a hash is the seed.
    pub fn of(text: &str) -> Self {
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        Self(text.bytes().fold(BASIS, hash))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number from 0 up to, but never, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number between two.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True so often, of 1.
    pub fn chance(&mut self, often: f64) -> bool {
        self.unit() < often
    }

    /// A whole number below `n`; 0 where there is none.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % n).unwrap_or(0)
    }

    /// One of several, each as often as its weight. `None` where nothing has any.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, f64)]) -> Option<T> {
        let mut left = self.unit() * choices.iter().map(|(_, weight)| weight).sum::<f64>();
        let fallen = choices.iter().find(|(_, weight)| {
            left -= weight;
            left < 0.0
        });
        // Rounding may leave a crumb behind the last of them.
        fallen.or(choices.last()).map(|(choice, _)| *choice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_tells_the_same_story_and_another_does_not() {
        let story = |mut dice: Dice| (0..5).map(|_| dice.below(1000)).collect::<Vec<_>>();
        assert_eq!(story(Dice::seeded(7)), story(Dice::seeded(7)));
        assert_ne!(story(Dice::seeded(7)), story(Dice::seeded(8)));
        assert_eq!(
            story(Dice::of("84571234567")),
            story(Dice::of("84571234567"))
        );
        assert_ne!(
            story(Dice::of("84571234567")),
            story(Dice::of("84571234568"))
        );
    }

    #[test]
    fn each_choice_falls_as_often_as_its_weight() {
        let mut dice = Dice::seeded(1);
        let choices = [('a', 3.0), ('b', 0.0), ('c', 1.0)];
        let fallen: Vec<char> = (0..10_000)
            .filter_map(|_| dice.weighted(&choices))
            .collect();
        let share = |wanted| fallen.iter().filter(|one| **one == wanted).count();
        assert_eq!(fallen.len(), 10_000);
        assert!((7300..7700).contains(&share('a')), "{}", share('a'));
        assert_eq!(share('b'), 0);
        assert_eq!(dice.weighted::<u8>(&[]), None);
    }
}
