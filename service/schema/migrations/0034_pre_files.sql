-- A photo of what was lost and papers that show for whom somebody may ask; drawn anew from their
-- pixels and sealed. When the request ends the pictures go, and what was handed in is known by its
-- digest alone.
CREATE TABLE footage_file (
    file_id uuid PRIMARY KEY,
    footage_id uuid NOT NULL REFERENCES footage_request,
    kind text NOT NULL CHECK (kind IN ('photo', 'paper')),
    at timestamptz NOT NULL,
    -- SHA-256 of the file as it was handed in.
    sha256 text NOT NULL,
    size_bytes integer NOT NULL,
    image_sealed bytea,
    purged_at timestamptz,
    CHECK ((image_sealed IS NULL) = (purged_at IS NOT NULL))
);
CREATE INDEX footage_file_request ON footage_file (footage_id, file_id);
ALTER TABLE footage_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON footage_file TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY asked ON footage_file TO watchbell_service USING (footage_in(footage_id));
