CREATE INDEX incident_area ON incident (area_code, number DESC);
