//! Who waits for an answer on a line, and how far each question has got.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusmpp::Command;
use tokio::sync::oneshot;

/// What came of a question.
#[derive(Debug)]
pub enum Reply {
    /// The centre answered.
    Answer(Box<Command>),
    /// The line broke before a byte of it was written.
    NotWritten,
    /// It was written, or a part of it, and no answer came.
    Unanswered,
}

/// The questions of one line, by the number each was given.
#[derive(Clone, Default)]
pub struct Asked(Arc<Mutex<HashMap<u32, Question>>>);

struct Question {
    answer: oneshot::Sender<Reply>,
    written: bool,
}

impl Asked {
    /// Notes a question that is about to wait for the writer.
    pub fn ask(&self, number: u32) -> oneshot::Receiver<Reply> {
        let (answer, answered) = oneshot::channel();
        let question = Question {
            answer,
            written: false,
        };
        self.lock().insert(number, question);
        answered
    }

    /// Notes that these are about to be written. Of those that nobody waits for
    /// any more it says `false`: they are left out.
    pub fn writing(&self, numbers: impl Iterator<Item = Option<u32>>) -> Vec<bool> {
        let mut asked = self.lock();
        numbers
            .map(|number| {
                let Some(number) = number else { return true };
                let question = asked.get_mut(&number);
                question.map(|question| question.written = true).is_some()
            })
            .collect()
    }

    /// Gives an answer to whoever asked.
    pub fn answered(&self, number: u32, command: Command) {
        let question = self.lock().remove(&number);
        if let Some(question) = question {
            question.answer.send(Reply::Answer(Box::new(command))).ok();
        }
    }

    /// Nobody waits any longer.
    pub fn give_up(&self, number: u32) -> Reply {
        match self.lock().remove(&number) {
            Some(Question { written: false, .. }) => Reply::NotWritten,
            _ => Reply::Unanswered,
        }
    }

    /// Tells all who wait that there will be no answer.
    pub fn line_broke(&self) {
        let questions = std::mem::take(&mut *self.lock());
        for question in questions.into_values() {
            let reply = if question.written {
                Reply::Unanswered
            } else {
                Reply::NotWritten
            };
            question.answer.send(reply).ok();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u32, Question>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
