"""The county town of the demo, the tests and the benches: a simulation, no real place.

Liuhe County, its people, schools, cameras and codes are invented by a seeded generator. Nothing
here imports the service: the town is a neighbour outside its walls, known by protocol alone.
"""
