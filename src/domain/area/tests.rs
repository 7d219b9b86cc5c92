use super::*;

#[test]
fn the_shipped_list_is_the_countrys() {
    let areas = Areas::shipped();
    assert_eq!(
        areas
            .by_code
            .values()
            .filter(|area| area.level == 1)
            .count(),
        34
    );
    assert_eq!(areas.communes_of(&AreaCode(COUNTRY.into())).len(), 3321);
    assert!(areas.by_code.values().all(|area| {
        area.parent
            .as_ref()
            .is_none_or(|p| areas.by_code.contains_key(p))
    }));
}

#[test]
fn a_commune_is_found_without_its_marks() {
    let found = Areas::shipped().search("muong toong");
    assert_eq!(found.first().map(|area| area.code.as_str()), Some("03163"));
    assert!(!Areas::shipped().search("ea h'leo").is_empty());
}

#[test]
fn the_province_helps_to_find_the_commune_and_a_code_loses_its_zero() {
    let codes = |words: &str| -> Vec<String> {
        let found = Areas::shipped().search(words);
        found.iter().map(|area| area.code.to_string()).collect()
    };
    assert_eq!(codes("Mường Toong, Điện Biên"), ["03163"]);
    assert_eq!(codes("thanh an dien bien").len(), 1);
    assert_eq!(codes("3163"), ["03163"]);
    let named = Areas::shipped().search("thanh an");
    assert!(fold(&named[0].name).starts_with("thanh an"));
    assert!(named.iter().all(|area| area.level == 2));
    let province = codes("ha noi");
    assert_eq!(province.first().map(String::as_str), Some("01"));
    assert!(province.len() > 100, "its communes are found with it");
}

#[test]
fn a_province_covers_its_communes_and_no_others() {
    let areas = Areas::shipped();
    let commune = areas.find("03163").unwrap().code.clone();
    let province = areas.scope("11").unwrap();
    assert!(areas.covers(&province, &commune));
    assert!(areas.covers(&areas.scope("vn").unwrap(), &commune));
    assert!(!areas.covers(&areas.scope("04").unwrap(), &commune));
    assert!(!areas.covers(&commune, &province));
}

#[test]
fn a_wrong_code_is_refused() {
    assert_eq!(
        Areas::shipped().find("99999").unwrap_err(),
        NoSuchArea("99999".into())
    );
}
