//! What is done about a message of which nobody knows whether it arrived: how
//! long the truth is waited for, and where it goes on then.

use std::time::Duration;

use super::delivery::State;
use super::notice::Urgency;
use super::person::Way;
use super::turn::turn;

/// How often a gateway is asked about one message that it takes for one.
const ASKED: i32 = 5;

/// How long an uncertain delivery waits for the truth.
#[derive(Debug, Clone)]
pub struct Waits {
    /// Danger to life: then it is sent once more.
    pub flash: Duration,
    /// The rest: then it is given up.
    pub rest: Duration,
    /// Where the gateway knows it by its reference: then it is asked again.
    pub repeatable: Duration,
    /// The gateways that do.
    pub repeatables: Vec<String>,
}

impl Waits {
    /// The wait of one class, for what went by one gateway.
    pub fn of(&self, urgency: Urgency, gateway: &str) -> Duration {
        if self.repeatables.iter().any(|name| name == gateway) {
            self.repeatable
        } else if urgency == Urgency::Flash {
            self.flash
        } else {
            self.rest
        }
    }
}

/// A gateway, as far as waiting deliveries care. Those of a way stand in the
/// order of the configuration.
#[derive(Debug, Clone)]
pub struct Route {
    /// The way it serves.
    pub way: Way,
    /// Its name.
    pub gateway: String,
    /// It takes the same reference twice for one message.
    pub repeatable: bool,
    /// It is neither out of order nor on trial.
    pub well: bool,
}

/// A delivery whose wait is over.
#[derive(Debug, Clone, Copy)]
pub struct Waited<'a> {
    /// How much depends on it.
    pub urgency: Urgency,
    /// [`State::Uncertain`] or [`State::RetryWait`].
    pub state: State,
    /// The way it goes.
    pub way: Way,
    /// The gateway that was handed it last.
    pub gateway: Option<&'a str>,
    /// How often that gateway was asked again.
    pub asked: i32,
    /// Extra copies so far.
    pub resent: i32,
    /// Refusals of its content so far.
    pub refusals: i32,
    /// It may still leave.
    pub in_time: bool,
}

/// Where it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onward<'a> {
    /// It is tried again: by the gateway of this name, or by whichever is in
    /// charge.
    Retry(Option<&'a str>),
    /// The gateway that may have it is asked by the same reference.
    Ask(&'a str),
    /// An extra copy leaves: by the gateway of this name, or by whichever is in
    /// charge.
    Extra(Option<&'a str>),
    /// Nobody will ever know.
    GiveUp,
}

impl<'a> Waited<'a> {
    /// What a gateway may have goes to no other by itself: it is asked where it
    /// takes the same reference for the same message. Only danger to life
    /// leaves such a gateway, once, when it is out of order or has been asked
    /// often enough.
    pub fn onward(&self, routes: &'a [Route]) -> Onward<'a> {
        let of_way = || routes.iter().filter(|route| route.way == self.way);
        if self.state == State::RetryWait && self.asked == 0 {
            return Onward::Retry(self.turn_of(of_way()));
        }
        if !self.in_time {
            return Onward::GiveUp;
        }
        let elsewhere = of_way()
            .find(|route| route.well && Some(route.gateway.as_str()) != self.gateway)
            .map(|route| route.gateway.as_str());
        let extra = self.urgency == Urgency::Flash && self.resent == 0;
        let Some(knows) = self.gateway_that_knows(of_way()) else {
            return if extra {
                Onward::Extra(None)
            } else {
                Onward::GiveUp
            };
        };
        let name = knows.gateway.as_str();
        let leave_it = extra && elsewhere.is_some();
        match self.state {
            _ if leave_it && !(knows.well && self.asked < ASKED) => Onward::Extra(elsewhere),
            // It was asked, and has put us off.
            State::RetryWait => Onward::Retry(Some(name)),
            _ if self.asked < ASKED => Onward::Ask(name),
            _ => Onward::GiveUp,
        }
    }

    /// The gateway whose turn it is by name: none, until the first has refused
    /// every form.
    fn turn_of(&self, of_way: impl Iterator<Item = &'a Route>) -> Option<&'a str> {
        let of_way: Vec<&Route> = of_way.collect();
        let turn = turn(self.urgency, self.refusals, of_way.len())?;
        (turn.gateway > 0).then(|| of_way[turn.gateway].gateway.as_str())
    }

    fn gateway_that_knows(&self, mut of_way: impl Iterator<Item = &'a Route>) -> Option<&'a Route> {
        of_way.find(|route| route.repeatable && Some(route.gateway.as_str()) == self.gateway)
    }
}

#[cfg(test)]
#[path = "doubt_tests.rs"]
mod tests;
