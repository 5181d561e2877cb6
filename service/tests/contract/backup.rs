//! `latchwork backup`, and what a plain copy of the file is worth.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::thread;

use crate::kiiaccess::code;
use crate::world::{FRONT, Kind, Server, World};

fn backup(world: &World, to: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchwork"));
    command.args(["backup", "--database", &world.database, "--to"]);
    command.arg(world.folder.join(to)).output().unwrap()
}

/// Makes a key, and gives its code.
fn create(world: &World, server: &Server) -> String {
    let key = [("x-api-key", world.administrator.as_str())];
    let reply = server.post("/access-keys", &key, &code("*", &[FRONT]));
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()["keyIdentification"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The same house over a copy of its database.
fn over(world: &World, file: &str) -> World {
    let folder = world.folder.clone();
    let database = format!("sqlite:{}", folder.join(file).display());
    world.over(folder, database)
}

#[test]
fn a_copy_of_what_is_served_has_all_that_was_acknowledged_and_opens() {
    let world = World::new(Kind::Sqlite);
    let server = world.serve();
    let made = Mutex::new(vec![create(&world, &server)]);
    // Before it began, while others write.
    let (acknowledged, done) = thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for _ in 0..40 {
                let code = create(&world, &server);
                made.lock().unwrap().push(code);
            }
        });
        while made.lock().unwrap().len() < 10 {
            thread::yield_now();
        }
        let before = made.lock().unwrap().clone();
        let done = backup(&world, "copy.db");
        writer.join().unwrap();
        (before, done)
    });
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(String::from_utf8_lossy(&done.stdout).contains("file of secrets"));
    let file = world.folder.join("copy.db");
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let copy = over(&world, "copy.db");
    assert_eq!(
        copy.number("select count(*) from pragma_integrity_check where integrity_check = 'ok'"),
        1
    );
    // With the file of secrets, what is stored is known: none of its codes is free.
    let another = copy.serve();
    let key = [("x-api-key", copy.administrator.as_str())];
    for digits in &acknowledged {
        assert_eq!(
            another
                .post("/access-keys", &key, &code(digits, &[FRONT]))
                .status,
            409
        );
    }
    drop(another);
    // Nothing is written over, and what fails leaves nothing.
    let kept = fs::read(&file).unwrap();
    let again = backup(&world, "copy.db");
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("no file is written over"));
    assert_eq!(fs::read(&file).unwrap(), kept);
    let nowhere = Command::new(env!("CARGO_BIN_EXE_latchwork"))
        .args(["backup", "--database", "sqlite:nowhere.db", "--to"])
        .arg(world.folder.join("none.db"))
        .output();
    assert!(!nowhere.unwrap().status.success());
    let names = fs::read_dir(&world.folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(
        names
            .filter(|name| name.contains("none") || name.contains("part"))
            .count()
            == 0
    );
    std::mem::forget(copy);
}

#[test]
fn a_plain_copy_of_the_file_lacks_what_is_in_the_file_beside_it() {
    let world = World::new(Kind::Sqlite);
    let server = world.serve();
    for _ in 0..5 {
        create(&world, &server);
    }
    fs::copy(world.folder.join("keys.db"), world.folder.join("plain.db")).unwrap();
    let plain = over(&world, "plain.db");
    let keys = "select count(*) from access_key";
    // It is whole, and of some time ago.
    assert_eq!((world.number(keys), plain.number(keys)), (5, 0));
    assert_eq!(
        plain.number("select count(*) from door"),
        world.number("select count(*) from door")
    );
    assert!(backup(&world, "good.db").status.success());
    let good = over(&world, "good.db");
    assert_eq!(good.number(keys), 5);
    std::mem::forget((plain, good));
}

#[test]
fn postgres_is_copied_by_its_own_program() {
    let world = World::new(Kind::Postgres);
    let done = backup(&world, "copy.db");
    assert!(!done.status.success());
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(
        told.contains("pg_dump --format=custom") && !told.contains(&world.database),
        "{told}"
    );
    assert!(!world.folder.join("copy.db").exists());
}
