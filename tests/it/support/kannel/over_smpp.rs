//! A Kannel whose one line leads to a message centre, by SMPP.

use loa_centre::kannel;
use tempfile::TempDir;
use tokio::process::Child;

use super::conf::{self, Ports};
use super::{PASSWORD, STATUS, USER, boxes, installed, logs, unless_it_ends, until};

/// It, running; its processes end with it.
pub struct OverSmpp {
    /// Where to send: `http://127.0.0.1:PORT/cgi-bin/sendsms`.
    pub sendsms: String,
    /// The account to send with.
    pub user: &'static str,
    /// Its password.
    pub password: &'static str,
    // An smsbox that sees its bearerbox go starts another: it goes first.
    _smsbox: Child,
    _bearerbox: Child,
    folder: TempDir,
}

impl OverSmpp {
    /// Starts one that calls `hook_url`, and waits until it is bound to the
    /// centre at this port.
    ///
    /// Panics where a program is missing (ask [`installed`] first) or does not start.
    pub async fn start(hook_url: &str, centre: u16) -> Self {
        let mut why = String::new();
        // A port that was free may be taken by the time Kannel opens it: try others.
        for _ in 0..3 {
            match Self::try_start(hook_url, centre).await {
                Ok(kannel) => return kannel,
                Err(reason) => why = reason,
            }
        }
        panic!("Kannel did not start: {why}");
    }

    async fn try_start(hook_url: &str, centre: u16) -> Result<Self, String> {
        let programs = installed().expect("install the packages kannel and kannel-extras");
        let folder = tempfile::tempdir().expect("a folder for Kannel");
        let ports = Ports::free(0);
        conf::write(&ports, folder.path(), hook_url, &kannel::centre(centre, 50));
        let (mut bearerbox, smsbox) = boxes(&programs, &ports, folder.path(), "centre").await?;
        let bound = until(ports.admin, STATUS, |page| page.contains("(online"));
        unless_it_ends(&mut bearerbox, folder.path(), bound).await?;
        Ok(Self {
            sendsms: format!("http://127.0.0.1:{}/cgi-bin/sendsms", ports.sendsms),
            user: USER,
            password: PASSWORD,
            _smsbox: smsbox,
            _bearerbox: bearerbox,
            folder,
        })
    }
}

impl Drop for OverSmpp {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", logs(self.folder.path()));
        }
    }
}
