//! How one job is run, whatever it does.

use std::sync::Arc;

use apalis::prelude::{AbortError, BoxDynError};
use tokio::sync::RwLock;
use tokio::task::JoinSet;

/// What the jobs of one boot share.
#[derive(Clone, Default)]
pub(super) struct Desk {
    /// Held by each job while it works; taken whole to close for the day.
    pub(super) door: Arc<RwLock<()>>,
}

/// Runs a job's body on a task of its own, so that a panic ends the job and not
/// the worker with all it has in hand, and so that the heartbeat does not wait
/// while a job counts. The task stops when the worker is dropped.
///
/// A failure goes to the log and no further: what apalis is told it writes into
/// its table, and an error may quote what should not stand there.
pub(super) async fn apart<E>(
    job: &'static str,
    body: impl Future<Output = Result<(), E>> + Send + 'static,
) -> Result<(), BoxDynError>
where
    E: Into<BoxDynError> + Send + 'static,
{
    let mut alone = JoinSet::new();
    alone.spawn(body);
    let error: BoxDynError = match alone.join_next().await {
        None | Some(Ok(Ok(()))) => return Ok(()),
        Some(Ok(Err(error))) => error.into(),
        Some(Err(panic)) => panic.into(),
    };
    tracing::error!(job, error = &*error as &dyn std::error::Error, "job failed");
    // Aborted: not to be tried again by apalis, whatever it counts.
    Err(AbortError::new(format!("{job} failed; the log says why")).into())
}
