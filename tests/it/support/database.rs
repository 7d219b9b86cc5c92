//! A database of its own for each test: a SQLite file, or, where
//! `LOA_TEST_DATABASE_URL` names a PostgreSQL server, a new database there.

use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, FromRow, SqlSafeStr};
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

    /// A database of this name beside this one, which somebody makes there; it
    /// goes when it is dropped.
    pub fn beside(&self, name: &str) -> Option<Self> {
        let (server, _) = self.server.clone()?;
        let options = PgConnectOptions::from_str(&server).unwrap();
        Some(Self {
            url: options.database(name).to_url_lossy().to_string(),
            server: Some((server, name.to_owned())),
        })
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

/// A row of either engine.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin> Row for R {}

impl Database {
    /// Whether it is on a PostgreSQL server.
    pub fn on_a_server(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// Looks into it beside whoever serves it.
    pub async fn rows<R: Row>(&self, statement: impl SqlSafeStr) -> Vec<R> {
        if self.on_a_server() {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            let rows = sqlx::query_as(statement).fetch_all(&mut connection).await;
            connection.close().await.unwrap();
            rows.unwrap()
        } else {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            let rows = sqlx::query_as(statement).fetch_all(&mut connection).await;
            connection.close().await.unwrap();
            rows.unwrap()
        }
    }

    /// Changes it behind the back of whoever serves it.
    pub async fn run(&self, statement: &'static str) {
        if self.on_a_server() {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            connection.execute(statement).await.unwrap();
            connection.close().await.unwrap();
        } else {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            connection.execute(statement).await.unwrap();
            connection.close().await.unwrap();
        }
    }

    /// Every table with all its rows, as the engine itself would write them.
    pub async fn dump(&self) -> Vec<(String, Vec<String>)> {
        let mut dump = Vec::new();
        for (table, statement) in self.tables().await {
            let rows: Vec<(String,)> = self.rows(AssertSqlSafe(statement)).await;
            dump.push((table, rows.into_iter().map(|(row,)| row).collect()));
        }
        dump
    }

    /// Every table, and the statement that reads its rows as text.
    async fn tables(&self) -> Vec<(String, String)> {
        if self.on_a_server() {
            self.rows(
                "SELECT t.table_schema || '.' || t.table_name,
                    format('SELECT t::text FROM %I.%I t', t.table_schema, t.table_name)
                 FROM information_schema.tables t WHERE t.table_type = 'BASE TABLE'
                    AND t.table_schema NOT IN ('pg_catalog', 'information_schema')",
            )
            .await
        } else {
            self.rows(
                r#"SELECT s.name, format('SELECT %s FROM "%w"', (
                        SELECT group_concat(format('quote("%w")', c.name), ' || ''|'' || ')
                        FROM pragma_table_info(s.name) c), s.name)
                 FROM sqlite_schema s WHERE s.type = 'table' AND s.sql IS NOT NULL
                 UNION ALL SELECT 'sqlite_schema', 'SELECT coalesce(sql, name) FROM sqlite_schema'"#,
            )
            .await
        }
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
