//! The address that is told of one message, and its proof.

use data_encoding::HEXLOWER;
use ring::hmac;

use super::HttpSms;
use crate::channels::Surroundings;

impl HttpSms {
    /// Where this message's receipt is to be sent: our address, our
    /// reference, and a signature nobody else can make.
    pub(super) fn hook(&self, reference: &str) -> String {
        let Surroundings { public_url, .. } = &self.surroundings;
        format!(
            "{public_url}/hooks/{}?d={reference}&h={}",
            self.config.name,
            self.sign(reference)
        )
    }

    /// The same without a query, for gateways that put their own `?` behind it.
    pub(super) fn hook_path(&self, reference: &str) -> String {
        let Surroundings { public_url, .. } = &self.surroundings;
        format!(
            "{public_url}/hooks/{}/{reference}/{}",
            self.config.name,
            self.sign(reference)
        )
    }

    pub(super) fn sign(&self, reference: &str) -> String {
        let tag = hmac::sign(&self.surroundings.hooks, self.signed(reference).as_bytes());
        HEXLOWER.encode(&tag.as_ref()[..16])
    }

    pub(super) fn signed(&self, reference: &str) -> String {
        format!("{}\n{reference}", self.config.name)
    }
}
