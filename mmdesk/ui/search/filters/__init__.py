"""The filter bar below the search line: what one would type, for those who do not."""
