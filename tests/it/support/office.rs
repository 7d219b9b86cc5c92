//! The office of a new user: an empty folder, and the real program in it, as a
//! process of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::app::{COMMUNE, LONG};
use super::database::Database;
use super::notice::notice_file;

/// A folder of a new user, with the program at hand.
pub struct Office {
    pub folder: TempDir,
    /// Only on PostgreSQL is it configured; SQLite needs nothing.
    pub database: Database,
}

impl Office {
    /// An empty folder, and `loa.toml` with these words.
    pub async fn new(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::new(&folder).await;
        let office = Self { folder, database };
        office.write("loa.toml", config);
        office
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file into the folder.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// The program, about to be run in the folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loa"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            // A door of its own for each: nobody here listens on 8080.
            .env("LOA_LISTEN", "127.0.0.1:0")
            // Tests run at night too.
            .env("LOA__QUIET__FROM", "00:00")
            .env("LOA__QUIET__TO", "00:00")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if self.database.on_a_server() {
            command.env("LOA_DATABASE_URL", &self.database.url);
        }
        command
    }

    /// Runs the program to its end.
    pub async fn loa(&self, args: &[&str]) -> Ran {
        finished(self.command(args)).await
    }

    /// One that is furnished, with a notice that is fit to be sent.
    pub async fn ready(config: &str) -> Self {
        let office = Self::new(config).await;
        office.furnish().await;
        office.write("lu.toml", &notice_file("Nguy cơ lũ quét tối nay"));
        office
    }

    /// An author, an approver, a list of villages and one of people.
    pub async fn furnish(&self) {
        for adding in ADD_OFFICERS {
            let added = self.loa(&adding).await;
            assert!(added.said().contains(adding[2]));
        }
        self.write("thon.csv", VILLAGES);
        self.write("nguoi.csv", PEOPLE);
        self.loa(&["villages", "import", "thon.csv", "--area", COMMUNE])
            .await
            .said();
        self.loa(&["people", "import", "nguoi.csv", "--area", COMMUNE])
            .await
            .said();
    }
}

/// What a command came to.
#[derive(Debug)]
pub struct Ran {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Standard output as JSON; the command must have succeeded.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Standard output; the command must have succeeded.
    pub fn said(&self) -> &str {
        assert_eq!(self.code, 0, "{self:?}");
        &self.out
    }

    /// What was said instead of a result: one line, in plain words, without
    /// the innards of the program.
    pub fn refusal(&self) -> &str {
        assert!(self.code == 1 && self.out.is_empty(), "{self:?}");
        let sentence = self.err.trim_end();
        assert!(
            sentence.starts_with("loa: ") && !sentence.contains('\n'),
            "not one sentence: {self:?}"
        );
        for innards in ["panicked", "Error {", "Some(", "(code:", "RUST_BACKTRACE"] {
            assert!(!sentence.contains(innards), "{sentence}");
        }
        sentence
    }
}

/// What the program shows under these keys, in their order.
pub fn numbers(shown: &Value, keys: &[&str]) -> Vec<i64> {
    let number = |key: &&str| {
        shown[*key]
            .as_i64()
            .unwrap_or_else(|| panic!("no number `{key}` in {shown}"))
    };
    keys.iter().map(number).collect()
}

/// Runs a command to its end; one that hangs is a failure.
pub async fn finished(mut command: Command) -> Ran {
    let output = tokio::time::timeout(LONG, command.output())
        .await
        .expect("the command did not end")
        .unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Starts a command that goes on; its standard error goes to a file.
pub fn started(mut command: Command, log: &Path) -> Child {
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(log)
        .unwrap();
    command.stdout(Stdio::null()).stderr(log).spawn().unwrap()
}

/// Asks a program to end in order, and waits for it.
pub async fn terminate(mut program: Child) {
    signal(&program, "-TERM").await;
    let ended = tokio::time::timeout(Duration::from_secs(30), program.wait()).await;
    assert!(ended.expect("it did not end").unwrap().success());
}

/// Sends a program a signal.
pub async fn signal(program: &Child, signal: &str) {
    let id = program.id().unwrap().to_string();
    let told = Command::new("kill").args([signal, &id]).status().await;
    assert!(told.unwrap().success());
}

/// A gateway that writes to `tin.jsonl`, and does not wait three days for
/// receipts it will not send.
pub const TAPE: &str = r#"
[deliver]
receipt_horizon_seconds = 1

[[channel]]
kind = "tape"
name = "tape"
carries = "sms"
path = "tin.jsonl"
"#;

/// The commands that add an author and an approver.
pub const ADD_OFFICERS: [[&str; 7]; 2] = [
    [
        "officer",
        "add",
        "Lò Văn An",
        "--area",
        COMMUNE,
        "--role",
        "author",
    ],
    [
        "officer",
        "add",
        "Vàng Thị Bình",
        "--area",
        COMMUNE,
        "--role",
        "approver",
    ],
];

const VILLAGES: &str = "area,name,old_commune,households,people
03163,Nậm Pố 1,Mường Nhé,45,210
03163,Huổi Lụ,Nậm Kè,60,312
";

const PEOPLE: &str = "Họ và tên,SĐT,Thôn/bản,Tiếng,Vai trò
Giàng A Páo,0912000101,Nậm Pố 1,Mông,Người có uy tín
Sùng Thị Mỷ,0912000102,Nậm Pố 1,Mông,Người dân
Lò Văn Bản,0912000103,Huổi Lụ,Thái,Trưởng bản
Hờ A Dê,,Huổi Lụ,Mông,Người dân
";

/// The command that sends the notice in one go.
pub const SEND: [&str; 8] = [
    "notice",
    "send",
    "lu.toml",
    "--as",
    "Lò Văn An",
    "--approved-by",
    "Vàng Thị Bình",
    "--json",
];

/// What coverage says may have become of a delivery.
pub const OUTCOMES: [&str; 7] = [
    "delivered",
    "accepted",
    "failed",
    "expired",
    "stopped",
    "unknown",
    "waiting",
];
