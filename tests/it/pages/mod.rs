//! The villagers' pages, by plain HTTP and in a real Chromium of a small
//! phone's size.

mod guards;
mod in_chromium;

use std::sync::Arc;
use std::time::Duration;

use loa::app::App;
use loa::clock::{Clock, FixedClock, SystemClock};
use loa::domain::language::Lang;
use loa::domain::notice::{Content, Deed, Notice, Topic, Urgency};
use loa::hub::compose::compose;
use loa::hub::control::control;
use reqwest::{Client, Method, Response};

use crate::support::app::{COMMUNE, Node, TestApp, tape, until};
use crate::support::front::{Door, Front};
use crate::support::http::client;
use crate::support::notice::{content, hours_after};

const TITLE: &str = "KHẨN: Nguy cơ lũ quét, sạt lở đất trong 12 giờ tới";
const FULL: &str = "KHẨN CẤP. Từ 18 giờ, xã Mường Toong có mưa rất to, nguy cơ cao xảy ra lũ quét.\nBà con ở ven suối, chân đồi phải rời nhà NGAY.\nĐừng lội suối; “nước chảy xiết” <là> chết & người.";

#[tokio::test]
async fn a_draft_is_shown_to_nobody_and_what_was_withdrawn_or_is_over_says_so() {
    let site = Site::open().await;
    let draft = site.draft(flash(&site)).await;
    let board = format!("/x/{COMMUNE}/vi/");
    let (status, page) = site.page(&path_of(&draft)).await;
    assert_eq!(status, 404);
    assert!(!page.contains("lũ quét") && page.contains("Không phải của chúng tôi"));
    assert!(!site.page(&board).await.1.contains(TITLE));

    let mut later = flash(&site);
    later.title = "Tin đến ngày mai".to_owned();
    later.valid_to = hours_after(later.valid_from, 7);
    let short = site.publish(later).await;
    // The last to be published: a sweep of the next would find it completed.
    let notice = site.publish(flash(&site)).await;
    let (status, page) = site.page(&path_of(&notice)).await;
    assert_eq!(status, 200);
    assert!(page.contains("BẢN MẪU – KHÔNG PHẢI TIN THẬT") && !page.contains("ĐÃ THU HỒI"));
    assert!(site.page(&board).await.1.contains(TITLE));
    // Typed by hand from a text message, as people type.
    let typed = format!("/x/{COMMUNE}/vi/n/{}", notice.code.to_lowercase());
    assert_eq!(site.page(&typed).await.0, 200);

    let (author, _) = site.test().staff().await;
    control(site.app(), &author, notice.id, Deed::Stop)
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

/// A program that serves pages, with a clock that a test moves on.
struct Site {
    front: Front,
    clock: Arc<FixedClock>,
    client: Client,
}

impl Site {
    async fn open() -> Self {
        let clock = Arc::new(FixedClock::at(SystemClock.now()));
        let test = TestApp::boot_by(clock.clone(), tape(), |_| {}).await;
        let front = Front::of(test, Door::open().await);
        Self {
            front,
            clock,
            client: client(),
        }
    }

    async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path).await
    }

    async fn ask(&self, method: Method, path: &str) -> Response {
        let url = format!("{}{path}", self.url());
        self.client.request(method, url).send().await.unwrap()
    }

    async fn page(&self, path: &str) -> (u16, String) {
        let reply = self.get(path).await;
        (reply.status().as_u16(), reply.text().await.unwrap())
    }

    /// A notice, written only.
    async fn draft(&self, content: Content) -> Notice {
        let (author, _) = self.test().staff().await;
        compose(self.app(), &author, content).await.unwrap()
    }

    /// A notice that was approved and is planned.
    async fn publish(&self, content: Content) -> Notice {
        if self.app().store.count_people().await.unwrap() == 0 {
            self.test().villagers(3).await;
        }
        let notice = self.test().approved(content).await;
        let node = Node::start(self.app());
        until(async || {
            let now = self.app().store.notice(notice.id).await.unwrap();
            now.unwrap().planned_at.is_some()
        })
        .await;
        node.stop().await;
        notice
    }

    fn test(&self) -> &TestApp {
        &self.front.test
    }

    fn app(&self) -> &App {
        &self.front.test.app
    }

    fn url(&self) -> &str {
        &self.front.url
    }
}

/// The warning that the tests read on the pages.
fn flash(site: &Site) -> Content {
    let mut flash = content(site.app(), Urgency::Flash);
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
