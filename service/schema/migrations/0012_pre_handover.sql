-- ── Command that is handed over: offered to a person by name, who must accept ────────────────

CREATE TABLE handover (
    handover_id uuid PRIMARY KEY,
    incidents uuid[] NOT NULL,
    -- The areas of these incidents and all above: who may hear of it.
    scope text[] NOT NULL,
    from_id uuid NOT NULL,
    from_name text NOT NULL,
    to_id uuid NOT NULL,
    to_name text NOT NULL,
    note text NOT NULL,
    state text NOT NULL CHECK (state IN ('offered', 'accepted', 'declined', 'withdrawn')),
    offered_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by text,
    answer text NOT NULL DEFAULT ''
);
-- Whoever hands over does so once at a time: what is offered twice could be accepted twice.
CREATE UNIQUE INDEX handover_offered ON handover (from_id) WHERE state = 'offered';
