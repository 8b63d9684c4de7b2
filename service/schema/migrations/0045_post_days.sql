-- Positions by day. What stands there goes to the table of the days that have none of their own,
-- from which each new day takes what is its. They are a week's, so they are copied: whoever sends
-- one meanwhile waits.
LOCK TABLE fix IN ACCESS EXCLUSIVE MODE;
CREATE TABLE fix_rest (
    unit_id uuid NOT NULL,
    at timestamptz NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    accuracy_m real,
    PRIMARY KEY (unit_id, at)
);
INSERT INTO fix_rest (unit_id, at, lat, lon, accuracy_m)
SELECT unit_id, at, lat, lon, accuracy_m FROM fix ORDER BY unit_id, at;
DROP TABLE fix;

CREATE TABLE fix (
    unit_id uuid NOT NULL REFERENCES unit,
    at timestamptz NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    accuracy_m real,
    PRIMARY KEY (unit_id, at)
) PARTITION BY RANGE (at);
ALTER TABLE fix ATTACH PARTITION fix_rest DEFAULT;

-- Whoever asks sees them through the whole alone.
ALTER TABLE fix ENABLE ROW LEVEL SECURITY;
ALTER TABLE fix_rest ENABLE ROW LEVEL SECURITY;
CREATE POLICY asked ON fix TO watchbell_service USING (
    'unit:' || unit_id = ANY ((SELECT asks())::text[]) OR unit_in(unit_id)
);
CREATE POLICY system ON fix TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON fix_rest TO watchbell_system USING (true) WITH CHECK (true);
