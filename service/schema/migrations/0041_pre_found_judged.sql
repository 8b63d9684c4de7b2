-- ── Lost and found: of which requests a person has judged a thing not to be ─────────────────

ALTER TABLE found_thing ADD COLUMN not_of uuid[] NOT NULL DEFAULT '{}';
