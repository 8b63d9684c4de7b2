-- Somebody is away at the provider of the single sign-on; each comes back once.
CREATE TABLE sign_on (
    ticket_hash bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_on_expires ON sign_on (expires_at);

-- By which name of a provider an account is signed in to.
CREATE TABLE account_link (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id uuid NOT NULL REFERENCES account,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX account_link_account ON account_link (account_id);

-- Roles that the provider's claims gave: they go when the claims do.
ALTER TABLE role_grant ADD COLUMN mapped boolean NOT NULL DEFAULT false;

ALTER TABLE sign_on ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sign_on TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON account_link TO watchbell_system USING (true) WITH CHECK (true);
