//! The villages of the demo's commune. The commune and the two it was merged
//! from in 2025 are real; the villages and their figures are made up.

/// One made-up village.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Village {
    /// Its name.
    pub name: &'static str,
    /// The commune it belonged to before 2025.
    pub old_commune: &'static str,
    /// How large it is beside the others.
    pub weight: f64,
    /// Up the mountain, where phones are more often out of reach.
    pub high: bool,
}

const MUONG_TOONG: &str = "Mường Toong";
const HUOI_LECH: &str = "Huổi Lếch";

/// All of them: 25, the typical number of `data/subscribers.json`. Both old
/// communes bring a "Thôn 1".
pub const VILLAGES: [Village; 25] = [
    valley("Thôn 1", MUONG_TOONG, 1.5),
    valley("Thôn 2", MUONG_TOONG, 1.4),
    valley("bản Chợ Mới", MUONG_TOONG, 1.7),
    valley("bản Cầu Treo", MUONG_TOONG, 1.3),
    valley("bản Ngã Ba Suối", MUONG_TOONG, 1.2),
    valley("bản Đồng Thông", MUONG_TOONG, 1.1),
    valley("bản Nậm Cá", MUONG_TOONG, 1.0),
    valley("bản Nậm Lạnh", MUONG_TOONG, 0.9),
    valley("bản Nà Mạ", MUONG_TOONG, 1.1),
    valley("bản Nà Phay", MUONG_TOONG, 0.8),
    valley("bản Huổi Xanh", MUONG_TOONG, 1.0),
    valley("bản Huổi Đá", MUONG_TOONG, 0.9),
    valley("bản Huổi Sim", MUONG_TOONG, 0.7),
    high("bản Pú Mây", MUONG_TOONG, 0.6),
    high("bản Pú Gió", MUONG_TOONG, 0.5),
    valley("Thôn 1", HUOI_LECH, 1.2),
    valley("bản Suối Đôi", HUOI_LECH, 1.1),
    valley("bản Nà Sim", HUOI_LECH, 1.0),
    valley("bản Nậm Trắng", HUOI_LECH, 0.9),
    valley("bản Nậm Mơ", HUOI_LECH, 0.8),
    valley("bản Huổi Lau", HUOI_LECH, 0.9),
    valley("bản Huổi Vàng", HUOI_LECH, 0.7),
    valley("bản Rừng Cấm", HUOI_LECH, 0.8),
    high("bản Pú Sương", HUOI_LECH, 0.6),
    high("bản Pú Đá", HUOI_LECH, 0.5),
];

const fn valley(name: &'static str, old_commune: &'static str, weight: f64) -> Village {
    Village {
        name,
        old_commune,
        weight,
        high: false,
    }
}

const fn high(name: &'static str, old_commune: &'static str, weight: f64) -> Village {
    Village {
        name,
        old_commune,
        weight,
        high: true,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::text::fold;

    #[test]
    fn only_thon_1_is_there_twice_and_its_old_commune_tells_which() {
        let names: BTreeSet<String> = VILLAGES.iter().map(|one| fold(one.name)).collect();
        assert_eq!(names.len(), VILLAGES.len() - 1);
        let both: BTreeSet<(String, String)> = VILLAGES
            .iter()
            .map(|one| (fold(one.name), fold(one.old_commune)))
            .collect();
        assert_eq!(both.len(), VILLAGES.len());
        let ones = VILLAGES.iter().filter(|one| one.name == "Thôn 1");
        assert_eq!(ones.count(), 2);
    }
}
