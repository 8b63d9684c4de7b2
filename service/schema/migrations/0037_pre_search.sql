-- ── Searches: a missing person, sought at once ──────────────────────────────────────────────

CREATE TABLE search (
    search_id uuid PRIMARY KEY,
    footage_id uuid NOT NULL REFERENCES footage_request,
    incident_id uuid NOT NULL UNIQUE REFERENCES incident,
    number bigint NOT NULL,
    area_code text NOT NULL,
    scope text[] NOT NULL,
    at_risk text NOT NULL,
    health_risk boolean NOT NULL,
    going text NOT NULL CHECK (going IN ('walk', 'bicycle', 'e_bike', 'car')),
    seen_at timestamptz NOT NULL,
    lat float8 NOT NULL,
    lon float8 NOT NULL,
    -- What to look for, as whoever asked described it; gone when the search is over for long enough.
    words_sealed bytea,
    started_at timestamptz NOT NULL,
    -- When somebody is to look at it again, as long as it lasts.
    review_at timestamptz,
    reviewed_at timestamptz,
    reviewed_by text,
    desk_110_at timestamptz,
    desk_110_by text,
    desk_110_number text,
    published_at timestamptz,
    published_by text,
    taken_down_at timestamptz,
    ended_at timestamptz,
    ended_by text,
    ending text CHECK (ending IN ('found', 'not_at_risk', 'handed_over', 'given_up')),
    forgotten_at timestamptz,
    CHECK ((ended_at IS NULL) = (ending IS NULL)),
    CHECK ((ended_at IS NULL) = (review_at IS NOT NULL))
);
-- One at a time for a request; a request that was stood down and comes again has another.
CREATE UNIQUE INDEX search_one ON search (footage_id) WHERE ended_at IS NULL;
CREATE INDEX search_open ON search USING gin (scope) WHERE ended_at IS NULL;
CREATE INDEX search_ended ON search (ended_at) WHERE forgotten_at IS NULL;

-- The bulletin that a search has out, by whose release.
CREATE TABLE search_bulletin (
    search_id uuid NOT NULL REFERENCES search,
    bulletin_id uuid PRIMARY KEY REFERENCES bulletin ON DELETE CASCADE,
    released_by text NOT NULL,
    released_id uuid NOT NULL,
    released_at timestamptz NOT NULL
);
CREATE INDEX search_bulletin_search ON search_bulletin (search_id);

ALTER TABLE search ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_bulletin ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON search TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON search_bulletin TO watchbell_system USING (true) WITH CHECK (true);
-- A unit that is asked to look reads what to look for.
CREATE POLICY asked ON search TO watchbell_service
    USING (scope && (SELECT asks()) OR incident_in(incident_id));
CREATE POLICY asked ON search_bulletin TO watchbell_service USING (EXISTS (
    SELECT FROM search s WHERE s.search_id = search_bulletin.search_id));
