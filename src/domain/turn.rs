//! Whose turn it is after a refusal: the next form of the text, the next
//! gateway.

use super::notice::Urgency;

/// Where a message goes next, and in which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Which of the way's gateways, in the order of the configuration.
    pub gateway: usize,
    /// Without its marks, in the form that was approved with it.
    pub plain: bool,
}

/// How often a text that is no danger to life may be refused.
const PATIENCE: i32 = 2;

/// Whose turn it is after so many refusals of the content, of `gateways` that
/// serve the way. Danger to life tries every form on every gateway before it
/// gives up; the rest is asked once more where it was, for an officer will have
/// been called meanwhile. `None`: nobody's turn is left.
pub fn turn(urgency: Urgency, refusals: i32, gateways: usize) -> Option<Turn> {
    let refusals_so_far = usize::try_from(refusals).unwrap_or(0);
    if urgency == Urgency::Flash {
        let turn = Turn {
            gateway: refusals_so_far / 2,
            plain: refusals_so_far % 2 == 1,
        };
        return (turn.gateway < gateways).then_some(turn);
    }
    (refusals < PATIENCE).then_some(Turn {
        gateway: 0,
        plain: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danger_to_life_tries_every_form_on_every_gateway() {
        let turns: Vec<(usize, bool)> = (0..)
            .map_while(|refusals| turn(Urgency::Flash, refusals, 2))
            .map(|turn| (turn.gateway, turn.plain))
            .collect();
        assert_eq!(turns, [(0, false), (0, true), (1, false), (1, true)]);
    }

    #[test]
    fn the_rest_keeps_its_form_and_is_refused_twice_at_most() {
        for urgency in [Urgency::Routine, Urgency::Urgent] {
            let first = Turn {
                gateway: 0,
                plain: false,
            };
            assert_eq!(turn(urgency, 0, 3), Some(first));
            assert_eq!(turn(urgency, 1, 3), Some(first));
            assert_eq!(turn(urgency, 2, 3), None);
        }
    }
}
