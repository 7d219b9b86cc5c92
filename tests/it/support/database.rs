//! A database of its own for each test: a SQLite file, or, where
//! `LOA_TEST_DATABASE_URL` names a PostgreSQL server, a new database there.

use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use tempfile::TempDir;

/// A database that goes when it is dropped.
pub struct Database {
    /// What `LOA_DATABASE_URL` would be.
    pub url: String,
    server: Option<(String, String)>,
}

impl Database {
    /// On the engine this run is for.
    pub async fn new(folder: &TempDir) -> Self {
        match std::env::var("LOA_TEST_DATABASE_URL") {
            Ok(server) if server.starts_with("postgres") => Self::on_postgres(&server).await,
            _ => Self::on_sqlite(folder),
        }
    }

    /// A SQLite file in a folder.
    pub fn on_sqlite(folder: &TempDir) -> Self {
        Self {
            url: format!("sqlite:{}", folder.path().join("loa.db").display()),
            server: None,
        }
    }

    /// A new database on a PostgreSQL server.
    pub async fn on_postgres(server: &str) -> Self {
        let name = format!("loa_test_{}", uuid::Uuid::new_v4().simple());
        let mut connection = PgConnection::connect(server).await.unwrap();
        connection
            .execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .await
            .unwrap();
        let url = PgConnectOptions::from_str(server)
            .unwrap()
            .database(&name)
            .to_url_lossy()
            .to_string();
        Self {
            url,
            server: Some((server.to_owned(), name)),
        }
    }

    /// A PostgreSQL server, where one answers.
    pub async fn postgres_server() -> Option<String> {
        let servers = [
            std::env::var("LOA_TEST_POSTGRES").ok(),
            Some("postgres://postgres@127.0.0.1/postgres".to_owned()),
        ];
        for server in servers.into_iter().flatten() {
            if PgConnection::connect(&server).await.is_ok() {
                return Some(server);
            }
        }
        super::skip(
            "postgres",
            "no server answers; set LOA_TEST_POSTGRES=postgres://…",
        );
        None
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some((server, name)) = self.server.take() else {
            return;
        };
        // Drop is not async, and the test's runtime is busy being dropped.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                if let Ok(mut connection) = PgConnection::connect(&server).await {
                    let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                    connection.execute(AssertSqlSafe(statement)).await.ok();
                }
            });
        })
        .join()
        .ok();
    }
}
