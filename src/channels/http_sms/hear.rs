//! What a gateway's calls tell, once they are proven.

use ring::hmac;

use super::HttpSms;
use crate::channels::calls::{InboundRule, ReceiptRule, field, fits};
use crate::channels::{BadCall, Call, Inbound};
use crate::domain::message_id::canonical;
use crate::domain::person::Address;

impl HttpSms {
    /// What a call tells: nothing where it is of a kind that nobody asked for.
    pub(super) fn hear(&self, call: &Call) -> Result<Vec<Inbound>, BadCall> {
        if let Some(signature) = &self.config.signature {
            signature.prove(call)?;
        }
        if let Some(rule) = self.receipt_rule(call) {
            return Ok(vec![self.receipt(rule, call)?]);
        }
        let rule = self.config.inbound.as_ref();
        match rule.filter(|rule| fits(&rule.when, call)) {
            Some(rule) => Ok(self.message(rule, call)?.into_iter().collect()),
            None => self.pass_over(call),
        }
    }

    /// The rule for receipts, where the call is one. Some gateways number what
    /// people write too: a text without news is no receipt.
    fn receipt_rule(&self, call: &Call) -> Option<&ReceiptRule> {
        let has = |name: &String| field(call, name).is_some();
        let rule = self.config.receipt.as_ref();
        let rule = rule.filter(|rule| fits(&rule.when, call))?;
        let inbound = self.config.inbound.as_ref();
        let is_text = inbound.is_some_and(|rule| has(&rule.from) && has(&rule.text));
        let names_one = [&rule.reference, &rule.id].into_iter().flatten().any(has);
        (names_one && (rule.word(call).is_some() || !is_text)).then_some(rule)
    }

    fn receipt(&self, rule: &ReceiptRule, call: &Call) -> Result<Inbound, BadCall> {
        let reference = rule.reference.as_ref().and_then(|name| field(call, name));
        match &reference {
            // All of the call is signed.
            _ if self.config.signature.is_some() => {}
            Some(reference) => {
                let given = field(call, "h").unwrap_or_default();
                if !same(&given, &self.sign(reference)) {
                    return Err(BadCall::Unproven);
                }
            }
            None => prove_token(call, rule.token.as_deref())?,
        }
        let id = rule.id.as_ref().and_then(|name| field(call, name));
        let id = id.map(|id| canonical(&id, rule.id_base));
        if reference.is_none() && id.is_none() {
            return Err(BadCall::Lacks("a reference or an id"));
        }
        let word = rule.word(call).ok_or(BadCall::Lacks("a status"))?;
        let status = rule.news(&word);
        // Where our reference has come back, an id of theirs tells nothing more,
        // and would be taken for one part of a long message.
        let part = rule.part.as_ref().and_then(|name| field(call, name));
        Ok(Inbound::Receipt {
            message_id: if reference.is_some() { part } else { id },
            reference,
            status,
        })
    }

    /// What a person wrote; nothing where no person did. Carriers advertise from
    /// names and short codes. Turned away they would be repeated for days.
    fn message(&self, rule: &InboundRule, call: &Call) -> Result<Option<Inbound>, BadCall> {
        if self.config.signature.is_none() {
            prove_token(call, Some(&rule.token))?;
        }
        let from = field(call, &rule.from).ok_or(BadCall::Lacks("a sender"))?;
        let text = rule.words(call)?;
        if rule.id.as_ref().is_some_and(|id| field(call, id).is_none()) {
            return Err(BadCall::Lacks("an id"));
        }
        let from = Address::parse(self.config.carries, &from).ok();
        Ok(from.map(|from| Inbound::Message { from, text }))
    }

    /// A call of another kind, such as a sign of life. It is answered like the
    /// others if it is proven, or it would be repeated.
    fn pass_over(&self, call: &Call) -> Result<Vec<Inbound>, BadCall> {
        let receipt = self.config.receipt.as_ref();
        let inbound = self.config.inbound.as_ref();
        let kinds = [
            receipt.map(|rule| &rule.when),
            inbound.map(|rule| &rule.when),
        ];
        let mut names = kinds.into_iter().flatten().flat_map(|when| when.keys());
        let Some(first) = names.next() else {
            return Err(BadCall::NotExpected);
        };
        if self.config.signature.is_none() {
            let of_inbound = inbound.map(|rule| rule.token.as_str());
            let of_receipt = receipt.and_then(|rule| rule.token.as_deref());
            prove_token(call, of_inbound.or(of_receipt))?;
        }
        // Cut short, it may have been of any kind.
        let tells = |name: &String| field(call, name).is_some();
        if tells(first) || names.any(tells) {
            Ok(Vec::new())
        } else {
            Err(BadCall::Lacks("its kind"))
        }
    }
}

fn prove_token(call: &Call, wanted: Option<&str>) -> Result<(), BadCall> {
    let given = call
        .query
        .iter()
        .find(|(key, _)| key == "k")
        .map(|(_, value)| value.as_str());
    match (wanted, given) {
        (Some(wanted), Some(given)) if same(given, wanted) => Ok(()),
        _ => Err(BadCall::Unproven),
    }
}

/// Compares without telling by its time where two texts differ.
fn same(a: &str, b: &str) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"loa compares");
    hmac::verify(&key, a.as_bytes(), hmac::sign(&key, b.as_bytes()).as_ref()).is_ok()
}
