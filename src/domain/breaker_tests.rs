use super::*;

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A message that leaves and is answered in the same moment.
fn answered(breaker: &mut Breaker, now: Duration, answer: Answer) -> Verdict {
    breaker.sent(1);
    breaker.note(now, now, answer)
}

#[test]
fn it_opens_when_more_than_half_of_ten_fail_and_not_before() {
    let mut breaker = Breaker::default();
    for n in 0..9 {
        assert_eq!(
            answered(&mut breaker, at(n), Answer::Trouble),
            Verdict::Same
        );
    }
    assert_eq!(breaker.admits(at(9), 100), 100);
    let last = answered(&mut breaker, at(9), Answer::Trouble);
    assert_eq!(last, Verdict::Opened(REST));
    assert_eq!(breaker.admits(at(10), 100), 0);
}

#[test]
fn three_in_ten_are_borne() {
    let mut breaker = Breaker::default();
    for n in 0..10_000u64 {
        let answer = if n > 20 && n % 10 < 3 {
            Answer::Trouble
        } else {
            Answer::Sound
        };
        let now = Duration::from_millis(n * 20);
        assert_eq!(answered(&mut breaker, now, answer), Verdict::Same, "{n}");
    }
}

#[test]
fn failures_that_come_before_the_successes_of_a_window_are_borne() {
    let mut breaker = Breaker::default();
    breaker.sent(250);
    for n in 0..250 {
        let answer = if n < 75 {
            Answer::Trouble
        } else {
            Answer::Sound
        };
        assert_eq!(breaker.note(at(0), at(1), answer), Verdict::Same, "{n}");
    }
}

#[test]
fn a_window_that_fails_opens_it_half_way() {
    let mut breaker = Breaker::default();
    breaker.sent(250);
    for _ in 0..125 {
        let verdict = breaker.note(at(0), at(1), Answer::Trouble);
        assert_eq!(verdict, Verdict::Same);
    }
    let verdict = breaker.note(at(0), at(1), Answer::Trouble);
    assert_eq!(verdict, Verdict::Opened(REST));
}

#[test]
fn old_failures_are_forgotten() {
    let mut breaker = Breaker::default();
    for n in 0..9 {
        answered(&mut breaker, at(n), Answer::Trouble);
    }
    let late = answered(&mut breaker, at(40), Answer::Trouble);
    assert_eq!(late, Verdict::Same);
}

#[test]
fn three_messages_try_it_and_close_it() {
    let mut breaker = Breaker::default();
    let barred = answered(&mut breaker, at(0), Answer::Barred);
    assert_eq!(barred, Verdict::Opened(REST_AUTH));
    let later = REST_AUTH;
    assert_eq!(breaker.admits(later, 100), 3);
    breaker.sent(3);
    assert_eq!(breaker.admits(later, 100), 0);
    assert!(!breaker.is_closed());
    let mut sound = || breaker.note(later, later, Answer::Sound);
    assert_eq!(sound(), Verdict::Same);
    assert_eq!(sound(), Verdict::Same);
    assert_eq!(sound(), Verdict::Closed);
    assert_eq!(breaker.admits(later, 100), 100);
}

#[test]
fn a_probe_that_fails_opens_it_again() {
    let mut breaker = Breaker::default();
    breaker.open_until(at(0), at(10));
    breaker.sent(2);
    let failed = breaker.note(at(10), at(11), Answer::Trouble);
    assert_eq!(failed, Verdict::Opened(REST));
    assert_eq!(breaker.admits(at(12), 5), 0);
    assert_eq!(breaker.admits(at(11) + REST, 5), 3);
}

#[test]
fn what_left_before_it_opened_is_no_probe() {
    let mut breaker = Breaker::default();
    breaker.sent(100);
    breaker.open_until(at(5), at(10));
    breaker.sent(3);
    // Thirty seconds without an answer, counted from before.
    assert_eq!(breaker.note(at(4), at(34), Answer::Trouble), Verdict::Same);
    breaker.not_sent(at(4));
    assert_eq!(breaker.admits(at(34), 5), 0);
}

#[test]
fn a_line_that_broke_and_is_back_is_tried_at_once() {
    let mut breaker = Breaker::default();
    breaker.sent(50);
    for _ in 0..50 {
        breaker.note(at(0), at(1), Answer::Trouble);
    }
    assert_eq!(breaker.admits(at(2), 100), 0);
    breaker.try_now(at(2));
    assert_eq!(breaker.admits(at(2), 100), 3);
    // What the break failed may be written down later than the line is back.
    assert_eq!(breaker.note(at(1), at(2), Answer::Trouble), Verdict::Same);
    for wanted in [Verdict::Same, Verdict::Same, Verdict::Closed] {
        assert_eq!(answered(&mut breaker, at(2), Answer::Sound), wanted);
    }
    // One that hangs up at once gets three, and then rests.
    breaker.try_now(at(3));
    let failed = answered(&mut breaker, at(3), Answer::Trouble);
    assert_eq!(failed, Verdict::Opened(REST));
}

#[test]
fn a_probe_that_never_left_makes_room_for_another() {
    let mut breaker = Breaker::default();
    breaker.open_until(at(0), at(10));
    breaker.sent(3);
    breaker.not_sent(at(10));
    breaker.not_sent(at(10));
    assert_eq!(breaker.admits(at(10), 5), 2);
}
