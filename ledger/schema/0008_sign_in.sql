-- How people prove that it is them: passwords, codes of a telephone, passkeys. Nothing here opens
-- anything by itself: passwords and tokens are keyed hashes, the secrets of codes are sealed, and
-- both keys are kept outside the database.

create table access.passwords (
    user_id uuid primary key,
    -- Argon2id in the form that names its parameters ($argon2id$v=19$m=…).
    encoded text not null,
    set_at timestamptz not null default clock_timestamp()
);

-- The time-based codes (RFC 6238) of one device; they count once a first code was right.
create table access.authenticators (
    user_id uuid primary key,
    sealed_secret bytea not null,
    made_at timestamptz not null default clock_timestamp(),
    confirmed_at timestamptz,
    -- The step of the last code that was taken: none is taken twice.
    last_step bigint not null default 0
);

create table access.recovery_codes (
    code_hash bytea primary key,
    user_id uuid not null
);

create index recovery_codes_user on access.recovery_codes (user_id);

create table access.passkeys (
    credential_id bytea primary key,
    passkey_id uuid not null unique,
    user_id uuid not null,
    name text not null,
    public_key bytea not null,
    sign_count bigint not null,
    made_at timestamptz not null default clock_timestamp(),
    used_at timestamptz
);

create index passkeys_user on access.passkeys (user_id);

-- Whom another site (OpenID Connect) means: the keyed hash of the site and of its name for them.
create table access.identities (
    identity_hash bytea primary key,
    user_id uuid not null,
    made_at timestamptz not null default clock_timestamp()
);

create index identities_user on access.identities (user_id);

-- What was asked of somebody and is answered within minutes, once.
create table access.challenges (
    token_hash bytea primary key,
    purpose text not null
        check (purpose in ('second_factor', 'passkey_sign_in', 'passkey_new', 'openid')),
    user_id uuid,
    -- What only the answer may open again: the verifier and the nonce of another site's sign-in.
    sealed bytea,
    ends_at timestamptz not null
);

-- When whoever is signed in last proved that it is them: what is grave needs that to be fresh.
alter table access.sessions
    add column proved_at timestamptz not null default clock_timestamp();

do $$
begin
    if exists (select from pg_roles where rolname = 'rapport_app') then
        grant select, insert, update, delete
            on access.passwords, access.authenticators, access.recovery_codes, access.passkeys,
               access.identities, access.challenges
            to rapport_app;
    end if;
end
$$;
