//! What the service promises, held against servers that listen, over `SQLite` and over a `PostgreSQL`
//! of the tests' own.

#![cfg(test)]

mod admission;
mod attempts;
mod backup;
mod basip;
mod both;
mod check;
mod client;
mod compressed;
mod crash;
mod described;
mod doors;
mod events;
mod faults;
mod hostile;
mod keys;
mod kiiaccess;
mod machine;
mod metrics;
mod openapi;
mod panel;
mod panel_locks;
mod people;
mod plain;
mod postgres;
mod principals;
mod races;
mod rivals;
mod rotation;
mod routes;
mod secrecy;
mod session;
mod simulation;
mod smartphonekey;
mod sql;
mod standstill;
mod together;
mod webhooks;
mod world;
