//! The kannel.conf of a test: see docs/gateways/kannel.md for an office's.

use std::{fs, path::Path};

use loa_centre::kannel::Conf;

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

/// Writes it into `folder`, with these lines and the spools it names.
pub fn write(ports: &Ports, folder: &Path, hook_url: &str, lines: &str) {
    for spool in ["store", "receipts"] {
        fs::create_dir(folder.join(spool)).expect("a spool");
    }
    let conf = Conf {
        admin: ports.admin,
        boxes: ports.boxes,
        sendsms: ports.sendsms,
        user: USER,
        password: PASSWORD,
        max_parts: MAX_PARTS,
        calls: 32,
        lines,
        spools: Some(folder),
        hook_url: Some(hook_url),
    };
    fs::write(folder.join("kannel.conf"), conf.text()).expect("kannel.conf");
}
