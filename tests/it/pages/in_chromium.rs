//! The pages in a real Chromium.

use std::time::Duration;

use loa::domain::language::Lang;

use super::{FULL, Site, TITLE, flash, path_of};
use crate::support::app::{COMMUNE, until};
use crate::support::browser::Browser;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_small_phone_a_villager_finds_the_commune_and_reads_the_warning() {
    let Some(browser) = Browser::open(360, 740).await else {
        return;
    };
    let site = Site::open().await;
    let notice = site.publish(flash(&site)).await;

    browser.go(site.url()).await;
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
        assert!(asked.starts_with(site.url()), "asked elsewhere: {asked}");
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

    browser.go(&format!("{}/x/{COMMUNE}/vi/", site.url())).await;
    seen(&browser, "sly-board").await;
    assert_eq!(browser.text(".card h2").await, sly.title);
    browser
        .go(&format!("{}{}", site.url(), path_of(&notice)))
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
        .go(&format!("{}{}", site.url(), path_of(&notice)))
        .await;
    seen(&browser, "expired").await;
    assert!(browser.text(".mark.over").await.contains("ĐÃ HẾT HẠN"));
    let quiet = browser
        .run("return getComputedStyle(document.querySelector('.urgency')).backgroundColor")
        .await;
    assert_ne!(loud, quiet, "what is over does not shout");
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
