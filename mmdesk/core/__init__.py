"""Values that every other room speaks of: photos, queries, labels, paint specs, errors, places, settings.

Nothing but the standard library, numpy and platformdirs.
"""
