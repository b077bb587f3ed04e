"""Captions, dates and turns that the user decides: kept in the catalogue, and written to sidecars."""
