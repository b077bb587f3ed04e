"""Painting with a Kandinsky: the steps of its prior, then those of its decoder."""
