//! What every answer carries, and what is not answered.

use loa::domain::notice::Urgency;
use reqwest::Method;

use super::{Site, flash, path_of};
use crate::support::app::COMMUNE;
use crate::support::notice::content;

/// What a villager's data plan is asked for, at most, for a first view.
const MOST_BYTES: usize = 10 * 1024;

#[tokio::test]
async fn every_page_is_small_and_carries_its_guards() {
    let site = Site::open().await;
    let notice = site.publish(flash(&site)).await;
    for n in 0..4 {
        let mut more = content(site.app(), Urgency::Urgent);
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
        let url = format!("{}{path}", site.url());
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
    assert_eq!(post_in_chunks(site.url(), "/hooks/tape", 80).await, "413");

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

#[tokio::test]
async fn addresses_as_people_type_them_lead_to_the_page() {
    let site = Site::open().await;
    let notice = site.publish(flash(&site)).await;
    let board = format!("/x/{COMMUNE}/vi/");
    let theirs = format!("/x/03166/vi/n/{}", notice.code);
    for (typed, leads_to) in [
        (format!("/x/{COMMUNE}"), board.as_str()),
        (format!("/x/{COMMUNE}/vi"), &board),
        (format!("/x/{COMMUNE}/xx/"), &board),
        ("/x/11/vi/".to_owned(), "/?q=dien+bien"),
        // Another office's words do not stand under this commune's name.
        (theirs, &path_of(&notice)),
    ] {
        let reply = site.get(&typed).await;
        let path = reply.url().as_str().strip_prefix(site.url()).unwrap();
        assert_eq!((reply.status().as_u16(), path), (200, leads_to), "{typed}");
    }
    let (_, province) = site.page("/?q=dien+bien").await;
    assert!(province.contains("Tỉnh Điện Biên"));
}
