-- no transaction
CREATE INDEX CONCURRENTLY position_flat ON position USING gist (flat(lat, lon));
