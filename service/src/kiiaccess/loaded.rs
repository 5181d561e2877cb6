//! Who asks for a key, and the doors that it is to open.

use latchwork::{CodePolicy, DoorCodes, Issues, Value};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::Creating;
use crate::caller::{Asker, Caller, Principal, no_such_key, owner_of_key, principal};
use crate::clock::micros;
use crate::job::Stop;
use crate::reply::problem;
use crate::rights::Right;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

/// What a request for a key rests on.
pub(super) struct Loaded {
    /// Who asks, where he manages every door of the request.
    pub(super) managed: Option<Principal>,
    /// Those of the request that there are.
    pub(super) doors: Vec<Door>,
}

/// A door of a request.
pub(super) struct Door {
    organisation: String,
    code_policy: Option<String>,
    /// Whether it is one of the doors of who asks.
    is_assigned: bool,
    /// Whether phones may be keys in its organisation.
    pub(super) may_have_mobile_keys: bool,
}

impl Creating<'_> {
    /// Loads both by one statement. The doors are nobody else's until the end of the transaction, where
    /// it is looked what is in use there.
    pub(super) async fn loaded(&self, transaction: &mut Transaction) -> Result<Loaded, Stop> {
        let Some(owner) = self.owner() else {
            // Whoever asks for himself manages none.
            let (managed, doors) = (None, Vec::new());
            return Ok(Loaded { managed, doors });
        };
        let mut statement = owner.after(
            "select p.id, p.organisation, p.role, d.organisation as house, d.code_policy, \
             (select count(*) from principal_door a where a.principal = p.id and a.door = d.id) \
             as assigned, \
             (select mobile_keys_since from organisation where id = d.organisation) \
             as mobile_keys_since \
             from (",
        );
        statement.add(") p, door d where true", []);
        statement.and_in("d.id", self.doors_of_request());
        statement.add(" order by d.id", []);
        if self.looks() {
            statement.add(&self.service.store.for_update_of("d"), []);
        }
        let rows = statement.rows(&mut **transaction).await?;
        if rows.is_empty() {
            self.is_somebody(transaction).await?;
        }
        let asker = rows.first().map(principal).transpose()?;
        let doors: Vec<_> = rows.iter().map(Door::of).collect::<Result<_, _>>()?;
        let is_whole = doors.len() == self.request.accesses().len();
        let managed = asker.filter(|asker| is_whole && doors.iter().all(|door| door.is_of(asker)));
        Ok(Loaded { managed, doors })
    }

    /// The principal who asks, as a statement selects it.
    fn owner(&self) -> Option<Statement> {
        match self.asker {
            Asker::Identified(Caller::Person(_)) => None,
            Asker::Identified(Caller::Principal(known)) => {
                let sql = "select id, organisation, role from principal where true";
                let mut owner = Statement::new(sql);
                owner.and("id = $", Bound::Text(known.id.clone()));
                Some(owner)
            }
            Asker::ByKey(hash) => Some(owner_of_key(*hash, micros(self.now))),
        }
    }

    /// Whether who asks is somebody, where no door tells.
    async fn is_somebody(&self, transaction: &mut Transaction) -> Result<(), Stop> {
        let Asker::ByKey(hash) = self.asker else {
            return Ok(());
        };
        let owner = owner_of_key(*hash, micros(self.now));
        if owner.rows(&mut **transaction).await?.is_empty() {
            return Err(problem(401, &no_such_key()).into());
        }
        Ok(())
    }
}

impl Door {
    fn of(row: &AnyRow) -> Result<Self, Error> {
        let mobile_keys_since: Option<i64> = row.try_get("mobile_keys_since")?;
        Ok(Self {
            organisation: row.try_get("house")?,
            code_policy: row.try_get("code_policy")?,
            is_assigned: row.try_get::<i64, _>("assigned")? > 0,
            may_have_mobile_keys: mobile_keys_since.is_some(),
        })
    }

    /// Whether somebody manages its keys.
    fn is_of(&self, principal: &Principal) -> bool {
        self.organisation == principal.organisation
            && principal.may_at(Right::Keys, self.is_assigned)
    }
}

/// The codes that all doors allow, where any of them says.
pub(super) fn codes(doors: &[Door]) -> Result<Option<DoorCodes>, Error> {
    let policies = doors.iter().filter_map(|door| door.code_policy.as_deref());
    let policies = policies.map(|text| {
        let value = Value::from_json(text.as_bytes(), text.len()).map_err(Issues::from);
        value.and_then(|value| CodePolicy::check_value(&value))
    });
    let policies = policies.collect::<Result<Vec<_>, _>>();
    let policies = policies.map_err(|_| Error::Failed("a door's code policy is none".into()))?;
    Ok((!policies.is_empty()).then(|| DoorCodes::of(&policies)))
}
