-- no transaction
-- What each camera may see: a high point far away is not among the nearest.
CREATE INDEX CONCURRENTLY camera_reach ON camera USING gist (flat_around(lat, lon, range_m));
