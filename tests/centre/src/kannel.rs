//! The kannel.conf of a Kannel on loopback: see docs/gateways/kannel.md for an
//! office's.

use std::path::Path;

/// What one Kannel is told.
pub struct Conf<'a> {
    /// The port of its status page, whose password is `status`.
    pub admin: u16,
    /// The port between its two programs.
    pub boxes: u16,
    /// The port that takes messages.
    pub sendsms: u16,
    /// The account to send with.
    pub user: &'a str,
    /// Its password.
    pub password: &'a str,
    /// SMS a message may have: what is longer is cut.
    pub max_parts: usize,
    /// Calls to us that may be under way at once.
    pub calls: u32,
    /// Its lines to phones, as blocks of the file.
    pub lines: &'a str,
    /// A folder with `store` and `receipts`, where queue and receipts are kept;
    /// else they are in memory.
    pub spools: Option<&'a Path>,
    /// Where to tell what phones say; else nobody is told.
    pub hook_url: Option<&'a str>,
}

impl Conf<'_> {
    /// The file.
    pub fn text(&self) -> String {
        let Self {
            admin,
            boxes,
            sendsms,
            user,
            password,
            max_parts,
            calls,
            lines,
            ..
        } = self;
        let (kept, heard) = (self.kept(), self.heard());
        format!(
            r#"group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = admin
status-password = status
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
{kept}
{lines}
group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
mo-recode = true
max-pending-requests = {calls}
http-request-retry = 1000
http-queue-delay = 1

group = sendsms-user
username = {user}
password = "{password}"
max-messages = {max_parts}
concatenation = true
{heard}"#
        )
    }

    fn kept(&self) -> String {
        let Some(folder) = self.spools.map(Path::display) else {
            return "dlr-storage = internal\n".to_owned();
        };
        format!(
            r#"store-type = spool
store-location = "{folder}/store"
dlr-storage = spool
dlr-spool = "{folder}/receipts"
"#
        )
    }

    fn heard(&self) -> String {
        let Some(hook_url) = self.hook_url else {
            return String::new();
        };
        let mark = if hook_url.contains('?') { '&' } else { '?' };
        format!(
            r#"
group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{hook_url}{mark}from=%p&to=%P&text=%b&id=%I"
"#
        )
    }
}

/// A line to a message centre at this port, by SMPP, with so many messages
/// under way at once.
pub fn centre(port: u16, window: u32) -> String {
    format!(
        r#"group = smsc
smsc = smpp
smsc-id = centre
host = 127.0.0.1
port = {port}
transceiver-mode = true
smsc-username = "loa"
smsc-password = "secret"
system-type = ""
source-addr-ton = 5
source-addr-npi = 0
dest-addr-ton = 1
dest-addr-npi = 1
reconnect-delay = 1
max-pending-submits = {window}
"#
    )
}
