-- name: powers
SELECT rolname AS role, rolsuper AS superuser, rolbypassrls AS bypassrls,
    rolcreaterole AS createrole, rolreplication AS replication
FROM pg_roles WHERE rolname = ANY($1::text[]) ORDER BY rolname;

-- name: memberships
-- Whoever is a member of another role may become it.
SELECT r.rolname AS role, other.rolname AS thing
FROM pg_auth_members m
JOIN pg_roles r ON r.oid = m.member
JOIN pg_roles other ON other.oid = m.roleid
WHERE r.rolname = ANY($1::text[]) ORDER BY role, thing;

-- name: owned_tables
SELECT r.rolname AS role, c.relname AS thing
FROM pg_class c
JOIN pg_roles r ON r.oid = c.relowner
WHERE r.rolname = ANY($1::text[]) AND c.relnamespace = 'public'::regnamespace
    AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY thing;

-- name: open_tables
SELECT '' AS role, relname AS thing
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity
ORDER BY thing;

-- name: foreign_policies
SELECT policyname AS role, tablename AS thing
FROM pg_policies
WHERE schemaname = 'public' AND NOT roles <@ $1::name[] ORDER BY thing, role;

-- name: login
SELECT session_user AS name,
    rolsuper OR EXISTS (
        SELECT FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relowner = oid
    ) AS owns
FROM pg_roles WHERE rolname = session_user;
