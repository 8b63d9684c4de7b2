-- no transaction
-- The newest that have ended, area by area. Nothing is written into it while an incident is open.
CREATE INDEX CONCURRENTLY incident_ended ON incident (area_code, opened_at)
    WHERE state IN ('closed', 'cancelled');
