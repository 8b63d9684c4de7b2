-- A push that its officer has touched, as the phone says: more than that it has arrived.
ALTER TABLE delivery ADD COLUMN seen_at timestamptz;
