"""Measurements a user can repeat: the program and a plain implementation take turns.

commands           `mmdesk bench`
index              photos coming in, beside `plain_search.PlainEncoder`
search             the vector index, beside numpy and Python's sort
tag                labels found in vectors, beside numpy
paint              steps of a painting, beside `plain_painting`, the loop of the notebooks
rescan             files that have not changed, beside GNU find
window, grid       the window's start, its memory, and how long its thread is busy while it scrolls
scaling            the same bench at several sizes of library
report, stopwatch, memory, bench_process    what benches share: figures, times, memory, processes
synthetic_photos, synthetic_library, random_clip, random_vqgan    what they are given
"""
