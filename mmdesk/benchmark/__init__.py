"""Measurements a user can repeat: the program and a plain implementation take turns.

commands           `mmdesk bench`
index              photos coming in, beside `plain_search.PlainEncoder` and `peer.PeerEncoder`
search             the vector index, beside numpy and Python's sort
peer               both of them as rclip 3.3 does them, the nearest peer
memory_limit       the speed of reading memory, which no search exceeds
tag                labels found in vectors, beside numpy
paint              steps of a painting, beside `plain_painting`, the loop of the notebooks
start              whole processes, beside one that only imports what they need
rescan             files that have not changed, beside GNU find
window, grid       the window's start, its memory, and how long its thread is busy while it scrolls
scaling            the same bench at several sizes of library
report, stopwatch, memory, bench_process    what benches share: figures, times, memory, processes
synthetic_photos, synthetic_library, random_clip, random_vqgan    what they are given
"""
