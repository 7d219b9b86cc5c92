//! What is kept, byte for byte.

use data_encoding::HEXLOWER;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::needles::latin;
use crate::support::office::Office;

/// Everything that is kept: files in the folder but for what we put there
/// ourselves, and, on PostgreSQL, every row of every table.
pub async fn stored(office: &Office) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for file in std::fs::read_dir(office.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !["danh-sach.csv", "loa.toml", "lu.toml"].contains(&&*name) {
            all.push((name, latin(&std::fs::read(&path).unwrap())));
        }
    }
    if office.database.on_a_server() {
        let tables = office.database.dump().await;
        let of_queue = |(table, _): &(String, _)| table.starts_with("apalis.");
        assert!(tables.iter().any(of_queue), "{tables:?}");
        for (table, rows) in tables {
            let mut text = rows.join("\n");
            // Bytes are shown in hexadecimal; they are searched as bytes too.
            let bytes: Vec<u8> = rows.iter().flat_map(|row| unhexed(row)).collect();
            text = latin(text.as_bytes()) + "\n" + &latin(&bytes);
            all.push((table, text));
        }
    } else {
        assert!(
            all.iter().any(|(name, _)| name == "loa.db"),
            "no database was searched"
        );
    }
    all
}

/// The bytes of every `\x…` in a row as PostgreSQL writes it.
fn unhexed(row: &str) -> Vec<u8> {
    row.split("\\x")
        .skip(1)
        .flat_map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
            HEXLOWER
                .decode(&digits.as_bytes()[..digits.len() / 2 * 2])
                .unwrap_or_default()
        })
        .collect()
}

/// The sealed calls of the inbox.
pub async fn inbox(office: &Office) -> Vec<(Uuid, Vec<u8>)> {
    office.database.rows("SELECT id, body FROM inbox").await
}

/// How many rows a table has.
pub async fn rows_in(office: &Office, table: &str) -> i64 {
    let statement = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let counted: Vec<(i64,)> = office.database.rows(statement).await;
    counted[0].0
}
