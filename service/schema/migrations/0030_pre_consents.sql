-- A link is used up by an answer, whatever the answer was: another may take a consent back.
ALTER TABLE footage_consent ADD COLUMN link_used_at timestamptz;
UPDATE footage_consent SET link_used_at = answered_at WHERE how = 'link';

-- Which cameras managing units are not asked about, by a reviewer's choice.
ALTER TABLE footage_camera ADD COLUMN left_out boolean NOT NULL DEFAULT false;
