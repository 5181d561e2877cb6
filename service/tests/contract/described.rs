//! What the service says of itself, tried by schemathesis: requests that its description makes, right and
//! wrong ones, and every answer held against it.

use std::process::Command;

use crate::world::{Kind, World};

/// Right and wrong requests of each kind, the same in each run.
const EXAMPLES: &str = "10";

#[test]
#[ignore = "needs schemathesis, which `cargo xtask test service` installs"]
fn every_answer_is_one_that_is_described() {
    let program = std::env::var_os("SCHEMATHESIS").unwrap_or_else(|| "schemathesis".into());
    let world = World::new(Kind::Sqlite);
    let server = world.serve();
    let done = Command::new(program)
        .arg("run")
        .arg(format!("http://{}/openapi.json", server.address))
        .args(["--header", &format!("X-API-Key: {}", world.administrator)])
        .args(["--max-examples", EXAMPLES, "--generation-deterministic"])
        .args(["--suppress-health-check", "all", "--no-color"])
        // It has no end.
        .args(["--exclude-path", "/events/stream"])
        // A window that ends before it begins is none, which no schema can say.
        .args(["--exclude-checks", "positive_data_acceptance"])
        .current_dir(&world.folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{told}");
    assert!(
        !std::fs::read_to_string(&server.log)
            .unwrap()
            .contains("\"ERROR\"")
    );
}
