//! The villagers' pages, by plain HTTP and in a real Chromium of a small
//! phone's size.

use std::sync::Arc;
use std::time::Duration;

use loa::channels::tape::Tape;
use loa::clock::{Clock, FixedClock, SystemClock};
use loa::domain::language::Lang;
use loa::domain::notice::{Content, Deed, Notice, Topic, Urgency};
use loa::domain::person::Way;
use loa::hub::approve::approve;
use loa::hub::compose::compose;
use loa::hub::control::control;
use loa::web;
use reqwest::{Client, Method, Response};
use tokio::sync::watch;

use crate::support::app::{COMMUNE, TestApp, content, hours_after, limits, until};
use crate::support::browser::{Browser, client};
use crate::support::database::Database;

/// What a villager's data plan is asked for, at most, for a first view.
const MOST_BYTES: usize = 10 * 1024;

const TITLE: &str = "KHẨN: Nguy cơ lũ quét, sạt lở đất trong 12 giờ tới";
const FULL: &str = "KHẨN CẤP. Từ 18 giờ, xã Mường Toong có mưa rất to, nguy cơ cao xảy ra lũ quét.\nBà con ở ven suối, chân đồi phải rời nhà NGAY.\nĐừng lội suối; “nước chảy xiết” <là> chết & người.";

/// A program that serves pages, with a clock that a test moves on.
struct Site {
    test: TestApp,
    clock: Arc<FixedClock>,
    url: String,
    client: Client,
    _halt: watch::Sender<bool>,
}

impl Site {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::new(&folder).await;
        let clock = Arc::new(FixedClock::at(SystemClock.now()));
        let tape = Tape::new("tape", limits(Way::Sms))
            .keeping()
            .with_receipts();
        let test = TestApp::boot_on(folder, database, tape, |_| {}, clock.clone()).await;
        let listener = web::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (halt, stop) = watch::channel(false);
        tokio::spawn(web::serve(test.app.clone(), listener, stop));
        Self {
            test,
            clock,
            url,
            client: client(),
            _halt: halt,
        }
    }

    async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path).await
    }

    async fn ask(&self, method: Method, path: &str) -> Response {
        let url = format!("{}{path}", self.url);
        self.client.request(method, url).send().await.unwrap()
    }

    async fn page(&self, path: &str) -> (u16, String) {
        let reply = self.get(path).await;
        (reply.status().as_u16(), reply.text().await.unwrap())
    }

    /// A notice, written only.
    async fn draft(&self, content: Content) -> Notice {
        let officers = loa::hub::people::officer(&self.test.app, "Lò Văn An").await;
        let author = match officers {
            Ok(author) => author,
            Err(_) => self.test.two_officers().await.0,
        };
        compose(&self.test.app, &author, content).await.unwrap()
    }

    /// A notice that was approved and is planned.
    async fn publish(&self, content: Content) -> Notice {
        if self.test.app.store.count_people().await.unwrap() == 0 {
            self.test.villagers(3).await;
        }
        let notice = self.draft(content).await;
        let approver = loa::hub::people::officer(&self.test.app, "Vàng Thị Bình")
            .await
            .unwrap();
        approve(&self.test.app, &approver, notice.id, &notice.hash)
            .await
            .unwrap();
        let node = crate::support::app::Node::start(&self.test.app);
        let planned = async || {
            let now = self
                .test
                .app
                .store
                .notice(notice.id)
                .await
                .unwrap()
                .unwrap();
            now.planned_at.is_some()
        };
        until(planned).await;
        node.stop().await;
        notice
    }
}

fn flash(site: &Site) -> Content {
    let mut flash = content(&site.test.app, Urgency::Flash);
    TITLE.clone_into(&mut flash.title);
    flash.topic = Topic::Security;
    flash.subtopic = Some("flash_flood".to_owned());
    flash.risk_level = Some(3);
    flash.texts.get_mut(&Lang::vi()).unwrap().full = Some(FULL.to_owned());
    flash
}

fn path_of(notice: &Notice) -> String {
    format!("/x/{COMMUNE}/vi/n/{}", notice.code)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_small_phone_a_villager_finds_the_commune_and_reads_the_warning() {
    let Some(browser) = Browser::open(360, 740).await else {
        return;
    };
    let site = Site::open().await;
    let notice = site.publish(flash(&site)).await;

    browser.go(&site.url).await;
    seen(&browser, "home").await;
    browser.type_and_enter("#q", "muong toong").await;
    until(async || browser.url().await.contains("q=muong")).await;
    seen(&browser, "found").await;
    assert_eq!(browser.text(".places b").await, "Xã Mường Toong");
    browser.tap(".places a").await;
    until(async || browser.url().await.ends_with(&format!("/x/{COMMUNE}/vi/"))).await;
    seen(&browser, "board").await;
    assert_eq!(browser.text(".card h2").await, TITLE);
    assert!(browser.text(".card .sample").await.contains("BẢN MẪU"));

    browser.tap(".card a").await;
    until(async || browser.url().await.ends_with(&path_of(&notice))).await;
    seen(&browser, "notice").await;
    assert_eq!(browser.text("h1").await, TITLE);
    let paragraphs = browser
        .run("return [...document.querySelectorAll('.text p')].map(p => p.textContent).join('\\n')")
        .await;
    assert_eq!(paragraphs, FULL);
    assert!(
        browser
            .text(".mark.sample")
            .await
            .contains("BẢN MẪU – KHÔNG PHẢI TIN THẬT")
    );
    assert!(browser.text("a[href='tel:112']").await.contains("112"));
    assert!(browser.text(".code").await.contains(&notice.code));
    // A thumb finds every number to call.
    let smallest = browser
        .run("return Math.min(...[...document.querySelectorAll('.calls a')].map(a => a.getBoundingClientRect().height))")
        .await;
    assert!(smallest.as_f64().unwrap() >= 44.0, "{smallest} px");

    for asked in browser.requests().await {
        assert!(asked.starts_with(&site.url), "asked elsewhere: {asked}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_browser_a_title_is_text_and_what_is_over_looks_over() {
    let Some(browser) = Browser::open(360, 740).await else {
        return;
    };
    let site = Site::open().await;
    let mut sly = flash(&site);
    sly.title =
        "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
            .to_owned();
    let full = "</p><script>document.title='taken'</script><b>đậm</b>";
    sly.texts.get_mut(&Lang::vi()).unwrap().full = Some(full.to_owned());
    let notice = site.publish(sly.clone()).await;

    browser.go(&format!("{}/x/{COMMUNE}/vi/", site.url)).await;
    seen(&browser, "sly-board").await;
    assert_eq!(browser.text(".card h2").await, sly.title);
    browser
        .go(&format!("{}{}", site.url, path_of(&notice)))
        .await;
    seen(&browser, "sly").await;
    assert_eq!(browser.text("h1").await, sly.title);
    assert_eq!(browser.text(".text p").await, full);
    let strange = browser
        .run("return document.querySelectorAll('script, main img, .text b').length")
        .await;
    assert_eq!(strange, 0);
    assert_ne!(browser.run("return document.title").await, "taken");
    let loud = browser
        .run("return getComputedStyle(document.querySelector('.urgency')).backgroundColor")
        .await;

    site.clock.advance(Duration::from_secs(25 * 3600));
    browser
        .go(&format!("{}{}", site.url, path_of(&notice)))
        .await;
    seen(&browser, "expired").await;
    assert!(browser.text(".mark.over").await.contains("ĐÃ HẾT HẠN"));
    let quiet = browser
        .run("return getComputedStyle(document.querySelector('.urgency')).backgroundColor")
        .await;
    assert_ne!(loud, quiet, "what is over does not shout");
}

#[tokio::test]
async fn a_draft_is_shown_to_nobody_and_what_was_withdrawn_or_is_over_says_so() {
    let site = Site::open().await;
    let draft = site.draft(flash(&site)).await;
    let board = format!("/x/{COMMUNE}/vi/");
    let (status, page) = site.page(&path_of(&draft)).await;
    assert_eq!(status, 404);
    assert!(!page.contains("lũ quét") && page.contains("Không phải của chúng tôi"));
    assert!(!site.page(&board).await.1.contains(TITLE));

    let notice = site.publish(flash(&site)).await;
    let (status, page) = site.page(&path_of(&notice)).await;
    assert_eq!(status, 200);
    assert!(page.contains("BẢN MẪU – KHÔNG PHẢI TIN THẬT") && !page.contains("ĐÃ THU HỒI"));
    assert!(site.page(&board).await.1.contains(TITLE));
    // Typed by hand from a text message, as people type.
    let typed = format!("/x/{COMMUNE}/vi/n/{}", notice.code.to_lowercase());
    assert_eq!(site.page(&typed).await.0, 200);

    let mut later = flash(&site);
    later.title = "Tin đến ngày mai".to_owned();
    later.valid_to = hours_after(later.valid_from, 7);
    let short = site.publish(later).await;
    let author = loa::hub::people::officer(&site.test.app, "Lò Văn An")
        .await
        .unwrap();
    control(&site.test.app, &author, notice.id, Deed::Stop)
        .await
        .unwrap();
    let (status, page) = site.page(&path_of(&notice)).await;
    assert_eq!(status, 200);
    assert!(page.contains("ĐÃ THU HỒI") && page.contains("Chưa chắc đã hết nguy hiểm"));
    assert!(!site.page(&board).await.1.contains(TITLE));

    site.clock.advance(Duration::from_secs(8 * 3600));
    let (status, page) = site.page(&path_of(&short)).await;
    assert_eq!(status, 200);
    assert!(page.contains("<strong>ĐÃ HẾT HẠN</strong>") && page.contains(r#"class="past""#));
    let board = site.page(&board).await.1;
    assert!(!board.contains("Tin đến ngày mai") && board.contains("không có thông báo nào"));
}

#[tokio::test]
async fn every_page_is_small_and_carries_its_guards() {
    let site = Site::open().await;
    let notice = site.publish(flash(&site)).await;
    for n in 0..4 {
        let mut more = content(&site.test.app, Urgency::Urgent);
        more.title = format!("Thông báo {n}: tiêm vắc xin sởi cho trẻ em tại trạm y tế xã");
        site.publish(more).await;
    }
    let notice = path_of(&notice);
    let board = format!("/x/{COMMUNE}/vi/");
    let english = format!("/x/{COMMUNE}/en/");
    let unknown = format!("/x/{COMMUNE}/vi/n/ZZZZZZ");
    for (path, status) in [
        ("/", 200),
        ("/?q=muong%20toong", 200),
        ("/?q=a", 200),
        (&board, 200),
        (&english, 200),
        (&notice, 200),
        (&unknown, 404),
        ("/x/99999/vi/", 404),
        ("/x/11/vi/", 404),
        ("/no/such/page", 404),
        ("/hooks/nobody", 404),
        ("/healthz", 200),
        ("/readyz", 200),
    ] {
        let reply = site.get(path).await;
        assert_eq!(reply.status().as_u16(), status, "{path}");
        let header = |name: &str| {
            let value = reply
                .headers()
                .get(name)
                .unwrap_or_else(|| panic!("{path} has no {name}"));
            value.to_str().unwrap().to_owned()
        };
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-"),
            "{policy}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert!(reply.headers().get("set-cookie").is_none());
        let head: usize = reply
            .headers()
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4)
            .sum();
        let body = reply.text().await.unwrap();
        assert!(
            head + body.len() <= MOST_BYTES || path == "/?q=a",
            "{path} is {} bytes",
            head + body.len()
        );
        eprintln!("{path}: {} bytes", head + body.len());
        assert!(!body.contains("<script"), "{path}");
    }
}

#[tokio::test]
async fn what_is_too_large_or_asked_wrongly_is_refused() {
    let site = Site::open().await;
    let post = async |path: &str, bytes: usize| {
        let url = format!("{}{path}", site.url);
        let sent = site
            .client
            .post(url)
            .body(vec![b'x'; bytes])
            .send()
            .await
            .unwrap();
        (
            sent.status().as_u16(),
            sent.headers().contains_key("content-security-policy"),
        )
    };
    assert_eq!(post("/hooks/tape", 64 * 1024 + 1).await.0, 413);
    // The tape takes no calls, but what it was sent is not too large.
    assert_eq!(post("/hooks/tape", 64 * 1024).await.0, 404);
    // A body whose length nobody tells beforehand ends where the limit is.
    assert_eq!(post_in_chunks(&site.url, "/hooks/tape", 80).await, "413");

    for path in ["/", "/healthz", &format!("/x/{COMMUNE}/vi/")] {
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            let refused = site.ask(method.clone(), path).await;
            assert_eq!(refused.status().as_u16(), 405, "{method} {path}");
            assert!(refused.headers().contains_key("allow"), "{method} {path}");
        }
        let head = site.ask(Method::HEAD, path).await;
        assert_eq!(head.status().as_u16(), 200, "HEAD {path}");
    }
    for path in [
        "/x/../../etc/passwd",
        "/x/%2e%2e/vi/",
        "/x/03163/vi/n/%00",
        "/x/03163/vi/n/%F0%9F%92%A5",
        "/x/03163/%3Cscript%3E/n/AB2CD3",
    ] {
        let (status, page) = site.page(path).await;
        assert!(matches!(status, 400 | 404), "{path}: {status}");
        assert!(!page.contains("<script"), "{path}");
    }
    // A language nobody knows is read as Vietnamese rather than refused.
    let (status, page) = site.page(&format!("/x/{COMMUNE}/xx/")).await;
    assert_eq!(status, 200);
    assert!(page.contains("lang=\"vi\""));
    let (_, page) = site
        .page("/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
        .await;
    assert!(!page.contains("<script") && page.contains("Không tìm thấy"));
}

/// What must hold of every page on every phone.
async fn seen(browser: &Browser, name: &str) {
    for width in [320, 360] {
        browser.resize(width, 740).await;
        assert_eq!(
            browser.run("return window.innerWidth").await,
            width,
            "{name}: the page is scaled down to fit"
        );
        assert_eq!(browser.overflow().await, 0, "{name} at {width}");
    }
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{name}: {complaints:?}");
    if let Ok(folder) = std::env::var("LOA_TEST_PICTURES") {
        let picture = browser.picture().await;
        std::fs::write(
            std::path::Path::new(&folder).join(format!("{name}.png")),
            picture,
        )
        .unwrap();
    }
}

/// Posts so many kilobytes without saying how many; the status.
async fn post_in_chunks(url: &str, path: &str, kilobytes: usize) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = url.strip_prefix("http://").unwrap();
    let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\n");
    let chunk = format!("400\r\n{}\r\n", "x".repeat(1024));
    let body = head + &chunk.repeat(kilobytes) + "0\r\n\r\n";
    // It may hang up before it has heard everything.
    line.write_all(body.as_bytes()).await.ok();
    let mut reply = [0; 12];
    line.read_exact(&mut reply).await.unwrap();
    String::from_utf8_lossy(&reply[9..]).into_owned()
}
