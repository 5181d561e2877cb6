//! Places that are few: so many in all, so many of one, each given back when it is dropped.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Places of whoever has one.
pub struct Places<K: Ord> {
    most: usize,
    most_of_one: usize,
    taken: Arc<Mutex<Taken<K>>>,
}

struct Taken<K> {
    all: usize,
    of_one: BTreeMap<K, usize>,
}

impl<K: Ord + Clone> Places<K> {
    pub fn new(most: usize, most_of_one: usize) -> Self {
        let taken = Taken {
            all: 0,
            of_one: BTreeMap::new(),
        };
        Self {
            most,
            most_of_one,
            taken: Arc::new(Mutex::new(taken)),
        }
    }

    /// A place for somebody, where there is one.
    pub fn take(&self, who: &K) -> Option<Place<K>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.of_one.get(who).copied().unwrap_or_default();
        if taken.all >= self.most || own >= self.most_of_one {
            return None;
        }
        taken.all += 1;
        taken.of_one.insert(who.clone(), own + 1);
        Some(Place {
            who: who.clone(),
            taken: self.taken.clone(),
        })
    }
}

/// A place that is given back when it is dropped.
pub struct Place<K: Ord> {
    who: K,
    taken: Arc<Mutex<Taken<K>>>,
}

impl<K: Ord> Drop for Place<K> {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all = taken.all.saturating_sub(1);
        match taken.of_one.get_mut(&self.who) {
            Some(own) if *own > 1 => *own -= 1,
            _ => {
                taken.of_one.remove(&self.who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_few_and_given_back() {
        let places = Places::new(64, 8);
        let mut own: Vec<_> = (0..8).map(|_| places.take(&0).unwrap()).collect();
        assert!(places.take(&0).is_none());
        own.pop();
        own.push(places.take(&0).unwrap());
        let others: Vec<_> = (8..64).map(|who| places.take(&who).unwrap()).collect();
        assert!(places.take(&64).is_none());
        drop((own, others));
        let taken = places.taken.lock().unwrap();
        assert!(taken.all == 0 && taken.of_one.is_empty());
    }
}
