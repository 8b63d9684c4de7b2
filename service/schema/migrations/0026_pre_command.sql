-- Who commands what was transferred out of his areas sees what he has offered of it.
ALTER POLICY asked ON handover USING (
    scope && (SELECT asks()) OR 'me:' || from_id = ANY ((SELECT asks())::text[]));
