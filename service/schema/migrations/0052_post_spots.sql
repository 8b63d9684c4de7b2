-- Nobody looks along these any more; the exact order of what was found is still told by `spot`.
DROP INDEX camera_spot;
DROP INDEX camera_sight;
DROP INDEX position_spot;
