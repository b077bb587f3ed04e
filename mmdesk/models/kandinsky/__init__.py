"""Kandinsky 2.2: a prior from words to image vectors, and a decoder from these to pictures."""
