-- ── Phones, and every attempt to ring one ───────────────────────────────────────────────────

ALTER TABLE phone
    ADD COLUMN label text NOT NULL DEFAULT '',
    ADD COLUMN app_version text NOT NULL DEFAULT '',
    ADD COLUMN made_at timestamptz,
    -- By which gateway it is rung, and what that knows it by: sealed, and found by a keyed digest.
    ADD COLUMN gateway text NOT NULL DEFAULT 'none',
    ADD COLUMN address_sealed bytea,
    ADD COLUMN address_digest bytea,
    ADD COLUMN address_at timestamptz,
    -- What the phone lets us do, as it last said: to show, to be loud at night, to live on.
    ADD COLUMN allows jsonb NOT NULL DEFAULT '{}',
    -- Lies at the centre and is rung every few minutes, to prove the way.
    ADD COLUMN canary boolean NOT NULL DEFAULT false,
    -- A gateway said that the address is dead, or its officer signed out there.
    ADD COLUMN retired_at timestamptz,
    ADD COLUMN retired_why text;
-- One address is one phone's: whoever has the phone now.
CREATE UNIQUE INDEX phone_address ON phone (gateway, address_digest) WHERE retired_at IS NULL;
CREATE INDEX phone_retired ON phone (gateway, retired_at) WHERE retired_at IS NOT NULL;

-- Each state of an attempt with the server's time of it; a later one never unsays an earlier.
ALTER TABLE delivery
    ALTER COLUMN task_id DROP NOT NULL,
    ADD COLUMN account_id uuid,
    ADD COLUMN phone_id uuid,
    ADD COLUMN attempt smallint NOT NULL DEFAULT 1,
    ADD COLUMN reason text NOT NULL DEFAULT '',
    ADD COLUMN gateway_id text NOT NULL DEFAULT '',
    ADD COLUMN accepted_at timestamptz,
    ADD COLUMN delivered_at timestamptz,
    ADD COLUMN received_at timestamptz;
CREATE INDEX delivery_account ON delivery (account_id, at DESC);
CREATE INDEX delivery_at ON delivery (at);
CREATE INDEX delivery_phone ON delivery (phone_id, at DESC);
CREATE INDEX delivery_gateway_id ON delivery (channel, gateway_id) WHERE gateway_id <> '';
