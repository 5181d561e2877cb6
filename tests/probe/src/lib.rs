//! An allocator that looks for secrets in what is given back to it.
//!
//! A test makes [`Probe`] its global allocator and asks [`found`] which blocks a call gave back with
//! a secret in them: what was not wiped can be read from a core dump, by another bug, or in swap.

use std::alloc::{GlobalAlloc, Layout, System};
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::ptr;

/// The system's allocator, which looks at every block before it is given back.
#[derive(Debug)]
pub struct Probe;

thread_local! {
    /// What this thread looks for; nothing but inside [`found`].
    static SECRETS: Cell<&'static [&'static [u8]]> = const { Cell::new(&[]) };
    /// Where a block was given back that held one.
    static FOUND: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Calls a function, and tells where it gave back blocks in which one of the secrets stood: of each
/// the call stack. What it returns is dropped before.
pub fn found<T>(secrets: &'static [&'static [u8]], call: impl FnOnce() -> T) -> Vec<String> {
    SECRETS.set(secrets);
    drop(call());
    SECRETS.set(&[]);
    FOUND.take()
}

/// Looks for secrets in a block that is about to be given back.
fn look(block: &[u8]) {
    let secrets = SECRETS.get();
    let holds = |secret: &&[u8]| block.windows(secret.len()).any(|part| part == *secret);
    if secrets.iter().any(holds) {
        // What comes now allocates, too.
        SECRETS.set(&[]);
        let stack = format!("{} bytes\n{}", block.len(), Backtrace::force_capture());
        FOUND.with_borrow_mut(|found| found.push(stack));
        SECRETS.set(secrets);
    }
}

// SAFETY: every call goes to the system's allocator as it came. A block that moves is allocated,
// copied and given back, so that it is looked at.
unsafe impl GlobalAlloc for Probe {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed: what an owner never wrote to must not be an older block's.
        // SAFETY: the caller's layout.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if !SECRETS
            .try_with(|secrets| secrets.get().is_empty())
            .unwrap_or(true)
        {
            // SAFETY: the block is of that size until it is given back, and was zeroed at first.
            look(unsafe { &*ptr::slice_from_raw_parts(block, layout.size()) });
        }
        // SAFETY: the caller's block and layout.
        unsafe { System.dealloc(block, layout) }
    }
}
