-- ── A sighting that waits for a second person holds up a result as a finding does ───────────────

ALTER TABLE footage_request ADD COLUMN unconfirmed_sightings smallint NOT NULL DEFAULT 0;

UPDATE footage_request AS r SET unconfirmed_sightings = s.waiting
FROM (
    SELECT footage_id, count(*) AS waiting FROM review_sighting
    WHERE second IS NOT NULL AND confirmed_at IS NULL AND withdrawn_at IS NULL
    GROUP BY footage_id
) AS s
WHERE s.footage_id = r.footage_id;
