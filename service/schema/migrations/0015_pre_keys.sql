-- Which keys there are, by name alone, and how far old rows have been sealed with the one that closes.
CREATE TABLE seal_key (
    key_id text PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{8}$'),
    added_at timestamptz NOT NULL,
    closes_at timestamptz,
    sealed_anew bigint NOT NULL DEFAULT 0,
    done_at timestamptz
);

-- By which an account is found whose telephone number is sealed.
ALTER TABLE account ADD COLUMN phone_index bytea;

CREATE INDEX account_phone ON account (phone_index) WHERE phone_index IS NOT NULL;
