//! The real Kannel between loa and a message centre that is not ours: what
//! leaves by HTTP and goes on by SMPP arrives once, letter for letter.

use loa::domain::notice::Urgency;

use super::foreign::Foreign;
use super::saying;
use super::truth::{MOST_PARTS, TEXTS, check, messages, text};
use crate::gateways::kannel::block;
use crate::support::app::Node;
use crate::support::config::read;
use crate::support::front::{Door, Front};
use crate::support::kannel::{OverSmpp, installed};
use crate::support::skip;

#[tokio::test]
async fn through_a_real_kannel_every_letter_arrives_once_and_all_receipts_are_applied() {
    if installed().is_none() {
        skip("kannel", "install the packages kannel and kannel-extras");
        return;
    }
    let Some(centre) = Foreign::open("{}").await else {
        return;
    };
    let door = Door::open().await;
    let kannel = OverSmpp::start(&format!("{}/hooks/kannel?k=t", door.url()), centre.port).await;
    let block = block(&kannel.sendsms, kannel.user, kannel.password, "t");
    let front = Front::with_gateways(door, read(block).unwrap().channel).await;
    let people = messages().div_ceil(2 * MOST_PARTS);
    let test = &front.test;
    test.villagers(people).await;
    let node = Node::start(&test.app);
    for parts in 1..=MOST_PARTS {
        for (letters, coding) in TEXTS {
            let text = text(letters, parts);
            let notice = test.approved(saying(test, Urgency::Routine, &text)).await;
            test.settled(&notice).await;
            let counts = test.coverage(&notice).await.counts;
            assert_eq!(usize::try_from(counts.delivered), Ok(people), "{counts:?}");
            check(&centre, &notice, &text, people, coding).await;
        }
    }
    node.stop().await;
    drop(kannel);
    front.close().await;
}
