use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::domain::text::fold;

fn everybody(many: u64) -> (Vec<Resident>, Vec<Figures>) {
    let mut people = People::new(many).unwrap();
    let mut all = Vec::new();
    loop {
        let group = people.next_group(500).unwrap();
        if group.is_empty() {
            return (all, people.figures());
        }
        all.extend(group);
    }
}

fn number(one: &Resident) -> Option<String> {
    let phone = one.addresses.iter().find(|a| a.way() == Way::Sms);
    phone.map(|address| address.expose().to_owned())
}

#[test]
fn everybody_comes_once_and_the_same_in_every_run() {
    let (people, _) = everybody(3000);
    assert_eq!(people.len(), 3000);
    let (again, _) = everybody(3000);
    let told = |list: &[Resident]| -> Vec<(String, usize, Option<String>)> {
        list.iter()
            .map(|one| (one.name.clone(), one.village, number(one)))
            .collect()
    };
    assert_eq!(told(&people), told(&again));
}

#[test]
fn channels_are_mixed_as_the_assumptions_say() {
    let (people, _) = everybody(20_000);
    let share = |fits: &dyn Fn(&Resident) -> bool| {
        people.iter().filter(|one| fits(one)).count() as f64 / people.len() as f64
    };
    let has = |one: &Resident, way| one.addresses.iter().any(|a| a.way() == way);
    for (said, found) in [
        (0.10, share(&|one| one.addresses.is_empty())),
        (0.35, share(&|one| one.addresses.len() > 1)),
        (0.46, share(&|one| has(one, Way::Zalo))),
        (
            0.34,
            share(&|one| has(one, Way::Sms) && one.addresses.len() == 1),
        ),
        (0.08, share(&|one| has(one, Way::Push))),
        (0.02, share(&|one| has(one, Way::Telegram))),
        (0.62, share(&|one| one.language == Lang::vi())),
    ] {
        assert!((said - found).abs() < 0.015, "{said} was found as {found}");
    }
}

#[test]
fn of_a_hundred_numbers_forty_five_are_shared_within_one_village() {
    let (people, _) = everybody(20_000);
    let mut known: BTreeMap<String, Vec<&Resident>> = BTreeMap::new();
    for one in &people {
        if let Some(number) = number(one) {
            known.entry(number).or_default().push(one);
        }
    }
    let shared = known.values().filter(|sharers| sharers.len() > 1).count();
    let share = shared as f64 / known.len() as f64;
    assert!((share - 0.45).abs() < 0.02, "{share}");
    for sharers in known.values() {
        let villages: BTreeSet<usize> = sharers.iter().map(|one| one.village).collect();
        assert_eq!(villages.len(), 1);
        // The store takes one name on one number for one person.
        let names: BTreeSet<String> = sharers.iter().map(|one| fold(&one.name)).collect();
        assert_eq!(names.len(), sharers.len());
    }
}

#[test]
fn only_a_number_is_ever_shared() {
    let (people, _) = everybody(5000);
    let others = people
        .iter()
        .flat_map(|one| &one.addresses)
        .filter(|a| a.way() != Way::Sms);
    let all: Vec<(Way, &str)> = others.map(|a| (a.way(), a.expose())).collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
}

#[test]
fn each_village_has_one_head_and_the_commune_twenty_relays_all_within_reach() {
    let (people, _) = everybody(3000);
    let heads: Vec<&Resident> = people.iter().filter(|one| one.role == Role::Head).collect();
    let villages: BTreeSet<usize> = heads.iter().map(|one| one.village).collect();
    assert_eq!((heads.len(), villages.len()), (25, 25));
    let relays = people.iter().filter(|one| one.role == Role::Relay);
    assert_eq!(relays.count(), 20);
    let tellers = people.iter().filter(|one| one.role.tells_others());
    assert!(tellers.into_iter().all(|one| one.addresses.len() == 2));
}

#[test]
fn more_households_live_in_every_village_than_are_on_the_lists() {
    for many in [100, 3000, 20_000] {
        let (people, figures) = everybody(many);
        let mut listed: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (n, one) in people.iter().enumerate() {
            let household = number(one).unwrap_or_else(|| format!("alone {n}"));
            listed.entry(one.village).or_default().insert(household);
        }
        for (village, figures) in figures.iter().enumerate() {
            let listed = i64::try_from(listed[&village].len()).unwrap();
            assert!(figures.households > listed, "{}", VILLAGES[village].name);
            assert!(figures.people > figures.households);
        }
    }
}

#[test]
fn only_high_villages_have_addresses_of_the_high_mast() {
    let (people, _) = everybody(3000);
    for one in &people {
        for address in &one.addresses {
            assert_eq!(address.expose().ends_with(HIGH), VILLAGES[one.village].high);
        }
    }
}
