-- By how much the clock of a camera's recorder is ahead of ours.
ALTER TABLE recording ADD COLUMN clock_ahead_s float8 NOT NULL DEFAULT 0;
