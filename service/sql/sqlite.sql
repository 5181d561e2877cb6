-- Latchwork over SQLite. Instants are microseconds since 1970, UTC; where one stands for the end of a
-- window, null is no end. Windows hold their beginning and not their end.

create table organisation (
    id text primary key,
    name text not null,
    -- Since when phones may be keys; null: they may not.
    mobile_keys_since integer,
    created_at integer not null
) strict;

create table door (
    -- A uuid in lower case, or the decimal number that a lock has.
    id text primary key,
    organisation text not null references organisation (id),
    name text not null,
    -- The codes that its keypad allows, as JSON; null: any of 4 to 8 digits.
    code_policy text,
    -- Whose clocks its hours go by, as IANA names it; null: nobody knows.
    zone text,
    -- What it asks of who stands before it, as JSON, without what was counted.
    condition text not null default '{}',
    -- Its lock-outs, as JSON: by what is tried before it, and by what is tried from afar; null: nobody tried.
    tries text,
    tries_afar text,
    -- When one of the persons came last that it waits for.
    first_came_at integer,
    -- What is searched: the name, in lower case.
    folded text not null default '',
    revision integer not null default 1,
    created_at integer not null
) strict;

create index door_of_organisation on door (organisation, created_at, id);

create table person (
    id text primary key,
    -- Whose tenant, guest or member; null: nobody's.
    organisation text references organisation (id),
    -- A Mobile user is known by the phone.
    kind text not null check (kind in ('mobile', 'none-mobile')),
    phone text check (kind = 'none-mobile' or phone is not null),
    first_name text,
    last_name text,
    state text not null default 'active' check (state in ('active', 'suspended', 'left')),
    -- In which area doors with passback saw the person last, as JSON; null: in none.
    place text,
    -- What the person is among others: needs-escort, escort, first-person, as JSON.
    party text not null default '[]',
    -- What is searched: the names and the phone, in lower case, a blank between them.
    folded text not null default '',
    revision integer not null default 1,
    -- How many events made the person's locks.
    locks_version integer not null default 0 check (locks_version >= 0),
    created_at integer not null
) strict;

create index person_of_organisation on person (organisation, created_at, id);

create unique index person_of_phone on person (organisation, phone) where kind = 'mobile';

-- Who asks as or for an organisation.
create table principal (
    id text primary key,
    organisation text not null references organisation (id),
    -- What people call who acts; null: nothing was told.
    name text,
    role text not null check (role in ('administrator', 'manager', 'controller', 'reader')),
    revision integer not null default 1,
    created_at integer not null,
    disabled_at integer
) strict;

-- The doors of a manager, or of what controls them.
create table principal_door (
    principal text not null references principal (id),
    door text not null references door (id),
    primary key (principal, door)
) strict;

create table api_key (
    id text primary key,
    principal text not null references principal (id),
    -- SHA-256 of the key, which nobody keeps.
    hash blob not null unique check (length(hash) = 32),
    -- SHA-256 of the MD5 of the key, in lower case, by which clients of the panel log in; null: they do not.
    panel_hash blob unique check (length(panel_hash) = 32),
    created_at integer not null,
    expires_at integer,
    revoked_at integer
) strict;

-- Who is signed in.
create table session (
    -- SHA-256 of what the browser keeps.
    hash blob primary key check (length(hash) = 32),
    principal text not null references principal (id),
    -- The key that it was begun with, and that it ends with.
    api_key text references api_key (id),
    created_at integer not null,
    expires_at integer not null
) strict;

create index session_of_principal on session (principal, created_at);

-- What signs in once.
create table ticket (
    hash blob primary key check (length(hash) = 32),
    principal text not null references principal (id),
    expires_at integer not null
) strict;

-- Which keys outside the database its secrets need: a wrong file is refused before it spoils anything.
create table secret_version (
    version integer primary key,
    proof blob not null check (length(proof) = 16),
    created_at integer not null
) strict;

create table access_key (
    id text primary key,
    organisation text not null references organisation (id),
    person text not null references person (id),
    kind text not null check (kind in ('code', 'rfid', 'mobile')),
    key_format text,
    name text,
    mobile_phone_number text,
    -- What is searched: the name, in lower case.
    folded text not null default '',
    -- As the request wrote them.
    valid_from text,
    valid_until text,
    state text not null default 'active' check (state in ('active', 'suspended', 'lost', 'stolen', 'damaged')),
    -- Since when it is suspended, whatever else became of it meanwhile.
    suspended_at integer,
    -- In which hours it opens, as JSON; null: in all.
    schedule text,
    -- How often it opened a door, and may; null: any number of times.
    uses integer not null default 0 check (uses >= 0),
    most_uses integer check (most_uses >= 0),
    -- The wrong PINs typed beside it, as JSON; null: none.
    wrong_pins text,
    -- What is not asked of who has it: code, passback, as JSON.
    exempt text not null default '[]',
    -- When its code was last shown to somebody.
    shown_at integer,
    revision integer not null default 1,
    created_at integer not null,
    revoked_at integer
) strict;

create index access_key_of_organisation on access_key (organisation, created_at, id);

create index access_key_of_person on access_key (person);

-- What is typed or shown, sealed; it is in no event, so that it can be sealed anew or forgotten.
create table key_secret (
    key text primary key references access_key (id),
    version integer not null references secret_version (version),
    identification blob not null,
    pin blob
) strict;

-- Where a key opens. The tag stands for what identifies it at this door: equal ones have equal tags.
create table key_door (
    key text not null references access_key (id),
    door text not null references door (id),
    tag blob check (length(tag) = 16),
    valid_from integer,
    valid_until integer,
    revoked_at integer,
    primary key (key, door),
    check (valid_from < valid_until)
) strict;

-- Of those taken back too: who shows one is told so.
create index key_door_of_tag on key_door (door, tag);

-- One code at one door at one time.
create trigger key_door_insert before insert on key_door
when new.tag is not null and new.revoked_at is null
begin
    select raise(abort, 'identification_in_use') where exists (
        select 1 from key_door as other
        where other.door = new.door and other.tag = new.tag and other.revoked_at is null
            and (other.valid_from is null or new.valid_until is null or other.valid_from < new.valid_until)
            and (new.valid_from is null or other.valid_until is null or new.valid_from < other.valid_until)
    );
end;

create trigger key_door_update
before update of key, door, tag, valid_from, valid_until, revoked_at on key_door
when new.tag is not null and new.revoked_at is null
begin
    select raise(abort, 'identification_in_use') where exists (
        select 1 from key_door as other
        where other.rowid <> old.rowid
            and other.door = new.door and other.tag = new.tag and other.revoked_at is null
            and (other.valid_from is null or new.valid_until is null or other.valid_from < new.valid_until)
            and (new.valid_from is null or other.valid_until is null or new.valid_from < other.valid_until)
    );
end;

-- The locks of a person, in the order of the events that gave them.
create table lock_access (
    person text not null references person (id),
    door text not null references door (id),
    since_version integer not null,
    name text not null,
    level text not null check (level in ('OWNER', 'ADMIN', 'USER', 'GUEST')),
    valid_from text,
    valid_until text,
    granted_by text not null,
    primary key (person, door)
) strict;

-- How many are inside where doors count.
create table area (
    organisation text not null references organisation (id),
    name text not null,
    inside integer not null check (inside >= 0),
    primary key (organisation, name)
) strict;

-- Whether a door was opened that an attempt let open; the attempt is the event of that version in its stream.
create table outcome (
    door text not null references door (id),
    attempt integer not null,
    opened integer not null check (opened in (0, 1)),
    primary key (door, attempt)
) strict;

-- The panel of an organisation: what it keeps, by numbers that count up and never come again.
create table panel (
    organisation text primary key references organisation (id),
    -- The doors that its locks are at: there what is shown to it opens.
    first_door text references door (id),
    second_door text references door (id),
    next_user integer not null default 1,
    next_identifier integer not null default 1,
    next_time_profile integer not null default 1,
    next_apartment integer not null default 1,
    -- How many events it has.
    version integer not null default 0
) strict;

create table panel_user (
    organisation text not null references panel (organisation),
    uid integer not null,
    name text not null,
    info text not null,
    -- A list of JSON.
    auth_factors text not null,
    lock_number integer not null check (lock_number between 0 and 2),
    is_custom_user_access integer not null check (is_custom_user_access in (0, 1)),
    -- In which area doors with passback saw the user last, as JSON; null: in none.
    place text,
    primary key (organisation, uid)
) strict;

create index panel_user_of_name on panel_user (organisation, name);

create table panel_identifier (
    organisation text not null references panel (organisation),
    uid integer not null,
    panel_user integer,
    -- What is asked for but the number, as JSON.
    request text not null,
    kind text not null,
    tag blob not null check (length(tag) = 16),
    version integer not null references secret_version (version),
    number blob not null,
    -- How often it opened a door.
    uses integer not null default 0 check (uses >= 0),
    primary key (organisation, uid),
    foreign key (organisation, panel_user) references panel_user (organisation, uid),
    -- One code, card or plate at one panel.
    constraint panel_identifier_in_use unique (organisation, tag)
) strict;

create index panel_identifier_of_user on panel_identifier (organisation, panel_user);

create table panel_time_profile (
    organisation text not null references panel (organisation),
    uid integer not null,
    -- What is asked for, as JSON.
    request text not null,
    primary key (organisation, uid)
) strict;

-- When a user may come in.
create table panel_user_time_profile (
    organisation text not null,
    panel_user integer not null,
    time_profile integer not null,
    primary key (organisation, panel_user, time_profile),
    foreign key (organisation, panel_user) references panel_user (organisation, uid) on delete cascade,
    -- Whom it binds keeps it.
    foreign key (organisation, time_profile) references panel_time_profile (organisation, uid)
) strict;

create index panel_user_of_time_profile on panel_user_time_profile (organisation, time_profile);

create table panel_apartment (
    organisation text not null references panel (organisation),
    uid integer not null,
    -- What is asked for, as JSON.
    request text not null,
    -- Where it is, as JSON.
    address text not null,
    primary key (organisation, uid),
    constraint panel_apartment_at_address unique (organisation, address)
) strict;

-- Who lives in an apartment.
create table panel_resident (
    organisation text not null,
    apartment integer not null,
    panel_user integer not null,
    primary key (organisation, apartment, panel_user),
    foreign key (organisation, apartment) references panel_apartment (organisation, uid),
    foreign key (organisation, panel_user) references panel_user (organisation, uid) on delete cascade
) strict;

create index panel_resident_of_user on panel_resident (organisation, panel_user);

-- What happened, stream by stream; the tables above are what came of it.
create table event (
    seq integer primary key autoincrement,
    stream text not null,
    version integer not null,
    at integer not null,
    -- Whose event it is, where it is an organisation's.
    organisation text references organisation (id),
    actor text not null,
    -- Whom it is about, at which door, and with which key.
    person text,
    door text,
    access_key text,
    type text not null,
    data text not null,
    unique (stream, version)
) strict;

create index event_of_organisation on event (organisation, seq);

create index event_of_person on event (person, seq) where person is not null;

create index event_of_door on event (door, seq) where door is not null;

create index event_of_access_key on event (access_key, seq) where access_key is not null;

-- Up to where no event is still to come: who reads on from here misses none. There is one writer at a time.
create view settled as select coalesce(max(seq), 0) as seq from event;

-- `insert or replace` would delete without asking the trigger of deletions.
create trigger event_insert before insert on event
when new.version is not (select coalesce(max(version), 0) + 1 from event where stream = new.stream)
    or exists (select 1 from event where seq = new.seq)
begin
    select raise(abort, 'version_conflict');
end;

create trigger event_update before update on event
begin
    select raise(abort, 'events_are_kept');
end;

create trigger event_delete before delete on event
begin
    select raise(abort, 'events_are_kept');
end;

create table webhook (
    id text primary key,
    organisation text not null references organisation (id),
    url text not null,
    version integer not null references secret_version (version),
    secret blob not null,
    created_at integer not null,
    disabled_at integer,
    -- Who delivers to it now, and until when nobody else does.
    lease text,
    leased_until integer
) strict;

create index webhook_of_organisation on webhook (organisation, created_at, id);

create table outbox (
    seq integer primary key autoincrement,
    webhook text not null references webhook (id),
    event integer not null references event (seq),
    attempts integer not null default 0,
    due_at integer not null,
    delivered_at integer,
    given_up_at integer,
    -- What became of the last attempt: the status of the answer, or why there was none.
    last_status integer,
    last_error text
) strict;

create index outbox_due on outbox (due_at) where delivered_at is null and given_up_at is null;

create index outbox_of_webhook on outbox (webhook, event);

create index outbox_delivered on outbox (delivered_at) where delivered_at is not null;

-- Whatever program stores an event, it is sent to who asked for it; what became of webhooks is not, which
-- would have no end where two of them fail.
create trigger event_outbox after insert on event
when new.organisation is not null and new.stream not like 'webhook/%'
begin
    insert into outbox (webhook, event, due_at)
    select id, new.seq, new.at from webhook
    where organisation = new.organisation and disabled_at is null;
end;

-- A key on its way in, all rows of it by one statement. Its person is made beside it where `person_kind`
-- says so; `doors` is a list of JSON, `{"door": "<id>", "tag": "<hexadecimal>"}` each.
create view new_key as select
    null as id, null as organisation, null as person, null as actor, null as at,
    null as kind, null as key_format, null as name, null as mobile_phone_number, null as folded,
    null as valid_from, null as valid_until, null as schedule, null as most_uses,
    null as version, null as identification, null as pin,
    null as doors, null as opens_from, null as opens_until,
    null as data,
    null as person_kind, null as phone, null as first_name, null as last_name, null as person_folded,
    null as person_data
where false;

create trigger new_key_insert instead of insert on new_key
begin
    insert into person (id, organisation, kind, phone, first_name, last_name, folded, created_at)
    select new.person, new.organisation, new.person_kind, new.phone, new.first_name, new.last_name,
        new.person_folded, new.at
    where new.person_kind is not null;
    insert into event (stream, version, at, organisation, actor, person, type, data)
    select 'person/' || new.person, 1, new.at, new.organisation, new.actor, new.person, 'PersonCreated',
        new.person_data
    where new.person_kind is not null;
    insert into access_key (id, organisation, person, kind, key_format, name, mobile_phone_number,
        folded, valid_from, valid_until, schedule, most_uses, created_at)
    values (new.id, new.organisation, new.person, new.kind, new.key_format, new.name,
        new.mobile_phone_number, new.folded, new.valid_from, new.valid_until, new.schedule, new.most_uses,
        new.at);
    insert into key_secret (key, version, identification, pin)
    select new.id, new.version, new.identification, new.pin where new.identification is not null;
    insert into key_door (key, door, tag, valid_from, valid_until)
    select new.id, value ->> 'door', unhex(value ->> 'tag'), new.opens_from, new.opens_until
    from json_each(new.doors);
    insert into event (stream, version, at, organisation, actor, person, access_key, type, data)
    values ('access-key/' || new.id, 1, new.at, new.organisation, new.actor, new.person, new.id,
        'AccessKeyCreated', new.data);
end;

-- Answers that come again for the same Idempotency-Key; sealed, since a generated code is in one.
create table idempotency (
    caller text not null,
    key text not null,
    fingerprint blob not null check (length(fingerprint) = 16),
    version integer not null references secret_version (version),
    -- Null only inside the transaction that decides.
    status integer,
    content_type text,
    -- Lines of what else its head said.
    headers text,
    body blob,
    expires_at integer not null,
    primary key (caller, key)
) strict;

create index idempotency_over on idempotency (expires_at);
