-- ── Whoever searches for a minor asks about one, whether or not somebody ticked it ──────────────

UPDATE footage_request SET minors = true
WHERE at_risk = 'minor' AND NOT minors AND ended_at IS NULL;
