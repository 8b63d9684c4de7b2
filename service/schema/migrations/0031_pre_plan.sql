-- ── Review plans: where somebody was seen last, and what was watched for him ────────────────

CREATE TABLE review_plan (
    footage_id uuid PRIMARY KEY REFERENCES footage_request,
    going text NOT NULL,
    lat float8 NOT NULL,
    lon float8 NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    noted_at timestamptz NOT NULL,
    noted_by text NOT NULL,
    CHECK (from_at <= until_at)
);

-- Minutes of a camera that were watched in vain.
CREATE TABLE review_watched (
    watched_id uuid PRIMARY KEY,
    footage_id uuid NOT NULL REFERENCES footage_request,
    camera_id uuid NOT NULL REFERENCES camera,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    noted_at timestamptz NOT NULL,
    noted_by text NOT NULL,
    CHECK (from_at <= until_at)
);
CREATE INDEX review_watched_request ON review_watched (footage_id, watched_id);

-- Somebody was seen, by a person's word; what was a mistake stays, withdrawn.
CREATE TABLE review_sighting (
    sighting_id uuid PRIMARY KEY,
    footage_id uuid NOT NULL REFERENCES footage_request,
    camera_id uuid NOT NULL REFERENCES camera,
    lat float8 NOT NULL,
    lon float8 NOT NULL,
    seen_at timestamptz NOT NULL,
    going text,
    noted_at timestamptz NOT NULL,
    noted_by text NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by text
);
CREATE INDEX review_sighting_request ON review_sighting (footage_id, seen_at);

-- What somebody remembers: whether the thing was there at an instant.
CREATE TABLE review_answer (
    footage_id uuid NOT NULL REFERENCES footage_request,
    said_at timestamptz NOT NULL,
    there boolean NOT NULL,
    noted_at timestamptz NOT NULL,
    noted_by text NOT NULL,
    PRIMARY KEY (footage_id, said_at)
);

ALTER TABLE review_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_watched ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_sighting ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON review_plan TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON review_watched TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON review_sighting TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON review_answer TO watchbell_system USING (true) WITH CHECK (true);
-- The office alone: whoever applied is told what was found, not where it was looked for.
CREATE POLICY asked ON review_plan TO watchbell_service USING (EXISTS (
    SELECT FROM footage_request r
    WHERE r.footage_id = review_plan.footage_id AND r.scope && (SELECT asks())));
CREATE POLICY asked ON review_watched TO watchbell_service USING (EXISTS (
    SELECT FROM footage_request r
    WHERE r.footage_id = review_watched.footage_id AND r.scope && (SELECT asks())));
CREATE POLICY asked ON review_sighting TO watchbell_service USING (EXISTS (
    SELECT FROM footage_request r
    WHERE r.footage_id = review_sighting.footage_id AND r.scope && (SELECT asks())));
CREATE POLICY asked ON review_answer TO watchbell_service USING (EXISTS (
    SELECT FROM footage_request r
    WHERE r.footage_id = review_answer.footage_id AND r.scope && (SELECT asks())));
