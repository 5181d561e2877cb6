//! Lists put in order with little code.
//!
//! The sorts of the standard library are written for speed and come anew with every type that is
//! sorted, 2 to 8 kB of wasm each; a page downloads them all. What is sorted here is short, or is
//! sorted once: a heap does it in n log n at worst, in some hundred bytes.

/// Puts a list in ascending order. Equal items may change places.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, &mut |one, other| one < other);
}

/// Puts a list in the order of what is less than what. Items of which neither is less may change
/// places.
pub(crate) fn sort_by<T>(items: &mut [T], is_less: &mut dyn FnMut(&T, &T) -> bool) {
    // Most come in order.
    let mut pairs = items.iter().zip(items.iter().skip(1));
    if pairs.all(|(one, next)| !is_less(next, one)) {
        return;
    }
    for root in (0..items.len() / 2).rev() {
        sift(items, root, is_less);
    }
    let mut heap = items;
    while let Some(last) = heap.len().checked_sub(1) {
        // The root is the greatest of the heap.
        heap.swap(0, last);
        let Some(rest) = heap.get_mut(..last) else {
            break;
        };
        sift(rest, 0, is_less);
        heap = rest;
    }
}

/// Lets an item sink until none below it is greater.
fn sift<T>(heap: &mut [T], root: usize, is_less: &mut dyn FnMut(&T, &T) -> bool) {
    let mut at = root;
    loop {
        let left = 2 * at + 1;
        let Some(below) = heap.get(left) else {
            return;
        };
        let greater = match heap.get(left + 1) {
            Some(right) if is_less(below, right) => left + 1,
            _ => left,
        };
        match (heap.get(at), heap.get(greater)) {
            (Some(item), Some(greatest)) if is_less(item, greatest) => {}
            _ => return,
        }
        heap.swap(at, greater);
        at = greater;
    }
}
