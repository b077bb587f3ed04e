"""Seeing: CLIP models on disk, their encoder, and the exact search over their vectors.

Only `clip_folder`, `calibration` and `gate` come without torch; everything else imports it,
which takes seconds, so other rooms reach in through one lazy door.
"""
