//! Every route: how it is asked, what answers, which operation of the `OpenAPI` document it is, and who
//! may ask. The tests read this file: a route that no one tells of, or that no caller was tried at,
//! fails there.

use std::sync::Arc;

use axum::routing::{delete, get, patch, post, put};
use axum::{Extension, Router};

use crate::rights::Right;
use crate::server::Service;
use crate::{
    attempts, basip, doors, events, health, keys, kiiaccess, openapi, panel, people, principals,
    session, smartphonekey, webhooks,
};

/// Routes for who has a right ([`Asking`](crate::rights::Asking) holds callers against it); for
/// `Anybody`; or for whom the route's own system lets in, `Own`.
macro_rules! routes {
    (
        $(#[$attribute:meta])*
        $name:ident:
        $($method:ident $path:literal => $handler:path as $operation:ident for $who:ident;)*
    ) => {
        $(#[$attribute])*
        pub fn $name() -> Router<Arc<Service>> {
            Router::new()$(.route($path, routes!(@for $who $method($handler))))*
        }
    };
    (@for Anybody $route:expr) => { $route };
    (@for Own $route:expr) => { $route };
    (@for $right:ident $route:expr) => { $route.route_layer(Extension(Right::$right)) };
}

routes! {
    /// The APIs: the plain one, the two vendors of keys, and the panel.
    apis:
    get "/session" => session::read as readSession for Own;
    post "/session" => session::begin as beginSession for Anybody;
    delete "/session" => session::end as endSession for Anybody;
    get "/doors" => doors::list as listDoors for SeeDoors;
    post "/doors" => doors::create as createDoor for MakeDoors;
    get "/doors/{id}" => doors::read as readDoor for SeeDoors;
    patch "/doors/{id}" => doors::change as changeDoor for ChangeDoors;
    post "/doors/{id}/forget-tries" => doors::forget_tries as forgetTries for ChangeDoors;
    post "/doors/{id}/attempts" => attempts::attempt as tryDoor for TryDoors;
    put "/doors/{id}/attempts/{attempt}/outcome" => attempts::outcome as tellOutcome for TryDoors;
    get "/people" => people::list as listPeople for People;
    post "/people" => people::create as createPerson for People;
    get "/people/{id}" => people::read as readPerson for People;
    patch "/people/{id}" => people::change as changePerson for People;
    get "/keys" => keys::list as listKeys for Keys;
    post "/keys" => keys::create as createKey for Keys;
    post "/keys/lookup" => keys::look_up as lookUpKeys for Keys;
    get "/keys/{id}" => keys::read as readKey for Keys;
    patch "/keys/{id}" => keys::change as changeKey for Keys;
    post "/keys/{id}/suspend" => keys::suspend as suspendKey for Keys;
    post "/keys/{id}/resume" => keys::resume as resumeKey for Keys;
    post "/keys/{id}/report" => keys::report as reportKey for Keys;
    post "/keys/{id}/revoke" => keys::revoke as revokeKey for Keys;
    post "/keys/{id}/forget-tries" => keys::forget_tries as forgetTriesOfKey for Keys;
    post "/keys/{id}/show" => keys::show as showKey for Keys;
    get "/principals" => principals::list as listPrincipals for Events;
    post "/principals" => principals::create as createPrincipal for Principals;
    get "/principals/{id}" => principals::read as readPrincipal for Principals;
    patch "/principals/{id}" => principals::change as changePrincipal for Principals;
    post "/principals/{id}/keys" => principals::give_key as createApiKey for Principals;
    post "/principals/{id}/keys/{key}/revoke" => principals::revoke_key as revokeApiKey for Principals;
    post "/principals/{id}/disable" => principals::disable as disablePrincipal for Principals;
    post "/principals/{id}/enable" => principals::enable as enablePrincipal for Principals;
    get "/panel/doors" => panel::read as readPanelDoors for MakeDoors;
    put "/panel/doors" => panel::set as setPanelDoors for MakeDoors;
    get "/events" => events::list as listEvents for Events;
    get "/events/stream" => events::stream as followEvents for Events;
    get "/webhooks" => webhooks::list as listWebhooks for Webhooks;
    post "/webhooks" => webhooks::create as createWebhook for Webhooks;
    get "/webhooks/{id}" => webhooks::read as readWebhook for Webhooks;
    delete "/webhooks/{id}" => webhooks::delete as deleteWebhook for Webhooks;
    get "/webhooks/{id}/deliveries" => webhooks::deliveries as listDeliveries for Webhooks;
    get "/openapi.json" => openapi::document as openapi for Anybody;

    post "/access-keys" => kiiaccess::create as createAccessKey for Own;
    post "/users/{id}/AddAccessibleLock" => smartphonekey::add as grantLockAccess for Own;
    post "/users/{id}/RemoveAccessibleLock" => smartphonekey::remove as removeLockAccess for Own;
    get "/users/{id}/AccessibleLocks" => smartphonekey::list as listLockAccess for Own;

    get "/login" => basip::log_in as logIn for Anybody;
    get "/logout" => basip::log_out as logOut for Anybody;
    post "/access/users/item" => basip::create_user as createUser for Own;
    get "/access/users/item/{user_uid}" => basip::read_user as readUser for Own;
    patch "/access/users/item/{user_uid}" => basip::change_user as changeUser for Own;
    delete "/access/users/item/{user_uid}" => basip::delete_user as deleteUser for Own;
    get "/access/users/items" => basip::users as listUsers for Own;
    post "/access/identifier/item" => basip::create_identifier as createIdentifier for Own;
    get "/access/identifier/item/{identifier_uid}" => basip::read_identifier as readIdentifier for Own;
    patch "/access/identifier/item/{identifier_uid}" => basip::change_identifier as changeIdentifier for Own;
    delete "/access/identifier/item/{identifier_uid}" => basip::delete_identifier as deleteIdentifier for Own;
    get "/access/identifier/items" => basip::identifiers as listIdentifiers for Own;
    post "/access/timeprofile/item" => basip::create_time_profile as createTimeProfile for Own;
    get "/access/timeprofile/item/{timeprofile_uid}" => basip::read_time_profile as readTimeProfile for Own;
    patch "/access/timeprofile/item/{timeprofile_uid}" => basip::change_time_profile as changeTimeProfile for Own;
    delete "/access/timeprofile/item/{timeprofile_uid}" => basip::delete_time_profile as deleteTimeProfile for Own;
    get "/access/timeprofile/items" => basip::time_profiles as listTimeProfiles for Own;
    post "/access/user/{user_uid}/timeprofile/{timeprofile_uid}" => basip::attach_time_profile as attachTimeProfile for Own;
    delete "/access/user/{user_uid}/timeprofile/{timeprofile_uid}" => basip::detach_time_profile as detachTimeProfile for Own;
    post "/access/user/{user_uid}/identifier/{identifier_uid}" => basip::attach_identifier as attachIdentifier for Own;
    post "/apartment/item" => basip::create_apartment as createApartment for Own;
    get "/apartment/item/{apartment_uid}" => basip::read_apartment as readApartment for Own;
    patch "/apartment/item/{apartment_uid}" => basip::change_apartment as changeApartment for Own;
    post "/apartment/item/{apartment_uid}/user/{user_uid}" => basip::add_to_apartment as addToApartment for Own;
    get "/apartment/items" => basip::apartments as listApartments for Own;
}

routes! {
    /// Whether the service is well.
    health:
    get "/livez" => health::alive as isAlive for Anybody;
    get "/readyz" => health::ready as isReady for Anybody;
}
