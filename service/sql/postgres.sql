-- Latchwork over PostgreSQL 13 or later. Instants are microseconds since 1970, UTC; where one stands for the end of a
-- window, null is no end. Windows hold their beginning and not their end.

create extension if not exists btree_gist;

-- The 16 bytes of a tag as a value of fixed length, which a GiST index takes in a fraction of the time.
create function uuid_of(tag bytea) returns uuid language sql immutable strict parallel safe as
    $$ select encode(tag, 'hex')::uuid $$;

create table organisation (
    id text primary key,
    name text not null,
    -- Since when phones may be keys; null: they may not.
    mobile_keys_since bigint,
    created_at bigint not null
);

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
    first_came_at bigint,
    -- What is searched: the name, in lower case.
    folded text not null default '',
    revision bigint not null default 1,
    created_at bigint not null
);

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
    revision bigint not null default 1,
    -- How many events made the person's locks.
    locks_version bigint not null default 0 check (locks_version >= 0),
    created_at bigint not null
);

create index person_of_organisation on person (organisation, created_at, id);

create unique index person_of_phone on person (organisation, phone) where kind = 'mobile';

-- Who asks as or for an organisation.
create table principal (
    id text primary key,
    organisation text not null references organisation (id),
    -- What people call who acts; null: nothing was told.
    name text,
    role text not null check (role in ('administrator', 'manager', 'controller', 'reader')),
    revision bigint not null default 1,
    created_at bigint not null,
    disabled_at bigint
);

-- The doors of a manager, or of what controls them.
create table principal_door (
    principal text not null references principal (id),
    door text not null references door (id),
    primary key (principal, door)
);

create table api_key (
    id text primary key,
    principal text not null references principal (id),
    -- SHA-256 of the key, which nobody keeps.
    hash bytea not null unique check (octet_length(hash) = 32),
    -- SHA-256 of the MD5 of the key, in lower case, by which clients of the panel log in; null: they do not.
    panel_hash bytea unique check (octet_length(panel_hash) = 32),
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint
);

-- Who is signed in.
create table session (
    -- SHA-256 of what the browser keeps.
    hash bytea primary key check (octet_length(hash) = 32),
    principal text not null references principal (id),
    -- The key that it was begun with, and that it ends with.
    api_key text references api_key (id),
    created_at bigint not null,
    expires_at bigint not null
);

create index session_of_principal on session (principal, created_at);

-- What signs in once.
create table ticket (
    hash bytea primary key check (octet_length(hash) = 32),
    principal text not null references principal (id),
    expires_at bigint not null
);

-- Which keys outside the database its secrets need: a wrong file is refused before it spoils anything.
create table secret_version (
    version bigint primary key,
    proof bytea not null check (octet_length(proof) = 16),
    created_at bigint not null
);

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
    suspended_at bigint,
    -- In which hours it opens, as JSON; null: in all.
    schedule text,
    -- How often it opened a door, and may; null: any number of times.
    uses bigint not null default 0 check (uses >= 0),
    most_uses bigint check (most_uses >= 0),
    -- The wrong PINs typed beside it, as JSON; null: none.
    wrong_pins text,
    -- What is not asked of who has it: code, passback, as JSON.
    exempt text not null default '[]',
    -- When its code was last shown to somebody.
    shown_at bigint,
    revision bigint not null default 1,
    created_at bigint not null,
    revoked_at bigint
);

create index access_key_of_organisation on access_key (organisation, created_at, id);

create index access_key_of_person on access_key (person);

-- What is typed or shown, sealed; it is in no event, so that it can be sealed anew or forgotten.
create table key_secret (
    key text primary key references access_key (id),
    version bigint not null references secret_version (version),
    identification bytea not null,
    pin bytea
);

-- Where a key opens. The tag stands for what identifies it at this door: equal ones have equal tags.
create table key_door (
    key text not null references access_key (id),
    door text not null references door (id),
    tag bytea check (octet_length(tag) = 16),
    valid_from bigint,
    valid_until bigint,
    revoked_at bigint,
    primary key (key, door),
    check (valid_from < valid_until),
    -- One code at one door at one time. The tag first, which tells apart best where a new one belongs; and
    -- the door as no statement has it, or those that look for a tag at a door would search this index, by
    -- the door alone, wherever a table was not analysed yet.
    constraint identification_in_use exclude using gist
        (uuid_of(tag) with =, (door || '') with =, int8range(valid_from, valid_until) with &&)
        where (revoked_at is null)
);

-- Of those taken back too: who shows one is told so.
create index key_door_of_tag on key_door (door, tag);

-- The locks of a person, in the order of the events that gave them.
create table lock_access (
    person text not null references person (id),
    door text not null references door (id),
    since_version bigint not null,
    name text not null,
    level text not null check (level in ('OWNER', 'ADMIN', 'USER', 'GUEST')),
    valid_from text,
    valid_until text,
    granted_by text not null,
    primary key (person, door)
);

-- How many are inside where doors count.
create table area (
    organisation text not null references organisation (id),
    name text not null,
    inside bigint not null check (inside >= 0),
    primary key (organisation, name)
);

-- Whether a door was opened that an attempt let open; the attempt is the event of that version in its stream.
create table outcome (
    door text not null references door (id),
    attempt bigint not null,
    opened bigint not null check (opened in (0, 1)),
    primary key (door, attempt)
);

-- The panel of an organisation: what it keeps, by numbers that count up and never come again.
create table panel (
    organisation text primary key references organisation (id),
    -- The doors that its locks are at: there what is shown to it opens.
    first_door text references door (id),
    second_door text references door (id),
    next_user bigint not null default 1,
    next_identifier bigint not null default 1,
    next_time_profile bigint not null default 1,
    next_apartment bigint not null default 1,
    -- How many events it has.
    version bigint not null default 0
);

create table panel_user (
    organisation text not null references panel (organisation),
    uid bigint not null,
    name text not null,
    info text not null,
    -- A list of JSON.
    auth_factors text not null,
    lock_number bigint not null check (lock_number between 0 and 2),
    is_custom_user_access bigint not null check (is_custom_user_access in (0, 1)),
    -- In which area doors with passback saw the user last, as JSON; null: in none.
    place text,
    primary key (organisation, uid)
);

create index panel_user_of_name on panel_user (organisation, name);

create table panel_identifier (
    organisation text not null references panel (organisation),
    uid bigint not null,
    panel_user bigint,
    -- What is asked for but the number, as JSON.
    request text not null,
    kind text not null,
    tag bytea not null check (octet_length(tag) = 16),
    version bigint not null references secret_version (version),
    number bytea not null,
    -- How often it opened a door.
    uses bigint not null default 0 check (uses >= 0),
    primary key (organisation, uid),
    foreign key (organisation, panel_user) references panel_user (organisation, uid),
    -- One code, card or plate at one panel.
    constraint panel_identifier_in_use unique (organisation, tag)
);

create index panel_identifier_of_user on panel_identifier (organisation, panel_user);

create table panel_time_profile (
    organisation text not null references panel (organisation),
    uid bigint not null,
    -- What is asked for, as JSON.
    request text not null,
    primary key (organisation, uid)
);

-- When a user may come in.
create table panel_user_time_profile (
    organisation text not null,
    panel_user bigint not null,
    time_profile bigint not null,
    primary key (organisation, panel_user, time_profile),
    foreign key (organisation, panel_user) references panel_user (organisation, uid) on delete cascade,
    -- Whom it binds keeps it.
    foreign key (organisation, time_profile) references panel_time_profile (organisation, uid)
);

create index panel_user_of_time_profile on panel_user_time_profile (organisation, time_profile);

create table panel_apartment (
    organisation text not null references panel (organisation),
    uid bigint not null,
    -- What is asked for, as JSON.
    request text not null,
    -- Where it is, as JSON.
    address text not null,
    primary key (organisation, uid),
    constraint panel_apartment_at_address unique (organisation, address)
);

-- Who lives in an apartment.
create table panel_resident (
    organisation text not null,
    apartment bigint not null,
    panel_user bigint not null,
    primary key (organisation, apartment, panel_user),
    foreign key (organisation, apartment) references panel_apartment (organisation, uid),
    foreign key (organisation, panel_user) references panel_user (organisation, uid) on delete cascade
);

create index panel_resident_of_user on panel_resident (organisation, panel_user);

-- What happened, stream by stream; the tables above are what came of it.
create sequence event_seq as bigint cache 1;

create table event (
    -- Given by the trigger below.
    seq bigint primary key,
    stream text not null,
    version bigint not null,
    at bigint not null,
    -- Whose event it is, where it is an organisation's.
    organisation text references organisation (id),
    actor text not null,
    -- Whom it is about, at which door, and with which key.
    person text,
    door text,
    access_key text,
    type text not null,
    data text not null,
    constraint version_conflict unique (stream, version)
);

create index event_of_organisation on event (organisation, seq);

create index event_of_person on event (person, seq) where person is not null;

create index event_of_door on event (door, seq) where door is not null;

create index event_of_access_key on event (access_key, seq) where access_key is not null;

-- What the locks below are known by among those of other programs: `lw`, before 48 bits of a number.
create function event_mark() returns bigint language sql immutable parallel safe as
    $$ select 27767::bigint << 48 $$;

create function event_newest() returns bigint language sql volatile as
    $$ select coalesce(pg_sequence_last_value('event_seq'), 0) $$;

-- Every event waits for this: a lone expression costs PL/pgSQL nothing, a query a run of its plan.
create function event_is_next() returns trigger language plpgsql as $$
declare
    patience text;
begin
    -- A first one that is not the first is not unique.
    if new.version <> 1 and not exists (
        select from event where stream = new.stream and version = new.version - 1
    ) then
        raise exception 'version_conflict' using errcode = 'unique_violation', constraint = 'version_conflict';
    end if;
    -- Numbers are given in one order and committed in another. Until its end, each transaction shows by a
    -- lock that nobody waits for above which number its events are.
    if not pg_try_advisory_xact_lock_shared(event_mark() + event_newest()) then
        perform pg_advisory_xact_lock_shared(event_mark() + event_newest());
    end if;
    new.seq := nextval('event_seq');
    -- Who follows waits for that end: a transaction that does nothing for so long is ended, whoever began it.
    patience := set_config('idle_in_transaction_session_timeout', '10s', true);
    return new;
end
$$;

create trigger event_insert before insert on event for each row execute function event_is_next();

-- In this order: whoever takes a lock after the locks were read gets a number above the newest before.
create function settled_events() returns bigint language plpgsql volatile as $$
declare
    newest bigint := event_newest();
    oldest bigint;
begin
    select min((classid::bigint << 32 | objid::bigint) - event_mark()) into oldest from pg_locks
    where locktype = 'advisory' and objsubid = 1 and classid::bigint >> 16 = event_mark() >> 48
        and database = (select oid from pg_database where datname = current_database());
    return least(newest, oldest);
end
$$;

-- Up to where no event is still to come: who reads on from here, in a statement after this one, misses none.
create view settled as select settled_events() as seq;

create function events_are_kept() returns trigger language plpgsql as $$
begin
    raise exception 'events_are_kept' using errcode = 'restrict_violation', constraint = 'events_are_kept';
end
$$;

create trigger event_change before update or delete on event for each row execute function events_are_kept();
create trigger event_truncate before truncate on event for each statement execute function events_are_kept();

create table webhook (
    id text primary key,
    organisation text not null references organisation (id),
    url text not null,
    version bigint not null references secret_version (version),
    secret bytea not null,
    created_at bigint not null,
    disabled_at bigint,
    -- Who delivers to it now, and until when nobody else does.
    lease text,
    leased_until bigint
);

create index webhook_of_organisation on webhook (organisation, created_at, id);

create table outbox (
    seq bigint generated always as identity primary key,
    webhook text not null references webhook (id),
    event bigint not null references event (seq),
    attempts bigint not null default 0,
    due_at bigint not null,
    delivered_at bigint,
    given_up_at bigint,
    -- What became of the last attempt: the status of the answer, or why there was none.
    last_status bigint,
    last_error text
);

create index outbox_due on outbox (due_at) where delivered_at is null and given_up_at is null;

create index outbox_of_webhook on outbox (webhook, event);

create index outbox_delivered on outbox (delivered_at) where delivered_at is not null;

-- Whatever program stores an event, it is sent to who asked for it; what became of webhooks is not, which
-- would have no end where two of them fail.
create function event_to_outbox() returns trigger language plpgsql as $$
begin
    insert into outbox (webhook, event, due_at)
    select id, new.seq, new.at from webhook
    where organisation = new.organisation and disabled_at is null;
    return null;
end
$$;

create trigger event_outbox after insert on event for each row
when (new.organisation is not null and new.stream not like 'webhook/%') execute function event_to_outbox();

-- A key on its way in, all rows of it by one statement. Its person is made beside it where `person_kind`
-- says so; `doors` is a list of JSON, `{"door": "<id>", "tag": "<hexadecimal>"}` each.
create view new_key as select
    null::text as id, null::text as organisation, null::text as person, null::text as actor, null::bigint as at,
    null::text as kind, null::text as key_format, null::text as name, null::text as mobile_phone_number,
    null::text as folded,
    null::text as valid_from, null::text as valid_until, null::text as schedule, null::bigint as most_uses,
    null::bigint as version, null::bytea as identification, null::bytea as pin,
    null::text as doors, null::bigint as opens_from, null::bigint as opens_until,
    null::text as data,
    null::text as person_kind, null::text as phone, null::text as first_name, null::text as last_name,
    null::text as person_folded,
    null::text as person_data
where false;

create function store_new_key() returns trigger language plpgsql as $$
declare
    made bigint;
begin
    if new.person_kind is not null then
        insert into person (id, organisation, kind, phone, first_name, last_name, folded, created_at)
        values (new.person, new.organisation, new.person_kind, new.phone, new.first_name, new.last_name,
            new.person_folded, new.at);
        insert into event (stream, version, at, organisation, actor, person, type, data)
        values ('person/' || new.person, 1, new.at, new.organisation, new.actor, new.person, 'PersonCreated',
            new.person_data);
    end if;
    insert into access_key (id, organisation, person, kind, key_format, name, mobile_phone_number,
        folded, valid_from, valid_until, schedule, most_uses, created_at)
    values (new.id, new.organisation, new.person, new.kind, new.key_format, new.name,
        new.mobile_phone_number, new.folded, new.valid_from, new.valid_until, new.schedule, new.most_uses,
        new.at);
    if new.identification is not null then
        insert into key_secret (key, version, identification, pin)
        values (new.id, new.version, new.identification, new.pin);
    end if;
    insert into key_door (key, door, tag, valid_from, valid_until)
    select new.id, value ->> 'door', decode(value ->> 'tag', 'hex'), new.opens_from, new.opens_until
    from jsonb_array_elements(new.doors::jsonb)
    -- Of two who come with one tag, one waits for the other; else both would, until the database ended one.
    on conflict on constraint identification_in_use do nothing;
    get diagnostics made = row_count;
    if made < jsonb_array_length(new.doors::jsonb) then
        raise 'identification_in_use' using errcode = '23P01', constraint = 'identification_in_use';
    end if;
    insert into event (stream, version, at, organisation, actor, person, access_key, type, data)
    values ('access-key/' || new.id, 1, new.at, new.organisation, new.actor, new.person, new.id,
        'AccessKeyCreated', new.data);
    return new;
end
$$;

create trigger new_key_insert instead of insert on new_key for each row execute function store_new_key();

-- Answers that come again for the same Idempotency-Key; sealed, since a generated code is in one.
create table idempotency (
    caller text not null,
    key text not null,
    fingerprint bytea not null check (octet_length(fingerprint) = 16),
    version bigint not null references secret_version (version),
    -- Null only inside the transaction that decides.
    status bigint,
    content_type text,
    -- Lines of what else its head said.
    headers text,
    body bytea,
    expires_at bigint not null,
    primary key (caller, key)
);

create index idempotency_over on idempotency (expires_at);
