-- What a box finds wrong with itself, and how its last self-test ended (by its own clock).
ALTER TABLE device ADD COLUMN faults text[] NOT NULL DEFAULT '{}', ADD COLUMN self_test jsonb;
CREATE INDEX device_faulty ON device (device_id)
    WHERE state = 'active' AND (faults <> '{}' OR self_test @> '{"good": false}');
