-- ── Incidents of the past, found again ──────────────────────────────────────────────────────

ALTER TABLE incident
    -- What a search looks through; a number and an area are asked beside it.
    ADD COLUMN sought text NOT NULL GENERATED ALWAYS AS (lower(title || ' ' || note)) STORED;
