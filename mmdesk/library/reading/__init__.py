"""A photograph's way from the disk to facts, thumbnail and model input, in processes that may die.

`ReadingPool` (here, in the program) hands paths to worker processes. There, `read_photo`
reads the file once, hashes it, opens it with the allow-listed formats only, decodes
it no larger than needed, turns it upright, brings it to sRGB, and makes the thumbnail and the pixels a
model asks for. The worker knows neither numpy nor torch nor SQLite, so it starts
in a fraction of a second, and what happens to it happens to one file.
"""
