"""Values that every other room speaks of: photos, queries, labels, paint specs, errors, places, settings.

Standard library and numpy only.
"""
