"""Culling: the photos of a shoot one by one, to be picked or rejected by single keys."""
