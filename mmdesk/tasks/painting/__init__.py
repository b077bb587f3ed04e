"""Painting, as the window and the command line ask for it.

studio      what a painting needs, in one hand: library, models, runs, queue
painter     one painting, step by step, kept on disk as a run
runs        runs on disk: state, history, losses
queue       what is painted next, and what happens at night
picture_file, animation, story    what comes out
"""
