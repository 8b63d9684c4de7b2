-- Up to which move the applicant was told by a text.
ALTER TABLE footage_request ADD COLUMN texted_version integer NOT NULL DEFAULT 0;
