-- How a camera is reached is sealed as one: addresses, gateway, login name. `ways` says by what. The
-- job that seals anew empties the columns in which it stood open before.
ALTER TABLE camera
    ADD COLUMN ways text[],
    ADD COLUMN has_username boolean NOT NULL DEFAULT false,
    ADD COLUMN ways_sealed bytea;
