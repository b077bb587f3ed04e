"""The Studio: pictures from words.

place       puts the parts together
settings    what to paint: prompt, pictures, size, seed, looks
easel       the picture while it is painted, its losses, its history, and what to do with it
shelf       the queue and the gallery
"""
