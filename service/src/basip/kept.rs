//! What the panel keeps beside its users: time profiles, apartments, and identifiers one by one.

use latchwork::system::basip::{
    AddToApartment, AddToApartmentState, AttachTimeProfile, AttachTimeProfileState,
    ChangeApartment, ChangeIdentifier, ChangeKeptState, ChangeTimeProfile, CreateApartment,
    CreateApartmentState, CreateTimeProfile, CreateTimeProfileState, Decision, DeleteIdentifier,
    DeleteIdentifierState, DeleteTimeProfile, DeleteTimeProfileState, DetachTimeProfile, EntityUid,
    FoundState, ReadApartment, ReadIdentifier, ReadTimeProfile,
};

use super::kept_rows::{APARTMENTS, TIME_PROFILES};
use super::rows::uid;
use super::{Call, Panel};
use crate::store::{Error, Transaction};

/// A checked request about what is kept.
pub enum Kept {
    CreateTimeProfile(CreateTimeProfile),
    ChangeTimeProfile(ChangeTimeProfile),
    ReadTimeProfile(ReadTimeProfile),
    DeleteTimeProfile(DeleteTimeProfile),
    AttachTimeProfile(AttachTimeProfile),
    DetachTimeProfile(DetachTimeProfile),
    CreateApartment(CreateApartment),
    ChangeApartment(ChangeApartment),
    ReadApartment(ReadApartment),
    AddToApartment(AddToApartment),
    ReadIdentifier(ReadIdentifier),
    ChangeIdentifier(ChangeIdentifier),
    DeleteIdentifier(DeleteIdentifier),
}

impl Kept {
    /// Whether nothing is kept of it. What an identifier is shown as is told of by an event.
    pub(super) fn only_reads(&self) -> bool {
        matches!(self, Self::ReadTimeProfile(_) | Self::ReadApartment(_))
    }
}

impl Call<'_> {
    pub(super) async fn kept_decided(
        &self,
        request: &Kept,
        panel: &Panel,
        transaction: &mut Transaction,
    ) -> Result<Decision, Error> {
        let session = self.session;
        Ok(match request {
            Kept::CreateTimeProfile(request) => request.decide(&CreateTimeProfileState {
                session,
                next_uid: uid(panel.next_time_profile)?,
            }),
            Kept::DeleteTimeProfile(request) => {
                let profile = request.time_profile();
                let found = self.stored(&TIME_PROFILES, profile, transaction).await?;
                let users = self.users_of(&TIME_PROFILES, profile, transaction).await?;
                request.decide(&DeleteTimeProfileState {
                    session,
                    time_profile_exists: found.is_some(),
                    is_attached: !users.is_empty(),
                })
            }
            Kept::AttachTimeProfile(request) => {
                let state = self
                    .at_time_profile(request.user(), request.time_profile(), transaction)
                    .await?;
                request.decide(&state)
            }
            Kept::DetachTimeProfile(request) => {
                let state = self
                    .at_time_profile(request.user(), request.time_profile(), transaction)
                    .await?;
                request.decide(&state)
            }
            Kept::ChangeTimeProfile(request) => {
                let found = self.stored(&TIME_PROFILES, request.uid(), transaction);
                request.decide(&ChangeKeptState {
                    session,
                    found: found.await?,
                    is_taken: false,
                })
            }
            Kept::ChangeApartment(request) => {
                let found = self.stored(&APARTMENTS, request.uid(), transaction).await?;
                let after = found.as_ref().map(|found| request.applied(found));
                let is_taken = match &after {
                    Some(Ok(after)) => {
                        let uid = Some(after.uid);
                        self.is_occupied(&after.request, uid, transaction).await?
                    }
                    _ => false,
                };
                request.decide(&ChangeKeptState {
                    session,
                    found,
                    is_taken,
                })
            }
            Kept::ChangeIdentifier(request) => {
                let found = self.stored_identifier(request.uid(), transaction).await?;
                let found = found.map(|(stored, _)| stored.to_value().into_owned());
                let after = found.as_ref().map(|found| request.applied(found));
                let is_taken = match &after {
                    Some(Ok(after)) => {
                        let uid = Some(after.uid);
                        self.has_number(&after.request, uid, transaction).await?
                    }
                    _ => false,
                };
                request.decide(&ChangeKeptState {
                    session,
                    found,
                    is_taken,
                })
            }
            Kept::CreateApartment(request) => request.decide(&CreateApartmentState {
                session,
                address_in_use: self.is_occupied(request, None, transaction).await?,
                next_uid: uid(panel.next_apartment)?,
            }),
            Kept::AddToApartment(request) => {
                let apartment = self.stored(&APARTMENTS, request.apartment(), transaction);
                let apartment = apartment.await?;
                request.decide(&AddToApartmentState {
                    session,
                    apartment_exists: apartment.is_some(),
                    user_exists: self.user(request.user(), transaction).await?.is_some(),
                })
            }
            Kept::DeleteIdentifier(request) => {
                let attached = self.attached(request.identifier(), transaction).await?;
                request.decide(&DeleteIdentifierState {
                    session,
                    identifier_exists: attached.is_some(),
                })
            }
            Kept::ReadTimeProfile(_) | Kept::ReadApartment(_) | Kept::ReadIdentifier(_) => {
                self.kept_read(request, transaction).await?
            }
        })
    }

    async fn at_time_profile(
        &self,
        user: EntityUid,
        profile: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<AttachTimeProfileState, Error> {
        let found = self.stored(&TIME_PROFILES, profile, transaction).await?;
        Ok(AttachTimeProfileState {
            session: self.session,
            user_exists: self.user(user, transaction).await?.is_some(),
            time_profile_exists: found.is_some(),
        })
    }

    /// What reading comes to.
    pub(super) async fn kept_read(
        &self,
        request: &Kept,
        transaction: &mut Transaction,
    ) -> Result<Decision, Error> {
        let session = self.session;
        Ok(match request {
            Kept::ReadTimeProfile(request) => {
                let uid = request.time_profile();
                let found = self.with_users(&TIME_PROFILES, uid, transaction).await?;
                request.decide(&FoundState { session, found })
            }
            Kept::ReadApartment(request) => {
                let uid = request.apartment();
                let found = self.with_users(&APARTMENTS, uid, transaction).await?;
                request.decide(&FoundState { session, found })
            }
            Kept::ReadIdentifier(request) => {
                let found = self.identifier(request.identifier(), transaction).await?;
                request.decide(&FoundState { session, found })
            }
            _ => return Err(Error::Failed("a request is no reading".into())),
        })
    }
}
