-- ── What Decree 799 asks of a camera beside where it stands ─────────────────────────────────────

ALTER TABLE camera
    -- Near a military or a secret unit (article 10): nobody outside views what it recorded.
    ADD COLUMN restricted_vicinity boolean NOT NULL DEFAULT false,
    -- Whether its sign stands where everybody sees it (article 13); NULL: nobody has looked.
    ADD COLUMN sign_present boolean,
    -- In use since, and filed with the county's police (article 14).
    ADD COLUMN in_use_on date,
    ADD COLUMN filed_on date;
