"""The Models place: what sees, what judges and what paints."""
