-- ── Schools: their contacts, and who looks after each key ───────────────────────────────────

-- A contact's role holds at one site and nowhere else; every other role holds in an area.
ALTER TABLE role_grant
    ADD COLUMN site_id uuid REFERENCES site,
    ADD CONSTRAINT role_grant_site CHECK ((role = 'school_contact') = (site_id IS NOT NULL));

CREATE TABLE key_keeper (
    device_id uuid PRIMARY KEY REFERENCES device,
    person text NOT NULL,
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL
);

-- What is, and what was lately, at one site.
CREATE INDEX incident_site ON incident (site_id, opened_at) WHERE site_id IS NOT NULL;
CREATE INDEX fault_site ON fault (site_id) WHERE cleared_at IS NULL;
