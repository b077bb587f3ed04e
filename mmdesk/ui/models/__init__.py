"""The Models place: the models that search, judge paintings and paint."""
