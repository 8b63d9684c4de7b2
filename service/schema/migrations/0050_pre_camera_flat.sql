-- no transaction
CREATE INDEX CONCURRENTLY camera_flat ON camera USING gist (flat(lat, lon));
