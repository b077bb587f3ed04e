"""Captions and dates of photos, edited after a look at what changes in sidecars."""
