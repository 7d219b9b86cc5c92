//! What would happen, for people to read.

use super::letters::text;
use super::session::{self, Session};
use crate::app::App;
use crate::domain::notice::Notice;
use crate::domain::price::Bounds;
use crate::domain::promotion::LeftOuts;
use crate::hub::budget;
use crate::hub::preview::{Preview, WayLine, preview};
use crate::speech;

/// Prints a notice's preview.
pub async fn print(
    session: &Session,
    app: &App,
    notice: &Notice,
    json: bool,
) -> anyhow::Result<()> {
    let preview = preview(app, notice).await?;
    if json {
        return session::json(&preview);
    }
    println!("{}", words(session, &preview));
    Ok(())
}

/// A preview in words and two tables.
pub fn words(session: &Session, preview: &Preview) -> String {
    let n = |n: i64| session.number(n);
    let cost: Bounds = preview.ways.values().map(WayLine::cost).sum();
    let mut out = vec![session.text(
        "preview",
        &[
            ("people", n(preview.people)),
            ("deliveries", n(preview.deliveries)),
            ("parts", n(preview.parts)),
            ("cost", session.between(cost)),
            ("nocontact", n(preview.no_contact)),
        ],
    )];
    if !cost.is_exact() {
        out.push(session.word("preview-carriers"));
    }
    if let (Some(purse), Some(left)) = (&preview.purse, preview.left_vnd) {
        let args = [
            ("budget", session.money(purse.month_vnd)),
            ("spent", session.money(purse.spent_vnd)),
            ("expected", session.money(purse.expected_vnd)),
            ("left", session.money(left.max(0))),
            ("reserve", session.money(purse.reserve_vnd)),
        ];
        out.push(session.text("preview-budget", &args));
    }
    if let Some(advertising) = &preview.promotional {
        let args = [
            ("label", advertising.label.clone()),
            ("from", advertising.from.clone()),
            ("to", advertising.to.clone()),
            ("count", advertising.a_day.to_string()),
        ];
        out.push(session.text("preview-advertising", &args));
        out.extend(left_out(session, &advertising.left_out));
    }
    if preview.deliveries > 0 {
        out.extend(times(session, preview));
    }
    for line in &preview.texts {
        out.extend(text(session, line));
    }
    for (key, people) in [
        ("preview-no-village", preview.without_village),
        ("preview-no-name", preview.without_name),
    ] {
        if people > 0 {
            out.push(session.text(key, &[("people", n(people))]));
        }
    }
    for warning in &preview.warnings {
        out.push(session.say(warning));
    }
    for why in &preview.hindrances {
        let why = session.say(why);
        out.push(session.text("preview-hindered", &[("why", why)]));
    }
    let mut ways = session.table(&["head-way", "head-messages", "head-parts", "head-cost"], 1);
    for (way, line) in &preview.ways {
        let name = session.word(&format!("channel-{way}"));
        ways.add_row([
            name,
            n(line.deliveries),
            n(line.parts),
            session.between(line.cost()),
        ]);
    }
    out.push(ways.to_string());
    let mut languages = session.table(&["head-wants", "head-gets", "head-people"], 2);
    for line in &preview.languages {
        languages.add_row([
            line.wants.name_vi().to_owned(),
            line.gets.name_vi().to_owned(),
            n(line.people),
        ]);
    }
    out.push(languages.to_string());
    out.join("\n")
}

/// Who is left out of an advertisement, and why; nothing where nobody is.
pub fn left_out(session: &Session, left_out: &LeftOuts) -> Option<String> {
    let n = |n: i64| session.number(n);
    let args = [
        ("people", n(left_out.total())),
        ("noconsent", n(left_out.no_consent)),
        ("listed", n(left_out.do_not_call)),
        ("enough", n(left_out.enough)),
    ];
    (left_out.total() > 0).then(|| session.text("left-out", &args))
}

/// Tells whoever has just approved something that the month's budget is passed.
pub async fn tell_if_passed(session: &Session, app: &App) -> anyhow::Result<()> {
    if let Some(passed) = budget::passed(app).await? {
        eprintln!("{}", session.say(&passed));
    }
    Ok(())
}

/// When it begins, where quiet hours hold it back, and when the last one has
/// it: a length of time, unless a night lies between.
fn times(session: &Session, preview: &Preview) -> Vec<String> {
    let told = |at| speech::moment(session.lang, at);
    let mut out = Vec::new();
    if let Some(begins) = preview.begins {
        let key = if preview.promotional.is_some() {
            "preview-begins-advertising"
        } else {
            "preview-begins"
        };
        out.push(session.text(key, &[("at", told(begins))]));
    }
    if preview.quiet_between {
        out.push(session.text("preview-last-at", &[("at", told(preview.last_at))]));
    } else {
        let (key, unit, length) = length(preview.duration().as_secs());
        let length = session.number(length.try_into().unwrap_or(i64::MAX));
        out.push(session.text(key, &[(unit, length)]));
    }
    out
}

/// A length of time as it is told: the sentence, its unit, how many, rounded up.
/// A phone takes hours over a village.
fn length(seconds: u64) -> (&'static str, &'static str, u64) {
    match seconds {
        0..120 => ("preview-last", "seconds", seconds.max(1)),
        120..7200 => ("preview-last-minutes", "minutes", seconds.div_ceil(60)),
        _ => ("preview-last-hours", "hours", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_not_told_in_seconds() {
        let told = |seconds| {
            let (_, unit, many) = length(seconds);
            format!("{many} {unit}")
        };
        assert_eq!(told(0), "1 seconds");
        assert_eq!(told(119), "119 seconds");
        assert_eq!(told(121), "3 minutes");
        assert_eq!(told(7199), "120 minutes");
        assert_eq!(told(7201), "3 hours");
    }
}
