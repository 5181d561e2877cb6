//! Tests that are told once and run twice.

/// The same test over both databases.
macro_rules! over_both {
    ($($(#[$attribute:meta])* fn $name:ident($world:ident: &World) $body:block)*) => {$(
        mod $name {
            use super::*;

            fn test($world: &World) $body

            #[test]
            $(#[$attribute])*
            fn sqlite() {
                test(&World::new(crate::world::Kind::Sqlite));
            }

            #[test]
            $(#[$attribute])*
            fn postgres() {
                test(&World::new(crate::world::Kind::Postgres));
            }
        }
    )*};
}
pub(crate) use over_both;
