//! How many connections there is room for: each is a file that is open, and the system bounds those.

/// What is open beside the connections of callers: the database, what is sent, the console's files.
#[cfg(unix)]
const OTHERS: u64 = 256;

/// Asks the system for room for so many connections, and gives for how many there is some.
#[cfg(unix)]
pub fn connections(most: usize) -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let wanted = u64::try_from(most).unwrap_or(u64::MAX) + OTHERS;
    let told = getrlimit(Resource::Nofile);
    // Where nothing is told, there is no bound.
    let allowed = told.maximum.map_or(wanted, |maximum| wanted.min(maximum));
    if told.current.is_some_and(|current| current < allowed) {
        let raised = Rlimit {
            current: Some(allowed),
            ..told
        };
        // Where it is not granted, it is as it was.
        let _ = setrlimit(Resource::Nofile, raised);
    }
    let open = getrlimit(Resource::Nofile).current.unwrap_or(wanted);
    // At least a few, whatever is left for others.
    let room = open.saturating_sub(OTHERS).max(open / 2);
    let room = usize::try_from(room).unwrap_or(most).min(most);
    if room < most {
        tracing::warn!(
            room,
            most,
            "there is room for fewer connections: the limit of open files is low"
        );
    }
    room
}

/// Other systems bound nothing that can be raised.
#[cfg(not(unix))]
pub fn connections(most: usize) -> usize {
    most
}
