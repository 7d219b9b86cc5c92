//! People and their contacts: written in groups, found by contact, forgotten
//! without a trace.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use sqlx::QueryBuilder;

use super::list::push_list;
use super::{Error, Result, Tx};
use crate::domain::area::AreaCode;
use crate::domain::id::{ContactId, ListId, PersonId, VillageId};
use crate::domain::language::Lang;
use crate::domain::person::{Address, Role, Way};
use crate::domain::text::fold;

use writes::Writes;

mod writes;

/// A person as a list gives them.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Their commune.
    pub area: AreaCode,
    /// Their village, where it is known.
    pub village: Option<VillageId>,
    /// Their name; may be empty.
    pub name: String,
    /// What they want to be told in.
    pub language: Lang,
    /// Their part.
    pub role: Role,
    /// Who wrote their consent down.
    pub consent_by: Option<String>,
    /// When, as a date.
    pub consent_at: Option<String>,
    /// Every way to reach them.
    pub addresses: Vec<Address>,
}

/// What became of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// People who were not known.
    pub added: u64,
    /// People who were, recognised by a contact.
    pub updated: u64,
}

type Unreached = HashMap<Vec<u8>, Vec<(PersonId, PersonId)>>;
type Known = HashMap<(Way, Vec<u8>), KnownContact>;

struct KnownContact {
    id: ContactId,
    serves: Vec<(PersonId, PersonId, String)>,
}

impl Tx {
    /// Writes people: those a contact of theirs already names are updated, the
    /// rest are added. People who share a contact are one household. A list
    /// comes in groups: `list` says which of them belong together.
    pub async fn save_people(
        &mut self,
        people: &[NewPerson],
        list: ListId,
        now: Timestamp,
    ) -> Result<Saved> {
        let mut known = self.known_contacts(people).await?;
        let mut unreached = self.known_by_name(people, list).await?;
        let mut writes = Writes::default();
        let mut saved = Saved::default();
        for person in people {
            if self.place(person, &mut known, &mut unreached, &mut writes, now)? {
                saved.added += 1;
            } else {
                saved.updated += 1;
            }
        }
        self.write_people(&writes, list, now).await?;
        Ok(saved)
    }

    async fn known_contacts(&mut self, people: &[NewPerson]) -> Result<Known> {
        let mut wanted: Vec<(Way, Vec<u8>)> = people
            .iter()
            .flat_map(|person| {
                person
                    .addresses
                    .iter()
                    .map(|address| (address.way(), self.keys.find(address)))
            })
            .collect();
        wanted.sort();
        wanted.dedup();
        let mut known = Known::new();
        for group in wanted.chunks(1000) {
            let rows: Vec<(
                ContactId,
                Way,
                Vec<u8>,
                Option<PersonId>,
                Option<PersonId>,
                Option<Vec<u8>>,
            )> = on!(self, db => {
                let mut query = QueryBuilder::<Db>::new(
                    "SELECT c.id, c.channel, c.address_hash, p.id, p.household, p.name FROM (");
                query.push_values(group, |mut row, (way, hash)| {
                    row.push_bind(way.as_str()).push_bind(hash);
                });
                query.push(") AS v JOIN contacts c ON c.channel = v.column1 AND c.address_hash = v.column2
                    LEFT JOIN serves s ON s.contact = c.id LEFT JOIN people p ON p.id = s.person");
                query.build_query_as().fetch_all(db).await
            })?;
            for (id, way, hash, person, household, name) in rows {
                let contact = known.entry((way, hash)).or_insert_with(|| KnownContact {
                    id,
                    serves: Vec::new(),
                });
                if let (Some(person), Some(household), Some(name)) = (person, household, name) {
                    contact.serves.push((
                        person,
                        household,
                        fold(&self.keys.open_text(person.0, &name)?),
                    ));
                }
            }
        }
        Ok(known)
    }

    /// People whom nothing reaches, by village and name. Several may share a
    /// name: each row of a list takes one whom no row before it took or added.
    async fn known_by_name(&mut self, people: &[NewPerson], list: ListId) -> Result<Unreached> {
        let wanted: Vec<Vec<u8>> = people
            .iter()
            .filter_map(|person| self.name_key(person))
            .collect();
        let mut unreached = Unreached::new();
        for group in wanted.chunks(1000) {
            let rows: Vec<(Vec<u8>, PersonId, PersonId)> = on!(self, db => {
                let mut query = QueryBuilder::<Db>::new("SELECT known_by, id, household FROM people WHERE known_by IN ");
                push_list(&mut query, group);
                query.push(" AND list <> ").push_bind(list).push(" ORDER BY id DESC");
                query.build_query_as().fetch_all(db).await
            })?;
            for (key, id, household) in rows {
                let same = unreached.entry(key).or_default();
                if !same.contains(&(id, household)) {
                    same.push((id, household));
                }
            }
        }
        Ok(unreached)
    }

    /// What a person without any contact is known by.
    fn name_key(&self, person: &NewPerson) -> Option<Vec<u8>> {
        let place = person
            .village
            .map_or_else(|| person.area.to_string(), |village| village.to_string());
        person
            .addresses
            .is_empty()
            .then(|| self.keys.find_name(&place, &fold(&person.name)))
    }

    /// Decides who a row is, and notes what must be written. True where the
    /// person is new.
    fn place(
        &self,
        person: &NewPerson,
        known: &mut Known,
        unreached: &mut Unreached,
        writes: &mut Writes,
        now: Timestamp,
    ) -> Result<bool> {
        let folded = fold(&person.name);
        let keys: Vec<(Way, Vec<u8>)> = person
            .addresses
            .iter()
            .map(|address| (address.way(), self.keys.find(address)))
            .collect();
        let sharers = || {
            keys.iter()
                .filter_map(|key| known.get(key))
                .flat_map(|contact| &contact.serves)
        };
        let same =
            sharers().find(|(_, _, name)| *name == folded || name.is_empty() || folded.is_empty());
        let name_key = self.name_key(person);
        let same = same.map(|(id, household, _)| (*id, *household));
        let same = same.or_else(|| unreached.get_mut(name_key.as_ref()?)?.pop());
        let (id, household, added) = if let Some((id, household)) = same {
            (id, household, false)
        } else {
            let id = PersonId::at(now);
            (
                id,
                sharers().next().map_or(id, |(_, household, _)| *household),
                true,
            )
        };
        let name = self.keys.seal(id.0, person.name.as_bytes())?;
        // A row without a name does not take a known one away.
        let named = !folded.is_empty();
        if added {
            writes
                .people
                .push((id, household, person.clone(), name, name_key));
        } else if let Some(earlier) = writes.people.iter_mut().find(|row| row.0 == id) {
            // Twice in one list: the later row wins, as it would in two lists.
            earlier.2 = person.clone();
            if named {
                earlier.3 = name;
            }
        } else {
            let earlier = writes.updates.iter().position(|row| row.0 == id);
            let earlier = earlier.and_then(|place| writes.updates.remove(place).2);
            let name = if named { Some(name) } else { earlier };
            writes.updates.push((id, person.clone(), name));
        }
        for (key, address) in keys.into_iter().zip(&person.addresses) {
            let contact = match known.entry(key) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    let contact = ContactId::at(now);
                    let sealed = self.keys.seal(contact.0, address.expose().as_bytes())?;
                    writes
                        .contacts
                        .push((contact, address.way(), entry.key().1.clone(), sealed));
                    entry.insert(KnownContact {
                        id: contact,
                        serves: Vec::new(),
                    })
                }
            };
            if !contact.serves.iter().any(|(served, _, _)| *served == id) {
                contact.serves.push((id, household, folded.clone()));
                writes.serves.push((id, contact.id));
            }
        }
        Ok(added)
    }
}

/// A language as the database holds it.
pub(super) fn language(tag: &str) -> Result<Lang> {
    Lang::parse(tag).map_err(|_| Error::Strange(format!("the language {tag}")))
}
