//! One message over one line: all its parts, those that are put off once more.

use futures::future::join_all;
use rusmpp::{Command, Pdu};

use super::Smpp;
use super::frame::Question;
use super::line::Reply;
use super::lines::Bound;
use super::status::{outcome, status_word};
use crate::channels::Submitted;
use crate::domain::delivery::Outcome;
use crate::domain::message_id::canonical;
use crate::domain::person::Address;

/// How often the parts that a centre did not take are handed over again, with
/// so long between: parts that it has cannot be taken back.
const ROUNDS: u32 = 10;
const BETWEEN_ROUNDS: std::time::Duration = std::time::Duration::from_secs(1);

impl Smpp {
    /// Hands the parts over, those that are put off again and again, for a part
    /// that the centre has cannot be taken back.
    pub(super) async fn submit(&self, bound: &Bound, parts: &[Question]) -> Submitted {
        if let [only] = parts {
            return self.part(bound, only).await;
        }
        let (mut ids, mut taken) = (vec![None; parts.len()], 0);
        let mut left: Vec<usize> = (0..parts.len()).collect();
        for round in 1.. {
            let asks = left.iter().map(|place| self.part(bound, &parts[*place]));
            let fates = join_all(asks).await;
            let (mut refused, mut doubtful) = (None, false);
            let mut again = Vec::new();
            for (place, fate) in left.into_iter().zip(fates) {
                match fate.outcome {
                    // It may name none.
                    Outcome::Accepted => {
                        ids[place] = fate.ids.into_iter().next();
                        taken += 1;
                    }
                    Outcome::Ambiguous => doubtful = true,
                    _ => {
                        again.push(place);
                        refused.get_or_insert(fate);
                    }
                }
            }
            let Some(fate) = refused.filter(|_| !doubtful) else {
                let outcome = if doubtful {
                    Outcome::Ambiguous
                } else {
                    Outcome::Accepted
                };
                return Submitted {
                    outcome,
                    ids: ids.into_iter().flatten().collect(),
                    code: doubtful.then(|| "no answer".to_owned()),
                    retry_after: None,
                };
            };
            if taken == 0 {
                return fate;
            }
            let passes = matches!(
                fate.outcome,
                Outcome::Throttled | Outcome::TransientRejected
            );
            if !passes || round == ROUNDS || !bound.line.is_open() {
                let code = fate.code.unwrap_or_default();
                return Submitted {
                    outcome: Outcome::Ambiguous,
                    code: Some(format!("{taken} of {} parts, then {code}", ids.len())),
                    ids: ids.into_iter().flatten().collect(),
                    retry_after: None,
                };
            }
            left = again;
            tokio::time::sleep(BETWEEN_ROUNDS).await;
        }
        Submitted::new(Outcome::Ambiguous, "no end of rounds")
    }

    /// Hands one part over.
    async fn part(&self, bound: &Bound, part: &Question) -> Submitted {
        let _place = bound.window.acquire().await;
        match bound.line.ask(part, self.config.answer()).await {
            Reply::NotWritten => Submitted::new(Outcome::NotSent, "the line broke before"),
            Reply::Unanswered => Submitted::new(Outcome::Ambiguous, "no answer"),
            Reply::Answer(answer) => self.answered(&answer),
        }
    }

    fn answered(&self, answer: &Command) -> Submitted {
        let status = u32::from(answer.status());
        let id = match answer.pdu() {
            Some(Pdu::SubmitSmResp(taken)) => taken.message_id().as_str(),
            _ => "",
        };
        let outcome = outcome(status, &self.contract);
        let is_taken = outcome == Outcome::Accepted;
        Submitted {
            outcome,
            ids: (is_taken && !id.is_empty())
                .then(|| canonical(id, self.config.id_base))
                .into_iter()
                .collect(),
            code: (!is_taken).then(|| status_word(status)),
            retry_after: None,
        }
    }
}

/// A number as the centre wants it.
pub fn number(to: &Address, ton: u8) -> String {
    let international = to.expose().trim_start_matches('+');
    match (ton, international.strip_prefix("84")) {
        (2, Some(national)) => format!("0{national}"),
        _ => international.to_owned(),
    }
}

/// What joins the parts of a message: the same for every try of it.
pub fn joint(reference: &str) -> u16 {
    let delivery = reference.split('-').next().unwrap_or_default();
    let tail = delivery.len().saturating_sub(4);
    let digits = delivery.get(tail..).unwrap_or_default();
    u16::from_str_radix(digits, 16).unwrap_or(0)
}
