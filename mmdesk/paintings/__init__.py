"""Paintings on disk: runs, the queue of those to come, picture files and films. No torch."""
