//! A real Chromium, driven by its own `chromedriver` over plain `WebDriver`, as
//! a small phone. It is kept from every host but this machine.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use data_encoding::BASE64;
use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::app::until;
use super::http::{client, free_port};

/// One browser with one page.
pub struct Browser {
    port: u16,
    session: String,
    client: Client,
    driver: Child,
    // The profile goes when the browser is gone.
    profile: TempDir,
}

impl Browser {
    /// Opens one, of a phone's size; `None`, said aloud, where there is none.
    pub async fn open(width: u32, height: u32) -> Option<Self> {
        let (Some(chromium), Some(chromedriver)) = (
            find(&["chromium", "chromium-browser", "google-chrome"]),
            find(&["chromedriver"]),
        ) else {
            super::skip("chromium", "install chromium and chromium-driver");
            return None;
        };
        let port = free_port();
        let driver = Command::new(chromedriver)
            .args([format!("--port={port}"), "--log-level=SEVERE".to_owned()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut browser = Self {
            port,
            session: String::new(),
            client: client(),
            driver,
            profile: tempfile::tempdir().unwrap(),
        };
        until(async || {
            browser
                .get("/status")
                .await
                .is_some_and(|status| status["ready"] == true)
        })
        .await;
        let profile = browser.profile.path().display().to_string();
        let begun = browser
            .ask("/session", capabilities(&chromium, &profile, width, height))
            .await;
        browser.session = begun["sessionId"].as_str().unwrap().to_owned();
        // What the empty tab asked for on its own is nobody's page.
        browser.go("about:blank").await;
        browser.requests().await;
        Some(browser)
    }

    /// Goes to an address and waits until it is loaded.
    pub async fn go(&self, url: &str) {
        self.of_session("/url", json!({ "url": url })).await;
    }

    /// Where it is.
    pub async fn url(&self) -> String {
        self.run("return document.location.href")
            .await
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Runs a script, from outside of the page's own rules.
    pub async fn run(&self, script: &str) -> Value {
        self.of_session("/execute/sync", json!({ "script": script, "args": [] }))
            .await
    }

    /// What the first element of a selector holds, letter for letter.
    pub async fn text(&self, selector: &str) -> String {
        let selector = serde_json::to_string(selector).unwrap();
        let text = self
            .run(&format!("const found = document.querySelector({selector}); return found && found.textContent"))
            .await;
        text.as_str()
            .unwrap_or_else(|| panic!("nothing is {selector}"))
            .to_owned()
    }

    /// Types into the first element of a selector and presses Enter.
    pub async fn type_and_enter(&self, selector: &str, text: &str) {
        let keys = json!({ "text": format!("{text}\u{E007}") });
        self.of_element(selector, "value", keys).await;
    }

    /// Taps the first element of a selector.
    pub async fn tap(&self, selector: &str) {
        self.of_element(selector, "click", json!({})).await;
    }

    /// Makes the screen as wide as another phone's.
    pub async fn resize(&self, width: u32, height: u32) {
        let params =
            json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
        self.cdp("Emulation.setDeviceMetricsOverride", params).await;
    }

    /// How far the page reaches beyond the screen, to the side.
    pub async fn overflow(&self) -> i64 {
        self.run("return document.documentElement.scrollWidth - window.innerWidth")
            .await
            .as_i64()
            .unwrap()
    }

    /// The page as it looks from top to bottom, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        let shot = self
            .cdp(
                "Page.captureScreenshot",
                json!({ "captureBeyondViewport": true }),
            )
            .await;
        BASE64
            .decode(shot["data"].as_str().unwrap().as_bytes())
            .unwrap()
    }

    /// What the console has complained of since it was last asked.
    pub async fn complaints(&self) -> Vec<String> {
        self.log("browser")
            .await
            .iter()
            .map(|line| line["message"].to_string())
            .collect()
    }

    /// The addresses that were asked for since it was last asked.
    pub async fn requests(&self) -> Vec<String> {
        let url = |line: &Value| {
            let message: Value = serde_json::from_str(line["message"].as_str()?).ok()?;
            let message = &message["message"];
            let sent = message["method"] == "Network.requestWillBeSent";
            sent.then(|| {
                message["params"]["request"]["url"]
                    .as_str()
                    .map(str::to_owned)
            })?
        };
        self.log("performance")
            .await
            .iter()
            .filter_map(url)
            .collect()
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.of_session("/se/log", json!({ "type": kind })).await;
        log.as_array().unwrap().clone()
    }

    async fn cdp(&self, cmd: &str, params: Value) -> Value {
        self.of_session("/goog/cdp/execute", json!({ "cmd": cmd, "params": params }))
            .await
    }

    async fn of_element(&self, selector: &str, deed: &str, body: Value) {
        let wanted = json!({ "using": "css selector", "value": selector });
        let found = self.of_session("/element", wanted).await;
        let id = found.as_object().unwrap().values().next().unwrap();
        let path = format!("/element/{}/{deed}", id.as_str().unwrap());
        self.of_session(&path, body).await;
    }

    async fn of_session(&self, path: &str, body: Value) -> Value {
        self.ask(&format!("/session/{}{path}", self.session), body)
            .await
    }

    async fn ask(&self, path: &str, body: Value) -> Value {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let reply = self.client.post(url).json(&body).send().await.unwrap();
        let status = reply.status();
        let reply: Value = reply.json().await.unwrap();
        assert!(status.is_success(), "{path}: {reply}");
        reply["value"].clone()
    }

    async fn get(&self, path: &str) -> Option<Value> {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let reply: Value = self.client.get(url).send().await.ok()?.json().await.ok()?;
        Some(reply["value"].clone())
    }
}

impl Drop for Browser {
    /// Asks the browser to go before its driver does: it would outlive it.
    fn drop(&mut self) {
        if !self.session.is_empty() {
            say(self.port, &format!("DELETE /session/{}", self.session));
        }
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}

/// One plain request without a runtime, which may be gone by now.
fn say(port: u16, request: &str) {
    let Ok(mut line) = TcpStream::connect(("127.0.0.1", port)) else {
        return;
    };
    line.set_read_timeout(Some(Duration::from_secs(10))).ok();
    let request = format!("{request} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    if line.write_all(request.as_bytes()).is_ok() {
        let mut reply = [0; 12];
        line.read_exact(&mut reply).ok();
    }
}

fn capabilities(chromium: &std::path::Path, profile: &str, width: u32, height: u32) -> Value {
    let mut args: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        // Whatever it would like to ask of the world finds no address.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    .map(str::to_owned)
    .to_vec();
    args.push(format!("--user-data-dir={profile}"));
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "goog:chromeOptions": {
            "binary": chromium,
            "args": args,
            "mobileEmulation": { "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2.0, "touch": true } },
        },
    } } })
}

fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}
