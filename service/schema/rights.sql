-- What the service's roles may do; the migrator says it after every migration.
GRANT USAGE ON SCHEMA public TO watchbell_service, watchbell_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public
    TO watchbell_service, watchbell_system;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO watchbell_service, watchbell_system;
-- Append-only: also for whoever could take the triggers away.
REVOKE UPDATE, DELETE
    ON timeline, look, look_anchor, keeping_policy, deletion, notice, footage_event
    FROM watchbell_service, watchbell_system;
REVOKE INSERT, UPDATE, DELETE ON look_head FROM watchbell_service, watchbell_system;
REVOKE INSERT, UPDATE, DELETE ON schema_migration FROM watchbell_service, watchbell_system;
