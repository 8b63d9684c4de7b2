-- A password that somebody else gave is changed at the first sign-in.
ALTER TABLE account ADD COLUMN password_once boolean NOT NULL DEFAULT false;

-- A second factor: its secret is sealed, and a code of last_step or before is not taken again.
CREATE TABLE factor (
    account_id uuid PRIMARY KEY REFERENCES account,
    secret_sealed bytea NOT NULL,
    last_step bigint NOT NULL,
    enrolled_at timestamptz NOT NULL
);

-- What stands in for the factor once; one that was used is gone.
CREATE TABLE recovery_code (
    code_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account
);
CREATE INDEX recovery_code_account ON recovery_code (account_id);

-- A sign-in whose password was right and that is not over.
CREATE TABLE sign_in (
    sign_in_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    secret_hash bytea NOT NULL,
    step text NOT NULL CHECK (step IN ('code', 'password', 'enrol')),
    tries smallint NOT NULL DEFAULT 0,
    factor_sealed bytea,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_expires ON sign_in (expires_at);

ALTER TABLE session
    ADD COLUMN device text NOT NULL DEFAULT '',
    ADD COLUMN address text NOT NULL DEFAULT '';
CREATE INDEX session_known ON session (account_id, address, started_at);

-- How often a name or an address guessed wrong, and when it may try again.
CREATE TABLE brake (
    brake_key bytea PRIMARY KEY,
    failures int NOT NULL,
    last_at timestamptz NOT NULL,
    free_at timestamptz NOT NULL
);
CREATE INDEX brake_last ON brake (last_at);

-- Written once: who signed in, who failed, what was changed about accounts, by whom, from where.
CREATE TABLE security_event (
    event_id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    account_id uuid,
    by_account_id uuid,
    areas text[] NOT NULL,
    address text NOT NULL,
    device text NOT NULL,
    detail jsonb NOT NULL
);
CREATE INDEX security_event_areas ON security_event USING gin (areas);
CREATE INDEX security_event_account ON security_event (account_id, event_id);
CREATE TRIGGER security_event_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON security_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Nobody asks for these but errands of signing in and of looking after accounts.
ALTER TABLE factor ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in ENABLE ROW LEVEL SECURITY;
ALTER TABLE brake ENABLE ROW LEVEL SECURITY;
ALTER TABLE security_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON factor TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON recovery_code TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON sign_in TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON brake TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON security_event TO watchbell_system USING (true) WITH CHECK (true);
