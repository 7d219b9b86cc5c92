//! Which of a person's ways a notice takes.

use super::notice::Urgency;
use super::person::Way;

/// The order in which a notice that is not a matter of life prefers ways:
/// chat costs nothing, SMS always arrives, push may not.
const ORDER: [Way; 4] = [Way::Zalo, Way::Telegram, Way::Sms, Way::Push];

/// One way of a person, as the planner sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung<C> {
    /// Its kind.
    pub way: Way,
    /// The person asked for silence on it. Danger to life is told all the same.
    pub silent: bool,
    /// Whatever the caller needs to know it by.
    pub contact: C,
}

/// The ways a notice takes to one person: all that are open for `flash`, the
/// first of chat, SMS, push for the rest. `open` are the ways this office has
/// a gateway for. None left means that the person has no contact.
pub fn steps<C: Copy>(urgency: Urgency, rungs: &[Rung<C>], open: &[Way]) -> Vec<Rung<C>> {
    let mut usable: Vec<Rung<C>> = rungs
        .iter()
        .filter(|rung| open.contains(&rung.way))
        .filter(|rung| urgency == Urgency::Flash || !rung.silent)
        .copied()
        .collect();
    usable.sort_by_key(|rung| ORDER.iter().position(|way| *way == rung.way));
    if urgency != Urgency::Flash {
        usable.truncate(1);
    }
    usable
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[Way] = &Way::ALL;

    fn rung(way: Way, contact: u8) -> Rung<u8> {
        Rung {
            way,
            silent: false,
            contact,
        }
    }

    fn taken(urgency: Urgency, rungs: &[Rung<u8>], open: &[Way]) -> Vec<u8> {
        steps(urgency, rungs, open)
            .into_iter()
            .map(|rung| rung.contact)
            .collect()
    }

    #[test]
    fn danger_to_life_takes_every_way() {
        let rungs = [rung(Way::Sms, 1), rung(Way::Zalo, 2), rung(Way::Sms, 3)];
        assert_eq!(taken(Urgency::Flash, &rungs, ALL), [2, 1, 3]);
    }

    #[test]
    fn the_rest_takes_the_first_of_chat_sms_push() {
        let rungs = [rung(Way::Push, 1), rung(Way::Sms, 2)];
        assert_eq!(taken(Urgency::Routine, &rungs, ALL), [2]);
        assert_eq!(taken(Urgency::Urgent, &[rung(Way::Push, 1)], ALL), [1]);
    }

    #[test]
    fn a_way_without_a_gateway_is_no_way() {
        let rungs = [rung(Way::Zalo, 1), rung(Way::Sms, 2)];
        assert_eq!(taken(Urgency::Routine, &rungs, &[Way::Sms]), [2]);
        assert_eq!(taken(Urgency::Flash, &rungs, &[Way::Push]), [] as [u8; 0]);
    }

    #[test]
    fn silence_holds_for_all_but_danger_to_life() {
        let rungs = [Rung {
            way: Way::Sms,
            silent: true,
            contact: 1,
        }];
        assert_eq!(taken(Urgency::Urgent, &rungs, ALL), [] as [u8; 0]);
        assert_eq!(taken(Urgency::Flash, &rungs, ALL), [1]);
    }
}
