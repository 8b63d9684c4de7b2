-- Who may see a place: cameras by how far they see, so that a high point a kilometre away is found
-- among the hundreds that stand nearer.
CREATE INDEX camera_sight ON camera USING gist (cube_enlarge(spot, range_m, 3));
