//! What those wait for who are answered for long: events that nothing comes before any more, and the end.

use std::time::Duration;

use tokio::sync::watch;

use crate::places::{Place, Places};
use crate::store::{Error, Store};

/// How often the database is asked.
const BEAT: Duration = Duration::from_millis(200);

/// How many answers one may have at a time.
const MOST_OF_ONE: usize = 8;
/// How many there may be.
const MOST: usize = 1024;

/// What is known now.
#[derive(Clone, Copy, Default)]
pub struct State {
    /// Up to which event all have been stored that ever will be.
    pub settled: i64,
    /// The service ends.
    pub is_ending: bool,
}

/// One for the whole service.
pub struct Pulse {
    state: watch::Sender<State>,
    places: Places<String>,
}

impl Pulse {
    pub fn new() -> Self {
        Self {
            state: watch::Sender::new(State::default()),
            places: Places::new(MOST, MOST_OF_ONE),
        }
    }

    pub fn subscribe(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// A place for an answer that lasts, where there is one.
    pub fn place(&self, name: &str) -> Option<Place<String>> {
        self.places.take(&name.to_owned())
    }

    pub fn is_ending(&self) -> bool {
        self.state.borrow().is_ending
    }

    /// Everybody who waits is told that it ends.
    pub fn end(&self) {
        self.state.send_modify(|state| state.is_ending = true);
    }

    /// Tells those who wait what is settled.
    pub async fn beat(&self, store: &Store) {
        loop {
            match settled(store).await {
                Ok(settled) => {
                    self.state.send_if_modified(|state| {
                        let is_more = settled > state.settled;
                        state.settled = settled.max(state.settled);
                        is_more
                    });
                }
                // Who asks for anything is told so.
                Err(error) => tracing::debug!(%error, "nothing is known of new events"),
            }
            tokio::time::sleep(BEAT).await;
        }
    }
}

/// Up to which event all have been stored that ever will be: what a later statement reads up to there is whole.
pub async fn settled(store: &Store) -> Result<i64, Error> {
    let seq = sqlx::query_scalar("select seq from settled")
        .fetch_one(store.reader())
        .await?;
    Ok(seq)
}
