-- Places drawn flat as Mercator did, in degrees: near by, what is nearer on the Earth is nearer there,
-- and PostgreSQL's own points are found by index several times faster than those of three numbers.
CREATE FUNCTION flat(lat double precision, lon double precision) RETURNS point
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN point(lon, degrees(ln(tan(radians(45 + lat / 2)))));

-- A square that holds all within so many metres of a place, and a little more: the square in a circle
-- is 1.42 times smaller than the circle.
CREATE FUNCTION flat_around(lat double precision, lon double precision, metres double precision)
    RETURNS box
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN box(circle(flat(lat, lon), degrees(1.43 * metres / 6371008.8 / cos(radians(lat)))));
