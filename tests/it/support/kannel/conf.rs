//! The kannel.conf of a test: see docs/gateways/kannel.md for an office's.

use std::{fs, path::Path};

use super::{MAX_PARTS, PASSWORD, REFUSED, UNDELIVERED, UNROUTABLE, USER};

/// Where each of them listens, all on loopback.
pub struct Ports {
    pub admin: u16,
    boxes: u16,
    pub phones: u16,
    pub generic: u16,
    pub sendsms: u16,
    carrier: u16,
}

impl Ports {
    /// Five that are free now, beside the one the failing carrier holds already.
    pub fn free(carrier: u16) -> Self {
        // Held together, so that they differ.
        let held: [std::net::TcpListener; 5] = std::array::from_fn(|_| {
            std::net::TcpListener::bind("127.0.0.1:0").expect("a free port")
        });
        let [admin, boxes, phones, generic, sendsms] =
            held.map(|listener| listener.local_addr().expect("an address").port());
        Self {
            admin,
            boxes,
            phones,
            generic,
            sendsms,
            carrier,
        }
    }
}

/// The lines of the fake SMSC program and of the carrier that fails.
pub fn fakes(ports: &Ports) -> String {
    let Ports {
        phones,
        generic,
        carrier,
        ..
    } = ports;
    format!(
        r#"group = smsc
smsc = fake
smsc-id = fake
port = {phones}
connect-allow-ip = 127.0.0.1
denied-prefix = "{UNDELIVERED};{REFUSED};{UNROUTABLE}"

group = smsc
smsc = http
smsc-id = failing
system-type = generic
port = {generic}
connect-allow-ip = 127.0.0.1
allowed-prefix = "{UNDELIVERED};{REFUSED}"
send-url = "http://127.0.0.1:{carrier}/?to=%p&id=%I"
status-success-regex = "^ok"
status-permfail-regex = "^no"
generic-foreign-id-regex = "^ok (.+)$"
"#
    )
}

/// A line to a message centre at this port, by SMPP.
pub fn centre(port: u16) -> String {
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
max-pending-submits = 50
"#
    )
}

/// Writes it into `folder`, with these lines and the spools it names.
pub fn write(ports: &Ports, folder: &Path, hook_url: &str, lines: &str) {
    let Ports {
        admin,
        boxes,
        sendsms,
        ..
    } = ports;
    let folder = folder.display();
    for spool in ["store", "receipts"] {
        fs::create_dir(format!("{folder}/{spool}")).expect("a spool");
    }
    let mark = if hook_url.contains('?') { '&' } else { '?' };
    let conf = format!(
        r#"group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = admin
status-password = status
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
store-type = spool
store-location = "{folder}/store"
dlr-storage = spool
dlr-spool = "{folder}/receipts"

{lines}
group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
mo-recode = true
max-pending-requests = 32
http-request-retry = 1000
http-queue-delay = 1

group = sendsms-user
username = {USER}
password = "{PASSWORD}"
max-messages = {MAX_PARTS}
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{hook_url}{mark}from=%p&to=%P&text=%b&id=%I"
"#
    );
    fs::write(format!("{folder}/kannel.conf"), conf).expect("kannel.conf");
}
