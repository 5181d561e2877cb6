//! What those wait for who are answered for long: events that nothing comes before any more, and the end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

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
    places: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Pulse {
    pub fn new() -> Self {
        Self {
            state: watch::Sender::new(State::default()),
            places: Arc::default(),
        }
    }

    pub fn subscribe(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// A place for an answer that lasts, where there is one.
    pub fn place(&self, name: &str) -> Option<Place> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let all = places.values().sum::<usize>();
        let own = places.get(name).copied().unwrap_or_default();
        if all >= MOST || own >= MOST_OF_ONE {
            return None;
        }
        places.insert(name.to_owned(), own + 1);
        Some(Place {
            name: name.to_owned(),
            places: self.places.clone(),
        })
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

/// A place that is given back when it is dropped.
pub struct Place {
    name: String,
    places: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        match places.get_mut(&self.name) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                places.remove(&self.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_few_and_given_back() {
        let pulse = Pulse::new();
        let mut own: Vec<_> = (0..MOST_OF_ONE)
            .map(|_| pulse.place("a").unwrap())
            .collect();
        assert!(pulse.place("a").is_none());
        own.pop();
        own.push(pulse.place("a").unwrap());
        let others: Vec<_> = (MOST_OF_ONE..MOST)
            .map(|n| pulse.place(&n.to_string()).unwrap())
            .collect();
        assert!(pulse.place("b").is_none());
        drop((own, others));
        assert!(pulse.places.lock().unwrap().is_empty());
    }
}
