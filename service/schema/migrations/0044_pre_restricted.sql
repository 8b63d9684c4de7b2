-- ── A camera that is said to stand near a military or a secret unit leaves requests that run ────

ALTER TABLE footage_camera
    -- Decree 799, article 10: since then it is neither asked about, nor held, nor shown.
    ADD COLUMN restricted_at timestamptz,
    ADD CHECK (restricted_at IS NULL OR left_out);

-- Ended: of the question no camera is left.
ALTER TABLE footage_consent DROP CONSTRAINT footage_consent_state_check;
ALTER TABLE footage_consent ADD CONSTRAINT footage_consent_state_check
    CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn', 'ended'));
