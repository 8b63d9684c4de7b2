-- ── What an incident's desk and units write to each other ───────────────────────────────────

-- Its number is made by whoever writes it, so that a repeated sending is one message.
CREATE TABLE message (
    message_id uuid PRIMARY KEY,
    -- The order in which they came: two may come in one instant.
    number bigint GENERATED ALWAYS AS IDENTITY,
    incident_id uuid NOT NULL REFERENCES incident,
    at timestamptz NOT NULL,
    account_id uuid NOT NULL,
    who text NOT NULL,
    -- Empty where the desk writes.
    unit_id uuid REFERENCES unit,
    text text NOT NULL CHECK (length(text) BETWEEN 1 AND 500)
);
CREATE INDEX message_incident ON message (incident_id, number);
