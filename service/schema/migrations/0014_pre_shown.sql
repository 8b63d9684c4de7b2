-- When an incident first stood on a screen that a desk looks at.
ALTER TABLE incident ADD COLUMN shown_at timestamptz;
CREATE INDEX alarm_site ON alarm (site_id, received_at);
