//! The kinds of events: one list for what is stored and for what is made of it again.

macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        /// What happened, by the word that events have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($kind,)*
        }

        impl Kind {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($kind),)*
                }
            }
        }
    };
}

kinds! {
    OrganisationCreated,
    PrincipalCreated,
    PrincipalChanged,
    PrincipalDisabled,
    PrincipalEnabled,
    ApiKeyCreated,
    ApiKeyRevoked,
    DoorCreated,
    DoorChanged,
    DoorOpened,
    DoorStayedShut,
    DoorOutcomeTold,
    DoorTriesForgotten,
    PersonCreated,
    PersonChanged,
    AccessKeyCreated,
    AccessKeyChanged,
    AccessKeySuspended,
    AccessKeyResumed,
    AccessKeyReported,
    AccessKeyShown,
    AccessKeyRevoked,
    AccessKeyTriesForgotten,
    AccessibleLockAdded,
    AccessibleLockRemoved,
    PanelDoorsSet,
    PanelUserStored,
    PanelUserDeleted,
    PanelIdentifierStored,
    PanelIdentifierShown,
    PanelIdentifierAttached,
    PanelIdentifierDeleted,
    PanelTimeProfileStored,
    PanelTimeProfileAttached,
    PanelTimeProfileDetached,
    PanelTimeProfileDeleted,
    PanelApartmentStored,
    PanelResidentAdded,
    WebhookCreated,
    WebhookDeleted,
    WebhookDeliveryGivenUp,
}

impl Kind {
    /// The kind of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}
