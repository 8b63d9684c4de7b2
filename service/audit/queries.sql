-- name: record
INSERT INTO look (look_id, at, account_id, person, work_unit, reason, content, incident_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
