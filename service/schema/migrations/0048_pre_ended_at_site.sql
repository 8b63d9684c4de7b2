-- no transaction
-- What has just ended at a site, past the years behind it: each school's page asks again and again.
CREATE INDEX CONCURRENTLY incident_ended_at_site ON incident (site_id, closed_at)
    WHERE closed_at IS NOT NULL;
