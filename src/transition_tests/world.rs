//! The world beside the ledger.

use crate::domain::delivery::{Event, Outcome, ReceiptStatus, State};
use crate::domain::notice::Urgency;

/// What is so in the world, whatever the ledger says. It knows nothing of
/// states: only of copies that are out, and of what phones said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct World {
    /// A message is with the gateway at this moment, or was when we died.
    in_hand: bool,
    /// Copies that may be on their way to a phone.
    copies: u32,
    /// The extra copy of a flash notice was spent.
    resent: bool,
    /// Copies that an officer has asked for.
    granted: u32,
    /// A phone has it.
    arrived: bool,
}

impl World {
    /// Whether this may happen now: nobody sends an extra copy twice.
    pub(super) fn allows(self, event: Event) -> bool {
        event != Event::Resend || !self.resent
    }

    pub(super) fn sees(&mut self, state: State, event: Event) {
        match event {
            Event::Mark => self.in_hand = true,
            Event::Resend => self.resent = true,
            // The gateway takes what it is handed next for the same copy.
            Event::AskAgain => self.copies = self.copies.saturating_sub(1),
            Event::SendAgain => {
                self.resent = true;
                self.granted += 1;
            }
            // What the ledger has forgotten may have left.
            Event::Restored if !self.in_hand && state != State::Uncertain => self.copies += 1,
            Event::Receipt(ReceiptStatus::Delivered) => self.arrived = true,
            _ => {}
        }
        let out = matches!(
            event,
            Event::Answer(Outcome::Accepted | Outcome::Ambiguous)
                | Event::LeaseLost
                | Event::Restored
                | Event::Quarantine
        );
        if self.in_hand && (out || matches!(event, Event::Answer(_))) {
            self.in_hand = false;
            self.copies += u32::from(out);
        }
    }

    /// The promises, of a state the ledger is in.
    pub(super) fn keeps(self, urgency: Urgency, state: State) -> Result<(), &'static str> {
        let most = self.granted + if urgency == Urgency::Flash { 2 } else { 1 };
        if self.copies > most {
            return Err("one copy too many");
        }
        if self.in_hand && self.copies == most {
            return Err("a copy too many is about to leave");
        }
        if self.arrived != (state == State::Delivered) {
            return Err("delivered is what a phone said, and nothing else");
        }
        let waits = matches!(state, State::Due | State::Claimed | State::RetryWait);
        if waits && self.copies > self.granted && urgency != Urgency::Flash {
            return Err("what may have left waits to be sent again");
        }
        Ok(())
    }
}
